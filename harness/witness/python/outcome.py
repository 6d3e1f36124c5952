"""What came of an SDK call, as JSON."""

import json
import sys
from collections.abc import Callable


class Refused(Exception):
    """An answer of MSAL, which does not raise what Entra ID or a token service says."""

    def __init__(self, answer: dict) -> None:
        super().__init__(answer.get("error_description", ""))
        self.answer = answer


def accept(answer: dict | None) -> dict:
    """MSAL's answer, unless it tells of an error or knows nothing."""
    if answer is None or "error" in answer:
        raise Refused(answer or {})
    return answer


def outcome(call: Callable[[], object]) -> dict:
    """The result, or the kind of the error, what it says and what it carries."""
    try:
        return {"ok": call()}
    except Exception as error:
        more = error.answer if isinstance(error, Refused) else {}
        status = getattr(error, "status_code", None)
        return {"error": {**more, "name": type(error).__name__, "message": str(error), "status": status}}


def show(result: object) -> None:
    """Prints what the test reads."""
    json.dump(result, sys.stdout)
