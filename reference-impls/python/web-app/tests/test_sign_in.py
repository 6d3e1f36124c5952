"""The code flow, as a browser goes through it."""

from collections.abc import Callable

import pytest
import requests

from reference_web_app.app import create_app

from .cloud import (
    API,
    API_URL,
    ENTRA_SESSION,
    IDENTITY,
    IDENTITY_URL,
    ISSUER,
    LOGIN,
    OTHER_KEY,
    OTHER_TENANT,
    SCOPE,
    SECOND_USER,
    SECRET,
    TENANT,
    WEB_APP,
    Answer,
    Claims,
    Cloud,
    challenge_of,
)
from .conftest import REDIRECT_URI, Browser, MakeParts


def test_asks_for_a_code_with_everything_that_binds_it(browser: Browser, cloud: Cloud) -> None:
    first, second = browser.begin(), browser.begin()
    assert {name: first[name] for name in ("client_id", "response_type", "redirect_uri", "response_mode")} == {
        "client_id": WEB_APP,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "response_mode": "query",
    }
    assert set(first["scope"].split()) == {"openid", "profile", "offline_access", SCOPE}
    assert first["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 22
        assert first[name] != second[name]
    assert SECRET not in str(first)


def test_signs_in(browser: Browser, cloud: Cloud) -> None:
    request = browser.begin()
    before = browser.session_id
    answer = browser.come_back(state=request["state"], code="a-code")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Hello, First User" in browser.get("/").text
    # Another ID than whoever knew the first one knows, and the first is worth nothing.
    assert browser.session_id not in (None, before)
    [redeemed] = cloud.token_requests
    assert redeemed.form["grant_type"] == "authorization_code"
    assert redeemed.form["code"] == "a-code"
    assert redeemed.form["client_secret"] == SECRET
    assert redeemed.query == {}
    assert challenge_of(redeemed.form["code_verifier"]) == request["code_challenge"]


def test_an_id_from_elsewhere_is_not_taken_over(browser: Browser, cloud: Cloud) -> None:
    browser.client.set_cookie("session", "made-up-by-somebody-else")
    browser.begin()
    assert browser.session_id != "made-up-by-somebody-else"


def test_the_old_id_ends_with_the_sign_in(browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud) -> None:
    request = browser.begin()
    other = new_browser()
    other.client.set_cookie("session", browser.session_id or "")
    browser.come_back(state=request["state"], code="a-code")
    assert "Hello" not in other.get("/").text


def test_signing_in_again_ends_the_session_before(
    browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud
) -> None:
    browser.sign_in()
    other = new_browser()
    other.client.set_cookie("session", browser.session_id or "")
    assert "Hello" in other.get("/").text
    browser.sign_in()
    assert "Hello" not in other.get("/").text


def refused(browser: Browser, answer: requests.Response | object) -> None:
    assert getattr(answer, "status_code", 0) in (400, 403)
    assert "Hello" not in browser.get("/").text


@pytest.mark.parametrize(
    "change",
    [
        {"state": "another"},
        {"state": ""},
        {"code": ""},
        {"iss": f"{LOGIN}/{OTHER_TENANT}/v2.0"},
        {"error": "access_denied", "error_description": "<script>alert(1)</script>"},
    ],
)
def test_refuses_another_answer(browser: Browser, cloud: Cloud, change: dict[str, str]) -> None:
    answer = browser.come_back(**{"state": browser.begin()["state"], "code": "a-code", **change})
    refused(browser, answer)
    assert "alert" not in answer.text
    assert cloud.token_requests == []


def test_takes_the_issuer_of_the_answer_where_it_is_the_tenants(browser: Browser, cloud: Cloud) -> None:
    answer = browser.come_back(state=browser.begin()["state"], code="a-code", iss=ISSUER)
    assert answer.status_code == 302


def test_what_else_an_answer_says_counts_for_nothing(browser: Browser, cloud: Cloud) -> None:
    answer = browser.come_back(state=browser.begin()["state"], code="a-code", client_info="<>", id_token="x.y.z")
    assert answer.status_code == 302


def test_refuses_an_answer_that_says_something_twice(browser: Browser, cloud: Cloud) -> None:
    state = browser.begin()["state"]
    refused(browser, browser.get(f"/getAToken?state={state}&code=a-code&code=another"))


def test_refuses_an_answer_for_another_browser(
    browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud
) -> None:
    state = browser.begin()["state"]
    victim = new_browser()
    victim.begin()
    refused(victim, victim.come_back(state=state, code="a-code"))
    assert cloud.token_requests == []


def test_refuses_the_same_answer_again(browser: Browser, cloud: Cloud) -> None:
    state = browser.begin()["state"]
    assert browser.come_back(state=state, code="a-code").status_code == 302
    assert browser.come_back(state=state, code="a-code").status_code == 400
    assert len(cloud.token_requests) == 1


def test_two_tabs_sign_in_beside_each_other(browser: Browser, cloud: Cloud) -> None:
    first, second = browser.begin(), browser.begin()
    assert browser.come_back(state=second["state"], code="a-code").status_code == 302
    # The first tab's sign-in belongs to the session that has ended.
    assert browser.come_back(state=first["state"], code="a-code").status_code == 400


@pytest.mark.parametrize("claims", [{"nonce": "another"}, {"aud": API}, {"tid": OTHER_TENANT}, {"exp": 1}])
def test_refuses_an_id_token_that_is_not_for_this_sign_in(browser: Browser, cloud: Cloud, claims: Claims) -> None:
    cloud.id_token = claims
    refused(browser, browser.sign_in())
    assert browser.get("/call-api").headers["Location"].startswith("/login")


def test_refuses_an_id_token_of_another_key(browser: Browser, cloud: Cloud) -> None:
    cloud.id_token_key = OTHER_KEY
    refused(browser, browser.sign_in())


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((400, {"error": "invalid_grant", "error_codes": [54005]}), 400),
        ((401, {"error": "invalid_client", "error_codes": [7000222]}), 503),
        ((429, {"error": "temporarily_unavailable"}, {"Retry-After": "60"}), 503),
        ((503, b"<h1>down</h1>"), 503),
        ((200, b"<h1>hello</h1>"), 503),
        ((200, b"[]"), 503),
        ((200, {"access_token": "x"}), 400),
        ((200, {"id_token": "x.y.z"}), 400),
        (requests.ConnectionError("secret-of-the-web-app"), 503),
    ],
)
def test_shows_what_goes_wrong_at_the_token_endpoint(
    browser: Browser, cloud: Cloud, caplog: pytest.LogCaptureFixture, answer: Answer, status: int
) -> None:
    cloud.token_answer = lambda _request: answer
    shown = browser.sign_in()
    assert shown.status_code == status
    assert "<h1>" in shown.text
    assert "Traceback" not in shown.text + caplog.text
    assert SECRET not in shown.text + caplog.text
    assert len(cloud.token_requests) == 1


