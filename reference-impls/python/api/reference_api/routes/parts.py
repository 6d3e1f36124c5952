"""What the routes work with: the stored things, and the caller's own record."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from ..auth.access import CurrentCaller
from ..data.models import User
from ..data.posts import Posts
from ..data.tasks import Tasks
from ..data.users import Users


def engine(request: Request) -> Engine:
    found = request.app.state.engine
    assert isinstance(found, Engine)
    return found


Database = Annotated[Engine, Depends(engine)]


def stored_posts(database: Database) -> Posts:
    return Posts(database)


def stored_tasks(database: Database) -> Tasks:
    return Tasks(database)


def current_user(caller: CurrentCaller, database: Database) -> User:
    """The caller's record, keyed by tenant and object ID alone and made when it is missing."""
    return Users(database).find_or_create(caller.tenant_id, caller.object_id, caller.display_name)


StoredPosts = Annotated[Posts, Depends(stored_posts)]
StoredTasks = Annotated[Tasks, Depends(stored_tasks)]
CurrentUser = Annotated[User, Depends(current_user)]
