"""The tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """SQLite keeps no time zone: what comes back is UTC, as what went in was."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def _timestamp() -> Any:
    return Field(default_factory=now, sa_type=UtcDateTime)


# IDs are never used again, not even those of deleted rows.
NEVER_REUSED = {"sqlite_autoincrement": True}


class User(SQLModel, table=True):
    """A person is a tenant and an object ID. An e-mail address or user name can change hands, so neither is kept."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("tenant_id", "object_id"),)

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: str
    object_id: str
    display_name: str | None = None
    created_at: datetime = _timestamp()
    updated_at: datetime = _timestamp()


class Post(SQLModel, table=True):
    __tablename__ = "posts"
    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    author_id: int = Field(foreign_key="users.id", index=True)
    title: str
    content: str
    created_at: datetime = _timestamp()
    updated_at: datetime = _timestamp()


class Task(SQLModel, table=True):
    __tablename__ = "tasks"
    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: str = Field(index=True)
    title: str
    created_at: datetime = _timestamp()
