"""What answers give away, and to whom."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from reference_api.data.posts import Posts

from .issuer import bearer, user_claims

USER = bearer(user_claims())
ORIGIN = "https://app.example"


@pytest.mark.parametrize(
    ("content", "status", "fields"),
    [
        ("{", 400, None),
        ('{"title":', 400, None),
        ("[" * 30_000, 400, None),
        ("[]", 422, []),
        ("{}", 422, ["content", "title"]),
        ('{"title":" ","content":"secret"}', 422, ["title"]),
        ('{"title":7,"content":["secret"]}', 422, ["content", "title"]),
        ('{"title":"\\ud800","content":"secret"}', 422, ["title"]),
        ('{"title":"' + "a" * 201 + '","content":"secret"}', 422, ["title"]),
    ],
    ids=["brace", "half", "deep", "list", "empty", "blank", "types", "surrogate", "long"],
)
def test_bad_bodies_do_not_come_back(api: TestClient, content: str, status: int, fields: list[str] | None) -> None:
    response = api.post("/v1/posts", content=content, headers={**USER, "Content-Type": "application/json"})
    assert response.status_code == status
    assert "secret" not in response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json().get("fields") == fields


def test_a_body_has_its_limit(api: TestClient) -> None:
    body = {"title": "a", "content": "secret" * 20_000}
    response = api.post("/v1/posts", json=body, headers=USER)
    assert (response.status_code, response.text) == (413, "Content Too Large")


def test_another_content_type_is_no_json(api: TestClient) -> None:
    response = api.post(
        "/v1/posts", content='{"title":"a","content":"b"}', headers={**USER, "Content-Type": "text/plain"}
    )
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=101", "limit"), ("offset=-1", "offset"), ("limit=secret", "limit")],
)
def test_bad_pages(api: TestClient, query: str, field: str) -> None:
    response = api.get(f"/v1/posts?{query}", headers=USER)
    assert (response.status_code, response.json()["fields"]) == (422, [field])
    assert "secret" not in response.text


@pytest.mark.parametrize("post_id", ["0", "-1", "1.5", "x", "9" * 19, "9" * 5000, "%00"])
def test_ids_that_nothing_has(api: TestClient, post_id: str) -> None:
    assert api.get(f"/v1/posts/{post_id}", headers=USER).status_code == 404


def test_a_failure_shows_nothing(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Posts, "list", fail)
    response = api.get("/v1/posts", headers=USER)
    assert response.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/v1/posts/", "//v1/posts", "/V1/posts"])
def test_there_is_nothing_else(api: TestClient, path: str) -> None:
    assert api.get(path, headers=USER).status_code == 404


def test_names_every_method_of_a_path(api: TestClient) -> None:
    response = api.patch("/v1/posts/1")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, PUT, DELETE")


def test_refusals_are_not_stored(api: TestClient) -> None:
    assert api.get("/v1/posts").headers["cache-control"] == "no-store"


def preflight(api: TestClient, origin: str) -> dict[str, str]:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization",
    }
    return dict(api.options("/v1/posts/1", headers=headers).headers)


def test_pages_of_listed_origins_may_call(api: TestClient) -> None:
    assert preflight(api, ORIGIN)["access-control-allow-origin"] == ORIGIN
    refusal = api.get("/v1/posts", headers={"Origin": ORIGIN})
    assert refusal.headers["access-control-allow-origin"] == ORIGIN
    assert refusal.headers["access-control-expose-headers"] == "WWW-Authenticate"


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "https://app.example.evil.example", "http://app.example"]
)
def test_pages_of_other_origins_may_not(api: TestClient, origin: str) -> None:
    assert "access-control-allow-origin" not in preflight(api, origin)
    answer = api.get("/v1/posts", headers={**USER, "Origin": origin})
    assert "access-control-allow-origin" not in answer.headers
    assert "Origin" in answer.headers["vary"]
