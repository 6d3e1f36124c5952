import sys

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from reference_api.data.models import Post, User
from reference_api.data.users import Users
from reference_api.seed import main

from .issuer import API, OTHER_TENANT, TENANT


def test_seeds_and_clears_one_tenant(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    url = str(database.url)
    for name, value in {"AZURE_TENANT_ID": TENANT, "AZURE_API_CLIENT_ID": API, "DATABASE_URL": url}.items():
        monkeypatch.setenv(name, value)
    Users(database).find_or_create(OTHER_TENANT, API, "Somebody else's user")

    def seeded(*arguments: str) -> tuple[int, int]:
        monkeypatch.setattr(sys, "argv", ["seed", *arguments])
        assert main() == 0
        with Session(database) as session:
            own = select(func.count()).select_from(User).where(User.tenant_id == TENANT)
            return session.exec(own).one(), session.exec(select(func.count()).select_from(Post)).one()

    assert seeded() == (3, 20)
    assert seeded("--users", "5", "--posts", "10") == (5, 30)
    assert seeded("--clear", "--users", "2", "--posts", "4") == (2, 4)
    with Session(database) as session:
        assert session.exec(select(func.count()).select_from(User)).one() == 3
