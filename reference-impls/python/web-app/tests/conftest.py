from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reference_web_app.__main__ import quiet_libraries
from reference_web_app.app import create_app
from reference_web_app.parts import Parts, make_parts
from reference_web_app.settings import Settings

from .cloud import API, API_URL, SECRET, TENANT, WEB_APP, Cloud, query_of

REDIRECT_URI = "http://localhost:5000/getAToken"


@pytest.fixture(autouse=True)
def _as_the_process_does() -> None:
    quiet_libraries()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings come from the test alone: no variable and no .env file of whoever runs it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "MSAL_FORCE_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """Nothing gets to the network."""
    cloud = Cloud()

    def send(
        adapter: requests.adapters.HTTPAdapter, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        return cloud.send(adapter, request, **options)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return cloud


def settings(**changes: object) -> Settings:
    given = {
        "tenant_id": TENANT,
        "client_id": WEB_APP,
        "client_secret": SECRET,
        "redirect_uri": REDIRECT_URI,
        "api_client_id": API,
        "api_base_url": API_URL,
        **changes,
    }
    return Settings.model_validate(given)


MakeParts = Callable[..., Parts]


@pytest.fixture
def parts_with() -> Iterator[MakeParts]:
    made: list[Parts] = []

    def make(**changes: object) -> Parts:
        made.append(make_parts(settings(**changes)))
        return made[-1]

    yield make
    for parts in made:
        parts.store.close()


class Browser:
    """With cookies; redirects are not followed."""

    def __init__(self, client: FlaskClient, cloud: Cloud) -> None:
        self.client = client
        self._cloud = cloud

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, **form: str) -> TestResponse:
        return self.client.post(path, data=form)

    @property
    def session_id(self) -> str | None:
        cookie = self.client.get_cookie("session")
        return None if cookie is None else cookie.value

    def begin(self, path: str = "/login") -> dict[str, str]:
        """The authorize request that a sign-in begins with."""
        answer = self.get(path)
        assert answer.status_code == 302, answer.text
        request = query_of(answer.headers["Location"])
        self._cloud.nonce = request["nonce"]
        return request

    def come_back(self, **answer: str) -> TestResponse:
        return self.get("/getAToken", query_string=answer)

    def sign_in(self, path: str = "/login") -> TestResponse:
        return self.come_back(state=self.begin(path)["state"], code="a-code")

    @property
    def csrf_token(self) -> str:
        """Of a form."""
        return self.get("/posts/new").text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.fixture
def new_browser(cloud: Cloud, parts_with: MakeParts) -> Callable[[], Browser]:
    app = create_app(parts_with())
    return lambda: Browser(app.test_client(), cloud)


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()
