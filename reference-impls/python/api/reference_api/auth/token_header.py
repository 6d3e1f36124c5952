"""Checks a token's header before anything in it is used."""

from .refusals import invalid_token
from .segments import JsonObject


def check_header(header: JsonObject) -> str:
    """Returns the key ID; raises `Refusal`."""
    # RFC 8725 section 3.1: the algorithm is ours to choose, not the token's.
    if header.get("alg") != "RS256":
        raise invalid_token("algorithm")
    # RFC 8725 section 3.11: other kinds of JWT say so in `typ`. Entra writes JWT, also for access tokens.
    if header.get("typ", "JWT") != "JWT":
        raise invalid_token("type")
    # RFC 7515 section 4.1.11: no extension is understood here, so none may be critical. `b64` is one (RFC 7797).
    # RFC 8725 section 3.10: keys come from the issuer's key set alone, never from the token.
    for name in ("cty", "crit", "b64", "jku", "jwk", "x5u", "x5c"):
        if name in header:
            raise invalid_token(f"header {name}")
    kid = header.get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= 256:
        raise invalid_token("key ID")
    return kid
