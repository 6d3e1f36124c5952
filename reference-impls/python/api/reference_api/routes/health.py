"""Whether the API can serve.

Entra is not asked: an outage there must not make the platform restart every instance, and known keys outlive it.
"""

import logging

from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from .parts import Database

logger = logging.getLogger(__name__)

router = APIRouter()


@router.get("/health")
def health(database: Database) -> JSONResponse:
    try:
        with database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        logger.error("the database does not answer: %s", type(error).__name__)
        return JSONResponse({"status": "unhealthy"}, 503)
    return JSONResponse({"status": "healthy"})
