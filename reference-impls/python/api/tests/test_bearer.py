import pytest
from starlette.requests import Request

from reference_api.auth.bearer import bearer_token
from reference_api.auth.refusals import Refusal


def request(*authorization: str, query: str = "") -> Request:
    headers = [(b"authorization", value.encode("latin-1")) for value in authorization]
    return Request({"type": "http", "headers": headers, "query_string": query.encode()})


@pytest.mark.parametrize("header", ["Bearer a.b.c", "bearer a.b.c", "BEARER   a.b.c"])
def test_takes_the_token(header: str) -> None:
    assert bearer_token(request(header)) == "a.b.c"


@pytest.mark.parametrize("headers", [(), ("Basic YTpi",), ("Bearerx a.b.c",), ("JWT a.b.c",), ("",)])
def test_finds_none(headers: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refusal:
        bearer_token(request(*headers))
    assert refusal.value.kind == "no-token"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        (("Bearer",), ""),
        (("Bearer ",), ""),
        (("Bearer\ta.b.c",), ""),
        (('Bearer "a.b.c"',), ""),
        (("Bearer a b",), ""),
        (("Bearer a.b.c\n",), ""),
        (("Bearer ä",), ""),
        (("Bearer a, Bearer b",), ""),
        (("Basic YTpi, Bearer a",), ""),
        (("Bearer a.b.c", "Bearer a.b.c"), ""),
        (("Basic YTpi", "Bearer a.b.c"), ""),
        (("Bearer a.b.c",), "access_token=a.b.c"),
        (("Bearer " + "a" * 16_001,), ""),
    ],
)
def test_cannot_be_read_in_one_way(headers: tuple[str, ...], query: str) -> None:
    with pytest.raises(Refusal) as refusal:
        bearer_token(request(*headers, query=query))
    # A tab is no separator (RFC 9110 section 11.4), so "Bearer\ta" names another scheme.
    assert refusal.value.kind == ("no-token" if "\t" in headers[0] else "malformed-request")
