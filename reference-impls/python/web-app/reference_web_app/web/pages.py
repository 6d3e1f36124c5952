"""The home page, the API's claims, and health."""

import json
import logging
import sqlite3

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from ..parts import Parts
from ..sessions.session import current
from .guards import signed_in_only

logger = logging.getLogger(__name__)


def blueprint(parts: Parts) -> Blueprint:
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def home() -> str:
        return render_template("home.html")

    @routes.get("/call-api")
    @signed_in_only
    def call_api() -> str:
        """What the API says of the token it was called with. The token itself is never shown."""
        claims = parts.calls.make(current(), lambda api, token: api.claims(token))
        rows = [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in claims.items()]
        return render_template("claims.html", rows=rows)

    @routes.get("/health")
    def health() -> Response:
        """Whether the app can serve. Entra and the API are not asked: their outage must not restart every instance."""
        try:
            parts.store.check()
        except sqlite3.Error as error:
            logger.error("the session store does not answer: %s", type(error).__name__)
            return Response('{"status": "unhealthy"}', 503, mimetype="application/json")
        return Response('{"status": "healthy"}', mimetype="application/json")

    return routes
