import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from reference_api.auth.trusted_issuers import issuer_of, jwks_uri_of
from reference_api.key_vault import KeyVaultError
from reference_api.settings import SettingsError, load_settings

from .issuer import API, OTHER_TENANT, TENANT

VAULT = "https://reference.vault.azure.net"
API_FOLDER = Path(__file__).parent.parent


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    monkeypatch.setenv("AZURE_API_CLIENT_ID", API)
    return monkeypatch


def no_vault(_url: str, _names: Mapping[str, str]) -> dict[str, str]:
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

    def read(url: str, names: Mapping[str, str]) -> dict[str, str]:
        asked.append((url, *names.values()))
        return {"azure_tenant_id": OTHER_TENANT, "azure_api_client_id": API}

    assert load_settings(read).azure_tenant_id == OTHER_TENANT
    assert asked == [(VAULT, "azure-tenant-id", "azure-api-client-id")]


def test_never_falls_back_from_the_vault(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AZURE_KEY_VAULT_URL", VAULT)

    def read(_url: str, _names: Mapping[str, str]) -> dict[str, str]:
        raise KeyVaultError("secret azure-tenant-id could not be read: there is no such secret")

    with pytest.raises(SettingsError, match="AZURE_KEY_VAULT_URL: secret azure-tenant-id could not be read"):
        load_settings(read)


def test_says_that_a_wrong_value_is_the_vaults(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AZURE_KEY_VAULT_URL", VAULT)
    with pytest.raises(SettingsError) as error:
        load_settings(lambda _url, _names: {"azure_tenant_id": "not-a-guid", "azure_api_client_id": API})
    assert "AZURE_TENANT_ID (secret azure-tenant-id of the key vault): must be a GUID" in str(error.value)
    assert "not-a-guid" not in str(error.value)


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
