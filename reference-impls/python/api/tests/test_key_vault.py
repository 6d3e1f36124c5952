"""How the vault's answers and failures are taken; the errors are the SDK's own."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import urllib3
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ODataV4Format,
    ResourceNotFoundError,
    ServiceRequestError,
)
from azure.identity import CredentialUnavailableError
from azure.keyvault.secrets import KeyVaultSecret, SecretProperties

from reference_api.key_vault import KeyVaultError, OpenClient, VaultSetting, read_settings

VAULT = "https://reference.vault.azure.net"


def check(value: str) -> str | None:
    return "it must not be this" if value == "wrong" else None


SETTINGS = (VaultSetting("AZURE_TENANT_ID", "azure-tenant-id", check),)


def secret(value: str | None, **attributes: Any) -> KeyVaultSecret:
    always = {"enabled": True, "expires": None, "not_before": None}
    return KeyVaultSecret(SecretProperties(attributes=SimpleNamespace(**{**always, **attributes})), value)


@dataclass
class FakeClient:
    answer: KeyVaultSecret | Exception
    closed: bool = False

    def get_secret(self, name: str) -> KeyVaultSecret:
        assert name == "azure-tenant-id"
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def opens(client: FakeClient) -> OpenClient:
    @contextmanager
    def open_client(_url: str) -> Iterator[FakeClient]:
        yield client
        client.closed = True

    return open_client


def test_reads_a_secret() -> None:
    client = FakeClient(secret("  a value\n"))
    assert read_settings(SETTINGS, VAULT, 5, opens(client)) == {"AZURE_TENANT_ID": "a value"}
    assert client.closed


def refused(status: int, inner: str | None = None) -> HttpResponseError:
    error = HttpResponseError("(Forbidden) The user, group or application 'appid=…'\ndoes not have permission")
    error.status_code = status
    error.error = ODataV4Format({"code": "Forbidden", "innererror": {"code": inner}})
    return error


def of_the_vault(error: ClientAuthenticationError) -> ClientAuthenticationError:
    error.status_code = 401
    error.response = SimpleNamespace(request=SimpleNamespace(url=f"{VAULT}/secrets/azure-tenant-id/"))
    return error


NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)
NO_IDENTITY = "no managed identity and no credential of a developer gets a token for it"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ResourceNotFoundError("SecretNotFound"), "there is no such secret (404)"),
        (refused(403, "ForbiddenByRbac"), "the identity has no role to read it, such as Key Vault Secrets User (403,"),
        (refused(403, "ForbiddenByFirewall"), "the vault's firewall does not let this client in (403,"),
        (refused(403, "SecretDisabled"), "it is disabled (403, SecretDisabled)"),
        (refused(403, "Some\nthing"), "the identity may not read it (403, no reason given)"),
        (refused(429), "the vault is throttling (429)"),
        (refused(503), "the vault answered 503"),
        (CredentialUnavailableError("EnvironmentCredential: …\nManagedIdentityCredential: …"), NO_IDENTITY),
        (of_the_vault(ClientAuthenticationError("AKV10022")), "the vault does not take the identity's token (401)"),
        (ServiceRequestError("getaddrinfo failed"), "the vault cannot be reached (ServiceRequestError)"),
        (
            ServiceRequestError("self-signed", error=requests.exceptions.SSLError()),
            "the certificate of what answers there is not trusted",
        ),
        (
            ValueError("The challenge resource 'x' does not match the requested domain."),
            "what answers there asks for a token of another service; none was sent",
        ),
        (ValueError("Expecting value: line 1 column 1 (char 0)"), "what answers there is no vault"),
        (KeyError("attributes"), "it cannot be read (KeyError)"),
        (secret(None), "it is empty"),
        (secret(" "), "it is empty"),
        (secret("wrong"), "it must not be this"),
        (secret("a value", enabled=False), "it is disabled"),
        (secret("a value", expires=NOW - MINUTE), "it has expired"),
        (secret("a value", not_before=NOW + MINUTE), "it is not valid yet"),
    ],
)
def test_says_in_one_line_what_is_wrong(answer: KeyVaultSecret | Exception, reason: str) -> None:
    if isinstance(answer, ResourceNotFoundError):
        answer.status_code = 404
    with pytest.raises(KeyVaultError) as error:
        read_settings(SETTINGS, VAULT, 5, opens(FakeClient(answer)))
    message = str(error.value)
    assert message.startswith("AZURE_TENANT_ID: secret azure-tenant-id of reference.vault.azure.net: ")
    assert reason in message
    assert "\n" not in message
    assert "a value" not in message


def test_within_its_time() -> None:
    answered = threading.Event()

    class Slow:
        def get_secret(self, _name: str) -> KeyVaultSecret:
            answered.wait(30)
            return secret("a value")

    @contextmanager
    def open_client(_url: str) -> Iterator[Slow]:
        yield Slow()

    with pytest.raises(KeyVaultError, match=r"AZURE_TENANT_ID: .*: no answer within 0\.05 s"):
        read_settings(SETTINGS, VAULT, 0.05, open_client)
    answered.set()


IDENTITY_ENDPOINT = "http://localhost:42356/msi/token"


def test_the_sdk_reads_by_managed_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real client and credential, as in Container Apps; only the network is not."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", IDENTITY_ENDPOINT)
    monkeypatch.setenv("IDENTITY_HEADER", "identity-header")
    for name in ("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_TOKEN_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    sent: list[str] = []

    def send(
        self: requests.adapters.HTTPAdapter, request: requests.PreparedRequest, **_options: Any
    ) -> requests.Response:
        url = request.url or ""
        sent.append(url.partition("?")[0])
        return self.build_response(request, _azure(url, request.headers))

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    assert read_settings(SETTINGS, VAULT, 30) == {"AZURE_TENANT_ID": "value of azure-tenant-id"}
    address = f"{VAULT}/secrets/azure-tenant-id/"
    assert sent == [address, IDENTITY_ENDPOINT, address]


def _azure(url: str, headers: Any) -> urllib3.HTTPResponse:
    if url.startswith(IDENTITY_ENDPOINT):
        assert headers["X-IDENTITY-HEADER"] == "identity-header"
        assert url.endswith("resource=https://vault.azure.net")
        expires_on = str(int(time.time()) + 3600)
        token = {"access_token": "token", "expires_on": expires_on, "resource": "https://vault.azure.net"}
        return _json(200, {**token, "token_type": "Bearer"})
    assert url.startswith(VAULT)
    if headers.get("Authorization") != "Bearer token":
        challenge = (
            'Bearer authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net"'
        )
        return _json(401, {"error": {"code": "Unauthorized"}}, {"WWW-Authenticate": challenge})
    return _json(
        200, {"value": "value of azure-tenant-id", "id": f"{VAULT}/secrets/azure-tenant-id/1", "attributes": {}}
    )


def _json(status: int, body: object, headers: dict[str, str] | None = None) -> urllib3.HTTPResponse:
    content = BytesIO(json.dumps(body).encode())
    json_headers = {"Content-Type": "application/json", **(headers or {})}
    return urllib3.HTTPResponse(content, json_headers, status, preload_content=False)
