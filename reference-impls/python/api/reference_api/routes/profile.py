"""The caller's own record."""

from fastapi import APIRouter

from ..auth.access import ProtectedRoute, allow
from .parts import CurrentUser
from .schemas import ProfileAnswer

router = APIRouter(prefix="/v1/profile", route_class=ProtectedRoute)


@router.get("", dependencies=[allow(users=())])
def profile(user: CurrentUser) -> ProfileAnswer:
    assert user.id is not None
    return ProfileAnswer(
        id=user.id,
        tid=user.tenant_id,
        oid=user.object_id,
        display_name=user.display_name,
        created_at=user.created_at,
        updated_at=user.updated_at,
    )
