"""Every setting, from the environment, a `.env` file or, for two of them, a key vault."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .auth.claims import TokenVersion
from .key_vault import KeyVaultError, read_secrets

# What the vault holds, by setting. Names in a vault cannot hold underscores.
SECRET_NAMES = {"azure_tenant_id": "azure-tenant-id", "azure_api_client_id": "azure-api-client-id"}


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


def _vault_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("must be the vault's address, for example https://my-vault.vault.azure.net")
    return text


Guid = Annotated[
    str,
    _matching(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", "must be a GUID"),
    AfterValidator(str.lower),
]
CommaSeparated = (NoDecode, BeforeValidator(_split))


class _KeyVaultSettings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    azure_key_vault_url: Annotated[str, AfterValidator(_vault_url)] | None = None


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

    @property
    def app_id_uri(self) -> str:
        return self.api_app_id_uri or f"api://{self.azure_api_client_id}"

    @property
    def tenants(self) -> tuple[str, ...]:
        """Every tenant whose tokens are accepted, the home tenant first."""
        return tuple(dict.fromkeys((self.azure_tenant_id, *self.allowed_tenants)))


ReadSecrets = Callable[[str, Mapping[str, str]], Mapping[str, str]]


def load_settings(read: ReadSecrets = read_secrets) -> Settings:
    """With `AZURE_KEY_VAULT_URL`, the tenant and client ID come from that vault and from nowhere else.

    Whatever goes wrong with the vault ends the start: falling back to the environment would run the API with settings
    that nobody meant. Raises `SettingsError`.
    """
    from_vault: Mapping[str, str] = {}
    try:
        vault_url = _KeyVaultSettings().azure_key_vault_url
        if vault_url is not None:
            from_vault = read(vault_url, SECRET_NAMES)
        # Arguments come before the environment.
        return Settings.model_validate(dict(from_vault))
    except KeyVaultError as error:
        raise SettingsError(f"Invalid settings\n  AZURE_KEY_VAULT_URL: {error}") from error
    except ValidationError as error:
        raise SettingsError(_describe(error, from_vault)) from None


def _describe(error: ValidationError, from_vault: Mapping[str, str]) -> str:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = str(problem["loc"][0])
        place = f" (secret {SECRET_NAMES[name]} of the key vault)" if name in from_vault else ""
        what = "is required" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
        lines.append(f"  {name.upper()}{place}: {what}")
    return "\n".join(["Invalid settings", *dict.fromkeys(lines)])
