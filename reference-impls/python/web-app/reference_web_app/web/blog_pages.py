"""Profile and posts."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ..blog.api import ApiForbidden, ApiInvalid, Post
from ..parts import Parts
from ..sessions.session import current
from .guards import signed_in_only

PAGE_SIZE = 10
MAX_PAGE = 1_000_000
MAX_TITLE, MAX_CONTENT = 200, 20_000


def blueprint(parts: Parts) -> Blueprint:
    routes = Blueprint("blog", __name__)
    calls = parts.calls

    @routes.get("/profile")
    @signed_in_only
    def profile() -> str:
        return render_template("profile.html", profile=calls.make(current(), lambda api, token: api.profile(token)))

    @routes.get("/posts")
    @signed_in_only
    def posts() -> str:
        number = min(max(request.args.get("page", 1, type=int), 1), MAX_PAGE)
        offset = (number - 1) * PAGE_SIZE
        page = calls.make(current(), lambda api, token: api.posts(token, PAGE_SIZE, offset))
        last = max(1, -(-page.total // PAGE_SIZE))
        return render_template("posts.html", page=page, number=number, last=last)

    @routes.get("/posts/<int:post_id>")
    @signed_in_only
    def post(post_id: int) -> str:
        found = calls.make(current(), lambda api, token: api.post(token, post_id))
        return render_template("post.html", post=found, own=_is_own(found))

    @routes.get("/posts/new")
    @signed_in_only
    def new_post() -> str:
        return _form("New post", "", "")

    @routes.post("/posts/new")
    @signed_in_only
    def create_post() -> Response | tuple[str, int]:
        title, content = _fields()
        try:
            made = calls.make(current(), lambda api, token: api.create_post(token, title, content))
        except ApiInvalid as invalid:
            return _form("New post", title, content, invalid), 422
        return redirect(f"/posts/{made.id}", 303)

    @routes.get("/posts/<int:post_id>/edit")
    @signed_in_only
    def edit_post(post_id: int) -> str:
        found = own_post(post_id)
        return _form("Edit post", found.title, found.content)

    @routes.post("/posts/<int:post_id>/edit")
    @signed_in_only
    def update_post(post_id: int) -> Response | tuple[str, int]:
        title, content = _fields()
        try:
            calls.make(current(), lambda api, token: api.update_post(token, post_id, title, content))
        except ApiInvalid as invalid:
            return _form("Edit post", title, content, invalid), 422
        return redirect(f"/posts/{post_id}", 303)

    @routes.get("/posts/<int:post_id>/delete")
    @signed_in_only
    def confirm_deletion(post_id: int) -> str:
        return render_template("delete.html", post=own_post(post_id))

    @routes.post("/posts/<int:post_id>/delete")
    @signed_in_only
    def delete_post(post_id: int) -> Response:
        calls.make(current(), lambda api, token: api.delete_post(token, post_id))
        return redirect("/posts", 303)

    def own_post(post_id: int) -> Post:
        """For a form that only the author needs. The API itself decides when it is sent."""
        found = calls.make(current(), lambda api, token: api.post(token, post_id))
        if not _is_own(found):
            raise ApiForbidden
        return found

    return routes


def _is_own(post: Post) -> bool:
    return bool(post.author == current()["user"]["id"])


def _fields() -> tuple[str, str]:
    # Browsers send line ends as CR LF.
    return request.form.get("title", ""), request.form.get("content", "").replace("\r\n", "\n")


def _form(heading: str, title: str, content: str, invalid: ApiInvalid | None = None) -> str:
    problems = {
        "title": f"A title has 1 to {MAX_TITLE} characters.",
        "content": f"A post has 1 to {MAX_CONTENT:,} characters.",
    }
    shown = {name: problems[name] for name in (invalid.fields or tuple(problems))} if invalid is not None else {}
    return render_template(
        "post_form.html",
        heading=heading,
        title=title,
        content=content,
        problems=shown,
        max_title=MAX_TITLE,
        max_content=MAX_CONTENT,
    )
