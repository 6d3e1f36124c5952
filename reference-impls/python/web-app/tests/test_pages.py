"""The blog, its forms, and what holds for every page."""

import hmac
from typing import Any

import pytest

from reference_web_app.app import create_app

from .cloud import API_URL, SECOND_USER, USER, Answer, Cloud, Request
from .conftest import Browser, MakeParts

MOMENT = "2026-01-02T03:04:05Z"


def post(number: int = 1, author: str = USER, **changes: Any) -> dict[str, Any]:
    content = {"title": "A <b>title</b>", "content": "One line.\n<script>alert(1)</script>", **changes}
    return {"id": number, "author": author, "createdAt": MOMENT, "updatedAt": MOMENT, **content}


class Blog:
    """The API's side, for two posts: the first is the user's own."""

    def __init__(self) -> None:
        self.refusal: Answer | None = None
        self.total = 2

    def __call__(self, request: Request) -> Answer:
        match request.method, request.url.removeprefix(API_URL):
            case (("POST" | "PUT" | "DELETE"), _) if self.refusal is not None:
                return self.refusal
            case "GET", "/v1/posts":
                return 200, {"items": [post(1), post(2, SECOND_USER)], "total": self.total, "limit": 10, "offset": 0}
            case (("GET" | "PUT"), "/v1/posts/1"):
                return 200, post(1)
            case "GET", "/v1/posts/2":
                return 200, post(2, SECOND_USER)
            case "POST", "/v1/posts":
                return 201, post(3)
            case "DELETE", "/v1/posts/1":
                return 204, b""
            case "GET", "/v1/profile":
                return 200, {"id": 7, "oid": USER, "displayName": None, "createdAt": MOMENT, "updatedAt": MOMENT}
            case _:
                return 404, {}


@pytest.fixture
def blog(cloud: Cloud, browser: Browser) -> Blog:
    blog = Blog()
    cloud.api_answer = blog
    browser.sign_in()
    return blog


def last(cloud: Cloud) -> Request:
    return cloud.api_requests[-1]


@pytest.mark.usefixtures("blog")
def test_lists_page_by_page(browser: Browser, cloud: Cloud) -> None:
    page = browser.get("/posts?page=3").text
    assert last(cloud).query == {"limit": "10", "offset": "20"}
    assert "A &lt;b&gt;title&lt;/b&gt;" in page
    for odd in ("0", "-1", "x", "1e9", "9" * 30):
        assert browser.get(f"/posts?page={odd}").status_code == 200


def test_pages_lead_to_each_other(browser: Browser, blog: Blog) -> None:
    blog.total = 21
    assert 'href="/posts?page=1"' in browser.get("/posts?page=2").text
    assert 'href="/posts?page=3"' in browser.get("/posts?page=2").text
    assert 'rel="next"' not in browser.get("/posts?page=3").text
    assert 'href="/posts?page=3"' in browser.get("/posts?page=9").text


@pytest.mark.usefixtures("blog")
def test_shows_a_post_and_only_the_author_can_change_it(browser: Browser, cloud: Cloud) -> None:
    own, other = browser.get("/posts/1").text, browser.get("/posts/2").text
    assert "&lt;script&gt;alert(1)" in own
    assert "<script" not in own
    assert 'href="/posts/1/edit"' in own
    assert "/edit" not in other
    assert browser.get("/posts/2/edit").status_code == 403
    assert browser.get("/posts/2/delete").status_code == 403
    assert browser.get("/posts/3").status_code == 404
    assert browser.get("/profile").status_code == 200


@pytest.mark.usefixtures("blog")
def test_writes_changes_and_deletes(browser: Browser, cloud: Cloud) -> None:
    token = browser.csrf_token
    answer = browser.post("/posts/new", csrf_token=token, title="T", content="one\r\ntwo")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/posts/3")
    assert last(cloud).body == '{"title": "T", "content": "one\\ntwo"}'
    answer = browser.post("/posts/1/edit", csrf_token=token, title="T", content="C")
    assert (last(cloud).method, answer.headers["Location"]) == ("PUT", "/posts/1")
    answer = browser.post("/posts/1/delete", csrf_token=token)
    assert (last(cloud).method, answer.headers["Location"]) == ("DELETE", "/posts")


def test_a_form_that_the_api_does_not_take_comes_back_with_what_was_written(browser: Browser, blog: Blog) -> None:
    blog.refusal = (422, {"fields": ["title"]})
    answer = browser.post("/posts/new", csrf_token=browser.csrf_token, title=" ", content="What was written <b>")
    assert answer.status_code == 422
    assert "A title has 1 to 200 characters." in answer.text
    assert "A post has" not in answer.text
    assert "What was written &lt;b&gt;" in answer.text


def test_the_api_decides_who_may_change(browser: Browser, blog: Blog) -> None:
    blog.refusal = (403, {})
    assert browser.post("/posts/1/edit", csrf_token=browser.csrf_token, title="T", content="C").status_code == 403


@pytest.mark.parametrize("path", ["/posts/new", "/posts/1/edit", "/posts/1/delete"])
@pytest.mark.parametrize("form", [{}, {"csrf_token": ""}, {"csrf_token": "made-up"}])
@pytest.mark.usefixtures("blog")
def test_a_form_of_another_site_does_nothing(browser: Browser, cloud: Cloud, path: str, form: dict[str, str]) -> None:
    before = len(cloud.api_requests)
    assert browser.post(path, **form).status_code == 400
    assert len(cloud.api_requests) == before


def test_nobody_has_a_form_without_a_session(browser: Browser) -> None:
    anybodys = hmac.digest(b"", b"forms", "sha256").hex()
    for token in ("", anybodys):
        assert browser.post("/posts/new", csrf_token=token).status_code == 400


def test_a_form_that_is_too_long_is_refused(browser: Browser, blog: Blog) -> None:
    answer = browser.post("/posts/new", csrf_token=browser.csrf_token, title="T", content="x" * 300_000)
    assert answer.status_code == 413


@pytest.mark.usefixtures("blog")
@pytest.mark.parametrize("path", ["/", "/call-api", "/posts/1", "/no-such-page", "/getAToken"])
def test_tells_browsers_to_be_careful(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_no_address_is_made_from_the_host(browser: Browser) -> None:
    for path in ("//posts", "/posts/", "/login/"):
        answer = browser.get(path, headers={"Host": "elsewhere.example"})
        assert "elsewhere" not in answer.headers.get("Location", "")


def test_a_method_that_is_not_there(browser: Browser) -> None:
    answer = browser.client.put("/posts")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_mistake_of_ours_is_no_crash(
    browser: Browser, cloud: Cloud, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in()

    def broken(_request: Request) -> Answer:
        raise ZeroDivisionError("details")

    cloud.api_answer = broken
    page = browser.get("/call-api")
    assert page.status_code == 500
    assert "details" not in page.text
    assert "ZeroDivisionError" in caplog.text


def test_an_api_without_posts(cloud: Cloud, parts_with: MakeParts) -> None:
    parts = parts_with(api_base_url=None, api_endpoint=f"{API_URL}/claims")
    browser = Browser(create_app(parts).test_client(), cloud)
    browser.sign_in()
    assert "/posts" not in browser.get("/").text
    assert browser.get("/posts").status_code == 404
    assert browser.get("/call-api").status_code == 200
    assert last(cloud).url == f"{API_URL}/claims"
