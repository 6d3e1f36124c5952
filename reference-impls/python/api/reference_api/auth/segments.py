"""The segments of a JSON Web Token, read so strictly that no two readers see different tokens."""

import base64
import binascii
import json
from typing import Any

JsonObject = dict[str, Any]


class MalformedSegment(Exception):
    """A segment is not what it has to be."""


def decode_bytes(segment: str) -> bytes:
    """Canonical base64url without padding (RFC 7515 section 2). Raises `MalformedSegment`."""
    try:
        decoded = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except (binascii.Error, ValueError) as error:
        raise MalformedSegment from error
    # Python's decoder skips what is not in the alphabet and ignores left-over bits: only the way back shows that.
    if not decoded or base64.urlsafe_b64encode(decoded).rstrip(b"=") != segment.encode():
        raise MalformedSegment
    return decoded


def decode_object(segment: str) -> JsonObject:
    """One JSON object in UTF-8 with unique members (RFC 7519 sections 4 and 7.2). Raises `MalformedSegment`."""
    try:
        value = json.loads(
            decode_bytes(segment).decode(), object_pairs_hook=_unique_members, parse_constant=_no_constant
        )
        # `"\ud800"` is JSON, but no text that could ever be stored or answered.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise MalformedSegment from error
    if not isinstance(value, dict):
        raise MalformedSegment
    return value


def _unique_members(members: list[tuple[str, Any]]) -> JsonObject:
    unique = dict(members)
    if len(unique) != len(members):
        raise ValueError("duplicate member")
    return unique


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
