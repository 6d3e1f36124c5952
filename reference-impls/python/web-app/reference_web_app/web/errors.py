"""What a person sees when something goes wrong, and what the log gets to know of it."""

import logging
import secrets
from urllib.parse import urlencode

from flask import Flask, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ..auth.problems import CredentialRefused, CredentialUnavailable, EntraUnavailable, SignInNeeded, SignInRefused
from ..auth.return_to import HOME, own_path
from ..blog.api import ApiForbidden, ApiNotFound, ApiUnavailable
from ..parts import Parts
from ..sessions.session import current
from .sign_in import start_sign_in

logger = logging.getLogger(__name__)

# Every text is our own: nothing of a request, of Entra's answer or of the API's is repeated on a page.
HTTP_TEXTS = {
    400: ("That did not work", "The page may have been open for too long. Go back, reload it and try again."),
    404: ("Not found", "There is no such page."),
    405: ("Not found", "There is no such page."),
    413: ("Too long", "What you sent is more than this app takes."),
}


def handle(app: Flask, parts: Parts) -> None:
    @app.errorhandler(SignInNeeded)
    def sign_in(needed: SignInNeeded) -> Response:
        here = own_path(_place_to_return_to())
        if "user" not in current():
            return redirect(f"/login?{urlencode({'returnTo': here})}" if here != HOME else "/login", 303)
        logger.info("sign-in needed: %s", needed)
        try:
            return start_sign_in(parts, here, claims=needed.claims, asked_again=True)
        except EntraUnavailable as error:
            return entra_unavailable(error)

    @app.errorhandler(SignInRefused)
    def sign_in_refused(error: SignInRefused) -> Response:
        if error.declined:
            return page(error, 403, "You are not signed in", "The sign-in was cancelled, or permission was not given.")
        return page(error, 400, "You are not signed in", "The sign-in could not be completed. Please start it again.")

    @app.errorhandler(EntraUnavailable)
    def entra_unavailable(error: EntraUnavailable) -> Response:
        text = "Microsoft Entra ID cannot be reached at the moment. Please try again in a minute."
        return page(error, 503, "Signing in is not possible right now", text, logging.ERROR)

    @app.errorhandler(CredentialUnavailable)
    @app.errorhandler(CredentialRefused)
    def no_credential(error: Exception) -> Response:
        text = "This app cannot prove to Microsoft Entra ID who it is. Its operators have to look into it."
        return page(error, 503, "Signing in is not possible right now", text, logging.ERROR)

    @app.errorhandler(ApiUnavailable)
    def api_unavailable(error: ApiUnavailable) -> Response:
        text = "The service behind this page does not answer as it should. Please try again in a minute."
        return page(error, 504 if error.late else 502, "The service is not available", text, logging.ERROR)

    @app.errorhandler(ApiForbidden)
    def api_forbidden(error: ApiForbidden) -> Response:
        return page(error, 403, "Not allowed", "You are signed in, but you may not do this.")

    @app.errorhandler(ApiNotFound)
    def api_not_found(error: ApiNotFound) -> Response:
        return page(error, 404, "Not found", "There is no such thing, or there is no more.")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        title, text = HTTP_TEXTS.get(status, ("That did not work", "Please try again."))
        answer = page(error, status, title, text)
        for name, value in error.get_headers(request.environ):
            if name == "Allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        """A mistake of ours: the log gets the trace, the page does not."""
        logger.error("unforeseen", exc_info=error)
        return page(error, 500, "That did not work", "Something went wrong here. Please try again.", logging.ERROR)


def page(error: Exception, status: int, title: str, text: str, level: int = logging.INFO) -> Response:
    """The reference ties what a person reports to the line in the log."""
    reference = secrets.token_hex(4)
    reason = error if not isinstance(error, HTTPException) else error.description
    logger.log(level, "%s %s: %s: %s [%s]", request.method, request.endpoint, type(error).__name__, reason, reference)
    retry = status in (502, 503, 504)
    html = render_template("error.html", title=title, text=text, reference=reference, retry=retry)
    return Response(html, status, mimetype="text/html", headers={"Retry-After": "30"} if status == 503 else None)


def _place_to_return_to() -> str:
    """The page at hand. What a form sent is lost with the sign-in: the way back is to the form."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    return request.path
