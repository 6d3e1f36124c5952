"""Who calls: a user through a client, or a client on its own."""

from dataclasses import dataclass
from typing import Any, Literal

from .claims import VersionedAccessToken
from .segments import JsonObject


@dataclass(frozen=True)
class Caller:
    kind: Literal["delegated", "app-only"]
    tenant_id: str
    # The user's or service principal's. With the tenant it is the only lasting identity; an e-mail address is none.
    object_id: str
    client_id: str
    # The client proved who it is, by secret, certificate or assertion.
    confidential_client: bool
    scopes: frozenset[str]
    roles: frozenset[str]
    # Authentication contexts that were satisfied.
    acrs: frozenset[str]
    display_name: str | None
    claims: JsonObject


def caller_of(token: VersionedAccessToken, claims: JsonObject) -> Caller:
    """`token` and `claims` are the same validated access token, parsed and as it came."""
    delegated = not _is_app_only(token)
    return Caller(
        kind="delegated" if delegated else "app-only",
        tenant_id=token.tid,
        object_id=token.oid,
        client_id=token.client_id,
        confidential_client=token.client_authentication != "0",
        scopes=_scopes(token.scp) if delegated else frozenset(),
        roles=_strings(token.roles),
        acrs=_strings(token.acrs),
        display_name=token.name if delegated and isinstance(token.name, str) else None,
        claims=claims,
    )


def _is_app_only(token: VersionedAccessToken) -> bool:
    """In an app-only token the subject is the client's own service principal.

    `idtyp` says the same where the registration asks for it. A user's `sub` is pairwise, so it never equals `oid`.
    https://learn.microsoft.com/entra/identity-platform/claims-validation#validate-the-subject
    """
    return token.idtyp == "app" or (token.idtyp is None and token.sub == token.oid)


def _scopes(scp: Any) -> frozenset[str]:
    """RFC 6749 section 3.3: separated by spaces, case-sensitive. Not split(): that takes tabs and more for a space."""
    return frozenset(scope for scope in scp.split(" ") if scope) if isinstance(scp, str) else frozenset()


def _strings(value: Any) -> frozenset[str]:
    """An array of strings, or nothing."""
    is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return frozenset(value) if is_list else frozenset()
