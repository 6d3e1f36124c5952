import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from reference_api.auth.key_set import KeySetError, VerificationKey, fetch_key_set
from reference_api.auth.refusals import KeysUnavailable
from reference_api.auth.signing_keys import KeyPolicy, SigningKeys

from .issuer import KEY, SECOND_KEY, answer, jwk

POLICY = KeyPolicy(max_age=86_400, refresh=3600, refetch_interval=300)

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def key(kid: str) -> VerificationKey:
    return VerificationKey(kid, KEY.public_key(), None)


@dataclass
class Entra:
    """Counts its fetches, and fails while it is down."""

    keys: tuple[VerificationKey, ...] = (key("first"),)
    down: bool = False
    fetches: int = 0
    seconds: float = 1_000_000
    cache: SigningKeys = field(init=False)

    def __post_init__(self) -> None:
        self.cache = SigningKeys(self.fetch, POLICY, lambda: self.seconds)

    async def fetch(self) -> tuple[VerificationKey, ...]:
        self.fetches += 1
        await asyncio.sleep(0)
        if self.down:
            raise KeySetError("down")
        return self.keys

    async def kids(self, kid: str) -> list[str]:
        return [found.kid for found in await self.cache.find(kid)]


async def test_shares_one_fetch() -> None:
    entra = Entra()
    found = await asyncio.gather(*(entra.kids("first") for _ in range(50)))
    assert found == [["first"]] * 50
    assert entra.fetches == 1


async def test_one_callers_end_does_not_end_the_fetch_of_others() -> None:
    entra = Entra()
    first = asyncio.create_task(entra.kids("first"))
    second = asyncio.create_task(entra.kids("first"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == ["first"]


async def test_a_flood_of_unknown_ids_costs_one_fetch_an_interval() -> None:
    entra = Entra()
    for number in range(50):
        assert await entra.kids(f"made-up-{number}") == []
    assert entra.fetches == 2
    entra.seconds += POLICY.refetch_interval
    await entra.kids("made-up")
    assert entra.fetches == 3


async def test_takes_a_new_key_at_once() -> None:
    entra = Entra()
    await entra.kids("first")
    entra.keys = (key("first"), key("second"))
    assert await entra.kids("second") == ["second"]


async def test_finds_every_key_of_an_id() -> None:
    entra = Entra(keys=(key("first"), key("other"), key("first")))
    assert await entra.kids("first") == ["first", "first"]


async def test_refreshes_in_the_background_and_forgets_retired_keys() -> None:
    entra = Entra()
    await entra.kids("first")
    entra.keys = (key("second"),)
    entra.seconds += POLICY.refresh
    assert await entra.kids("first") == ["first"]
    await asyncio.sleep(0.01)
    assert entra.fetches == 2
    assert await entra.kids("first") == []


async def test_keeps_the_last_good_keys_through_an_outage_until_they_are_too_old() -> None:
    entra = Entra()
    await entra.kids("first")
    entra.down = True
    entra.seconds += POLICY.max_age - 1
    assert await entra.kids("first") == ["first"]
    await asyncio.sleep(0.01)
    entra.seconds += 10
    with pytest.raises(KeysUnavailable):
        await entra.kids("first")
    entra.down = False
    entra.seconds += 10
    assert await entra.kids("first") == ["first"]


async def test_an_outage_at_the_start_ends_and_causes_no_storm() -> None:
    entra = Entra(down=True)
    for _ in range(50):
        with pytest.raises(KeysUnavailable):
            await entra.kids("first")
    assert entra.fetches == 2
    entra.down = False
    entra.seconds += 5
    assert await entra.kids("first") == ["first"]


async def test_a_clock_that_is_set_back_does_not_freeze_the_keys() -> None:
    entra = Entra()
    await entra.kids("first")
    entra.keys = (key("second"),)
    entra.seconds -= 500_000
    assert await entra.kids("first") == []


def key_set(keys: list[Any]) -> httpx2.Response:
    return answer(200, json.dumps({"keys": keys}))


async def fetched(response: httpx2.Response) -> tuple[VerificationKey, ...]:
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _request: response)) as http:
        return await fetch_key_set(http, "https://login.example/keys", 3)


async def test_leaves_out_keys_that_are_not_for_rs256_signatures() -> None:
    odd = [
        jwk(kid="enc", use="enc"),
        jwk(kid="ps256", alg="PS256"),
        jwk(kid="signs", key_ops=["sign"]),
        jwk(kid="small", n=jwk()["n"][:340]),
        jwk(kid="even", e="Ag"),
        jwk(kid=""),
        jwk(kid=7),
        {"kty": "oct", "kid": "secret", "k": "AAAA"},
        "text",
        None,
    ]
    good = jwk(SECOND_KEY, "good", issuer="https://login.microsoftonline.com/{tenantid}/v2.0")
    keys = await fetched(key_set([*odd, good]))
    assert [found.kid for found in keys] == ["good"]
    assert keys[0].key == SECOND_KEY.public_key()
    assert keys[0].issuer == "https://login.microsoftonline.com/{tenantid}/v2.0"


@pytest.mark.parametrize(
    "response",
    [
        key_set([]),
        key_set([jwk()] * 101),
        answer(200, json.dumps([jwk()])),
        answer(200, "<html>"),
        answer(200, '{"keys":['),
        answer(200, "[" * 100_000),
        answer(200, b"\xff\xfe"),
        key_set([jwk(), "a" * 300_000]),
        answer(302, "", {"location": "https://elsewhere.example/keys"}),
        answer(500, json.dumps({"keys": [jwk()]})),
    ],
    ids=["empty", "many", "list", "html", "truncated", "deep", "bytes", "large", "redirect", "500"],
)
async def test_is_no_key_set(response: httpx2.Response) -> None:
    with pytest.raises(KeySetError):
        await fetched(response)


async def test_the_whole_exchange_has_one_time_limit() -> None:
    async def slow(_request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(60)
        return httpx2.Response(200)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(slow)) as http:
        with pytest.raises(KeySetError):
            await fetch_key_set(http, "https://login.example/keys", 0.01)
