"""Tokens for the API, and what its refusals lead to."""

import base64
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from reference_web_app.app import create_app
from reference_web_app.blog.api import claims_challenge

from .cloud import API_URL, LOGIN, SECRET, Answer, Cloud, Request, query_of
from .conftest import Browser, MakeParts

CLAIMS = {"access_token": {"acrs": {"essential": True, "value": "c1"}}}
CHALLENGE = (
    f'Bearer realm="", authorization_uri="{LOGIN}/common/oauth2/authorize", error="insufficient_claims", '
    f'claims="{base64.b64encode(json.dumps(CLAIMS).encode()).decode()}"'
)


def accepts(token: str) -> Callable[[Request], Answer]:
    return lambda request: (200, {"name": "x"}) if request.bearer == token else (401, {})


def refreshes(cloud: Cloud) -> list[Request]:
    return [request for request in cloud.token_requests if request.form["grant_type"] == "refresh_token"]


def test_one_token_for_many_calls(browser: Browser, cloud: Cloud) -> None:
    browser.sign_in()
    for _ in range(3):
        assert browser.get("/call-api").status_code == 200
    assert len(cloud.token_requests) == 1


def test_a_refused_token_is_renewed_once(browser: Browser, cloud: Cloud) -> None:
    browser.sign_in()
    cloud.api_answer = accepts("access-token-2")
    assert browser.get("/call-api").status_code == 200
    assert [request.bearer for request in cloud.api_requests] == ["access-token-1", "access-token-2"]
    [renewal] = refreshes(cloud)
    assert renewal.form["refresh_token"] == "refresh-token-1"
    assert renewal.form["client_secret"] == SECRET
    # And kept, with the newest refresh token.
    assert browser.get("/call-api").status_code == 200
    assert len(refreshes(cloud)) == 1
    cloud.api_answer = accepts("access-token-3")
    browser.get("/call-api")
    assert refreshes(cloud)[-1].form["refresh_token"] == "refresh-token-2"


def test_an_api_that_refuses_every_token_ends_in_an_error_and_not_in_a_circle(browser: Browser, cloud: Cloud) -> None:
    browser.sign_in()
    cloud.api_answer = lambda _request: (401, {})
    first = browser.get("/call-api")
    assert first.status_code == 302
    again = query_of(first.headers["Location"])
    cloud.nonce = again["nonce"]
    assert browser.come_back(state=again["state"], code="a-code").headers["Location"] == "/call-api"
    assert browser.get("/call-api").status_code == 502
    assert len(cloud.api_requests) == 4
    # The next visit may try once more.
    assert browser.get("/call-api").status_code == 302


def test_a_claims_challenge_leads_to_a_sign_in_that_satisfies_it(browser: Browser, cloud: Cloud) -> None:
    browser.sign_in()
    cloud.api_answer = lambda _request: (401, {}, {"WWW-Authenticate": CHALLENGE})
    cloud.token_answer = lambda request: (
        (400, {"error": "interaction_required", "claims": json.dumps(CLAIMS)})
        if request.form["grant_type"] == "refresh_token"
        else None
    )
    answer = browser.get("/call-api")
    assert answer.status_code == 302
    step_up = query_of(answer.headers["Location"])
    assert json.loads(step_up["claims"])["access_token"]["acrs"] == CLAIMS["access_token"]["acrs"]
    assert json.loads(refreshes(cloud)[0].form["claims"])["access_token"]["acrs"] == CLAIMS["access_token"]["acrs"]
    cloud.nonce = step_up["nonce"]
    cloud.api_answer = lambda _request: (200, {"acrs": ["c1"]})
    assert browser.come_back(state=step_up["state"], code="a-code").headers["Location"] == "/call-api"
    assert browser.get("/call-api").status_code == 200


@pytest.mark.parametrize("error", ["invalid_grant", "interaction_required", "consent_required", "login_required"])
def test_a_refresh_token_that_is_worth_nothing_is_forgotten(cloud: Cloud, parts_with: MakeParts, error: str) -> None:
    parts = parts_with()
    browser = Browser(create_app(parts).test_client(), cloud)
    browser.sign_in()
    cloud.api_answer = accepts("never")
    cloud.token_answer = lambda request: (
        (400, {"error": error}) if request.form["grant_type"] == "refresh_token" else None
    )
    assert browser.get("/call-api").headers["Location"].startswith(f"{LOGIN}/")
    assert parts.store.read_tokens(browser.session_id or "") is None
    browser.get("/call-api")
    assert len(refreshes(cloud)) == 1


