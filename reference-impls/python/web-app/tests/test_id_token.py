import base64
import hashlib
import json
import time
from typing import Any

import jwt
import pytest

from reference_web_app.auth.id_token import IdTokenValidator
from reference_web_app.auth.problems import EntraUnavailable, SignInRefused
from reference_web_app.auth.signing_keys import Keys, KeySetError, SigningKeys

from .cloud import (
    API,
    ENTRA_SESSION,
    ISSUER,
    KEY,
    LOGIN,
    OTHER_KEY,
    OTHER_TENANT,
    TENANT,
    USER,
    WEB_APP,
    id_claims,
    sign,
)

NOW = int(time.time())


def validator(keys: Keys | None = None) -> IdTokenValidator:
    return IdTokenValidator(SigningKeys(lambda: keys or {"first-key": KEY.public_key()}), TENANT, WEB_APP, ISSUER)


def validate(token: object) -> Any:
    return validator()(token, "the nonce", code="the code", access_token="the access token")


def half_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def test_says_who_signed_in() -> None:
    user = validate(sign(id_claims(at_hash=half_hash("the access token"), c_hash=half_hash("the code"))))
    assert (user.object_id, user.tenant_id, user.name) == (USER, TENANT, "First User")
    assert user.entra_session == ENTRA_SESSION


def test_a_name_is_not_needed() -> None:
    assert validate(sign(id_claims(name=None, preferred_username=None, sid=None))).name == USER


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": f"{LOGIN}/{OTHER_TENANT}/v2.0"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        {"iss": None},
        {"tid": OTHER_TENANT},
        {"tid": None},
        {"aud": API},
        {"aud": [WEB_APP, API]},
        {"aud": [WEB_APP]},
        {"aud": None},
        {"exp": NOW - 301},
        {"exp": str(NOW + 3600)},
        {"exp": None},
        {"iat": NOW + 3600},
        {"iat": None},
        {"nbf": NOW + 3600},
        {"nbf": "never"},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["the nonce"]},
        {"oid": None},
        {"oid": 1},
        {"at_hash": half_hash("another access token")},
        {"c_hash": half_hash("another code")},
        {"c_hash": 1},
    ],
)
def test_refuses_other_claims(claims: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused):
        validate(sign(id_claims(**claims)))


def not_signed(algorithm: str, signature: bytes) -> str:
    """`HS256` is algorithm confusion: HMAC with the key that everybody knows."""
    parts = (json.dumps({"alg": algorithm, "kid": "first-key"}).encode(), json.dumps(id_claims()).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize(
    "token",
    [
        sign(id_claims(), OTHER_KEY),
        sign(id_claims(), kid="another-key"),
        jwt.encode(id_claims(), KEY, "RS256"),
        jwt.encode(id_claims(), KEY, "PS256", {"kid": "first-key"}),
        not_signed("none", b""),
        not_signed("HS256", b"signature"),
        sign(id_claims())[:-4] + "AAAA",
        "x.y.z",
        "",
        None,
        {"token": 1},
    ],
)
def test_refuses_other_signatures(token: object) -> None:
    with pytest.raises(SignInRefused):
        validate(token)


def test_without_keys_nobody_can_tell() -> None:
    def fetch() -> Keys:
        raise KeySetError("down")

    keys = SigningKeys(fetch)
    with pytest.raises(EntraUnavailable):
        IdTokenValidator(keys, TENANT, WEB_APP, ISSUER)(sign(id_claims()), "the nonce", code="x", access_token=None)
