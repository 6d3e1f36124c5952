"""The database behind the API."""

from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel, create_engine

from . import models as models  # registers the tables


class DatabaseError(Exception):
    """The database cannot be opened. The message holds neither its address nor a password."""


def open_database(url: str) -> Engine:
    """Creates what is missing. `url` is SQLAlchemy's; `sqlite://` forgets everything at the end."""
    try:
        parsed = make_url(url)
        # Every connection to a database in memory is another database, so there must be only one.
        in_memory = parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:")
        pool: dict[str, Any] = (
            {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if in_memory else {}
        )
        engine = create_engine(parsed, **pool)
        if parsed.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        SQLModel.metadata.create_all(engine)
    # ModuleNotFoundError: the driver of another database.
    except (ArgumentError, SQLAlchemyError, ModuleNotFoundError) as error:
        raise DatabaseError(f"the database cannot be opened ({type(error).__name__})") from error
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
