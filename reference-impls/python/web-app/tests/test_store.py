import json
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reference_web_app.app import create_app
from reference_web_app.sessions.store import NewSession, SessionStore

from .cloud import Cloud
from .conftest import Browser, MakeParts


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> SessionStore:
    return SessionStore(None, clock)


def begun(store: SessionStore, tokens: str | None = None, entra_session: str | None = None) -> str:
    session_id = secrets.token_urlsafe(32)
    store.create(NewSession(session_id, {"name": "First User"}, 60, tokens, entra_session))
    return session_id


def test_keeps_what_it_is_given_until_its_time_is_over(store: SessionStore, clock: Clock) -> None:
    session_id = begun(store, "tokens")
    store.update(session_id, {"name": "Changed"})
    store.write_tokens(session_id, "newer tokens")
    assert (store.read(session_id), store.read_tokens(session_id)) == ({"name": "Changed"}, "newer tokens")
    clock.now += 60
    assert (store.read(session_id), store.read_tokens(session_id)) == (None, None)


def test_keeps_sessions_apart(store: SessionStore) -> None:
    first, second = begun(store, "tokens of the first"), begun(store, "tokens of the second")
    store.update(first, {"name": "Changed"})
    store.write_tokens(first, "newer tokens")
    assert (store.read(second), store.read_tokens(second)) == ({"name": "First User"}, "tokens of the second")


def test_a_session_that_has_ended_does_not_come_back(store: SessionStore) -> None:
    session_id = begun(store, "tokens")
    store.remove(session_id)
    store.update(session_id, {"name": "First User"})
    store.write_tokens(session_id, "tokens")
    assert (store.read(session_id), store.read_tokens(session_id)) == (None, None)


def test_ends_the_sessions_of_one_session_at_entra(store: SessionStore) -> None:
    first, second, other = begun(store, None, "one"), begun(store, None, "one"), begun(store, None, "two")
    store.remove_entra_session("one")
    assert [store.read(each) is None for each in (first, second, other)] == [True, True, False]


def test_gives_a_sign_in_once_and_to_its_session_alone(store: SessionStore, clock: Clock) -> None:
    mine, other = begun(store), begun(store)
    store.put_sign_in(mine, "state", {"flow": {}}, 10)
    assert store.take_sign_in(other, "state") is None
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: store.take_sign_in(mine, "state"), range(8)))
    assert sorted(taken, key=bool) == [None] * 7 + [{"flow": {}}]
    store.put_sign_in(mine, "state", {"flow": {}}, 10)
    clock.now += 10
    assert store.take_sign_in(mine, "state") is None


def test_forgets_the_oldest_of_many_sign_ins(store: SessionStore, clock: Clock) -> None:
    session_id = begun(store)
    for number in range(12):
        clock.now += 1
        store.put_sign_in(session_id, str(number), {}, 40)
    found = [store.take_sign_in(session_id, str(number)) is not None for number in range(12)]
    assert found == [False, False] + [True] * 10


def test_a_file_tells_nothing_without_the_ids(tmp_path: Path) -> None:
    file = tmp_path / "sessions.sqlite"
    store = SessionStore(file)
    session_id = begun(store, "tokens of the first user")
    store.put_sign_in(session_id, "state", {"code_verifier": "verifier"}, 10)
    store.close()
    content = file.read_bytes()
    for secret in (session_id, "First User", "tokens of", "verifier"):
        assert secret.encode() not in content
    assert file.stat().st_mode & 0o077 == 0


def test_what_was_changed_in_the_file_is_no_session(store: SessionStore) -> None:
    session_id = begun(store)
    other = begun(store)
    # Another's content under this ID.
    store._run("UPDATE sessions SET data = (SELECT max(data) FROM sessions)")
    assert [store.read(session_id), store.read(other)].count(None) == 1


def test_sessions_outlive_a_restart_in_a_file(cloud: Cloud, parts_with: MakeParts, tmp_path: Path) -> None:
    file = tmp_path / "sessions.sqlite"
    browser = Browser(create_app(parts_with(session_store_path=file)).test_client(), cloud)
    browser.sign_in()
    later = Browser(create_app(parts_with(session_store_path=file)).test_client(), cloud)
    later.client.set_cookie("session", browser.session_id or "")
    assert later.get("/call-api").status_code == 200
    assert len(cloud.token_requests) == 1


def test_health_tells_the_truth(cloud: Cloud, parts_with: MakeParts) -> None:
    parts = parts_with()
    browser = Browser(create_app(parts).test_client(), cloud)
    assert json.loads(browser.get("/health").text) == {"status": "healthy"}
    browser.sign_in()
    parts.store.close()
    answer = browser.get("/health")
    assert (answer.status_code, json.loads(answer.text)) == (
        503,
        {"status": "unhealthy", "reason": "sessions cannot be kept"},
    )
    # The cookie stays: the session may be there again when the store is.
    assert "Set-Cookie" not in browser.get("/").headers
    with pytest.raises(sqlite3.Error):
        parts.store.check()
