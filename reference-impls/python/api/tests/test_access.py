from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from reference_api.app import create_app

from .conftest import settings
from .issuer import SERVICE, USER, WEB_APP, Claims, KeySets, app_claims, bearer, user_claims, v1_claims


@contextmanager
def api_with(**changes: object) -> Iterator[TestClient]:
    with TestClient(create_app(settings(**changes), KeySets().transport)) as client:
        yield client


READER = user_claims(roles=["Reader"])
EDITOR = user_claims(roles=["Editor"])
ADMIN = user_claims(roles=["Admin"])
SERVICE_CLAIMS = app_claims()


@pytest.mark.parametrize(
    ("method", "path", "allowed", "refused"),
    [
        ("GET", "/api/claims", [READER, app_claims(roles=["Claims.Read.All"])], [SERVICE_CLAIMS]),
        ("GET", "/api/tasks", [READER, EDITOR, ADMIN, SERVICE_CLAIMS], [user_claims(), app_claims(roles=["Reader"])]),
        ("POST", "/api/tasks", [EDITOR, ADMIN], [READER, SERVICE_CLAIMS]),
        ("DELETE", "/api/tasks/999", [ADMIN], [READER, EDITOR, SERVICE_CLAIMS]),
        ("GET", "/api/tasks/export", [SERVICE_CLAIMS], [ADMIN, user_claims(roles=["Tasks.Read.All"])]),
        ("GET", "/v1/profile", [user_claims()], [SERVICE_CLAIMS]),
        ("GET", "/v1/posts", [user_claims()], [SERVICE_CLAIMS]),
        ("POST", "/v1/posts", [user_claims()], [SERVICE_CLAIMS]),
        ("GET", "/v1/posts/1", [user_claims()], [SERVICE_CLAIMS]),
        ("PUT", "/v1/posts/1", [user_claims()], [SERVICE_CLAIMS]),
        ("DELETE", "/v1/posts/1", [user_claims()], [SERVICE_CLAIMS]),
    ],
)
def test_who_may(api: TestClient, method: str, path: str, allowed: list[Claims], refused: list[Claims]) -> None:
    body = {"title": "A title", "content": "Some content"} if method in ("POST", "PUT") else None
    assert api.request(method, path, json=body).headers["www-authenticate"] == "Bearer"
    for claims in allowed:
        assert api.request(method, path, json=body, headers=bearer(claims)).status_code in (200, 201, 404)
    for claims in refused:
        response = api.request(method, path, json=body, headers=bearer(claims))
        assert response.status_code == 403
        assert response.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="access_as_user"'


@pytest.mark.parametrize(
    "scp", [None, "", "other", "access_as_user_x", "ACCESS_AS_USER", "a\taccess_as_user", ["access_as_user"]]
)
def test_needs_the_scope(api: TestClient, scp: object) -> None:
    assert api.get("/v1/posts", headers=bearer(user_claims(scp="other access_as_user more"))).status_code == 200
    assert api.get("/v1/posts", headers=bearer(user_claims(scp=scp))).status_code == 403


@pytest.mark.parametrize("roles", ["Admin", {"Admin": True}, ["Admin", 1], ["admin"], [["Admin"]]])
def test_roles_are_a_list_of_names(api: TestClient, roles: object) -> None:
    assert api.get("/api/tasks", headers=bearer(user_claims(roles=roles))).status_code == 403


def test_an_application_is_told_apart_by_its_subject_or_idtyp(api: TestClient) -> None:
    path = "/api/tasks/export"
    assert api.get(path, headers=bearer(app_claims())).status_code == 200
    assert api.get(path, headers=bearer(app_claims(sub="other", idtyp="app"))).status_code == 200
    assert api.get(path, headers=bearer(app_claims(idtyp="user"))).status_code == 403
    # A scope in an application's token grants nothing.
    assert api.get("/v1/posts", headers=bearer(app_claims(scp="access_as_user"))).status_code == 403


def test_step_up(api: TestClient) -> None:
    path = "/api/claims/step-up"
    assert api.get(path, headers=bearer(user_claims(acrs=["c1"]))).status_code == 200
    response = api.get(path, headers=bearer(user_claims(acrs="c1")))
    assert response.status_code == 401
    assert 'error="insufficient_claims"' in response.headers["www-authenticate"]
    with api_with() as asks_for_none:
        assert asks_for_none.get(path, headers=bearer(user_claims())).status_code == 200


def test_listed_clients_alone() -> None:
    with api_with(allowed_clients=WEB_APP.upper()) as api:
        assert api.get("/v1/posts", headers=bearer(user_claims())).status_code == 200
        assert api.get("/v1/posts", headers=bearer(user_claims(azp=SERVICE))).status_code == 403


def test_confidential_clients_alone() -> None:
    with api_with(confidential_clients_only=True, token_versions="1.0,2.0") as api:
        assert api.get("/v1/posts", headers=bearer(user_claims(azpacr="2"))).status_code == 200
        assert api.get("/v1/posts", headers=bearer(user_claims(azpacr="0"))).status_code == 403
        assert api.get("/v1/posts", headers=bearer(v1_claims(appidacr="0"))).status_code == 403


def test_a_declared_version_alone() -> None:
    with api_with(token_versions="1.0") as api:
        assert api.get("/v1/posts", headers=bearer(v1_claims())).status_code == 200
        assert api.get("/v1/posts", headers=bearer(user_claims())).status_code == 401


def test_authentication_comes_before_the_body_and_the_query(api: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    assert api.post("/v1/posts", content="{", headers=headers).status_code == 401
    assert api.get("/v1/posts?limit=x").status_code == 401
    assert api.get("/v1/posts/x").status_code == 401
    assert api.post("/v1/posts", content="{", headers={**headers, **bearer(user_claims(oid=USER))}).status_code == 400
