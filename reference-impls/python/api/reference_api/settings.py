"""Every setting, from the environment, a `.env` file or, for two of them, a key vault."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .auth.claims import TokenVersion
from .key_vault import KeyVaultError, VaultSetting, read_settings

logger = logging.getLogger(__name__)


class SettingsError(Exception):
    """A setting is missing or wrong. The message names each one; it never repeats a value."""


def _matching(pattern: str, otherwise: str) -> AfterValidator:
    expression = re.compile(pattern)

    def check(text: str) -> str:
        if expression.fullmatch(text) is None:
            raise ValueError(otherwise)
        return text

    return AfterValidator(check)


def _split(text: Any) -> Any:
    """Blanks around the items and empty items are dropped."""
    return tuple(item.strip() for item in text.split(",") if item.strip()) if isinstance(text, str) else text


def _origin(text: str) -> str:
    """Exactly as a browser writes it in `Origin`."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or text != f"{parts.scheme}://{parts.netloc}".lower() or "@" in text:
        raise ValueError("must be origins such as https://app.example, without a path")
    return text


def _at_least_one(versions: tuple[TokenVersion, ...]) -> tuple[TokenVersion, ...]:
    if not versions:
        raise ValueError("must be 1.0, 2.0 or both")
    return versions


GUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
Guid = Annotated[str, _matching(GUID, "must be a GUID"), AfterValidator(str.lower)]
CommaSeparated = (NoDecode, BeforeValidator(_split))


def _guid_problem(text: str) -> str | None:
    return None if re.fullmatch(GUID, text) else "it must be a GUID"


# What a key vault holds where there is one. Names of secrets cannot hold underscores.
VAULT_SETTINGS = (
    VaultSetting("AZURE_TENANT_ID", "azure-tenant-id", _guid_problem),
    VaultSetting("AZURE_API_CLIENT_ID", "azure-api-client-id", _guid_problem),
)

# A token for Key Vault goes to Key Vault: any other host is a mistake, or worse.
VAULT_URL = r"https://[0-9a-zA-Z-]{3,24}\.vault\.(azure\.net|azure\.cn|usgovcloudapi\.net)/?"


class _SourceSettings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    azure_key_vault_url: (
        Annotated[str, _matching(VAULT_URL, "must be the address of a vault, https://{name}.vault.azure.net")] | None
    ) = None
    # What a vault that cannot be read means: no start, or a start with the environment's values and a warning.
    key_vault_failure: Literal["fail", "environment"] = "fail"
    key_vault_timeout_seconds: Annotated[int, Field(ge=1, le=999)] = 30


class Settings(BaseSettings):
    """Each is the environment variable of the same name in capitals. An empty variable counts as absent."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    # The tenant the API is registered in, and the API's application (client) ID.
    azure_tenant_id: Guid
    azure_api_client_id: Guid
    # Default api://{client ID}.
    api_app_id_uri: (
        Annotated[
            str, _matching(r"(api|https)://[^\s\"\\]+", "must be an application ID URI, for example api://{client ID}")
        ]
        | None
    ) = None
    # It must follow the registration's requestedAccessTokenVersion.
    token_versions: Annotated[tuple[TokenVersion, ...], *CommaSeparated, AfterValidator(_at_least_one)] = ("2.0",)
    # Tenants besides the home tenant.
    allowed_tenants: Annotated[tuple[Guid, ...], *CommaSeparated] = ()
    # Client IDs that may call. Empty: any client the tenant has granted a permission.
    allowed_clients: Annotated[tuple[Guid, ...], *CommaSeparated] = ()
    # Refuse public clients (azpacr or appidacr 0).
    confidential_clients_only: bool = False
    required_scope: Annotated[
        str, _matching(r"[\x21\x23-\x5B\x5D-\x7E]+", "must be one scope name (RFC 6749 section 3.3)")
    ] = "access_as_user"
    # The authentication context the step-up route asks for. Absent: it asks for none.
    required_acrs: (
        Annotated[str, _matching(r"c([1-9]|[1-9]\d)", "must be an authentication context, c1 to c99")] | None
    ) = None
    clock_tolerance_seconds: Annotated[int, Field(ge=0, le=3600)] = 300
    # Origins whose pages may call.
    allowed_origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], *CommaSeparated] = ()
    cors_credentials: bool = False
    # Keys older than this are never used.
    key_max_age_seconds: Annotated[int, Field(ge=1, le=7 * 86_400)] = 86_400
    # Keys older than this are fetched again while the old ones still serve.
    key_refresh_seconds: Annotated[int, Field(ge=0, le=86_400)] = 3600
    # An unknown key ID causes at most one fetch in this time.
    key_refetch_interval_seconds: Annotated[int, Field(ge=0, le=86_400)] = 300
    key_fetch_timeout_seconds: Annotated[int, Field(ge=1, le=60)] = 3
    # May hold a password.
    database_url: SecretStr = SecretStr("sqlite:///reference_api.sqlite")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000

    # Set when it runs on other values than those it was told to use: why. No variable; `/health` says so.
    _degraded: str | None = PrivateAttr(default=None)

    @property
    def degraded(self) -> str | None:
        return self._degraded

    @property
    def app_id_uri(self) -> str:
        return self.api_app_id_uri or f"api://{self.azure_api_client_id}"

    @property
    def tenants(self) -> tuple[str, ...]:
        """Every tenant whose tokens are accepted, the home tenant first."""
        return tuple(dict.fromkeys((self.azure_tenant_id, *self.allowed_tenants)))


ReadVault = Callable[[tuple[VaultSetting, ...], str, float], Mapping[str, str]]


def load_settings(read: ReadVault = read_settings) -> Settings:
    """With `AZURE_KEY_VAULT_URL`, the tenant and client ID come from that vault, and what the environment says of them
    counts for nothing. Without it, nobody is asked anything.

    Where the vault cannot be read the start ends, unless `KEY_VAULT_FAILURE` says `environment`. Raises
    `SettingsError`.
    """
    try:
        from_vault, degraded = _from_vault(_SourceSettings(), read)
        # Arguments come before the environment.
        settings = Settings.model_validate({name.lower(): value for name, value in from_vault.items()})
    except KeyVaultError as error:
        raise SettingsError(f"Invalid settings\n  {error}") from error
    except ValidationError as error:
        raise SettingsError(_describe(error)) from None
    settings._degraded = degraded
    return settings


def _from_vault(source: _SourceSettings, read: ReadVault) -> tuple[Mapping[str, str], str | None]:
    """And why the environment's values are used instead, where they are."""
    if source.azure_key_vault_url is None:
        return {}, None
    try:
        return read(VAULT_SETTINGS, source.azure_key_vault_url, source.key_vault_timeout_seconds), None
    except KeyVaultError as error:
        if source.key_vault_failure == "fail":
            raise
        names = " and ".join(setting.variable for setting in VAULT_SETTINGS)
        logger.warning("%s; %s are those of the environment (KEY_VAULT_FAILURE=environment)", error, names)
        return {}, "the key vault could not be read; settings are those of the environment"


def _describe(error: ValidationError) -> str:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        what = "is required" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
        lines.append(f"  {str(problem['loc'][0]).upper()}: {what}")
    return "\n".join(["Invalid settings", *dict.fromkeys(lines)])
