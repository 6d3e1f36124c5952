"""The signing keys behind one key set address."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .key_set import KeySetError, VerificationKey
from .refusals import KeysUnavailable

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeyPolicy:
    """All in seconds; see the settings of the same names."""

    max_age: float
    refresh: float
    refetch_interval: float


class SigningKeys:
    """A cache that follows Microsoft's advice.

    Keys live 24 hours, are refreshed hourly, and an unknown key ID fetches them again at most every five minutes, so
    that a rollover works at once and a flood of made-up IDs costs nothing. While Entra cannot be reached, the last
    known good keys serve until they are too old. PyJWT's own PyJWKClient does less: once its keys are older than their
    lifespan an outage refuses every token, it knows one key for an ID, and it blocks the event loop.
    https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[tuple[VerificationKey, ...]]],
        policy: KeyPolicy,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`fetch` raises `KeySetError`; `now` gives seconds since the epoch."""
        self._fetch = fetch
        self._policy = policy
        self._now = now
        self._keys: tuple[VerificationKey, ...] = ()
        self._fetched_at = -math.inf
        self._last_refetch = -math.inf
        self._failures = 0
        self._last_failure = -math.inf
        self._in_flight: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> tuple[VerificationKey, ...]:
        """Every key of this ID: usually one, none when it is unknown.

        Raises `KeysUnavailable` when there are no keys young enough to use and none could be fetched.
        """
        if self._age() >= self._policy.max_age:
            await self._refresh()
            if self._age() >= self._policy.max_age:
                raise KeysUnavailable
            return self._known(kid)
        if self._age() >= self._policy.refresh:
            self._start_refresh()
        if not self._known(kid) and self._may_refetch():
            await self._refresh()
        return self._known(kid)

    def _known(self, kid: str) -> tuple[VerificationKey, ...]:
        return tuple(key for key in self._keys if key.kid == kid)

    def _age(self) -> float:
        return self._elapsed(self._fetched_at)

    def _elapsed(self, since: float) -> float:
        """A wall clock that was set back would otherwise freeze the cache."""
        now = self._now()
        return math.inf if now < since else now - since

    def _paused(self) -> bool:
        """After the first failure the next try is free, then the pause doubles from half a second to five seconds."""
        pause = 0 if self._failures < 2 else min(0.5 * 2 ** (self._failures - 2), 5)
        return self._elapsed(self._last_failure) < pause

    def _may_refetch(self) -> bool:
        """True at most once an interval, and for whoever can share a fetch under way."""
        if self._in_flight is not None:
            return True
        if self._paused() or self._elapsed(self._last_refetch) < self._policy.refetch_interval:
            return False
        self._last_refetch = self._now()
        return True

    async def _refresh(self) -> None:
        self._start_refresh()
        if self._in_flight is not None:
            # Shielded: the caller's end is not the end of those who share the fetch.
            await asyncio.shield(self._in_flight)

    def _start_refresh(self) -> None:
        """Concurrent callers share one fetch."""
        if self._in_flight is None and not self._paused():
            self._in_flight = asyncio.create_task(self._load())

    async def _load(self) -> None:
        """Never raises: a failure leaves the last known good keys as they are."""
        try:
            self._keys = await self._fetch()
            self._fetched_at = self._now()
            self._failures = 0
        except KeySetError as error:
            self._failures += 1
            self._last_failure = self._now()
            # An outage must not delay a rollover: the pause after a failure is bound enough.
            self._last_refetch = -math.inf
            logger.warning("signing keys could not be fetched: %s", error)
        finally:
            self._in_flight = None
