"""How the vault's answers and failures are taken; the errors are the SDK's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
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
