"""Which issuers an API trusts, and whose keys for which."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .claims import TokenVersion
from .signing_keys import SigningKeys

LOGIN = "https://login.microsoftonline.com"


@dataclass(frozen=True)
class TrustedIssuer:
    # Exactly what `iss` must be.
    issuer: str
    tenant_id: str
    version: TokenVersion
    keys: SigningKeys


def issuer_of(version: TokenVersion, tenant_id: str) -> str:
    return f"https://sts.windows.net/{tenant_id}/" if version == "1.0" else f"{LOGIN}/{tenant_id}/v2.0"


def jwks_uri_of(version: TokenVersion, tenant_id: str) -> str:
    return f"{LOGIN}/{tenant_id}/discovery{'' if version == '1.0' else '/v2.0'}/keys"


def trusted_issuers(
    tenants: Iterable[str], versions: Iterable[TokenVersion], open_keys: Callable[[str], SigningKeys]
) -> Mapping[str, TrustedIssuer]:
    """By issuer. A v1 token is only ever checked with v1 keys and a v2 token with v2 keys, each tenant's its own.

    https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer
    """
    versions = tuple(versions)
    issuers = (
        TrustedIssuer(issuer_of(version, tenant), tenant, version, open_keys(jwks_uri_of(version, tenant)))
        for tenant in tenants
        for version in versions
    )
    return {issuer.issuer: issuer for issuer in issuers}
