"""A stand-in for Entra: keys, key sets and tokens."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

import httpx2
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

TENANT = "11111111-1111-4111-8111-111111111111"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
API = "33333333-3333-4333-8333-333333333333"
WEB_APP = "44444444-4444-4444-8444-444444444444"
USER = "55555555-5555-4555-8555-555555555551"
SECOND_USER = "55555555-5555-4555-8555-555555555552"
SERVICE = "66666666-6666-4666-8666-666666666666"

LOGIN = "https://login.microsoftonline.com"

# Two keys for all tests: they take long to make.
KEY, SECOND_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))

Claims = dict[str, Any]


def user_claims(**changes: Any) -> Claims:
    """A v2 token of a user. A change to None leaves the claim out."""
    now = int(time.time())
    claims = {
        "aud": API,
        "iss": f"{LOGIN}/{TENANT}/v2.0",
        "iat": now - 5,
        "nbf": now - 5,
        "exp": now + 3600,
        "azp": WEB_APP,
        "azpacr": "1",
        "name": "First User",
        "oid": USER,
        "scp": "access_as_user",
        "sub": "pairwise-subject",
        "tid": TENANT,
        "ver": "2.0",
    }
    return changed(claims, changes)


def app_claims(**changes: Any) -> Claims:
    """A v2 token of a service on its own."""
    own = {"scp": None, "name": None, "oid": SERVICE, "sub": SERVICE, "roles": ["Tasks.Read.All"]}
    return changed(user_claims(**own), changes)


def v1_claims(**changes: Any) -> Claims:
    v1 = {"ver": "1.0", "azp": None, "azpacr": None, "appid": WEB_APP, "appidacr": "1", "aud": f"api://{API}"}
    return changed(user_claims(iss=f"https://sts.windows.net/{TENANT}/", **v1), changes)


def changed(claims: Claims, changes: Mapping[str, Any]) -> Claims:
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def sign(claims: Claims, key: rsa.RSAPrivateKey = KEY, **header: Any) -> str:
    # Not jwt.encode(): it refuses to write some of the mistakes that have to be tried.
    return jwt.api_jws.encode(json.dumps(claims).encode(), key, "RS256", {"kid": "first-key", **header})


def bearer(claims: Claims) -> dict[str, str]:
    return {"Authorization": f"Bearer {sign(claims)}"}


def jwk(key: rsa.RSAPrivateKey = KEY, kid: object = "first-key", **members: Any) -> dict[str, Any]:
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "use": "sig", "kid": kid, "n": _base64url(numbers.n), "e": _base64url(numbers.e), **members}


def _base64url(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8)).rstrip(b"=").decode()


class KeySets:
    """Answers every fetch of keys and remembers its address. Change `status` and `keys` to change what it says."""

    def __init__(self) -> None:
        self.status = 200
        self.keys: list[Any] = [jwk()]
        self.fetched: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.fetched.append(str(request.url))
        return answer(self.status, json.dumps({"keys": self.keys}))

    @property
    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self)


def answer(status: int, body: str | bytes, headers: Mapping[str, str] | None = None) -> httpx2.Response:
    """As from a network: read in pieces, once."""
    stream = httpx2.ByteStream(body if isinstance(body, bytes) else body.encode())
    return httpx2.Response(status, headers=headers, stream=stream)
