"""The home page, the API's claims, and health."""

import json
import logging
import sqlite3
import time

from flask import Blueprint, jsonify, render_template
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
        reason = _reason_not_to_be_well(parts)
        if reason is None:
            return jsonify(status="healthy")
        logger.error("unhealthy: %s", reason)
        answer = jsonify(status="unhealthy", reason=reason)
        answer.status_code = 503
        return answer

    return routes


def _reason_not_to_be_well(parts: Parts) -> str | None:
    try:
        parts.store.check()
    except sqlite3.Error:
        return "sessions cannot be kept"
    if parts.certificate is not None and parts.certificate.expires_at <= time.time():
        return "the certificate has expired"
    return None
