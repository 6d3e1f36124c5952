"""What the caller's token says, once it has been validated."""

from typing import Any

from fastapi import APIRouter, Depends

from ..auth.access import CurrentCaller, ProtectedRoute, allow, step_up

router = APIRouter(prefix="/api/claims", route_class=ProtectedRoute)


@router.get("", dependencies=[allow(users=(), apps=("Claims.Read.All",))])
def claims(caller: CurrentCaller) -> dict[str, Any]:
    return caller.claims


@router.get("/step-up", dependencies=[allow(users=()), Depends(step_up)])
def claims_after_step_up(caller: CurrentCaller) -> dict[str, Any]:
    return caller.claims
