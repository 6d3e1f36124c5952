"""Access token validation, one step after the other."""

from collections.abc import Mapping
from dataclasses import dataclass

import jwt
from pydantic import ValidationError

from .caller import Caller, caller_of
from .claims import SHAPES, VersionedAccessToken
from .key_set import VerificationKey
from .refusals import invalid_token
from .segments import JsonObject, MalformedSegment, decode_bytes, decode_object
from .token_header import check_header
from .trusted_issuers import TrustedIssuer

# The longest Entra issues is 28 hours, for clients that support continuous access evaluation.
MAX_LIFETIME_SECONDS = 48 * 3600


@dataclass(frozen=True)
class TokenValidator:
    issuers: Mapping[str, TrustedIssuer]
    client_id: str
    app_id_uri: str
    clock_tolerance_seconds: int

    async def __call__(self, token: str) -> Caller:
        """Raises `Refusal` or `KeysUnavailable`.

        Nothing a token says is acted on before its signature holds, except to choose whose keys to try.
        """
        header, claims = _decode(token)
        kid = check_header(header)
        iss = claims.get("iss")
        issuer = self.issuers.get(iss) if isinstance(iss, str) else None
        if issuer is None:
            raise invalid_token("issuer")
        # Before PyJWT sees them: it reads exp, nbf and iat with int(), which takes strings and fractions.
        access_token = _parse(claims, issuer)
        await self._verify(token, kid, issuer)
        if access_token.tid != issuer.tenant_id:
            raise invalid_token("tenant")
        if access_token.exp - access_token.iat > MAX_LIFETIME_SECONDS:
            raise invalid_token("lifetime")
        return caller_of(access_token, claims)

    async def _verify(self, token: str, kid: str, issuer: TrustedIssuer) -> None:
        """Signature, issuer, audience and times, by PyJWT. Several keys may share an ID: one of them must fit."""
        keys = [key for key in await issuer.keys.find(kid) if _is_key_of(key, issuer)]
        if not keys:
            raise invalid_token("unknown key")
        reason = ""
        for key in keys:
            try:
                jwt.decode(
                    token,
                    key.key,
                    algorithms=["RS256"],
                    audience=self._audiences(issuer),
                    issuer=issuer.issuer,
                    leeway=self.clock_tolerance_seconds,
                    options={"require": ["exp", "nbf", "iat"], "enforce_minimum_key_length": True},
                )
            except jwt.PyJWTError as error:
                reason = type(error).__name__
            else:
                return
        raise invalid_token(reason)

    def _audiences(self, issuer: TrustedIssuer) -> list[str]:
        """A v2 token names the API by its client ID; a v1 token by that or by the application ID URI."""
        return [self.client_id] if issuer.version == "2.0" else [self.app_id_uri, self.client_id]


def _decode(token: str) -> tuple[JsonObject, JsonObject]:
    """RFC 7519 section 7.2 and RFC 8725 section 3.7: three canonical segments, two of them JSON objects."""
    try:
        header, claims, signature = token.split(".")
        decode_bytes(signature)
        return decode_object(header), decode_object(claims)
    except (ValueError, MalformedSegment) as error:
        raise invalid_token("malformed") from error


def _parse(claims: JsonObject, issuer: TrustedIssuer) -> VersionedAccessToken:
    try:
        return SHAPES[issuer.version].model_validate(claims)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in problem["loc"]) or problem["type"]
        raise invalid_token(f"claim {name}") from error


def _is_key_of(key: VerificationKey, issuer: TrustedIssuer) -> bool:
    """A key that names an issuer signs for that one only; `{tenantid}` stands for every tenant."""
    return key.issuer is None or key.issuer.replace("{tenantid}", issuer.tenant_id) == issuer.issuer
