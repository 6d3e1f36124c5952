"""Tasks guarded by app roles: readers read, editors add, admins delete; services may read."""

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from ..auth.access import CurrentCaller, ProtectedRoute, allow
from ..data.models import Task
from .parts import StoredTasks
from .schemas import Limit, Offset, PageAnswer, RowId, TaskAnswer, TaskInput

router = APIRouter(prefix="/api/tasks", route_class=ProtectedRoute)

READERS = ("Reader", "Editor", "Admin")
EDITORS = ("Editor", "Admin")
ADMINS = ("Admin",)
READING_APPS = ("Tasks.Read.All",)


@router.get("", dependencies=[allow(users=READERS, apps=READING_APPS)])
def list_tasks(
    caller: CurrentCaller, tasks: StoredTasks, limit: Limit = 20, offset: Offset = 0
) -> PageAnswer[TaskAnswer]:
    items, total = tasks.list(caller.tenant_id, limit, offset)
    return PageAnswer(items=[_answer(task) for task in items], total=total, limit=limit, offset=offset)


@router.get("/export", dependencies=[allow(apps=READING_APPS)])
def export_tasks(caller: CurrentCaller, tasks: StoredTasks) -> PageAnswer[TaskAnswer]:
    items, total = tasks.list(caller.tenant_id, None, 0)
    return PageAnswer(items=[_answer(task) for task in items], total=total, limit=None, offset=0)


@router.post("", status_code=201, dependencies=[allow(users=EDITORS)])
def create_task(caller: CurrentCaller, tasks: StoredTasks, body: TaskInput, response: Response) -> TaskAnswer:
    task = tasks.create(caller.tenant_id, body.title)
    response.headers["Location"] = f"/api/tasks/{task.id}"
    return _answer(task)


@router.delete("/{task_id}", status_code=204, dependencies=[allow(users=ADMINS)])
def delete_task(caller: CurrentCaller, tasks: StoredTasks, task_id: RowId) -> None:
    if not tasks.remove(caller.tenant_id, task_id):
        raise HTTPException(404)


def _answer(task: Task) -> TaskAnswer:
    return TaskAnswer.model_validate(task)
