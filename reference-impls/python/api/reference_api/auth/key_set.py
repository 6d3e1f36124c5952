"""One fetch of signing keys."""

import asyncio
import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import httpx2
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWTError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

# A real key set is about 10 KB.
MAX_BYTES = 256 * 1024
MAX_KEYS = 100


class KeySetError(Exception):
    """There is no answer, or it is not a key set with at least one usable key."""


@dataclass(frozen=True)
class VerificationKey:
    kid: str
    key: RSAPublicKey
    # The issuer Entra binds the key to; `{tenantid}` in it stands for the token's tenant. v1 key sets have none.
    # https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signing-key-issuer
    issuer: str | None


class SigningJwk(BaseModel):
    """Entra writes neither `alg` nor `key_ops`, and `use` is always `sig`: a key that says otherwise is not for us."""

    model_config = ConfigDict(strict=True)

    kty: Literal["RSA"]
    use: Literal["sig"] = "sig"
    alg: Literal["RS256"] = "RS256"
    key_ops: Annotated[list[Literal["verify"]], Field(min_length=1, max_length=1)] = ["verify"]
    kid: Annotated[str, Field(min_length=1, max_length=256)]
    # 342 base64url characters hold 2048 bits, the least RS256 allows (RFC 7518 section 3.3).
    n: Annotated[str, Field(min_length=342)]
    e: Annotated[str, Field(min_length=1)]
    issuer: Annotated[str, Field(min_length=1)] | None = None


async def fetch_key_set(http: httpx2.AsyncClient, url: str, timeout_seconds: float) -> tuple[VerificationKey, ...]:
    """Redirects are not followed: keys come from the configured address or not at all. Raises `KeySetError`."""
    try:
        # httpx2's own timeouts bound single operations; this one bounds the whole exchange, body included.
        async with asyncio.timeout(timeout_seconds):
            document = json.loads(await _download(http, url))
    except (httpx2.HTTPError, TimeoutError) as error:
        raise KeySetError(f"the key set endpoint did not answer: {type(error).__name__}") from error
    except (ValueError, RecursionError) as error:
        raise KeySetError("the key set is not JSON") from error
    members = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(members, list) or len(members) > MAX_KEYS:
        raise KeySetError("not a key set")
    keys = tuple(key for member in members if (key := _verification_key(member)) is not None)
    if not keys:
        raise KeySetError("the key set holds no usable key")
    return keys


async def _download(http: httpx2.AsyncClient, url: str) -> bytes:
    # Uncompressed, so that the size on the wire is the size in memory.
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    async with http.stream("GET", url, headers=headers, follow_redirects=False) as response:
        if response.status_code != 200:
            raise KeySetError(f"the key set endpoint answered {response.status_code}")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > MAX_BYTES:
                raise KeySetError("the key set is too large")
        return bytes(body)


def _verification_key(member: Any) -> VerificationKey | None:
    """One odd key must not make the others unusable: it is left out."""
    try:
        jwk = SigningJwk.model_validate(member)
        key = PyJWK({"kty": "RSA", "n": jwk.n, "e": jwk.e}, algorithm="RS256").key
    except (ValidationError, PyJWTError, ValueError):
        return None
    return VerificationKey(jwk.kid, key, jwk.issuer) if isinstance(key, RSAPublicKey) else None
