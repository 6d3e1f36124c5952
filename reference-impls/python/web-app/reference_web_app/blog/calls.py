"""Calling the API as the user who is signed in."""

import logging
from collections.abc import Callable
from typing import TypeVar

from ..auth.entra import Entra
from ..auth.problems import SignInNeeded
from ..sessions.session import Session, SessionLocks
from .api import Api, ApiUnauthorized, ApiUnavailable

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

# In the session: the user has been sent to sign in once more because of a call, and no call has succeeded since.
ASKED_AGAIN = "asked_again"


class ApiCalls:
    """A 401 leads to one renewal of the token, then to a sign-in, then to an error: never round in a circle."""

    def __init__(self, api: Api, entra: Entra) -> None:
        self._api = api
        self._entra = entra
        self._locks = SessionLocks()

    def make(self, session: Session, call: Callable[[Api, str], Result]) -> Result:
        """`call` gets the API and a token, and may be made twice. Besides what it raises: `SignInNeeded`,
        `EntraUnavailable`, `CredentialRefused`, `CredentialUnavailable`."""
        try:
            result = self._make(session, call)
        except SignInNeeded as needed:
            if session.get(ASKED_AGAIN):
                del session[ASKED_AGAIN]
                raise ApiUnavailable(f"signing in again did not help: {needed}") from needed
            raise
        # A refusal for another reason (403, 404) leaves it as it is.
        session.pop(ASKED_AGAIN, None)
        return result

    def _make(self, session: Session, call: Callable[[Api, str], Result]) -> Result:
        token = self._token(session)
        try:
            return call(self._api, token)
        except ApiUnauthorized as refusal:
            logger.info("%s; renewing it", refusal)
            token = self._token(session, refused=token, claims=refusal.claims)
        try:
            return call(self._api, token)
        except ApiUnauthorized as refusal:
            raise SignInNeeded(str(refusal), refusal.claims) from refusal

    def _token(self, session: Session, *, refused: str | None = None, claims: str | None = None) -> str:
        """Not the one that was `refused`. Requests of one session that ask together share what the first one gets."""
        if session.id is None:
            raise SignInNeeded("nobody is signed in")
        with self._locks.of(session.id):
            tokens = session.read_tokens()
            if tokens is None:
                raise SignInNeeded("there are no tokens")
            try:
                token = self._entra.access_token(tokens, claims=claims)
                if token.value == refused:
                    token = self._entra.access_token(tokens, renew=True)
            except SignInNeeded as needed:
                # They are worth nothing now.
                session.write_tokens(None)
                raise SignInNeeded(str(needed), needed.claims or claims) from needed
            if token.changed_tokens is not None:
                session.write_tokens(token.changed_tokens)
            return token.value
