"""Settings from Azure Key Vault, by whichever identity DefaultAzureCredential finds: in Azure the managed one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azure.keyvault.secrets import KeyVaultSecret


class KeyVaultError(Exception):
    """A setting could not be had. One line: which setting, secret and vault, and why. It never holds a value."""


class SecretReader(Protocol):
    """The part of `azure.keyvault.secrets.SecretClient` that is needed."""

    def get_secret(self, name: str) -> KeyVaultSecret: ...


OpenClient = Callable[[str], AbstractContextManager[SecretReader]]


@dataclass(frozen=True)
class VaultSetting:
    """A setting that a vault may hold."""

    # The variable it is where there is no vault.
    variable: str
    secret: str
    # What is wrong with a value, such as "it must be a GUID"; None: nothing.
    check: Callable[[str], str | None]


@contextmanager
def open_vault(vault_url: str) -> Iterator[SecretReader]:
    # Imported here: without a vault, nothing of this is loaded at start-up.
    from azure.identity import DefaultAzureCredential
    from azure.keyvault.secrets import SecretClient

    # Besides bounds: a vault does not redirect, and whoever does is none.
    options = {"connection_timeout": 5, "read_timeout": 5, "retry_total": 3, "retry_backoff_max": 5}
    with (
        DefaultAzureCredential() as credential,
        SecretClient(vault_url, credential, permit_redirects=False, **options) as client,
    ):
        yield client


def read_settings(
    settings: tuple[VaultSetting, ...],
    vault_url: str,
    timeout_seconds: float,
    open_client: OpenClient = open_vault,
) -> Mapping[str, str]:
    """By variable, from the current versions of their secrets.

    A secret that is disabled, expired, not yet valid, empty or malformed counts as none: nobody would find out from a
    service that runs on what its owner withdrew. The time is for all of it: tokens, retries, answers. Raises
    `KeyVaultError`.
    """
    results: queue.SimpleQueue[Mapping[str, str] | Exception] = queue.SimpleQueue()
    asked = [settings[0]]

    def read() -> None:
        try:
            with open_client(vault_url) as client:
                values = {}
                for setting in settings:
                    asked[0] = setting
                    values[setting.variable] = _read(client, setting, vault_url)
                results.put(values)
        except Exception as error:
            results.put(error)

    # The SDK waits for as long as an answer tells it to, and cannot be interrupted: a thread that nobody waits for.
    threading.Thread(target=read, name="key-vault", daemon=True).start()
    try:
        result = results.get(timeout=timeout_seconds)
    except queue.Empty:
        raise _failed(asked[0], vault_url, f"no answer within {timeout_seconds:g} s") from None
    if isinstance(result, Exception):
        raise result
    return result


def _read(client: SecretReader, setting: VaultSetting, vault_url: str) -> str:
    try:
        found = client.get_secret(setting.secret)
    # The SDK raises what parsing happens to raise, besides errors of its own.
    except Exception as error:
        raise _failed(setting, vault_url, _reason(error, vault_url)) from error
    value = (found.value or "").strip()
    problem = _state(found) or ("it is empty" if value == "" else setting.check(value))
    if problem is not None:
        raise _failed(setting, vault_url, problem)
    return value


def _state(secret: KeyVaultSecret) -> str | None:
    """A vault hands out a secret before and after its time all the same: its times only inform."""
    now = datetime.now(UTC)
    properties = secret.properties
    if properties.enabled is False:
        return "it is disabled"
    if properties.expires_on is not None and properties.expires_on <= now:
        return "it has expired"
    if properties.not_before is not None and properties.not_before > now:
        return "it is not valid yet"
    return None


def _failed(setting: VaultSetting, vault_url: str, why: str) -> KeyVaultError:
    return KeyVaultError(f"{setting.variable}: secret {setting.secret} of {urlsplit(vault_url).hostname}: {why}")


# `innererror.code` of a 403. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
REFUSALS = {
    "ForbiddenByRbac": "the identity has no role to read it, such as Key Vault Secrets User",
    "AccessDenied": "no access policy lets the identity get secrets",
    "ForbiddenByFirewall": "the vault's firewall does not let this client in",
    "ForbiddenByConnection": "the vault takes private connections only",
    "ForbiddenByPolicy": "a policy of the vault refuses it",
    "SecretDisabled": "it is disabled",
}


def _reason(error: Exception, vault_url: str) -> str:
    """Short: the SDK's own messages run over many lines and name everything that was tried."""
    from azure.core.exceptions import (
        ClientAuthenticationError,
        HttpResponseError,
        ServiceRequestError,
        ServiceResponseError,
    )
    from requests.exceptions import SSLError

    match error:
        case ClientAuthenticationError() if not _is_from(error, vault_url):
            return "no managed identity and no credential of a developer gets a token for it"
        case HttpResponseError(status_code=401):
            return "the vault does not take the identity's token (401)"
        case HttpResponseError(status_code=403):
            inner = _inner_code(error)
            return f"{REFUSALS.get(inner, 'the identity may not read it')} (403, {inner})"
        case HttpResponseError(status_code=404):
            return "there is no such secret (404)"
        case HttpResponseError(status_code=429):
            return "the vault is throttling (429)"
        case HttpResponseError(status_code=int(status)):
            return f"the vault answered {status}"
        case ServiceRequestError(inner_exception=SSLError()):
            return "the certificate of what answers there is not trusted"
        case ValueError() if "does not match the requested domain" in str(error):
            return "what answers there asks for a token of another service; none was sent"
        case ValueError():
            return "what answers there is no vault"
        case ServiceRequestError() | ServiceResponseError():
            return f"the vault cannot be reached ({type(error).__name__})"
        case _:
            return f"it cannot be read ({type(error).__name__})"


def _is_from(error: Exception, vault_url: str) -> bool:
    """A token endpoint's refusal has the same type as the vault's."""
    request = getattr(getattr(error, "response", None), "request", None)
    return request is not None and urlsplit(request.url).hostname == urlsplit(vault_url).hostname


def _inner_code(error: Exception) -> str:
    inner = getattr(getattr(error, "error", None), "innererror", None)
    code = inner.get("code") if isinstance(inner, dict) else None
    return code if isinstance(code, str) and code.isalnum() else "no reason given"
