"""What goes in and out. Members are written in camelCase, as the pages that call the API expect."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

Item = TypeVar("Item")

# SQLite's largest integer; a larger one, or none at all, is nobody's ID.
RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class TaskInput(BaseModel):
    title: Title


class PostInput(BaseModel):
    title: Title
    content: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True, alias_generator=to_camel, populate_by_name=True)


class TaskAnswer(Answer):
    id: int
    title: str
    created_at: datetime


class PostAnswer(Answer):
    id: int
    # The author's object ID.
    author: str
    title: str
    content: str
    created_at: datetime
    updated_at: datetime


class ProfileAnswer(Answer):
    id: int
    tid: str
    oid: str
    display_name: str | None
    created_at: datetime
    updated_at: datetime


class PageAnswer(Answer, Generic[Item]):
    items: list[Item]
    # How many there are in all.
    total: int
    # None: no limit.
    limit: int | None
    offset: int
