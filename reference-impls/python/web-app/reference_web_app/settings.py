"""Every setting, from the environment or a `.env` file."""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

CredentialKind = Literal["managed-identity", "certificate", "secret"]

# Which setting holds what a credential needs.
CREDENTIAL_SETTINGS: dict[CredentialKind, str] = {
    "managed-identity": "managed_identity_client_id",
    "certificate": "client_cert_path",
    "secret": "client_secret",
}

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SettingsError(Exception):
    """A setting is missing or wrong. The message names each one in one line; it never repeats a value."""


def _matching(pattern: str, otherwise: str) -> AfterValidator:
    expression = re.compile(pattern)

    def check(text: str) -> str:
        if expression.fullmatch(text) is None:
            raise ValueError(otherwise)
        return text

    return AfterValidator(check)


def _address(text: str) -> str:
    """Without TLS on this machine alone: codes and tokens go there."""
    parts = urlsplit(text)
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment or not text.isprintable():
        raise ValueError("must be an address such as https://app.example")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must begin with https:// (http:// is for localhost alone)")
    return text


def _with_path(address: str) -> str:
    if urlsplit(address).path in ("", "/"):
        raise ValueError("must have a path of its own, for example /getAToken")
    return address


Guid = Annotated[
    str,
    _matching(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", "must be a GUID"),
    AfterValidator(str.lower),
]
Address = Annotated[str, AfterValidator(_address)]


class Settings(BaseModel):
    """Each is the environment variable of the same name in capitals."""

    model_config = ConfigDict(frozen=True)

    # The tenant and the web app's registration.
    tenant_id: Guid
    client_id: Guid
    # Which of the three below the app proves itself with. It may be left out where one alone is given.
    client_credential: CredentialKind | None = None
    # The user-assigned identity that the registration's federated credential names.
    managed_identity_client_id: Guid | None = None
    # A PEM file with the certificate and its private key.
    client_cert_path: Path | None = None
    # As the portal shows it. Given, it is compared with the certificate's.
    client_cert_thumbprint: (
        Annotated[str, _matching(r"([0-9a-fA-F]{2}:?){19,31}[0-9a-fA-F]{2}", "must be a thumbprint in hex")] | None
    ) = None
    # Send the certificate along, for registrations that trust its subject name and issuer.
    client_cert_send_chain: bool = False
    client_secret: SecretStr | None = None

    # Exactly as registered. Where it begins with https://, cookies are for TLS alone.
    redirect_uri: Annotated[Address, AfterValidator(_with_path)] | None = None
    # Registered as a redirect URI too.
    post_logout_redirect_uri: Address | None = None

    # The permission to ask for: a scope, or api://{API_CLIENT_ID}/access_as_user.
    api_scope: Annotated[str, _matching(r"(api|https)://[\x21\x23-\x5B\x5D-\x7E]+", "must be one scope")] | None = None
    api_client_id: Guid | None = None
    # The API's claims, by default {API_BASE_URL}/api/claims; profile and posts are below the base.
    api_endpoint: Address | None = None
    api_base_url: Address | None = None
    # For one whole answer of the API.
    api_timeout_seconds: Annotated[int, Field(ge=1, le=300)] = 10
    # Without a byte from Entra, or from the managed identity endpoint.
    entra_timeout_seconds: Annotated[int, Field(ge=1, le=300)] = 10

    session_lifetime_seconds: Annotated[int, Field(ge=60, le=30 * 86_400)] = 8 * 3600
    # An SQLite file. None: sessions are forgotten at exit.
    session_store_path: Path | None = None

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 5000

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _ = self.credential_kind
        if self.api_scope is None and self.api_client_id is None:
            raise ValueError("API_CLIENT_ID: is required, or API_SCOPE")
        if self.api_endpoint is None and self.api_base_url is None:
            raise ValueError("API_ENDPOINT: is required, or API_BASE_URL")
        return self

    @cached_property
    def credential_kind(self) -> CredentialKind:
        """Raises `ValueError`: which one is meant must never be guessed."""
        given = [kind for kind, name in CREDENTIAL_SETTINGS.items() if getattr(self, name) is not None]
        kind = self.client_credential or (given[0] if len(given) == 1 else None)
        if kind is None:
            names = [CREDENTIAL_SETTINGS[each].upper() for each in given or CREDENTIAL_SETTINGS]
            problem = f"{' and '.join(names)} are set" if given else f"one of {', '.join(names)} is required"
            raise ValueError(f"CLIENT_CREDENTIAL: {problem}; it says which one counts")
        if kind not in given:
            raise ValueError(f"{CREDENTIAL_SETTINGS[kind].upper()}: is required by CLIENT_CREDENTIAL")
        return kind

    @property
    def redirect_address(self) -> str:
        return self.redirect_uri or f"http://localhost:{self.port}/getAToken"

    @property
    def signed_out_address(self) -> str:
        parts = urlsplit(self.redirect_address)
        return self.post_logout_redirect_uri or f"{parts.scheme}://{parts.netloc}/"

    @property
    def claims_url(self) -> str:
        return self.api_endpoint or f"{self.blog_url}/api/claims"

    @property
    def blog_url(self) -> str | None:
        """Without a slash at its end. None: the API has no profile and no posts."""
        return None if self.api_base_url is None else self.api_base_url.rstrip("/")

    @property
    def behind_tls(self) -> bool:
        return self.redirect_address.startswith("https:")

    @property
    def scope(self) -> str:
        return self.api_scope or f"api://{self.api_client_id}/access_as_user"


def load_settings() -> Settings:
    """An empty variable counts as absent. Raises `SettingsError`.

    Not by pydantic-settings: it makes up a fifth of the time that the app takes to start.
    """
    given = dotenv_values(".env", interpolate=False) | {name: value for name, value in os.environ.items() if value}
    try:
        return Settings.model_validate(
            {name: value for name in Settings.model_fields if (value := given.get(name.upper()))}
        )
    except ValidationError as error:
        raise SettingsError(_describe(error)) from None


def _describe(error: ValidationError) -> str:
    problems = []
    for problem in error.errors(include_input=False, include_url=False):
        what = "is required" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
        # What concerns several settings names them itself.
        problems.append(f"{str(problem['loc'][0]).upper()}: {what}" if problem["loc"] else what)
    return f"Invalid settings: {'; '.join(dict.fromkeys(problems))}"
