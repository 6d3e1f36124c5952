"""Every mistake is one change to a token that is accepted without it."""

import time
from collections.abc import Callable
from typing import Any

import httpx2
import jwt
import pytest
from fastapi.testclient import TestClient

from .issuer import API, KEY, OTHER_TENANT, SECOND_KEY, TENANT, KeySets, app_claims, jwk, sign, user_claims, v1_claims

HOUR = 3600


def answer(api: TestClient, token: str) -> httpx2.Response:
    return api.get("/api/claims", headers={"Authorization": f"Bearer {token}"})


def test_shows_the_claims(api: TestClient, key_sets: KeySets) -> None:
    claims = user_claims(name="Zoë")
    response = answer(api, sign(claims))
    assert (response.status_code, response.json()) == (200, claims)
    assert response.headers["cache-control"] == "no-store"
    assert key_sets.fetched == [f"https://login.microsoftonline.com/{TENANT}/discovery/v2.0/keys"]


@pytest.mark.parametrize("audience", [f"api://{API}", API])
def test_a_v1_token_is_checked_with_v1_keys(api: TestClient, key_sets: KeySets, audience: str) -> None:
    assert answer(api, sign(v1_claims(aud=audience))).status_code == 200
    assert key_sets.fetched == [f"https://login.microsoftonline.com/{TENANT}/discovery/keys"]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": f"api://{API}"},
        {"aud": [API]},
        {"aud": ""},
        {"aud": None},
        {"iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"},
        {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0/"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        {"iss": [f"https://login.microsoftonline.com/{TENANT}/v2.0"]},
        {"iss": None},
        {"tid": OTHER_TENANT},
        {"tid": None},
        {"ver": "1.0"},
        {"ver": None},
        {"exp": None},
        {"exp": True},
        {"iat": None},
        {"oid": "somebody"},
        {"sub": ""},
        {"azp": None},
        {"azpacr": 1},
        {"nonce": "an ID token"},
        {"cnf": {"kid": "bound"}},
        {"idtyp": "robot"},
    ],
    ids=str,
)
def test_refuses_one_wrong_claim(api: TestClient, changes: dict[str, object]) -> None:
    response = answer(api, sign(user_claims(**changes)))
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize(
    ("name", "offset", "kind"),
    [
        ("exp", -302, int),
        ("exp", HOUR, str),
        ("exp", HOUR, float),
        ("exp", HOUR, lambda seconds: seconds * 1000),
        ("exp", 50 * HOUR, int),
        ("nbf", 310, int),
        ("nbf", -5, str),
        ("iat", 310, int),
    ],
)
def test_refuses_one_wrong_time(api: TestClient, name: str, offset: int, kind: Callable[[int], object]) -> None:
    claims = user_claims(**{name: kind(int(time.time()) + offset)})
    assert answer(api, sign(claims)).status_code == 401


def test_allows_for_clocks_that_differ(api: TestClient) -> None:
    now = int(time.time())
    assert answer(api, sign(user_claims(exp=now - 290))).status_code == 200
    assert answer(api, sign(user_claims(nbf=now + 290, iat=now + 290))).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "at+jwt"},
        {"typ": "JOSE"},
        {"cty": "JWT"},
        {"crit": ["exp"]},
        {"jku": "https://evil.example/keys"},
        {"jwk": jwk(SECOND_KEY)},
        {"x5c": []},
        {"kid": "unknown"},
        {"kid": ""},
    ],
    ids=str,
)
def test_refuses_one_wrong_header(api: TestClient, header: dict[str, Any]) -> None:
    assert answer(api, sign(user_claims(), **header)).status_code == 401


def test_refuses_other_signatures(api: TestClient) -> None:
    token = sign(user_claims())
    signed, _, signature = token.rpartition(".")
    header = {"kid": "first-key"}
    forgeries = [
        sign(user_claims(), SECOND_KEY),
        jwt.encode(user_claims(), KEY, algorithm="RS512", headers=header),
        jwt.encode(user_claims(), KEY, algorithm="PS256", headers=header),
        jwt.encode(user_claims(), jwk()["n"], algorithm="HS256", headers=header),
        jwt.encode(user_claims(), "", algorithm="none", headers=header),
        f"{signed}.",
        f"{signed}.{signature}=",
        f"{signed}.{signature[:-4]}",
        f"{token}.{signature}",
        signed,
    ]
    assert answer(api, token).status_code == 200
    assert [answer(api, forgery).status_code for forgery in forgeries] == [401] * len(forgeries)


@pytest.mark.parametrize(
    ("issuer", "status"),
    [
        (f"https://login.microsoftonline.com/{TENANT}/v2.0", 200),
        ("https://login.microsoftonline.com/{tenantid}/v2.0", 200),
        (f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0", 401),
    ],
)
def test_a_key_signs_for_its_issuer_alone(api: TestClient, key_sets: KeySets, issuer: str, status: int) -> None:
    key_sets.keys = [jwk(issuer=issuer)]
    assert answer(api, sign(user_claims())).status_code == status


def test_tries_every_key_of_an_id(api: TestClient, key_sets: KeySets) -> None:
    key_sets.keys = [jwk(SECOND_KEY), jwk()]
    assert answer(api, sign(user_claims())).status_code == 200


def test_without_keys_no_token_is_judged(api: TestClient, key_sets: KeySets) -> None:
    key_sets.status = 500
    response = answer(api, sign(app_claims()))
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
