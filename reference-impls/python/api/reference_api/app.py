"""Puts the parts together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import httpx2
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .auth.access import AccessPolicy
from .auth.key_set import fetch_key_set
from .auth.signing_keys import KeyPolicy, SigningKeys
from .auth.trusted_issuers import trusted_issuers
from .auth.validate_token import TokenValidator
from .data.database import open_database
from .routes import claims, health, posts, profile, tasks
from .settings import Settings
from .web.answers import answer_errors
from .web.no_store import NoStoreMiddleware

MAX_BODY_BYTES = 64 * 1024


def create_app(settings: Settings, transport: httpx2.AsyncBaseTransport | None = None) -> FastAPI:
    """The whole API. It opens its database at once and fetches signing keys when the first token needs them.

    `transport` carries the fetches of keys; None: the network. Raises `DatabaseError`.
    """
    http = httpx2.AsyncClient(transport=transport)
    engine = open_database(settings.database_url.get_secret_value())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await http.aclose()
        engine.dispose()

    # No redirect from a path with a slash too many: its target would come from the Host header. No pages of
    # documentation: they would show strangers what the API offers.
    app = FastAPI(lifespan=lifespan, redirect_slashes=False, openapi_url=None, max_body_size=MAX_BODY_BYTES)
    app.state.engine = engine
    app.state.degraded = settings.degraded
    app.state.access_policy = _access_policy(settings, http)
    answer_errors(app, settings.required_scope)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_credentials=settings.cors_credentials,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["WWW-Authenticate"],
        )
    app.add_middleware(NoStoreMiddleware)
    for part in (health, claims, tasks, profile, posts):
        app.include_router(part.router)
    return app


def _access_policy(settings: Settings, http: httpx2.AsyncClient) -> AccessPolicy:
    policy = KeyPolicy(
        settings.key_max_age_seconds, settings.key_refresh_seconds, settings.key_refetch_interval_seconds
    )

    def open_keys(url: str) -> SigningKeys:
        return SigningKeys(partial(fetch_key_set, http, url, settings.key_fetch_timeout_seconds), policy)

    return AccessPolicy(
        validate=TokenValidator(
            issuers=trusted_issuers(settings.tenants, settings.token_versions, open_keys),
            client_id=settings.azure_api_client_id,
            app_id_uri=settings.app_id_uri,
            clock_tolerance_seconds=settings.clock_tolerance_seconds,
        ),
        allowed_clients=frozenset(settings.allowed_clients),
        confidential_clients_only=settings.confidential_clients_only,
        required_scope=settings.required_scope,
        required_acrs=settings.required_acrs,
    )
