"""What holds for every page: who may see it, which forms count, what browsers are told."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from ..auth.credential import LOGIN
from ..auth.problems import SignInNeeded
from ..sessions.session import current

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

SECURITY_HEADERS = {
    # Nothing but our own style sheet. Forms go to us, and from us on to Entra when a sign-in has ended.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
    f"frame-ancestors 'none'; form-action 'self' {LOGIN}",
    "X-Content-Type-Options": "nosniff",
    # An address of ours may hold a code.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def guard(app: Flask, *, behind_tls: bool) -> None:
    app.before_request(_check_form)

    @app.after_request
    def tell_browsers(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        if behind_tls:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _check_form() -> None:
    """A form counts where this session's own page made it."""
    if request.method != "POST":
        return
    session = current()
    given = request.form.get("csrf_token", "")
    if session.id is None or not hmac.compare_digest(given.encode(), session.csrf_token.encode()):
        raise BadRequest("a form that no page of this session made")


def signed_in_only(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        if "user" not in current():
            raise SignInNeeded("nobody is signed in")
        return view(*args, **kwargs)

    return guarded