@pytest.mark.parametrize(
    "answer", [(503, {}), (429, {"error": "temporarily_unavailable"}), requests.ConnectionError("down")]
)
def test_an_outage_of_entra_is_no_reason_to_sign_in(browser: Browser, cloud: Cloud, answer: Answer) -> None:
    browser.sign_in()
    cloud.api_answer = accepts("access-token-2")
    cloud.token_answer = lambda _request: answer
    assert browser.get("/call-api").status_code == 503
    cloud.token_answer = lambda _request: None
    assert "Hello" in browser.get("/").text


def test_what_entra_says_of_waiting_counts(browser: Browser, cloud: Cloud) -> None:
    browser.sign_in()
    cloud.api_answer = accepts("never")
    cloud.token_answer = lambda _request: (429, {"error": "temporarily_unavailable"}, {"Retry-After": "60"})
    for _ in range(3):
        assert browser.get("/call-api").status_code == 503
    assert len(refreshes(cloud)) == 1


def test_an_early_renewal_that_fails_leaves_the_old_token(browser: Browser, cloud: Cloud) -> None:
    def answer(request: Request) -> Answer | None:
        if request.form["grant_type"] == "refresh_token":
            return 503, {}
        return 200, {**cloud.tokens(), "refresh_in": -1}

    cloud.token_answer = answer
    browser.sign_in()
    assert browser.get("/call-api").status_code == 200
    assert len(refreshes(cloud)) == 1


def test_calls_of_a_session_share_one_renewal(
    browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud
) -> None:
    browser.sign_in()
    together = threading.Barrier(5)
    waiting = threading.local()

    def answer(request: Request) -> Answer:
        if request.bearer != "access-token-1":
            return 200, {}
        if not hasattr(waiting, "done"):
            waiting.done = True
            together.wait(10)
        return 401, {}

    cloud.api_answer = answer
    tabs = []
    for _ in range(5):
        tab = new_browser()
        tab.client.set_cookie("session", browser.session_id or "")
        tabs.append(tab)
    with ThreadPoolExecutor(5) as pool:
        statuses = list(pool.map(lambda tab: tab.get("/call-api").status_code, tabs))
    assert statuses == [200] * 5
    assert len(refreshes(cloud)) == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((403, {"secret": "<b>"}), 403),
        ((404, {}), 404),
        ((500, b"Traceback"), 502),
        ((302, b"", {"Location": "https://elsewhere.example/"}), 502),
        ((200, b"<h1>hello</h1>"), 502),
        ((200, b"[" * 100_000), 502),
        ((200, [1]), 502),
        ((200, b"x" * (4 * 1024 * 1024 + 1)), 502),
        (requests.ConnectionError("no route"), 502),
        (requests.ReadTimeout("slow"), 504),
    ],
)
def test_shows_what_the_api_does(browser: Browser, cloud: Cloud, answer: Answer, status: int) -> None:
    browser.sign_in()
    cloud.api_answer = lambda _request: answer
    page = browser.get("/call-api")
    assert page.status_code == status
    assert "<h1>" in page.text
    assert "Traceback" not in page.text
    assert len(cloud.api_requests) == 1
    assert {request.url for request in cloud.api_requests} == {f"{API_URL}/api/claims"}
    assert "Hello" in browser.get("/").text


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        (CHALLENGE, json.dumps(CLAIMS)),
        (CHALLENGE.replace('"insufficient_claims"', "insufficient_claims"), json.dumps(CLAIMS)),
        (CHALLENGE.replace("insufficient_claims", "invalid_token"), None),
        ('Bearer error="insufficient_claims"', None),
        ('Bearer error="insufficient_claims", claims="!"', None),
        ('Bearer error="insufficient_claims", claims="e30"', "{}"),
        ('Bearer error="insufficient_claims", claims="W10="', None),
        ("", None),
    ],
)
def test_reads_a_claims_challenge(header: str, claims: str | None) -> None:
    assert claims_challenge(header) == claims