def test_metadata_that_is_nonsense_is_asked_for_again(browser: Browser, cloud: Cloud) -> None:
    cloud.metadata_answer = (200, {"issuer": "nonsense"})
    assert browser.get("/login").status_code == 503
    cloud.metadata_answer = None
    assert browser.sign_in().status_code == 302


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/posts?page=2", "/posts?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/logout", "/"),
        ("posts", "/"),
    ],
)
def test_comes_back_to_own_places_alone(browser: Browser, cloud: Cloud, asked: str, place: str) -> None:
    request = browser.get("/login", query_string={"returnTo": asked})
    state = request.headers["Location"].split("state=")[1].split("&")[0]
    cloud.nonce = request.headers["Location"].split("nonce=")[1].split("&")[0]
    assert browser.come_back(state=state, code="a-code").headers["Location"] == place


def test_a_protected_page_leads_to_a_sign_in_and_back(browser: Browser, cloud: Cloud) -> None:
    answer = browser.get("/posts?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?returnTo=%2Fposts%3Fpage%3D2")
    assert browser.sign_in(answer.headers["Location"]).headers["Location"] == "/posts?page=2"


def test_signs_out(browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud) -> None:
    browser.sign_in()
    thief = new_browser()
    thief.client.set_cookie("session", browser.session_id or "")
    assert "Hello" in thief.get("/").text
    location = browser.get("/logout").headers["Location"]
    expected = f"{LOGIN}/{TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5000%2F"
    assert location == expected
    assert browser.session_id is None
    assert "Hello" not in thief.get("/").text


