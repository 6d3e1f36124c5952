"""Where a sign-in ends."""

from urllib.parse import urlsplit

MAX_LENGTH = 2000
HOME = "/"
# Pages that nobody wants to come back to.
NOWHERE = ("/login", "/getatoken", "/logout", "/front-channel-logout")


def own_path(asked: str | None) -> str:
    """The path of this app that was asked for, with its query; the home page for anything else.

    Browsers read `//host`, `/\\host` and paths with tabs or line ends as addresses of other hosts.
    """
    if asked is None or len(asked) > MAX_LENGTH or not asked.startswith("/"):
        return HOME
    if asked[1:2] in ("/", "\\") or "\\" in asked or not asked.isascii() or not asked.isprintable() or " " in asked:
        return HOME
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.fragment or parts.path.lower() in NOWHERE:
        return HOME
    return asked
