"""A stand-in for Entra, the managed identity endpoint and the API, at their addresses, below `requests`."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import requests
import urllib3
from cryptography.hazmat.primitives.asymmetric import rsa

TENANT = "11111111-1111-4111-8111-111111111111"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
API = "33333333-3333-4333-8333-333333333333"
WEB_APP = "44444444-4444-4444-8444-444444444444"
USER = "55555555-5555-4555-8555-555555555551"
SECOND_USER = "55555555-5555-4555-8555-555555555552"
IDENTITY = "66666666-6666-4666-8666-666666666666"
SECRET = "secret-of-the-web-app"
SCOPE = f"api://{API}/access_as_user"
ENTRA_SESSION = "77777777-7777-4777-8777-777777777777"

LOGIN = "https://login.microsoftonline.com"
ISSUER = f"{LOGIN}/{TENANT}/v2.0"
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{LOGIN}/{TENANT}/oauth2/v2.0/authorize",
    "token_endpoint": f"{LOGIN}/{TENANT}/oauth2/v2.0/token",
}
API_URL = "https://api.example"
IDENTITY_URL = "http://localhost:42356/msi/token"

# Two keys for all tests: they take long to make.
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))

Claims = dict[str, Any]


def id_claims(**changes: Any) -> Claims:
    """Of an ID token. A change to None leaves the claim out."""
    now = int(time.time())
    claims = {
        "aud": WEB_APP,
        "iss": ISSUER,
        "iat": now - 5,
        "nbf": now - 5,
        "exp": now + 3600,
        "name": "First User",
        "nonce": "the nonce",
        "oid": USER,
        "preferred_username": "first.user@contoso.example",
        "sid": ENTRA_SESSION,
        "sub": "pairwise-subject",
        "tid": TENANT,
        "ver": "2.0",
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def sign(claims: Claims, key: rsa.RSAPrivateKey = KEY, **header: Any) -> str:
    return jwt.api_jws.encode(json.dumps(claims).encode(), key, "RS256", {"kid": "first-key", **header})


def jwk(key: rsa.RSAPrivateKey = KEY, **members: Any) -> Claims:
    numbers = key.public_key().public_numbers()
    n, e = (base64.urlsafe_b64encode(_bytes(number)).rstrip(b"=").decode() for number in (numbers.n, numbers.e))
    return {
        "kty": "RSA",
        "use": "sig",
        "kid": "first-key",
        "n": n,
        "e": e,
        "issuer": f"{LOGIN}/{{tenantid}}/v2.0",
    } | members


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


class Request:
    """As it was sent."""

    def __init__(self, prepared: requests.PreparedRequest) -> None:
        parts = urlsplit(prepared.url or "")
        body = prepared.body.decode() if isinstance(prepared.body, bytes) else str(prepared.body or "")
        self.method = prepared.method or ""
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path}"
        self.query = dict(parse_qsl(parts.query))
        self.body = body
        self.form = dict(parse_qsl(body))
        self.headers = prepared.headers

    @property
    def bearer(self) -> str:
        return str(self.headers.get("Authorization", "")).removeprefix("Bearer ")


Answer = tuple[int, object] | tuple[int, object, dict[str, str]] | Exception


class Cloud:
    """Change a member to change what it answers; `sent` is what it was asked."""

    def __init__(self) -> None:
        self.sent: list[Request] = []
        self.nonce = ""
        # Changes to the ID token's claims, its key, and what else the token endpoint says.
        self.id_token: Claims = {}
        self.id_token_key = KEY
        self.token_answer: Callable[[Request], Answer | None] = lambda _request: None
        self.metadata_answer: Answer | None = None
        self.keys_answer: Answer = (200, {"keys": [jwk()]})
        self.identity_answer: Callable[[], Answer] = lambda: (
            200,
            {"access_token": "token-of-the-identity", "expires_on": str(int(time.time()) + 3600)},
        )
        self.api_answer: Callable[[Request], Answer] = lambda _request: (200, {"name": "First User"})
        self._tokens = 0

    def of(self, url: str) -> list[Request]:
        return [request for request in self.sent if request.url == url]

    @property
    def token_requests(self) -> list[Request]:
        return self.of(f"{LOGIN}/{TENANT}/oauth2/v2.0/token")

    @property
    def api_requests(self) -> list[Request]:
        return [request for request in self.sent if request.url.startswith(API_URL)]

    def send(
        self, adapter: requests.adapters.HTTPAdapter, prepared: requests.PreparedRequest, **_options: Any
    ) -> requests.Response:
        """In place of `HTTPAdapter.send`."""
        request = Request(prepared)
        self.sent.append(request)
        answer = self._answer(request)
        if isinstance(answer, Exception):
            raise answer
        status, body, *headers = answer
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"Content-Type": "application/json", **(headers[0] if headers else {})}
        return adapter.build_response(
            prepared, urllib3.HTTPResponse(BytesIO(content), named, status, preload_content=False)
        )

    def _answer(self, request: Request) -> Answer:
        authority = f"{LOGIN}/{TENANT}"
        match request.url.removeprefix(authority):
            case "/v2.0/.well-known/openid-configuration":
                return self.metadata_answer or (200, METADATA)
            case "/discovery/v2.0/keys":
                return self.keys_answer
            case "/oauth2/v2.0/token":
                return self.token_answer(request) or (200, self.tokens())
            case url if url == IDENTITY_URL:
                return self.identity_answer()
            case url if url.startswith(API_URL):
                return self.api_answer(request)
            case url:
                raise AssertionError(f"nobody answers at {url}")

    def tokens(self) -> dict[str, Any]:
        self._tokens += 1
        claims = id_claims(**{"nonce": self.nonce, **self.id_token})
        client_info = json.dumps({"uid": claims.get("oid", USER), "utid": TENANT}).encode()
        return {
            "token_type": "Bearer",
            "scope": f"openid profile offline_access {SCOPE}",
            "expires_in": 3600,
            "access_token": f"access-token-{self._tokens}",
            "refresh_token": f"refresh-token-{self._tokens}",
            "id_token": sign(claims, self.id_token_key),
            "client_info": base64.urlsafe_b64encode(client_info).rstrip(b"=").decode(),
        }


def query_of(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