def test_signs_out_with_entra(browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud) -> None:
    """In a frame of Entra's page, where the browser sends no cookie of ours."""
    browser.sign_in()
    frame = new_browser()
    frame.get("/front-channel-logout", query_string={"sid": ENTRA_SESSION, "iss": f"{LOGIN}/{OTHER_TENANT}/v2.0"})
    assert "Hello" in browser.get("/").text
    answer = frame.get("/front-channel-logout", query_string={"sid": ENTRA_SESSION, "iss": ISSUER})
    assert f"frame-ancestors {LOGIN}" in answer.headers["Content-Security-Policy"]
    assert "Hello" not in browser.get("/").text


def test_two_users_side_by_side(browser: Browser, new_browser: Callable[[], Browser], cloud: Cloud) -> None:
    browser.sign_in()
    cloud.id_token = {"oid": SECOND_USER, "name": "Second User"}
    second = new_browser()
    second.sign_in()
    browser.get("/call-api")
    second.get("/call-api")
    assert [request.bearer for request in cloud.api_requests] == ["access-token-1", "access-token-2"]
    assert "Hello, First User" in browser.get("/").text
    assert "Hello, Second User" in second.get("/").text


def identity_app(cloud: Cloud, parts_with: MakeParts, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setenv("IDENTITY_ENDPOINT", IDENTITY_URL)
    monkeypatch.setenv("IDENTITY_HEADER", "identity-header")
    parts = parts_with(client_credential="managed-identity", managed_identity_client_id=IDENTITY)
    return Browser(create_app(parts).test_client(), cloud)


def test_proves_itself_by_its_managed_identity(
    cloud: Cloud, parts_with: MakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = identity_app(cloud, parts_with, monkeypatch)
    assert browser.sign_in().status_code == 302
    [asked] = cloud.of(IDENTITY_URL)
    assert (asked.query["resource"], asked.query["client_id"]) == ("api://AzureADTokenExchange", IDENTITY)
    [redeemed] = cloud.token_requests
    assert redeemed.form["client_assertion"] == "token-of-the-identity"
    assert redeemed.form["client_assertion_type"].endswith(":jwt-bearer")
    assert SECRET not in redeemed.body


@pytest.mark.parametrize(
    "answer",
    [(500, b"<h1>"), (400, {"error": "invalid_request"}), (200, {"expires_on": "1"}), requests.ReadTimeout("slow")],
)
def test_no_token_of_the_identity_is_no_reason_for_the_secret(
    cloud: Cloud, parts_with: MakeParts, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    cloud.identity_answer = lambda: answer
    browser = identity_app(cloud, parts_with, monkeypatch)
    assert browser.sign_in().status_code == 503
    assert cloud.token_requests == []


def test_an_identity_token_that_has_expired_is_fetched_again(
    cloud: Cloud, parts_with: MakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = iter(["first-token", "second-token"])
    cloud.identity_answer = lambda: (200, {"access_token": next(tokens), "expires_on": "1"})
    browser = identity_app(cloud, parts_with, monkeypatch)
    browser.sign_in()
    browser.sign_in()
    assert [request.form["client_assertion"] for request in cloud.token_requests] == ["first-token", "second-token"]


def test_nothing_is_asked_of_anybody_at_the_start(cloud: Cloud, parts_with: MakeParts) -> None:
    create_app(parts_with())
    assert cloud.sent == []


def test_the_token_goes_to_the_api_alone(browser: Browser, cloud: Cloud) -> None:
    browser.sign_in()
    page = browser.get("/call-api")
    assert "First User" in page.text
    assert [request.url for request in cloud.sent if "access-token-1" in str(request.headers)] == [
        f"{API_URL}/api/claims"
    ]
    assert "access-token-1" not in page.text + str(page.headers)


def test_by_tls_its_cookies_are_for_tls(cloud: Cloud, parts_with: MakeParts) -> None:
    parts = parts_with(redirect_uri="https://app.example/getAToken")
    answer = create_app(parts).test_client().get("/login")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie.split("; ")
    assert "Strict-Transport-Security" in answer.headers


def test_without_it_they_are_httponly_all_the_same(browser: Browser, cloud: Cloud) -> None:
    cookie = browser.get("/login").headers["Set-Cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie)
    assert "Secure" not in cookie
