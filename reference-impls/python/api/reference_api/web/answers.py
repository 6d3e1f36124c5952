"""Every error's answer; what happened goes to the log and nowhere else."""

import base64
import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Match

from ..auth.refusals import KeysUnavailable, Refusal, RefusalKind, StepUpRequired

logger = logging.getLogger(__name__)


class Problem(JSONResponse):
    """A problem document (RFC 9457) that says no more than the status does."""

    media_type = "application/problem+json"

    def __init__(self, status: int, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **members}
        super().__init__(body, status, headers)


def answer_errors(app: FastAPI, required_scope: str) -> None:
    """RFC 6750 section 3.1; a request without a token gets a challenge without an error code."""
    refusals: dict[RefusalKind, tuple[int, str]] = {
        "no-token": (401, "Bearer"),
        "malformed-request": (400, 'Bearer error="invalid_request"'),
        "invalid-token": (401, 'Bearer error="invalid_token"'),
        "insufficient-scope": (403, f'Bearer error="insufficient_scope", scope="{required_scope}"'),
    }

    @app.exception_handler(Refusal)
    def refuse(_request: Request, refusal: Refusal) -> Problem:
        logger.info("refused: %s", refusal)
        status, challenge = refusals[refusal.kind]
        return Problem(status, {"WWW-Authenticate": challenge})

    @app.exception_handler(StepUpRequired)
    def challenge(_request: Request, step_up: StepUpRequired) -> Problem:
        return Problem(401, {"WWW-Authenticate": _claims_challenge(step_up.acrs)})

    @app.exception_handler(KeysUnavailable)
    def unavailable(_request: Request, _error: KeysUnavailable) -> Problem:
        return Problem(503, {"Retry-After": "5"})

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> Problem:
        """FastAPI's own handler sends back what was sent; this one names the fields alone, and they are ours."""
        places = [problem["loc"] for problem in error.errors()]
        if any(place[0] == "path" for place in places):
            return Problem(404)
        if any(problem["type"] == "json_invalid" for problem in error.errors()):
            return Problem(400)
        return Problem(422, fields=sorted({str(place[1]) for place in places if len(place) > 1}))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Problem:
        headers = {"Allow": _methods_at(request)} if error.status_code == 405 else error.headers
        return Problem(error.status_code, headers)

    @app.exception_handler(Exception)
    def failed(_request: Request, _error: Exception) -> Problem:
        """Starlette raises the error again once this is sent, and the server logs it."""
        return Problem(500, {"Cache-Control": "no-store"})


def _methods_at(request: Request) -> str:
    """Every method of the path (RFC 9110 section 15.5.6); Starlette itself names those of its first route alone."""
    scope = request.scope
    routes = scope["app"].routes
    methods = ("GET", "POST", "PUT", "DELETE")
    return ", ".join(
        method
        for method in methods
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    )


def _claims_challenge(acrs: str) -> str:
    """https://learn.microsoft.com/entra/identity-platform/claims-challenge"""
    claims = json.dumps({"access_token": {"acrs": {"essential": True, "value": acrs}}})
    authority = "https://login.microsoftonline.com/common/oauth2/authorize"
    encoded = base64.b64encode(claims.encode()).decode()
    return f'Bearer realm="", authorization_uri="{authority}", error="insufficient_claims", claims="{encoded}"'
