"""Secrets from Azure Key Vault, by whichever identity DefaultAzureCredential finds: in Azure the managed one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class KeyVaultError(Exception):
    """A secret could not be read. The message says which and why; it never holds a value."""


class Secret(Protocol):
    @property
    def value(self) -> str | None: ...


class SecretReader(Protocol):
    """The part of `azure.keyvault.secrets.SecretClient` that is needed."""

    def get_secret(self, name: str) -> Secret: ...


OpenClient = Callable[[str], AbstractContextManager[SecretReader]]


@contextmanager
def open_vault(vault_url: str) -> Iterator[SecretReader]:
    # Imported here: without a vault, nothing of this is loaded at start-up.
    from azure.identity import DefaultAzureCredential
    from azure.keyvault.secrets import SecretClient

    # Bounds for the start-up: half a minute for a vault that never answers, where the SDK's defaults wait for minutes.
    bounds = {"connection_timeout": 5, "read_timeout": 5, "retry_total": 3, "retry_backoff_max": 5}
    with DefaultAzureCredential() as credential, SecretClient(vault_url, credential, **bounds) as client:
        yield client


def read_secrets(vault_url: str, names: Mapping[str, str], open_client: OpenClient = open_vault) -> dict[str, str]:
    """The current versions of the secrets `names` names, under the same keys. Raises `KeyVaultError`."""
    with open_client(vault_url) as client:
        return {key: _read(client, name) for key, name in names.items()}


def _read(client: SecretReader, name: str) -> str:
    from azure.core.exceptions import AzureError

    try:
        value = client.get_secret(name).value
    # ValueError: the vault is not at the host its own challenge names. The SDK never sends a token there.
    except (AzureError, ValueError) as error:
        raise KeyVaultError(f"secret {name} could not be read: {_reason(error)}") from error
    if not value:
        raise KeyVaultError(f"secret {name} is empty")
    return value


def _reason(error: Exception) -> str:
    """Short: the SDK's own messages run over many lines and name everything that was tried."""
    from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError

    match error:
        case ResourceNotFoundError():
            return "there is no such secret"
        case ClientAuthenticationError():
            return "no identity to read it with, or the vault does not know it"
        case HttpResponseError(status_code=403):
            return "the identity may not read it, or the secret is disabled (403)"
        case HttpResponseError(status_code=int(status)):
            return f"the vault answered {status}"
        case ValueError():
            return "the address is not that of a key vault"
        case _:
            return f"the vault could not be reached ({type(error).__name__})"
