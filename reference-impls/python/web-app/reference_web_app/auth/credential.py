"""What the app proves itself with at the token endpoint: configuration alone says which, and no other is tried."""

import base64
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

import jwt
import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from ..settings import Settings, SettingsError
from ..web.http_client import BoundedSession, patiently
from .problems import CredentialUnavailable

LOGIN = "https://login.microsoftonline.com"

# What a managed identity's token must be for to serve as a client assertion.
# https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
TOKEN_EXCHANGE = "api://AzureADTokenExchange"  # noqa: S105

# As `msal.ConfidentialClientApplication` takes it. MSAL calls an assertion for every token request.
ClientCredential = str | dict[str, Callable[[], str]]

# How long an assertion of a certificate is good for.
ASSERTION_SECONDS = 600


@dataclass(frozen=True)
class Certificate:
    key: RSAPrivateKey
    # The key's own, then the others of the file.
    chain: tuple[x509.Certificate, ...]

    @property
    def expires_at(self) -> float:
        """Seconds since the epoch."""
        return self.chain[0].not_valid_after_utc.timestamp()


def client_credential(settings: Settings, certificate: Certificate | None) -> ClientCredential:
    """Asks no service. `certificate`: of `configured_certificate`."""
    match settings.credential_kind:
        case "secret":
            assert settings.client_secret is not None
            return settings.client_secret.get_secret_value()
        case "certificate":
            assert certificate is not None
            audience = f"{authority_of(settings.tenant_id)}/oauth2/v2.0/token"
            send_chain = settings.client_cert_send_chain
            sign = certificate_assertion(certificate, settings.client_id, audience, send_chain=send_chain)
            return {"client_assertion": sign}
        case "managed-identity":
            assert settings.managed_identity_client_id is not None
            http = BoundedSession(patiently(), settings.entra_timeout_seconds)
            return {"client_assertion": managed_identity_token(settings.managed_identity_client_id, http)}
        case kind:
            assert_never(kind)


def configured_certificate(settings: Settings) -> Certificate | None:
    """None: the app proves itself otherwise. Raises `SettingsError`."""
    if settings.credential_kind != "certificate":
        return None
    assert settings.client_cert_path is not None
    return read_certificate(settings.client_cert_path, settings.client_cert_thumbprint)


def authority_of(tenant_id: str) -> str:
    return f"{LOGIN}/{tenant_id}"


def managed_identity_token(client_id: str, http: requests.Session) -> Callable[[], str]:
    """Gives the identity's current token each time it is called: MSAL's cache answers until five minutes before the
    token's end, so that none that has expired is ever sent.

    What it gives raises `CredentialUnavailable`.
    """
    client = msal.ManagedIdentityClient(msal.UserAssignedManagedIdentity(client_id=client_id), http_client=http)

    def assertion() -> str:
        try:
            result = client.acquire_token_for_client(resource=TOKEN_EXCHANGE)
        # The endpoint differs from platform to platform, and MSAL passes on whatever went wrong on the way to it.
        except Exception as error:
            raise CredentialUnavailable(f"no token of the managed identity: {type(error).__name__}") from error
        token = result.get("access_token") if isinstance(result, dict) else None
        if not isinstance(token, str):
            raise CredentialUnavailable("no token of the managed identity: the endpoint answered with an error")
        return token

    return assertion


def certificate_assertion(
    certificate: Certificate,
    client_id: str,
    audience: str,
    *,
    send_chain: bool = False,
    now: Callable[[], float] = time.time,
) -> Callable[[], str]:
    """Signs an assertion each time it is called. MSAL would sign itself, but from a PEM file it always sends the chain.

    https://learn.microsoft.com/entra/identity-platform/certificate-credentials
    """
    digest = certificate.chain[0].fingerprint(hashes.SHA256())
    headers: dict[str, Any] = {"x5t#S256": base64.urlsafe_b64encode(digest).rstrip(b"=").decode()}
    if send_chain:
        headers["x5c"] = [base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in certificate.chain]

    def assertion() -> str:
        issued = int(now())
        claims = {
            "aud": audience,
            "iss": client_id,
            "sub": client_id,
            "jti": str(uuid.uuid4()),
            "iat": issued,
            "nbf": issued,
            "exp": issued + ASSERTION_SECONDS,
        }
        return jwt.encode(claims, certificate.key, "PS256", headers)

    return assertion


def read_certificate(file: Path, thumbprint: str | None, now: Callable[[], float] = time.time) -> Certificate:
    """From one PEM file: the private key, unencrypted, its certificate, and those that vouch for it, if any.

    `thumbprint`: SHA-1 or SHA-256, compared with the certificate's. Raises `SettingsError`.
    """
    try:
        pem = file.read_bytes()
    except OSError as error:
        raise _bad_certificate(f"cannot be read ({type(error).__name__})") from None
    try:
        key = load_pem_private_key(pem, password=None)
        certificates = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError):
        raise _bad_certificate("must be a PEM file with a certificate and its private key, unencrypted") from None
    if not isinstance(key, RSAPrivateKey):
        raise _bad_certificate("must hold an RSA key")
    own = next((each for each in certificates if each.public_key() == key.public_key()), None)
    if own is None:
        raise _bad_certificate("the private key is not the certificate's")
    certificate = Certificate(key, (own, *(each for each in certificates if each is not own)))
    if certificate.expires_at <= now():
        raise _bad_certificate("the certificate has expired")
    # The portal shows the first.
    known = {own.fingerprint(algorithm).hex() for algorithm in (hashes.SHA1(), hashes.SHA256())}  # noqa: S303
    if thumbprint is not None and thumbprint.replace(":", "").lower() not in known:
        raise SettingsError("Invalid settings: CLIENT_CERT_THUMBPRINT: is not that of the certificate")
    return certificate


def _bad_certificate(what: str) -> SettingsError:
    return SettingsError(f"Invalid settings: CLIENT_CERT_PATH: {what}")
