import base64

import pytest

from reference_api.auth.segments import MalformedSegment, decode_bytes, decode_object


def segment(text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_reads_an_object() -> None:
    assert decode_object(segment('{"a":[{"b":1},{"b":2}],"name":"Ümläut"}')) == {
        "a": [{"b": 1}, {"b": 2}],
        "name": "Ümläut",
    }


@pytest.mark.parametrize("text", ["", "YQ==", "YR", "Y", "Y Q", "YQ\n", "+/+/", "YWJj.", "äöü"])
def test_refuses_what_is_not_canonical(text: str) -> None:
    with pytest.raises(MalformedSegment):
        decode_bytes(text)


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        '"text"',
        "{",
        '{"a":1,"a":2}',
        '{"a":{"b":1,"b":1}}',
        '{"a":1,"\\u0061":2}',
        '{"a":NaN}',
        '{"a":-Infinity}',
        '{"a":"\\ud800"}',
        '{"\\udfff":1}',
        '{"a":' + "9" * 5000 + "}",
        '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
        b"\xef\xbb\xbf{}",
        b'{"a":"\xff"}',
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_refuses_what_is_not_one_object(text: str | bytes) -> None:
    with pytest.raises(MalformedSegment):
        decode_object(segment(text))
