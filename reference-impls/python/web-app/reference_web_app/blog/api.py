"""The API, as the pages use it: claims, profile and posts."""

import base64
import binascii
import json
import re
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, TypeVar

import requests
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

# A page of a hundred posts stays below.
MAX_BYTES = 4 * 1024 * 1024

Method = Literal["GET", "POST", "PUT", "DELETE"]


class ApiUnavailable(Exception):
    """No answer, none in time, or none that can be used. The message is for the log."""

    def __init__(self, reason: str, *, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


class ApiUnauthorized(Exception):
    """401: the token is not accepted."""

    def __init__(self, claims: str | None) -> None:
        super().__init__("the API does not accept the token")
        # What a token must satisfy to be accepted, as JSON.
        self.claims = claims


class ApiForbidden(Exception):
    """403: this user may not."""


class ApiNotFound(Exception):
    """404."""


class ApiInvalid(Exception):
    """422: it does not take what was sent."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__("the API does not take what was sent")
        self.fields = fields


class _Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class Profile(_Answer):
    id: int
    oid: str
    display_name: str | None
    created_at: datetime
    updated_at: datetime


class Post(_Answer):
    id: int
    # The author's object ID.
    author: str
    title: str
    content: str
    created_at: datetime
    updated_at: datetime


class PostPage(_Answer):
    items: list[Post]
    total: int


Shape = TypeVar("Shape", bound=BaseModel)


class Api:
    """Each call takes the access token to call with.

    All raise `ApiUnavailable`, `ApiUnauthorized`, `ApiForbidden` and `ApiNotFound`.
    """

    def __init__(
        self,
        http: requests.Session,
        claims_url: str,
        blog_url: str | None,
        timeout_seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`blog_url`: without a slash at its end; None: the API has claims alone."""
        self._http = http
        self._claims_url = claims_url
        self._blog_url = blog_url
        self._timeout_seconds = timeout_seconds
        self._now = now

    def claims(self, token: str) -> dict[str, Any]:
        claims = self._json("GET", self._claims_url, token)
        if not isinstance(claims, dict):
            raise ApiUnavailable("the API's answer is not what was expected")
        return claims

    def profile(self, token: str) -> Profile:
        return _parsed(Profile, self._json("GET", self._blog("/v1/profile"), token))

    def posts(self, token: str, limit: int, offset: int) -> PostPage:
        return _parsed(PostPage, self._json("GET", self._blog(f"/v1/posts?limit={limit}&offset={offset}"), token))

    def post(self, token: str, post_id: int) -> Post:
        return _parsed(Post, self._json("GET", self._blog(f"/v1/posts/{post_id}"), token))

    def create_post(self, token: str, title: str, content: str) -> Post:
        """Raises `ApiInvalid`."""
        return _parsed(Post, self._json("POST", self._blog("/v1/posts"), token, {"title": title, "content": content}))

    def update_post(self, token: str, post_id: int, title: str, content: str) -> Post:
        """Raises `ApiInvalid`."""
        body = {"title": title, "content": content}
        return _parsed(Post, self._json("PUT", self._blog(f"/v1/posts/{post_id}"), token, body))

    def delete_post(self, token: str, post_id: int) -> None:
        self._send("DELETE", self._blog(f"/v1/posts/{post_id}"), token)

    def _blog(self, path: str) -> str:
        if self._blog_url is None:
            raise ApiNotFound
        return f"{self._blog_url}{path}"

    def _json(self, method: Method, url: str, token: str, body: dict[str, str] | None = None) -> Any:
        try:
            return json.loads(self._send(method, url, token, body))
        except (ValueError, RecursionError) as error:
            raise ApiUnavailable("the API's answer is not JSON") from error

    def _send(self, method: Method, url: str, token: str, body: dict[str, str] | None = None) -> bytes:
        headers = {
            "Accept": "application/json",
            # Uncompressed, so that the size on the wire is the size in memory.
            "Accept-Encoding": "identity",
            "Authorization": f"Bearer {token}",
            "X-Correlation-ID": str(uuid.uuid4()),
        }
        deadline = self._now() + self._timeout_seconds
        try:
            with self._http.request(method, url, headers=headers, json=body, stream=True) as answer:
                _raise_for(answer)
                return self._read(answer, deadline)
        except requests.Timeout as error:
            raise ApiUnavailable("the API does not answer in time", late=True) from error
        # urllib3's own errors come through while the body is read.
        except (requests.RequestException, OSError) as error:
            raise ApiUnavailable(f"the API does not answer: {type(error).__name__}") from error

    def _read(self, answer: requests.Response, deadline: float) -> bytes:
        """`requests` bounds the wait for each piece, not for the whole."""
        body = bytearray()
        for piece in answer.iter_content(64 * 1024):
            body += piece
            if len(body) > MAX_BYTES:
                raise ApiUnavailable("the API's answer is too long")
            if self._now() > deadline:
                raise ApiUnavailable("the API does not answer in time", late=True)
        return bytes(body)


def _parsed(shape: type[Shape], document: Any) -> Shape:
    try:
        return shape.model_validate(document)
    except ValidationError as error:
        raise ApiUnavailable("the API's answer is not what was expected") from error


def _raise_for(answer: requests.Response) -> None:
    match answer.status_code:
        case status if 200 <= status < 300:
            return
        case 401:
            raise ApiUnauthorized(claims_challenge(answer.headers.get("WWW-Authenticate", "")))
        case 403:
            raise ApiForbidden
        case 404:
            raise ApiNotFound
        case 422:
            raise ApiInvalid(_fields(answer))
        case status:
            raise ApiUnavailable(f"the API answered {status}")


def _fields(answer: requests.Response) -> tuple[str, ...]:
    try:
        named = json.loads(answer.raw.read(64 * 1024))["fields"]
    except (ValueError, KeyError, TypeError, OSError):
        return ()
    return tuple(name for name in ("title", "content") if name in named) if isinstance(named, list) else ()


def claims_challenge(header: str) -> str | None:
    """The claims of `error="insufficient_claims"`, decoded. None where there is no such challenge.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    if len(header) > 8192 or not re.search(r'\berror="?insufficient_claims\b', header):
        return None
    encoded = re.search(r'\bclaims="([A-Za-z0-9+/_-]+=*)"', header)
    if encoded is None:
        return None
    text = encoded[1].rstrip("=")
    try:
        claims = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_" if set("-_") & set(text) else None)
        return json.dumps(document) if isinstance(document := json.loads(claims), dict) else None
    except (ValueError, binascii.Error, RecursionError):
        return None
