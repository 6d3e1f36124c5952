"""The one token of a request, or why there is none."""

import re

from starlette.requests import Request

from .refusals import Refusal

# Entra's largest tokens (200 group IDs) stay well below.
MAX_TOKEN_LENGTH = 16_000

# RFC 6750 section 2.1: "Bearer" 1*SP b64token; the scheme is case-insensitive (RFC 9110 section 11.1).
CREDENTIALS = re.compile(r"Bearer +([A-Za-z0-9\-._~+/]+=*)", re.IGNORECASE | re.ASCII)
BEARER_SCHEME = re.compile(r"Bearer( |$)", re.IGNORECASE | re.ASCII)
SECOND_CREDENTIAL = re.compile(r",\s*Bearer\b", re.IGNORECASE | re.ASCII)


def bearer_token(request: Request) -> str:
    """Raises `Refusal`: no-token, or malformed-request when the header cannot be read in one way only."""
    # Not headers.get(): of several headers it silently takes the first.
    headers = request.headers.getlist("authorization")
    if not headers:
        raise Refusal("no-token", "no Authorization header")
    if len(headers) > 1 or SECOND_CREDENTIAL.search(headers[0]):
        raise Refusal("malformed-request", "more than one credential")
    if not BEARER_SCHEME.match(headers[0]):
        raise Refusal("no-token", "another authentication scheme")
    credentials = CREDENTIALS.fullmatch(headers[0])
    if credentials is None:
        raise Refusal("malformed-request", "not the syntax of a bearer credential")
    token = credentials[1]
    if len(token) > MAX_TOKEN_LENGTH:
        raise Refusal("malformed-request", "the token is too long")
    # RFC 6750 section 2: a client must not use more than one way to send the token.
    if "access_token" in request.query_params:
        raise Refusal("malformed-request", "tokens in header and query")
    return token
