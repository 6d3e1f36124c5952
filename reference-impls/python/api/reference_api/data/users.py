"""Who the API has met."""

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from .models import User, now


class Users:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_or_create(self, tenant_id: str, object_id: str, display_name: str | None) -> User:
        """The user's record, made on the first visit; a changed display name is taken over."""
        try:
            return self._find_or_create(tenant_id, object_id, display_name)
        except IntegrityError:
            # Two first visits at once: the other one made it.
            return self._find_or_create(tenant_id, object_id, display_name)

    def _find_or_create(self, tenant_id: str, object_id: str, display_name: str | None) -> User:
        with Session(self._engine, expire_on_commit=False) as session:
            same = select(User).where(User.tenant_id == tenant_id, User.object_id == object_id)
            user = session.exec(same).one_or_none()
            if user is None:
                user = User(tenant_id=tenant_id, object_id=object_id, display_name=display_name)
            elif display_name is not None and user.display_name != display_name:
                user.display_name = display_name
                user.updated_at = now()
            session.add(user)
            session.commit()
            return user
