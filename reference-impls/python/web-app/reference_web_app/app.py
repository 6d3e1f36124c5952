"""The web app: pages, what guards them, and what they say when something goes wrong."""

from urllib.parse import urlsplit

from flask import Flask

from .parts import Parts
from .sessions.session import StoredSessions, current
from .web import blog_pages, errors, guards, pages, sign_in

# A post has at most 20 000 characters, which a form may write as twelve bytes each.
MAX_BODY_BYTES = 256 * 1024


def create_app(parts: Parts) -> Flask:
    settings = parts.settings
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    # No redirect to a tidier path: its target would come from the Host header.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.session_interface = StoredSessions(parts.store, behind_tls=settings.behind_tls)
    app.context_processor(lambda: {"has_blog": settings.blog_url is not None, "session": current()})
    guards.guard(app, behind_tls=settings.behind_tls)
    errors.handle(app, parts)
    app.register_blueprint(sign_in.blueprint(parts, urlsplit(settings.redirect_address).path))
    app.register_blueprint(pages.blueprint(parts))
    if settings.blog_url is not None:
        app.register_blueprint(blog_pages.blueprint(parts))
    return app
