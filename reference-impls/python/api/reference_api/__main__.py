"""Runs the API as a process: `python -m reference_api`."""

import logging
import os
import sys

import uvicorn

from .app import create_app
from .data.database import DatabaseError
from .settings import SettingsError, load_settings

# How long requests under way may take after SIGTERM.
GRACE_SECONDS = 5


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # The first logs every request with its address, the second all that DefaultAzureCredential tried in vain.
    for library, level in {"httpx2": "WARNING", "azure": "ERROR"}.items():
        logging.getLogger(library).setLevel(level)
    try:
        settings = load_settings()
        app = create_app(settings)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return os.EX_CONFIG
    except DatabaseError as error:
        print(f"Invalid settings\n  DATABASE_URL: {error}", file=sys.stderr)
        return os.EX_CONFIG
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        # One parser, whatever else is installed.
        http="h11",
        log_config=None,
        # Its lines hold the query, where misled clients put tokens.
        access_log=False,
        # What proxies say of the caller is not used here, so nobody need be trusted to say it.
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
