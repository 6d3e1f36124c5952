import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from reference_web_app.settings import SettingsError, load_settings

from .cloud import API, API_URL, IDENTITY, SECRET, TENANT, WEB_APP

FOLDER = Path(__file__).parent.parent
REQUIRED = {
    "TENANT_ID": TENANT,
    "CLIENT_ID": WEB_APP,
    "CLIENT_SECRET": SECRET,
    "API_CLIENT_ID": API,
    "API_BASE_URL": API_URL,
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_what_follows_from_what(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "5001")
    settings = load_settings()
    assert settings.credential_kind == "secret"
    assert settings.scope == f"api://{API}/access_as_user"
    assert settings.claims_url == f"{API_URL}/api/claims"
    assert settings.redirect_address == "http://localhost:5001/getAToken"
    assert settings.signed_out_address == "http://localhost:5001/"
    assert not settings.behind_tls
    environment.setenv("REDIRECT_URI", "https://app.example/callback")
    settings = load_settings()
    assert settings.signed_out_address == "https://app.example/"
    assert settings.behind_tls
    assert SECRET not in repr(settings)


def test_an_api_without_posts(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("API_BASE_URL")
    environment.setenv("API_ENDPOINT", f"{API_URL}/claims")
    settings = load_settings()
    assert (settings.claims_url, settings.blog_url) == (f"{API_URL}/claims", None)


def test_from_a_file_below_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("CLIENT_SECRET")
    Path(".env").write_text(f"CLIENT_SECRET=from-the-file\nTENANT_ID={API}\n")
    settings = load_settings()
    assert settings.tenant_id == TENANT
    assert settings.credential_kind == "secret"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TENANT_ID", "common"),
        ("TENANT_ID", ""),
        ("CLIENT_ID", "web-app"),
        ("CLIENT_CREDENTIAL", "password"),
        ("CLIENT_CREDENTIAL", ""),
        ("CLIENT_SECRET", ""),
        ("CLIENT_CERT_THUMBPRINT", "not hex"),
        ("MANAGED_IDENTITY_CLIENT_ID", "mi-web-app"),
        ("REDIRECT_URI", "http://app.example/getAToken"),
        ("REDIRECT_URI", "https://app.example/"),
        ("REDIRECT_URI", "https://app.example/getAToken?x=1"),
        ("POST_LOGOUT_REDIRECT_URI", "signed-out"),
        ("API_SCOPE", "access as user"),
        ("API_CLIENT_ID", ""),
        ("API_BASE_URL", "http://api.example"),
        ("API_BASE_URL", ""),
        ("API_TIMEOUT_SECONDS", "0"),
        ("SESSION_LIFETIME_SECONDS", "forever"),
        ("PORT", "65536"),
    ],
)
def test_names_a_wrong_setting_in_one_line_and_not_its_value(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    if (name, value) == ("CLIENT_CREDENTIAL", ""):
        environment.setenv("MANAGED_IDENTITY_CLIENT_ID", IDENTITY)
    environment.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    message = str(error.value)
    assert name in message
    assert message.startswith("Invalid settings: ")
    assert "\n" not in message
    assert len(value) < 4 or value not in message
    assert SECRET not in message


def test_says_which_credentials_it_cannot_choose_from(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MANAGED_IDENTITY_CLIENT_ID", IDENTITY)
    with pytest.raises(SettingsError, match="CLIENT_CREDENTIAL: MANAGED_IDENTITY_CLIENT_ID and CLIENT_SECRET are set"):
        load_settings()
    environment.setenv("CLIENT_CREDENTIAL", "managed-identity")
    assert load_settings().credential_kind == "managed-identity"
    environment.setenv("CLIENT_CREDENTIAL", "certificate")
    with pytest.raises(SettingsError, match="CLIENT_CERT_PATH: is required by CLIENT_CREDENTIAL"):
        load_settings()


def start(**changes: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], **REQUIRED, **changes}
    command = [sys.executable, "-m", "reference_web_app"]
    return subprocess.Popen(command, cwd=FOLDER, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TENANT_ID", "x"),
        ("SESSION_STORE_PATH", "/no/such/folder/x"),
        ("CLIENT_CERT_PATH", "/no/such/file"),
        ("HOST", "no.such.host.invalid"),
    ],
)
def test_the_process_ends_with_one_line(name: str, value: str) -> None:
    process = start(**{name: value, "CLIENT_CREDENTIAL": "certificate" if name == "CLIENT_CERT_PATH" else ""})
    _, output = process.communicate(timeout=60)
    assert process.returncode == 1
    assert name in output
    assert len(output.splitlines()) == 1


def test_the_process_serves_until_it_is_told_to_end() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    process = start(PORT=str(port))
    try:
        assert process.stderr is not None
        assert f"listening on http://127.0.0.1:{port}" in process.stderr.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            assert json.load(answer) == {"status": "healthy"}
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - begun < 5
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()
