from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from reference_api.app import create_app
from reference_api.data.database import open_database
from reference_api.settings import Settings

from .issuer import API, TENANT, KeySets


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings come from the test alone: no variable and no .env file of whoever runs it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("AZURE_KEY_VAULT_URL", "KEY_VAULT_FAILURE", "KEY_VAULT_TIMEOUT_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture
def key_sets() -> KeySets:
    return KeySets()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/api.sqlite")
    yield engine
    engine.dispose()


def settings(**changes: object) -> Settings:
    given = {"azure_tenant_id": TENANT, "azure_api_client_id": API, "database_url": "sqlite://", **changes}
    return Settings.model_validate(given)


@pytest.fixture
def api(key_sets: KeySets) -> Iterator[TestClient]:
    everything = settings(token_versions="1.0,2.0", required_acrs="c1", allowed_origins="https://app.example")
    with TestClient(create_app(everything, key_sets.transport), raise_server_exceptions=False) as client:
        yield client
