"""Puts the parts together that do the work; each can be replaced by another of the same shape."""

import sqlite3
from dataclasses import dataclass
from functools import partial

from .auth.credential import Certificate, authority_of, client_credential, configured_certificate
from .auth.entra import Entra
from .auth.id_token import IdTokenValidator
from .auth.signing_keys import SigningKeys, fetch_keys
from .blog.api import Api
from .blog.calls import ApiCalls
from .sessions.store import SessionStore
from .settings import Settings, SettingsError
from .web.http_client import BoundedSession, once_more_to_connect


@dataclass(frozen=True)
class Parts:
    settings: Settings
    store: SessionStore
    entra: Entra
    calls: ApiCalls
    # What the app proves itself with, if it is one.
    certificate: Certificate | None


def make_parts(settings: Settings) -> Parts:
    """Asks no service: what Entra, the identity endpoint and the API say is asked for when it is needed.

    Raises `SettingsError`.
    """
    certificate = configured_certificate(settings)
    authority = authority_of(settings.tenant_id)
    issuer = f"{authority}/v2.0"
    http = BoundedSession(once_more_to_connect(), settings.entra_timeout_seconds)
    keys = SigningKeys(partial(fetch_keys, http, f"{authority}/discovery/v2.0/keys", issuer))
    entra = Entra(
        tenant_id=settings.tenant_id,
        client_id=settings.client_id,
        redirect_uri=settings.redirect_address,
        scope=settings.scope,
        credential=client_credential(settings, certificate),
        validate=IdTokenValidator(keys, settings.tenant_id, settings.client_id, issuer),
        http=http,
    )
    timeout = settings.api_timeout_seconds
    api = Api(BoundedSession(once_more_to_connect(), timeout), settings.claims_url, settings.blog_url, timeout)
    return Parts(settings, _open_store(settings), entra, ApiCalls(api, entra), certificate)


def _open_store(settings: Settings) -> SessionStore:
    try:
        return SessionStore(settings.session_store_path)
    except (sqlite3.Error, OSError) as error:
        raise SettingsError(
            f"Invalid settings: SESSION_STORE_PATH: cannot be opened ({type(error).__name__})"
        ) from error
