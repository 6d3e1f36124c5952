"""Signing users in and getting tokens for them, by MSAL."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msal
import requests
from msal.throttled_http_client import ThrottledHttpClient

from .credential import ClientCredential, authority_of
from .id_token import IdTokenValidator, User
from .problems import CredentialRefused, CredentialUnavailable, EntraUnavailable, SignInNeeded, SignInRefused

logger = logging.getLogger(__name__)

# This app handles claims challenges, so its tokens may be revoked at once.
# https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
CLIENT_CAPABILITIES = ["CP1"]

# What Entra answers where only the user can help. https://learn.microsoft.com/entra/msal/python/advanced/errors
NEEDS_USER = {"invalid_grant", "interaction_required", "login_required", "consent_required", "bad_token"}
NEVER_THE_USER = {"invalid_client", "unauthorized_client"}

# Everything the authorize request and its answer have to agree on, as MSAL made it.
Flow = dict[str, Any]


@dataclass(frozen=True)
class SignedIn:
    user: User
    # The user's token cache, as text. It holds refresh tokens.
    tokens: str


@dataclass(frozen=True)
class AccessToken:
    value: str
    # The token cache where it has changed, else None.
    changed_tokens: str | None


class Entra:
    """Safe to share between threads: each call works on the token cache of the one session it is for."""

    def __init__(
        self,
        *,
        tenant_id: str,
        client_id: str,
        redirect_uri: str,
        scope: str,
        credential: ClientCredential,
        validate: IdTokenValidator,
        http: requests.Session,
    ) -> None:
        self._authority = authority_of(tenant_id)
        self._client_id = client_id
        self._redirect_uri = redirect_uri
        self._scopes = [scope]
        self._credential = credential
        self._validate = validate
        self._http = http
        self._shared = _SharedThrottle(http)

    def begin(self, *, claims: str | None = None, login_hint: str | None = None) -> Flow:
        """A sign-in to come: `auth_uri` is where the browser goes; the rest stays here until it is back.

        `claims`: what it must satisfy, as JSON. `login_hint`: who should sign in. Raises `EntraUnavailable`.
        """
        with self._asking():
            # MSAL would rather have the answer posted (__main__ silences its warning). But what another site posts
            # comes without cookies of ours, unless they go along with whatever other sites post; and the code is worth
            # nothing without what only we have.
            flow = self._application(msal.SerializableTokenCache()).initiate_auth_code_flow(
                self._scopes,
                redirect_uri=self._redirect_uri,
                claims_challenge=claims,
                login_hint=login_hint,
                response_mode="query",
            )
        if "error" in flow:
            raise EntraUnavailable("no authorize request could be made")
        return dict(flow)

    def finish(self, flow: Flow, answer: Mapping[str, str]) -> SignedIn:
        """Redeems the code. Nothing is kept of what came unless the ID token is valid.

        Raises `SignInRefused`, `EntraUnavailable`, `CredentialRefused` or `CredentialUnavailable`.
        """
        # RFC 9207: an answer that names another issuer was meant for another one's sign-in.
        if answer.get("iss", self._issuer) != self._issuer:
            raise SignInRefused("the answer is of another issuer")
        if "error" in answer:
            raise SignInRefused("Entra answered with an error", declined=answer["error"] == "access_denied")
        code = answer.get("code")
        if not code:
            raise SignInRefused("the answer holds no code")
        cache = msal.SerializableTokenCache()
        # Nothing else of it is read: MSAL would parse the client_info that anybody can write into an address.
        response = {"state": answer.get("state", ""), "code": code}
        with self._asking(sign_in=True):
            result = self._application(cache).acquire_token_by_auth_code_flow(flow, response)
        if "error" in result:
            self._raise_for(result)
            raise SignInRefused(f"the code was not redeemed: {_code_of(result)}")
        user = self._validate(
            result.get("id_token"),
            parse_qs(urlsplit(flow["auth_uri"]).query)["nonce"][0],
            code=code,
            access_token=result.get("access_token"),
        )
        return SignedIn(user, cache.serialize())

    def access_token(self, tokens: str, *, renew: bool = False, claims: str | None = None) -> AccessToken:
        """For the API, from the cache or by the refresh token. `renew`: not from the cache.

        Raises `SignInNeeded`, `EntraUnavailable`, `CredentialRefused` or `CredentialUnavailable`.
        """
        cache = msal.SerializableTokenCache()
        with self._asking():
            cache.deserialize(tokens)
            application = self._application(cache)
            accounts = application.get_accounts()
            result = application.acquire_token_silent_with_error(
                self._scopes,
                account=accounts[0] if accounts else None,
                force_refresh=renew,
                claims_challenge=claims,
                # An early renewal that fails leaves the old token in use. MSAL thinks so of network errors alone.
                http_exceptions=(requests.RequestException, msal.exceptions.MsalServiceError),
            )
        if result is None:
            raise SignInNeeded("there is no token to renew")
        if "error" in result:
            self._raise_for(result)
            raise SignInNeeded(f"the token was not renewed: {_code_of(result)}", _text(result.get("claims")))
        if not isinstance(result.get("access_token"), str):
            raise EntraUnavailable("the token endpoint gave no token")
        return AccessToken(result["access_token"], cache.serialize() if cache.has_state_changed else None)

    @property
    def _issuer(self) -> str:
        return f"{self._authority}/v2.0"

    def _application(self, cache: msal.SerializableTokenCache) -> msal.ConfidentialClientApplication:
        """One for each call, since it is bound to its cache. What it discovers is kept in `_shared` for a day."""
        try:
            return msal.ConfidentialClientApplication(
                self._client_id,
                client_credential=self._credential,
                authority=self._authority,
                # The public cloud's own host is known, and its aliases are not used.
                instance_discovery=False,
                token_cache=cache,
                http_client=self._shared,
                client_capabilities=CLIENT_CAPABILITIES,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # MSAL keeps nonsense for a day too.
            self._shared = _SharedThrottle(self._http)
            raise EntraUnavailable(f"Entra's metadata could not be read: {type(error).__name__}") from error

    @contextmanager
    def _asking(self, *, sign_in: bool = False) -> Iterator[None]:
        """MSAL raises what the network and its own parsing happen to raise; answers must not end in a crash."""
        try:
            yield
        except (CredentialUnavailable, EntraUnavailable):
            raise
        except (requests.RequestException, msal.exceptions.MsalServiceError) as error:
            raise EntraUnavailable(f"Entra did not answer: {type(error).__name__}") from error
        except Exception as error:
            # State and nonce. Text that is no JSON is a ValueError as well.
            if (
                sign_in
                and isinstance(error, (ValueError, RuntimeError))
                and not isinstance(error, json.JSONDecodeError)
            ):
                raise SignInRefused(f"MSAL refused the answer: {type(error).__name__}") from error
            raise EntraUnavailable(f"Entra's answer could not be read: {type(error).__name__}") from error

    def _raise_for(self, result: Mapping[str, Any]) -> None:
        """Everything that the user cannot help."""
        error = result.get("error")
        if error in NEVER_THE_USER:
            raise CredentialRefused(f"Entra does not accept the app's credential: {_code_of(result)}")
        if error not in NEEDS_USER and not result.get("suberror"):
            raise EntraUnavailable(f"Entra answered with an error: {_code_of(result)}")


class _SharedThrottle:
    """MSAL's memory of discovery and of `Retry-After`, for all applications: each of its own would forget at once."""

    def __init__(self, http: requests.Session) -> None:
        throttled = ThrottledHttpClient(http)
        self.get = throttled.get
        self.post = throttled.post
        self.close = throttled.close


def _code_of(result: Mapping[str, Any]) -> str:
    """For the log: the error's code and number. Its description may hold anything."""
    numbers = result.get("error_codes")
    listed = [str(number) for number in numbers if isinstance(number, int)] if isinstance(numbers, list) else []
    error = result.get("error")
    name = error if isinstance(error, str) and error.isascii() and error.replace("_", "").isalnum() else "unknown"
    return " ".join([name[:64], *(f"AADSTS{number}" for number in listed[:3])])


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
