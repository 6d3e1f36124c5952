"""A client that proves itself in every way that msal and azure-identity know."""

import os
from collections.abc import Callable
from pathlib import Path

from azure.identity import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    OnBehalfOfCredential,
    WorkloadIdentityCredential,
)
from msal import ConfidentialClientApplication
from outcome import accept, outcome, show

tenant = os.environ["TENANT_ID"]
client = os.environ["CLIENT_ID"]
secret = os.environ["CLIENT_SECRET"]
scope = os.environ["SCOPE"]
user_token = os.environ["USER_TOKEN"]
certificate = os.environ["CERTIFICATE_FILE"]
assertion_file = os.environ["TOKEN_FILE"]
pem = Path(certificate).read_text()


def assertion() -> str:
    return Path(assertion_file).read_text()


def msal(credential: str | dict) -> dict:
    app = ConfidentialClientApplication(
        client, client_credential=credential, authority=f"https://login.microsoftonline.com/{tenant}"
    )
    return outcome(lambda: accept(app.acquire_token_for_client([scope]))["access_token"])


def identity(make: Callable[[], object]) -> dict:
    return outcome(lambda: make().get_token(scope).token)


show(
    {
        "msal secret": msal(secret),
        "msal certificate, PS256": msal({"private_key": pem, "public_certificate": pem}),
        "msal certificate, RS256": msal({"private_key": pem, "thumbprint": os.environ["THUMBPRINT_SHA1"]}),
        "msal certificate with its chain": msal(
            {"private_key": pem, "thumbprint": os.environ["THUMBPRINT_SHA1"], "public_certificate": pem}
        ),
        "msal assertion": msal({"client_assertion": assertion}),
        "identity secret": identity(lambda: ClientSecretCredential(tenant, client, secret)),
        "identity certificate": identity(lambda: CertificateCredential(tenant, client, certificate)),
        "identity certificate with its chain": identity(
            lambda: CertificateCredential(tenant, client, certificate, send_certificate_chain=True)
        ),
        "identity assertion": identity(lambda: ClientAssertionCredential(tenant, client, assertion)),
        "identity workload": identity(
            lambda: WorkloadIdentityCredential(tenant_id=tenant, client_id=client, token_file_path=assertion_file)
        ),
        "identity on behalf of, secret": identity(
            lambda: OnBehalfOfCredential(tenant, client, client_secret=secret, user_assertion=user_token)
        ),
        "identity on behalf of, certificate": identity(
            lambda: OnBehalfOfCredential(tenant, client, client_certificate=pem.encode(), user_assertion=user_token)
        ),
    }
)
