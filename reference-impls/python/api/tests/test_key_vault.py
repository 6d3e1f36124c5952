"""How the vault's answers and failures are taken; the errors are the SDK's own."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
import requests
import urllib3
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError, ServiceRequestError
from azure.identity import CredentialUnavailableError

from reference_api.key_vault import KeyVaultError, OpenClient, read_secrets

NAMES = {"azure_tenant_id": "azure-tenant-id"}


@dataclass
class FakeSecret:
    value: str | None


@dataclass
class FakeClient:
    answer: str | Exception | None
    closed: bool = False

    def get_secret(self, name: str) -> FakeSecret:
        assert name == "azure-tenant-id"
        if isinstance(self.answer, Exception):
            raise self.answer
        return FakeSecret(self.answer)


def opens(client: FakeClient) -> OpenClient:
    @contextmanager
    def open_client(_url: str) -> Iterator[FakeClient]:
        yield client
        client.closed = True

    return open_client


def test_reads_a_secret() -> None:
    client = FakeClient("a value")
    assert read_secrets("https://v.vault.azure.net", NAMES, opens(client)) == {"azure_tenant_id": "a value"}
    assert client.closed


def forbidden() -> HttpResponseError:
    error = HttpResponseError(
        "(Forbidden) The user, group or application 'appid=…' does not have secrets get permission"
    )
    error.status_code = 403
    return error


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ResourceNotFoundError("SecretNotFound"), "there is no such secret"),
        (forbidden(), r"the identity may not read it, or the secret is disabled \(403\)"),
        (CredentialUnavailableError("EnvironmentCredential: …\nManagedIdentityCredential: …"), "no identity"),
        (ServiceRequestError("getaddrinfo failed"), r"could not be reached \(ServiceRequestError\)"),
        (ValueError("The challenge resource does not match"), "the address is not that of a key vault"),
        (None, "secret azure-tenant-id is empty"),
        ("", "secret azure-tenant-id is empty"),
    ],
)
def test_says_in_one_line_what_is_wrong(answer: str | Exception | None, reason: str) -> None:
    with pytest.raises(KeyVaultError, match=reason) as error:
        read_secrets("https://v.vault.azure.net", NAMES, opens(FakeClient(answer)))
    assert "azure-tenant-id" in str(error.value)
    assert "\n" not in str(error.value)


VAULT = "https://reference.vault.azure.net"
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
    assert read_secrets(VAULT, NAMES) == {"azure_tenant_id": "value of azure-tenant-id"}
    secret = f"{VAULT}/secrets/azure-tenant-id/"
    assert sent == [secret, IDENTITY_ENDPOINT, secret]


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
