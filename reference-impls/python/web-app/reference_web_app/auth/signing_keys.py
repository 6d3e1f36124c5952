"""The tenant's signing keys, cached as Microsoft advises."""

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from .problems import EntraUnavailable

logger = logging.getLogger(__name__)

# https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
MAX_AGE_SECONDS = 24 * 3600
REFRESH_SECONDS = 3600
# An unknown key ID leads to at most one fetch in this time: nobody can make a flood of them.
REFETCH_SECONDS = 300
# After a failure.
PAUSE_SECONDS = 5

Keys = Mapping[str, RSAPublicKey]


class KeySetError(Exception):
    """There is no answer, or it is not a key set with at least one usable key."""


class SigningKeys:
    """Safe to share between threads, which share one fetch.

    PyJWT's own PyJWKClient refuses every token once its keys are older than their lifespan and Entra cannot be reached,
    and fetches for every unknown key ID.
    """

    def __init__(self, fetch: Callable[[], Keys], now: Callable[[], float] = time.time) -> None:
        """`fetch` raises `KeySetError`; `now` gives seconds since the epoch."""
        self._fetch = fetch
        self._now = now
        self._lock = threading.Lock()
        self._keys: Keys = {}
        self._fetched_at = self._refetched_at = self._failed_at = -math.inf

    def find(self, kid: str) -> RSAPublicKey | None:
        """None: there is no such key. Raises `EntraUnavailable`: there are no keys to know by."""
        with self._lock:
            if self._since(self._fetched_at) >= REFRESH_SECONDS:
                self._load()
            elif kid not in self._keys and self._since(self._refetched_at) >= REFETCH_SECONDS:
                self._refetched_at = self._now()
                self._load()
            if self._since(self._fetched_at) >= MAX_AGE_SECONDS:
                raise EntraUnavailable("there are no signing keys")
            return self._keys.get(kid)

    def _load(self) -> None:
        """A failure leaves the last known good keys as they are."""
        if self._since(self._failed_at) < PAUSE_SECONDS:
            return
        try:
            self._keys = self._fetch()
            self._fetched_at = self._now()
        except KeySetError as error:
            self._failed_at = self._now()
            self._refetched_at = -math.inf
            logger.warning("signing keys could not be fetched: %s", error)

    def _since(self, moment: float) -> float:
        """A wall clock that was set back would otherwise freeze the cache."""
        now = self._now()
        return math.inf if now < moment else now - moment


def fetch_keys(http: requests.Session, url: str, issuer: str) -> Keys:
    """By key ID. Entra binds each key to an issuer; `{tenantid}` in it stands for any tenant. Raises `KeySetError`."""
    try:
        answer = http.get(url, headers={"Accept": "application/json"})
        if answer.status_code != 200:
            raise KeySetError(f"the key set endpoint answered {answer.status_code}")
        members = answer.json()["keys"]
        keys = {member["kid"]: key for member in members if (key := _usable(member, issuer)) is not None}
    except requests.RequestException as error:
        raise KeySetError(f"the key set endpoint did not answer: {type(error).__name__}") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise KeySetError("not a key set") from error
    if not keys:
        raise KeySetError("the key set holds no usable key")
    return keys


def _usable(member: Any, issuer: str) -> RSAPublicKey | None:
    """One odd key must not make the others unusable: it is left out."""
    if not isinstance(member, dict) or not isinstance(member.get("kid"), str) or member.get("use", "sig") != "sig":
        return None
    bound_to = member.get("issuer", issuer)
    tenant_id = issuer.split("/")[3]
    if not isinstance(bound_to, str) or bound_to.replace("{tenantid}", tenant_id) != issuer:
        return None
    try:
        key = jwt.PyJWK({"kty": member["kty"], "n": member["n"], "e": member["e"]}, algorithm="RS256").key
    except (jwt.PyJWTError, KeyError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= 2048 else None
