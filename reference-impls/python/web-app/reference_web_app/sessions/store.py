"""Where sessions are kept: a file of SQLite, or the process's memory.

What the store holds of a session cannot be read without the session's ID, which only the browser has: IDs are kept as
hashes, and everything that is said of a user is encrypted with a key made from the ID. A stolen file gives no tokens.
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    id BLOB PRIMARY KEY, data BLOB NOT NULL, tokens BLOB, entra_session TEXT, expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_by_entra_session ON sessions (entra_session);
CREATE TABLE IF NOT EXISTS sign_ins (
    session BLOB NOT NULL, state TEXT NOT NULL, data BLOB NOT NULL, expires_at REAL NOT NULL,
    PRIMARY KEY (session, state)
) WITHOUT ROWID;
"""

# Open at once in one browser: tabs. Beyond, the oldest are forgotten.
MAX_SIGN_INS = 10

Data = dict[str, Any]


@dataclass(frozen=True)
class NewSession:
    id: str
    data: Data
    lifetime_seconds: float
    # Of the user who signed in; None before.
    tokens: str | None = None
    # Entra's name for the session, by which it ends it.
    entra_session: str | None = None


class SessionStore:
    """Safe to share between threads, and a file between processes."""

    def __init__(self, file: Path | None, now: Callable[[], float] = time.time) -> None:
        """Raises `sqlite3.Error` or `OSError`. `now` gives seconds since the epoch."""
        self._now = now
        self._lock = threading.Lock()
        if file is not None:
            # Nobody else may read it, not even at first.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        self._database = sqlite3.connect(file or ":memory:", check_same_thread=False, isolation_level=None, timeout=5)
        self._database.executescript(SCHEMA)

    def create(self, session: NewSession) -> None:
        key = _key(session.id)
        expires_at = self._now() + session.lifetime_seconds
        tokens = None if session.tokens is None else _sealed(key, session.tokens)
        row = (_hash(session.id), _sealed(key, json.dumps(session.data)), tokens, session.entra_session, expires_at)
        # Whoever comes sweeps.
        self._run("DELETE FROM sessions WHERE expires_at <= ?", self._now())
        self._run("DELETE FROM sign_ins WHERE expires_at <= ?", self._now())
        self._run("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", *row)

    def read(self, session_id: str) -> Data | None:
        """None: there is no such session, or its time is over."""
        text = self._read("data", session_id)
        return None if text is None else dict(json.loads(text))

    def update(self, session_id: str, data: Data) -> None:
        """A session that has ended meanwhile stays so."""
        sealed = _sealed(_key(session_id), json.dumps(data))
        self._run("UPDATE sessions SET data = ? WHERE id = ?", sealed, _hash(session_id))

    def read_tokens(self, session_id: str) -> str | None:
        return self._read("tokens", session_id)

    def write_tokens(self, session_id: str, tokens: str | None) -> None:
        """A session that has ended meanwhile stays so."""
        sealed = None if tokens is None else _sealed(_key(session_id), tokens)
        self._run("UPDATE sessions SET tokens = ? WHERE id = ?", sealed, _hash(session_id))

    def remove(self, session_id: str) -> None:
        self._run("DELETE FROM sign_ins WHERE session = ?", _hash(session_id))
        self._run("DELETE FROM sessions WHERE id = ?", _hash(session_id))

    def remove_entra_session(self, entra_session: str) -> None:
        self._run("DELETE FROM sessions WHERE entra_session = ?", entra_session)

    def put_sign_in(self, session_id: str, state: str, data: Data, lifetime_seconds: float) -> None:
        sealed = _sealed(_key(session_id), json.dumps(data))
        row = (_hash(session_id), state, sealed, self._now() + lifetime_seconds)
        self._run("INSERT INTO sign_ins VALUES (?, ?, ?, ?)", *row)
        newest = "SELECT state FROM sign_ins WHERE session = ? ORDER BY expires_at DESC LIMIT ?"
        surplus = f"DELETE FROM sign_ins WHERE session = ? AND state NOT IN ({newest})"  # noqa: S608 - constants alone
        self._run(surplus, _hash(session_id), _hash(session_id), MAX_SIGN_INS)

    def take_sign_in(self, session_id: str, state: str) -> Data | None:
        """Once: of two that ask at the same time, one gets it."""
        taken = "DELETE FROM sign_ins WHERE session = ? AND state = ? RETURNING data, expires_at"
        rows = self._run(taken, _hash(session_id), state)
        if not rows or rows[0][1] <= self._now():
            return None
        text = _opened(_key(session_id), rows[0][0])
        return None if text is None else dict(json.loads(text))

    def check(self) -> None:
        """Raises `sqlite3.Error`: the store cannot be used."""
        self._run("SELECT 1 FROM sessions LIMIT 1")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def _read(self, column: str, session_id: str) -> str | None:
        query = f"SELECT {column} FROM sessions WHERE id = ? AND expires_at > ?"  # noqa: S608 - our own two columns
        rows = self._run(query, _hash(session_id), self._now())
        return _opened(_key(session_id), rows[0][0]) if rows and rows[0][0] is not None else None

    def _run(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()


def _hash(session_id: str) -> bytes:
    return hashlib.sha256(session_id.encode()).digest()


def _key(session_id: str) -> Fernet:
    # The ID has 256 random bits: one round is enough to keep key and hash apart.
    return Fernet(base64.urlsafe_b64encode(hmac.digest(session_id.encode(), b"what the store holds", "sha256")))


def _sealed(key: Fernet, text: str) -> bytes:
    return key.encrypt(text.encode())


def _opened(key: Fernet, sealed: bytes) -> str | None:
    try:
        return key.decrypt(sealed).decode()
    except InvalidToken:
        return None
