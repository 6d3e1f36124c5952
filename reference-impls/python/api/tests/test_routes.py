import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from reference_api.app import create_app
from reference_api.data.models import User
from reference_api.data.users import Users

from .conftest import settings
from .issuer import OTHER_TENANT, SECOND_USER, TENANT, USER, KeySets, bearer, user_claims

FIRST = bearer(user_claims())
SECOND = bearer(user_claims(oid=SECOND_USER, name="Second User"))
ADMIN = bearer(user_claims(roles=["Admin"]))
POST = {"title": "A post", "content": "Its content"}


def test_health_tells_the_truth(api: TestClient) -> None:
    assert api.get("/health", headers={"Authorization": "Bearer nonsense"}).json() == {"status": "healthy"}


def test_health_without_a_database(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_engine: Engine) -> None:
        raise OperationalError("SELECT 1", None, Exception("secret"))

    monkeypatch.setattr(Engine, "connect", fail)
    response = api.get("/health")
    assert (response.status_code, response.json()) == (503, {"status": "unhealthy"})


def test_profile_is_made_once_and_follows_the_name(api: TestClient) -> None:
    first = api.get("/v1/profile", headers=FIRST).json()
    assert first | {"tid": TENANT, "oid": USER, "displayName": "First User"} == first
    assert first["createdAt"].endswith("Z")
    renamed = api.get("/v1/profile", headers=bearer(user_claims(name="Married User"))).json()
    assert (renamed["id"], renamed["displayName"]) == (first["id"], "Married User")
    nameless = api.get("/v1/profile", headers=bearer(user_claims(name=None))).json()
    assert nameless["displayName"] == "Married User"


def test_the_same_address_is_not_the_same_user(api: TestClient) -> None:
    mail = {"email": "first@example.com", "preferred_username": "first@example.com"}
    first = api.get("/v1/profile", headers=bearer(user_claims(**mail))).json()
    second = api.get("/v1/profile", headers=bearer(user_claims(oid=SECOND_USER, **mail))).json()
    assert first["id"] != second["id"]


def test_two_first_visits_at_once(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    users = Users(database)
    look = Session.exec

    def while_another_visits(self: Session, *args: object, **options: object) -> object:
        found = look(self, *args, **options)  # type: ignore[call-overload]
        monkeypatch.setattr(Session, "exec", look)
        with Session(database) as other:
            other.add(User(tenant_id=TENANT, object_id=USER, display_name="First User"))
            other.commit()
        return found

    monkeypatch.setattr(Session, "exec", while_another_visits)
    user = users.find_or_create(TENANT, USER, "First User")
    with Session(database) as session:
        assert [found.id for found in session.exec(select(User)).all()] == [user.id]


def test_a_post_from_its_making_to_its_end(api: TestClient) -> None:
    created = api.post("/v1/posts", json=POST, headers=FIRST)
    assert created.status_code == 201
    path = created.headers["location"]
    post = created.json()
    assert post | {**POST, "author": USER} == post
    assert api.get(path, headers=SECOND).json() == post
    changed = api.put(path, json={**POST, "title": "  Changed "}, headers=FIRST).json()
    assert (changed["title"], changed["createdAt"]) == ("Changed", post["createdAt"])
    assert changed["updatedAt"] >= post["updatedAt"]
    gone = api.delete(path, headers=FIRST)
    assert (gone.status_code, gone.content) == (204, b"")
    assert api.get(path, headers=FIRST).status_code == 404


def test_the_author_alone_changes_and_deletes(api: TestClient) -> None:
    path = api.post("/v1/posts", json=POST, headers=FIRST).headers["location"]
    assert api.put(path, json=POST, headers=SECOND).status_code == 403
    assert api.delete(path, headers=SECOND).status_code == 403
    assert api.get(path, headers=FIRST).status_code == 200


def test_pages_newest_first(api: TestClient) -> None:
    for number in range(5):
        api.post("/v1/posts", json={**POST, "title": f"Post {number}"}, headers=FIRST)
    page = api.get("/v1/posts?limit=2&offset=1", headers=SECOND).json()
    assert [post["title"] for post in page["items"]] == ["Post 3", "Post 2"]
    assert (page["total"], page["limit"], page["offset"]) == (5, 2, 1)
    assert len(api.get("/v1/posts", headers=SECOND).json()["items"]) == 5


def test_tenants_are_apart() -> None:
    elsewhere = f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"
    with TestClient(create_app(settings(allowed_tenants=OTHER_TENANT), KeySets().transport)) as api:
        foreigner = bearer(user_claims(tid=OTHER_TENANT, iss=elsewhere, roles=["Admin"]))
        path = api.post("/v1/posts", json=POST, headers=FIRST).headers["location"]
        task = api.post("/api/tasks", json={"title": "A task"}, headers=ADMIN).headers["location"]
        assert api.get("/v1/posts", headers=foreigner).json()["total"] == 0
        assert [api.request(method, path, json=POST, headers=foreigner).status_code for method in ("GET", "PUT")] == [
            404
        ] * 2
        assert api.delete(path, headers=foreigner).status_code == 404
        assert api.get("/api/tasks", headers=foreigner).json()["items"] == []
        assert api.delete(task, headers=foreigner).status_code == 404


def test_tasks(api: TestClient) -> None:
    created = api.post("/api/tasks", json={"title": " A task "}, headers=ADMIN)
    assert (created.status_code, created.json()["title"]) == (201, "A task")
    assert [task["title"] for task in api.get("/api/tasks", headers=ADMIN).json()["items"]] == ["A task"]
    assert api.delete(created.headers["location"], headers=ADMIN).status_code == 204
    assert api.delete(created.headers["location"], headers=ADMIN).status_code == 404


def test_all_at_once(tmp_path: object) -> None:
    """More requests than threads and connections, on a file: nobody waits for ever, everybody gets their own."""
    from concurrent.futures import ThreadPoolExecutor

    with TestClient(create_app(settings(database_url=f"sqlite:///{tmp_path}/api.sqlite"), KeySets().transport)) as api:
        ids = [f"77777777-7777-4777-8777-{number:012d}" for number in range(60)]
        with ThreadPoolExecutor(60) as pool:
            answers = pool.map(lambda oid: api.get("/v1/profile", headers=bearer(user_claims(oid=oid))).json(), ids)
        assert [answer["oid"] for answer in answers] == ids
