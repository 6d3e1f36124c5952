"""Blog posts: every user of the tenant reads and writes, the author alone changes and deletes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.exceptions import HTTPException

from ..auth.access import CurrentCaller, ProtectedRoute, allow
from ..data.posts import AuthoredPost
from .parts import CurrentUser, StoredPosts
from .schemas import Limit, Offset, PageAnswer, PostAnswer, PostInput, RowId

router = APIRouter(prefix="/v1/posts", route_class=ProtectedRoute, dependencies=[allow(users=())])


def visible_post(caller: CurrentCaller, posts: StoredPosts, post_id: RowId) -> AuthoredPost:
    post = posts.find(caller.tenant_id, post_id)
    if post is None:
        raise HTTPException(404)
    return post


VisiblePost = Annotated[AuthoredPost, Depends(visible_post)]


def own_post(caller: CurrentCaller, post: VisiblePost) -> AuthoredPost:
    if post.author != caller.object_id:
        raise HTTPException(403)
    return post


OwnPost = Annotated[AuthoredPost, Depends(own_post)]


@router.get("")
def list_posts(
    caller: CurrentCaller, posts: StoredPosts, limit: Limit = 20, offset: Offset = 0
) -> PageAnswer[PostAnswer]:
    items, total = posts.list(caller.tenant_id, limit, offset)
    return PageAnswer(
        items=[PostAnswer.model_validate(post) for post in items], total=total, limit=limit, offset=offset
    )


@router.post("", status_code=201)
def create_post(user: CurrentUser, posts: StoredPosts, body: PostInput, response: Response) -> PostAnswer:
    post = posts.create(user, body.title, body.content)
    response.headers["Location"] = f"/v1/posts/{post.id}"
    return PostAnswer.model_validate(post)


@router.get("/{post_id}")
def read_post(post: VisiblePost) -> PostAnswer:
    return PostAnswer.model_validate(post)


@router.put("/{post_id}")
def update_post(caller: CurrentCaller, post: OwnPost, posts: StoredPosts, body: PostInput) -> PostAnswer:
    updated = posts.update(caller.tenant_id, post.id, body.title, body.content)
    if updated is None:
        raise HTTPException(404)
    return PostAnswer.model_validate(updated)


@router.delete("/{post_id}", status_code=204)
def delete_post(caller: CurrentCaller, post: OwnPost, posts: StoredPosts) -> None:
    posts.remove(caller.tenant_id, post.id)
