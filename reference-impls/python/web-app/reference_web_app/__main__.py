"""Runs the web app as a process: `python -m reference_web_app`."""

import logging
import signal
import sys
import warnings
from types import FrameType

import waitress  # type: ignore[import-untyped]

from .app import create_app
from .parts import make_parts
from .settings import SettingsError, load_settings

# Each waits for Entra or the API in a thread of its own.
THREADS = 16

logger = logging.getLogger(__package__)


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    quiet_libraries()
    try:
        parts = make_parts(load_settings())
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    settings = parts.settings
    try:
        server = waitress.create_server(
            create_app(parts),
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            ident=None,
            connection_limit=1000,
        )
    # ValueError: no such host.
    except (OSError, ValueError) as error:
        print(f"Invalid settings: HOST, PORT: cannot listen there ({type(error).__name__})", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _stop)
    logger.info("listening on http://%s:%s", settings.host, settings.port)
    # Ends by SystemExit or KeyboardInterrupt; requests under way may take five seconds more.
    server.run()
    parts.store.close()
    return 0


def quiet_libraries() -> None:
    # MSAL logs whole answers of the token endpoint where they are not JSON; waitress complains of each short queue.
    logging.getLogger("msal").setLevel(logging.CRITICAL)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # The reason is in auth/entra.py.
    warnings.filterwarnings("ignore", "response_mode='form_post'")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
