"""The claims of an access token, in the two shapes Entra issues.

https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

TokenVersion = Literal["1.0", "2.0"]

Guid = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")
]
# Whole seconds, no later than the year 9999: a value in milliseconds is out of range.
NumericDate = Annotated[int, Field(gt=0, le=253_402_300_799)]
ClientAuthentication = Literal["0", "1", "2"]

# An ID token is addressed to whoever signed the user in and tells nothing of what a client may do (RFC 8725
# section 3.12): the first three only occur there. A token bound to a key is worthless without the proof (RFC 7800).
FOREIGN_CLAIMS = ("nonce", "at_hash", "c_hash", "cnf")


class AccessToken(BaseModel):
    """What both versions have. Strict: `"1"`, `1.0` and `true` are no integers."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    # One audience: Entra never issues several.
    aud: str
    iat: NumericDate
    nbf: NumericDate
    exp: NumericDate
    tid: Guid
    oid: Guid
    sub: Annotated[str, Field(min_length=1)]
    # What a caller may do. Of a type we do not expect, it counts as nothing granted.
    scp: Any = None
    roles: Any = None
    acrs: Any = None
    idtyp: Literal["user", "app", "device"] | None = None
    name: Any = None

    @model_validator(mode="before")
    @classmethod
    def _is_access_token(cls, claims: dict[str, Any]) -> dict[str, Any]:
        for name in FOREIGN_CLAIMS:
            if name in claims:
                raise ValueError(f"{name} in an access token")
        return claims


class AccessTokenV1(AccessToken):
    ver: Literal["1.0"]
    client_id: Guid = Field(alias="appid")
    client_authentication: ClientAuthentication = Field(alias="appidacr")


class AccessTokenV2(AccessToken):
    ver: Literal["2.0"]
    client_id: Guid = Field(alias="azp")
    client_authentication: ClientAuthentication = Field(alias="azpacr")


VersionedAccessToken = AccessTokenV1 | AccessTokenV2

SHAPES: dict[TokenVersion, type[VersionedAccessToken]] = {"1.0": AccessTokenV1, "2.0": AccessTokenV2}
