import pytest

from reference_web_app.auth.problems import EntraUnavailable
from reference_web_app.auth.signing_keys import Keys, KeySetError, SigningKeys, fetch_keys
from reference_web_app.web.http_client import BoundedSession, once_more_to_connect

from .cloud import ISSUER, KEY, LOGIN, OTHER_KEY, OTHER_TENANT, Answer, Claims, Cloud, jwk

KEYS: Keys = {"a": KEY.public_key()}
BOTH: Keys = {**KEYS, "b": OTHER_KEY.public_key()}


class Entra:
    """Its key set, how often it was asked for, and what time it is."""

    def __init__(self) -> None:
        self.keys: Keys | None = KEYS
        self.fetches = 0
        self.now = 1_000_000.0
        self.cache = SigningKeys(self.fetch, lambda: self.now)

    def fetch(self) -> Keys:
        self.fetches += 1
        if self.keys is None:
            raise KeySetError("down")
        return self.keys


def test_fetches_once() -> None:
    entra = Entra()
    for _ in range(3):
        assert entra.cache.find("a") is not None
    assert entra.fetches == 1


def test_follows_a_rollover_at_once_and_then_takes_its_time() -> None:
    entra = Entra()
    entra.cache.find("a")
    entra.keys = BOTH
    assert entra.cache.find("b") is not None
    for _ in range(5):
        assert entra.cache.find("made-up") is None
    assert entra.fetches == 2
    entra.now += 301
    entra.cache.find("made-up")
    assert entra.fetches == 3


def test_forgets_a_key_that_is_retired() -> None:
    entra = Entra()
    entra.keys = BOTH
    assert entra.cache.find("b") is not None
    entra.keys = KEYS
    entra.now += 3601
    assert entra.cache.find("b") is None


def test_the_last_known_good_keys_serve_for_a_day() -> None:
    entra = Entra()
    entra.cache.find("a")
    entra.keys = None
    entra.now += 86_399
    assert entra.cache.find("a") is not None
    entra.now += 2
    with pytest.raises(EntraUnavailable):
        entra.cache.find("a")


def test_an_outage_is_not_asked_again_and_again() -> None:
    entra = Entra()
    entra.keys = None
    for _ in range(5):
        with pytest.raises(EntraUnavailable):
            entra.cache.find("a")
    assert entra.fetches == 1
    entra.keys = KEYS
    entra.now += 5
    assert entra.cache.find("a") is not None


def test_a_clock_that_is_set_back_does_not_freeze_the_keys() -> None:
    entra = Entra()
    entra.cache.find("a")
    entra.now -= 86_400
    entra.keys = BOTH
    assert entra.cache.find("b") is not None


def fetched(cloud: Cloud, answer: Answer) -> Keys:
    cloud.keys_answer = answer
    url = f"{ISSUER.removesuffix('/v2.0')}/discovery/v2.0/keys"
    return fetch_keys(BoundedSession(once_more_to_connect(), 5), url, ISSUER)


@pytest.mark.parametrize(
    "odd",
    [
        jwk(OTHER_KEY, kid="odd", use="enc"),
        jwk(OTHER_KEY, kid="odd", kty="EC"),
        jwk(OTHER_KEY, kid="odd", n="AQAB"),
        jwk(OTHER_KEY, kid="odd", issuer=f"{LOGIN}/{OTHER_TENANT}/v2.0"),
        jwk(OTHER_KEY, kid=1),
        {"kid": "odd"},
    ],
)
def test_leaves_out_what_is_no_key_of_the_tenant(cloud: Cloud, odd: Claims) -> None:
    assert set(fetched(cloud, (200, {"keys": [odd, jwk()]}))) == {"first-key"}


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"keys": []}),
        (200, {}),
        (200, []),
        (200, b"<h1>"),
        (500, {"keys": [jwk()]}),
        (302, b"", {"Location": "/"}),
    ],
)
def test_says_when_there_is_no_key_set(cloud: Cloud, answer: Answer) -> None:
    with pytest.raises(KeySetError):
        fetched(cloud, answer)
