"""The session of a request, as Flask's own `session` object."""

import hmac
import logging
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import flask
from flask.sessions import SessionInterface, SessionMixin

from ..auth.entra import Flow, SignedIn
from .store import NewSession, SessionStore

logger = logging.getLogger(__name__)

# To sign in; then the tab has to start again.
SIGN_IN_SECONDS = 15 * 60


class Session(dict[str, Any], SessionMixin):
    """Of a browser. `id` is None where it has none yet, or one that we do not know: such an ID is never taken over."""

    def __init__(
        self, store: SessionStore, session_id: str | None, data: dict[str, Any], *, lost: bool = False
    ) -> None:
        """`lost`: there may be one, but it cannot be read."""
        super().__init__(data)
        self.lost = lost
        self._store = store
        self._before = dict(data)
        self.id = session_id

    @property
    def csrf_token(self) -> str:
        """What the session's forms carry. Nothing to store, and another after each sign-in."""
        return hmac.digest((self.id or "").encode(), b"forms", "sha256").hex()

    def put_sign_in(self, flow: Flow, **what_to_remember: Any) -> None:
        if self.id is None:
            self._start(NewSession(secrets.token_urlsafe(32), dict(self), SIGN_IN_SECONDS))
        assert self.id is not None
        self._store.put_sign_in(self.id, flow["state"], {"flow": flow, **what_to_remember}, SIGN_IN_SECONDS)

    def take_sign_in(self, state: str) -> dict[str, Any] | None:
        """None: this browser began no such sign-in, or it has been used or forgotten."""
        return None if self.id is None else self._store.take_sign_in(self.id, state)

    def sign_in(self, signed_in: SignedIn, lifetime_seconds: float, **data: Any) -> None:
        """Under a new ID: whoever knew the old one knows nothing of this session."""
        self.end()
        user = signed_in.user
        self["user"] = {
            "id": user.object_id,
            "name": user.name,
            "user_name": user.user_name,
            "login_hint": user.login_hint,
        }
        self.update(data)
        self._start(
            NewSession(secrets.token_urlsafe(32), dict(self), lifetime_seconds, signed_in.tokens, user.entra_session)
        )

    def read_tokens(self) -> str | None:
        return None if self.id is None else self._store.read_tokens(self.id)

    def write_tokens(self, tokens: str | None) -> None:
        if self.id is not None:
            self._store.write_tokens(self.id, tokens)

    def end(self) -> None:
        if self.id is not None:
            self._store.remove(self.id)
        self.id = None
        self.clear()
        self._before = {}

    def save(self) -> None:
        if self.id is not None and dict(self) != self._before:
            self._store.update(self.id, dict(self))

    def _start(self, new: NewSession) -> None:
        self._store.create(new)
        self.id = new.id
        self._before = dict(self)


def current() -> Session:
    """Of the request at hand."""
    return cast(Session, flask.session._get_current_object())  # type: ignore[attr-defined]


class StoredSessions(SessionInterface):
    """A random ID in a cookie; everything else in the store."""

    def __init__(self, store: SessionStore, *, behind_tls: bool) -> None:
        self._store = store
        self._secure = behind_tls
        # The prefix keeps other hosts of the domain from setting it.
        # https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
        self._name = "__Host-session" if behind_tls else "session"

    def open_session(self, app: flask.Flask, request: flask.Request) -> Session:
        session_id = request.cookies.get(self._name)
        try:
            data = None if session_id is None else self._store.read(session_id)
        except sqlite3.Error as error:
            # /health says so too. Who is signed in may still be when it is back.
            logger.error("the session store does not answer: %s", type(error).__name__)
            return Session(self._store, None, {}, lost=True)
        return Session(self._store, None, {}) if data is None else Session(self._store, session_id, data)

    def save_session(self, app: flask.Flask, session: SessionMixin, response: flask.Response) -> None:
        assert isinstance(session, Session)
        session.save()
        given = flask.request.cookies.get(self._name)
        if session.id is not None and session.id != given:
            # For as long as the browser is open. Lax: the way back from Entra is a link from another site.
            response.set_cookie(self._name, session.id, secure=self._secure, httponly=True, samesite="Lax")
        elif session.id is None and given is not None and not session.lost:
            response.delete_cookie(self._name, secure=self._secure, httponly=True, samesite="Lax")


class SessionLocks:
    """One lock for each session while somebody holds or awaits it."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[str, threading.Lock] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    @contextmanager
    def of(self, session_id: str) -> Iterator[None]:
        with self._lock:
            lock = self._locks.setdefault(session_id, threading.Lock())
        with lock:
            yield
