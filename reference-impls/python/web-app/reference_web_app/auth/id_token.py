"""ID token validation. MSAL for Python reads ID tokens without validating them: that is the app's part.

https://learn.microsoft.com/entra/identity-platform/id-tokens#validate-tokens
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.types import Options

from .problems import SignInRefused
from .signing_keys import SigningKeys

# For clocks that differ.
TOLERANCE_SECONDS = 300


@dataclass(frozen=True)
class User:
    """Who signed in. The object ID with the tenant is the identity; names are for pages alone."""

    object_id: str
    tenant_id: str
    name: str
    user_name: str
    # Entra's session, which front-channel logout names.
    entra_session: str | None
    # By which Entra knows whom a sign-in or a sign-out is about, where the registration asks for that claim.
    login_hint: str | None


class IdTokenValidator:
    def __init__(
        self, keys: SigningKeys, tenant_id: str, client_id: str, issuer: str, now: Callable[[], float] = time.time
    ) -> None:
        """`now` gives seconds since the epoch."""
        self._keys = keys
        self._tenant_id = tenant_id
        self._client_id = client_id
        self._issuer = issuer
        self._now = now

    def __call__(self, id_token: object, nonce: str, *, code: str, access_token: str | None) -> User:
        """`nonce` is what the authorize request carried. Raises `SignInRefused` or `EntraUnavailable`."""
        claims = self._verified(id_token)
        if claims["iss"] != self._issuer or claims.get("tid") != self._tenant_id:
            raise SignInRefused("the ID token is of another issuer")
        # One audience alone: the token is for this app and nobody else.
        if claims["aud"] != self._client_id:
            raise SignInRefused("the ID token is for another app")
        self._check_times(claims)
        if not _same(claims.get("nonce"), nonce):
            raise SignInRefused("the ID token does not belong to this sign-in")
        for claim, value in {"c_hash": code, "at_hash": access_token}.items():
            if claim in claims and (value is None or not _same(claims[claim], _half_hash(value))):
                raise SignInRefused(f"the ID token's {claim} is wrong")
        return self._user(claims)

    def _verified(self, id_token: object) -> dict[str, Any]:
        if not isinstance(id_token, str):
            raise SignInRefused("there is no ID token")
        try:
            header = jwt.get_unverified_header(id_token)
            kid = header.get("kid")
            # The one algorithm Entra uses: the token does not choose.
            if header.get("alg") != "RS256" or not isinstance(kid, str):
                raise SignInRefused("the ID token is not signed as Entra signs")
            key = self._keys.find(kid)
            if key is None:
                raise SignInRefused("the ID token's key is not the tenant's")
            # The claims are checked here, where types count: PyJWT takes "exp": "1700000000" and a list of audiences.
            only_signature: Options = {
                "verify_aud": False,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "require": ["iss", "aud", "exp", "iat", "sub"],
            }
            return jwt.decode(id_token, key, algorithms=["RS256"], options=only_signature)
        except jwt.PyJWTError as error:
            raise SignInRefused(f"the ID token is not valid: {type(error).__name__}") from error

    def _check_times(self, claims: dict[str, Any]) -> None:
        now = self._now()
        times = {name: claims.get(name) for name in ("exp", "iat", "nbf")}
        if any(type(value) is not int for name, value in times.items() if name != "nbf" or value is not None):
            raise SignInRefused("the ID token's times are not whole numbers")
        if claims["exp"] + TOLERANCE_SECONDS <= now:
            raise SignInRefused("the ID token has expired")
        if max(claims["iat"], claims.get("nbf") or 0) - TOLERANCE_SECONDS > now:
            raise SignInRefused("the ID token is not valid yet")

    def _user(self, claims: dict[str, Any]) -> User:
        object_id = claims.get("oid")
        if not isinstance(object_id, str) or not object_id:
            raise SignInRefused("the ID token names no user")
        user_name = _text(claims.get("preferred_username"))
        return User(
            object_id=object_id,
            tenant_id=self._tenant_id,
            name=_text(claims.get("name")) or user_name or object_id,
            user_name=user_name,
            entra_session=_text(claims.get("sid")) or None,
            login_hint=_text(claims.get("login_hint")) or None,
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _same(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())


def _half_hash(text: str) -> str:
    """OpenID Connect Core 1.0 section 3.1.3.6, for RS256."""
    half = hashlib.sha256(text.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
