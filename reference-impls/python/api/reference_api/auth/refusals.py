"""Why a call is refused.

The reasons are fixed texts for the API's own log. An answer never carries one: what a token says is not to be trusted,
and what the API checks is not the caller's business.
"""

from typing import Literal

RefusalKind = Literal["no-token", "malformed-request", "invalid-token", "insufficient-scope"]


class Refusal(Exception):
    """The caller may not pass."""

    def __init__(self, kind: RefusalKind, reason: str) -> None:
        super().__init__(reason)
        self.kind: RefusalKind = kind


class StepUpRequired(Exception):
    """The caller must sign in again, to a stronger authentication context such as `c1`."""

    def __init__(self, acrs: str) -> None:
        super().__init__(f"authentication context {acrs} is required")
        self.acrs = acrs


class KeysUnavailable(Exception):
    """No signing keys could be had, so no token can be judged."""


def invalid_token(reason: str) -> Refusal:
    return Refusal("invalid-token", reason)
