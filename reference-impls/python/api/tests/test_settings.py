import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from reference_api.app import create_app
from reference_api.auth.trusted_issuers import issuer_of, jwks_uri_of
from reference_api.key_vault import KeyVaultError, VaultSetting
from reference_api.settings import SettingsError, load_settings

from .issuer import API, OTHER_TENANT, TENANT

VAULT = "https://reference.vault.azure.net"
API_FOLDER = Path(__file__).parent.parent


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    monkeypatch.setenv("AZURE_API_CLIENT_ID", API)
    return monkeypatch


def no_vault(_settings: tuple[VaultSetting, ...], _url: str, _timeout_seconds: float) -> dict[str, str]:
    raise AssertionError("no vault is set")


def test_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALLOWED_TENANTS", f" {OTHER_TENANT.upper()},, {TENANT}")
    environment.setenv("ALLOWED_ORIGINS", "https://app.example, http://localhost:3000")
    environment.setenv("CORS_CREDENTIALS", "true")
    environment.setenv("REQUIRED_ACRS", "")
    settings = load_settings(no_vault)
    assert settings.tenants == (TENANT, OTHER_TENANT)
    assert settings.allowed_origins == ("https://app.example", "http://localhost:3000")
    assert settings.cors_credentials is True
    assert settings.required_acrs is None
    assert settings.token_versions == ("2.0",)


def test_from_a_file_below_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"AZURE_TENANT_ID={OTHER_TENANT}\nAZURE_API_CLIENT_ID={API}\nUNKNOWN=1\n")
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    settings = load_settings(no_vault)
    assert (settings.azure_tenant_id, settings.azure_api_client_id) == (TENANT, API)


def test_derives_audience_issuer_and_keys(environment: pytest.MonkeyPatch) -> None:
    assert load_settings(no_vault).app_id_uri == f"api://{API}"
    environment.setenv("API_APP_ID_URI", "https://api.example/app")
    assert load_settings(no_vault).app_id_uri == "https://api.example/app"
    assert issuer_of("1.0", TENANT) == f"https://sts.windows.net/{TENANT}/"
    assert issuer_of("2.0", TENANT) == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert jwks_uri_of("1.0", TENANT) == f"https://login.microsoftonline.com/{TENANT}/discovery/keys"
    assert jwks_uri_of("2.0", TENANT) == f"https://login.microsoftonline.com/{TENANT}/discovery/v2.0/keys"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AZURE_TENANT_ID", "contoso.example"),
        ("AZURE_TENANT_ID", "common"),
        ("AZURE_TENANT_ID", f"{TENANT}\r"),
        ("AZURE_API_CLIENT_ID", f"api://{API}"),
        ("API_APP_ID_URI", "my api"),
        ("TOKEN_VERSIONS", "3.0"),
        ("TOKEN_VERSIONS", ","),
        ("ALLOWED_TENANTS", "*"),
        ("ALLOWED_CLIENTS", "web-app"),
        ("CONFIDENTIAL_CLIENTS_ONLY", "perhaps"),
        ("REQUIRED_SCOPE", "a b"),
        ("REQUIRED_ACRS", "c100"),
        ("CLOCK_TOLERANCE_SECONDS", "3601"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "https://app.example/"),
        ("ALLOWED_ORIGINS", "https://App.example"),
        ("ALLOWED_ORIGINS", "localhost:3000"),
        ("KEY_MAX_AGE_SECONDS", "-1"),
        ("PORT", "65536"),
        ("AZURE_KEY_VAULT_URL", "http://reference.vault.azure.net"),
        ("AZURE_KEY_VAULT_URL", "reference.vault.azure.net"),
        ("AZURE_KEY_VAULT_URL", "https://reference.vault.azure.net.example"),
        ("AZURE_KEY_VAULT_URL", "https://elsewhere.example"),
        ("KEY_VAULT_FAILURE", "ignore"),
        ("KEY_VAULT_TIMEOUT_SECONDS", "0"),
    ],
)
def test_names_a_wrong_setting_and_not_its_value(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings(no_vault)
    message = str(error.value)
    assert f"  {name}: " in message
    assert len(value) < 4 or value not in message


def test_names_every_missing_setting() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(no_vault)
    assert str(error.value).splitlines()[1:] == ["  AZURE_TENANT_ID: is required", "  AZURE_API_CLIENT_ID: is required"]


def test_the_vault_comes_before_everything(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AZURE_KEY_VAULT_URL", VAULT)
    asked = []

    def read(settings: tuple[VaultSetting, ...], url: str, timeout_seconds: float) -> dict[str, str]:
        asked.append((url, timeout_seconds, *(setting.secret for setting in settings)))
        return {"AZURE_TENANT_ID": OTHER_TENANT.upper(), "AZURE_API_CLIENT_ID": API}

    settings = load_settings(read)
    assert settings.azure_tenant_id == OTHER_TENANT
    assert settings.degraded is None
    assert asked == [(VAULT, 30, "azure-tenant-id", "azure-api-client-id")]


def unreadable(_settings: tuple[VaultSetting, ...], _url: str, _timeout_seconds: float) -> dict[str, str]:
    raise KeyVaultError(UNREADABLE)


UNREADABLE = "AZURE_TENANT_ID: secret azure-tenant-id of reference.vault.azure.net: there is no such secret (404)"


def test_never_falls_back_from_the_vault(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AZURE_KEY_VAULT_URL", VAULT)
    with pytest.raises(SettingsError) as error:
        load_settings(unreadable)
    assert str(error.value).splitlines() == ["Invalid settings", f"  {UNREADABLE}"]


def test_falls_back_where_it_is_told_to_and_says_so(
    environment: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    environment.setenv("AZURE_KEY_VAULT_URL", VAULT)
    environment.setenv("KEY_VAULT_FAILURE", "environment")
    settings = load_settings(unreadable)
    assert settings.azure_tenant_id == TENANT
    assert UNREADABLE in caplog.text
    with TestClient(create_app(settings)) as client:
        assert client.get("/health").json() == {
            "status": "degraded",
            "degraded": "the key vault could not be read; settings are those of the environment",
        }


def test_a_wrong_setting_is_no_reason_to_fall_back(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AZURE_KEY_VAULT_URL", "https://elsewhere.example")
    environment.setenv("KEY_VAULT_FAILURE", "environment")
    with pytest.raises(SettingsError, match="AZURE_KEY_VAULT_URL: must be the address of a vault"):
        load_settings(no_vault)


def test_the_database_address_is_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "postgresql://user:password@db/api")
    assert "password" not in repr(load_settings(no_vault))


@pytest.mark.parametrize(
    ("name", "value"),
    [("AZURE_TENANT_ID", "x"), ("DATABASE_URL", "sqlite:////no/such/folder/x"), ("DATABASE_URL", "x")],
)
def test_the_process_ends_and_names_the_setting(name: str, value: str) -> None:
    environment = {"AZURE_TENANT_ID": TENANT, "AZURE_API_CLIENT_ID": API, "PORT": "0", name: value}
    command = [sys.executable, "-m", "reference_api"]
    ended = subprocess.run(
        command, cwd=API_FOLDER, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 78
    assert f"  {name}: " in ended.stderr
    assert "Traceback" not in ended.stderr
