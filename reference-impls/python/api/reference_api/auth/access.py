"""Who may call what."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.params import Depends as Dependency
from fastapi.routing import APIRoute

from .bearer import bearer_token
from .caller import Caller
from .refusals import Refusal, StepUpRequired


@dataclass(frozen=True)
class AccessPolicy:
    """What every protected route asks, whatever else it asks."""

    validate: Callable[[str], Awaitable[Caller]]
    # Empty: any client.
    allowed_clients: frozenset[str]
    confidential_clients_only: bool
    # The delegated permission every user's call needs.
    required_scope: str
    # The authentication context of the step-up route; None: it asks for none.
    required_acrs: str | None

    async def authenticate(self, request: Request) -> Caller:
        """Raises `Refusal` or `KeysUnavailable`."""
        caller = await self.validate(bearer_token(request))
        if self.allowed_clients and caller.client_id not in self.allowed_clients:
            raise Refusal("insufficient-scope", "the client is not on the list")
        if self.confidential_clients_only and not caller.confidential_client:
            raise Refusal("insufficient-scope", "a public client")
        return caller


class ProtectedRoute(APIRoute):
    """Authenticates before anything else: FastAPI reads and parses the body before it calls any dependency."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def authenticated(request: Request) -> Response:
            request.state.caller = await _policy(request).authenticate(request)
            return await handle(request)

        return authenticated


def current_caller(request: Request) -> Caller:
    """On a route that is not a `ProtectedRoute` there is none, and the request fails."""
    caller = request.state.caller
    assert isinstance(caller, Caller)
    return caller


CurrentCaller = Annotated[Caller, Depends(current_caller)]


def allow(*, users: tuple[str, ...] | None = None, apps: tuple[str, ...] | None = None) -> Dependency:
    """A route's guard. A kind of caller that is left out is refused.

    `users` need the API's scope and, if any are named, one of these app roles. `apps`, clients without a user, need one
    of theirs.
    """

    def guard(request: Request, caller: CurrentCaller) -> None:
        if caller.kind == "app-only":
            passes = apps is not None and not caller.roles.isdisjoint(apps)
        else:
            has_role = users is not None and (not users or not caller.roles.isdisjoint(users))
            passes = has_role and _policy(request).required_scope in caller.scopes
        if not passes:
            raise Refusal("insufficient-scope", "scope or role")

    return Dependency(guard)


def step_up(request: Request, caller: CurrentCaller) -> None:
    """Callers must have satisfied the authentication context (the `acrs` claim)."""
    acrs = _policy(request).required_acrs
    if acrs is not None and acrs not in caller.acrs:
        raise StepUpRequired(acrs)


def _policy(request: Request) -> AccessPolicy:
    policy = request.app.state.access_policy
    assert isinstance(policy, AccessPolicy)
    return policy
