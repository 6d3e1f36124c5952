"""Tasks, each tenant's apart."""

from collections.abc import Sequence

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from .models import Task


class Tasks:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self, tenant_id: str, limit: int | None, offset: int) -> tuple[Sequence[Task], int]:
        """A page, newest first, and how many there are in all. `limit` None: all of them."""
        with Session(self._engine) as session:
            own = select(Task).where(Task.tenant_id == tenant_id)
            tasks = session.exec(own.order_by(col(Task.id).desc()).limit(limit).offset(offset)).all()
            total = session.exec(select(func.count()).select_from(own.subquery())).one()
            return tasks, total

    def create(self, tenant_id: str, title: str) -> Task:
        with Session(self._engine, expire_on_commit=False) as session:
            task = Task(tenant_id=tenant_id, title=title)
            session.add(task)
            session.commit()
            return task

    def remove(self, tenant_id: str, task_id: int) -> bool:
        """False: there was no such task."""
        with Session(self._engine) as session:
            task = session.get(Task, task_id)
            if task is None or task.tenant_id != tenant_id:
                return False
            session.delete(task)
            session.commit()
            return True
