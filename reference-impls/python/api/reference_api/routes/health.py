"""Whether the API can serve, and on the settings it was told to use.

Entra is not asked: an outage there must not make the platform restart every instance, and known keys outlive it.
"""

import logging

from fastapi import APIRouter, Request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from .parts import Database

logger = logging.getLogger(__name__)

router = APIRouter()


@router.get("/health")
def health(request: Request, database: Database) -> JSONResponse:
    try:
        with database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        logger.error("the database does not answer: %s", type(error).__name__)
        return JSONResponse({"status": "unhealthy"}, 503)
    degraded = request.app.state.degraded
    return JSONResponse({"status": "healthy"} if degraded is None else {"status": "degraded", "degraded": degraded})
