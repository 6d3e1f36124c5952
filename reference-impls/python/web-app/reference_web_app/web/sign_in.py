"""Signing in and out."""

import logging
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from ..auth.credential import LOGIN, authority_of
from ..auth.problems import SignInRefused
from ..auth.return_to import HOME, own_path
from ..blog.calls import ASKED_AGAIN
from ..parts import Parts
from ..sessions.session import current

logger = logging.getLogger(__name__)


def blueprint(parts: Parts, callback_path: str) -> Blueprint:
    """`callback_path`: where Entra sends the browser back to."""
    settings = parts.settings
    routes = Blueprint("sign_in", __name__)
    issuer = f"{authority_of(settings.tenant_id)}/v2.0"

    @routes.get("/login")
    def login() -> Response:
        return start_sign_in(parts, own_path(request.args.get("returnTo")))

    @routes.get(callback_path)
    def callback() -> Response:
        answer = request.args
        if any(len(values) > 1 for _, values in answer.lists()):
            raise SignInRefused("the answer says something twice")
        session = current()
        # Taken before anything else is looked at: whatever comes, this sign-in has had its one answer.
        begun = session.take_sign_in(answer.get("state", ""))
        if begun is None:
            raise SignInRefused("this browser began no such sign-in")
        signed_in = parts.entra.finish(begun["flow"], answer.to_dict())
        marks = {ASKED_AGAIN: True} if begun["asked_again"] else {}
        session.sign_in(signed_in, settings.session_lifetime_seconds, **marks)
        logger.info("a user signed in")
        return redirect(begun["return_to"])

    @routes.get("/logout")
    def logout() -> Response:
        """Here, then at Entra, which sends the browser back. No ID token as a hint: it would be in the address."""
        session = current()
        hint = session["user"]["login_hint"] if "user" in session else None
        session.end()
        query = {"post_logout_redirect_uri": settings.signed_out_address} | ({"logout_hint": hint} if hint else {})
        return redirect(f"{authority_of(settings.tenant_id)}/oauth2/v2.0/logout?{urlencode(query)}")

    @routes.get("/front-channel-logout")
    def front_channel_logout() -> Response:
        """Entra's page loads it in a frame when the user signs out elsewhere. The frame brings no cookie of ours, so it
        is Entra's own name for the session that counts; nobody can guess one.

        https://openid.net/specs/openid-connect-frontchannel-1_0.html
        """
        entra_session = request.args.get("sid")
        if entra_session and request.args.get("iss", issuer) == issuer:
            parts.store.remove_entra_session(entra_session)
        return Response(headers={"Content-Security-Policy": f"default-src 'none'; frame-ancestors {LOGIN}"})

    return routes


def start_sign_in(
    parts: Parts, return_to: str = HOME, *, claims: str | None = None, asked_again: bool = False
) -> Response:
    """`claims`: what the sign-in must satisfy. `asked_again`: a call of the API needs it. Raises `EntraUnavailable`."""
    session = current()
    # Whoever is signed in should be afterwards.
    user = session.get("user")
    flow = parts.entra.begin(claims=claims, login_hint=user and (user["login_hint"] or user["user_name"] or None))
    session.put_sign_in(flow, return_to=return_to, asked_again=asked_again)
    return redirect(flow["auth_uri"])
