"""Blog posts. A tenant sees its own members' posts and no others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from .models import Post, User, now


@dataclass(frozen=True)
class AuthoredPost:
    id: int
    # The author's object ID.
    author: str
    title: str
    content: str
    created_at: datetime
    updated_at: datetime


class Posts:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, tenant_id: str, post_id: int) -> AuthoredPost | None:
        with Session(self._engine) as session:
            row = session.exec(_visible_to(tenant_id).where(Post.id == post_id)).one_or_none()
            return None if row is None else _authored(*row)

    def list(self, tenant_id: str, limit: int, offset: int) -> tuple[list[AuthoredPost], int]:
        """A page, newest first, and how many there are in all."""
        with Session(self._engine) as session:
            visible = _visible_to(tenant_id)
            rows = session.exec(visible.order_by(col(Post.id).desc()).limit(limit).offset(offset)).all()
            total = session.exec(select(func.count()).select_from(visible.subquery())).one()
            return [_authored(*row) for row in rows], total

    def create(self, author: User, title: str, content: str) -> AuthoredPost:
        assert author.id is not None
        with Session(self._engine, expire_on_commit=False) as session:
            post = Post(author_id=author.id, title=title, content=content)
            session.add(post)
            session.commit()
            return _authored(post, author.object_id)

    def update(self, tenant_id: str, post_id: int, title: str, content: str) -> AuthoredPost | None:
        """None: there is no such post any more."""
        with Session(self._engine, expire_on_commit=False) as session:
            row = session.exec(_visible_to(tenant_id).where(Post.id == post_id)).one_or_none()
            if row is None:
                return None
            post, author = row
            post.title, post.content, post.updated_at = title, content, now()
            session.add(post)
            session.commit()
            return _authored(post, author)

    def remove(self, tenant_id: str, post_id: int) -> None:
        with Session(self._engine) as session:
            row = session.exec(_visible_to(tenant_id).where(Post.id == post_id)).one_or_none()
            if row is not None:
                session.delete(row[0])
                session.commit()


def _visible_to(tenant_id: str) -> Any:
    return select(Post, User.object_id).join(User).where(User.tenant_id == tenant_id)


def _authored(post: Post, author: str) -> AuthoredPost:
    assert post.id is not None
    return AuthoredPost(post.id, author, post.title, post.content, post.created_at, post.updated_at)
