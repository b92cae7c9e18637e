import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.composition.cutting import Segment
from distrib.composition.encoding import Base64, Encoded, QuotedPrintable, encode

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200)
segments = st.lists(st.one_of(texts, st.sampled_from([("a",), ("b",)])), max_size=9)
values = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=120).map(str.encode)


def decoded(encoded: Encoded, values: dict[str, bytes]) -> bytes:
    body = b"".join(encoded.fill(values))
    read = base64.b64decode if encoded.name == "base64" else quopri.decodestring
    return read(body).replace(b"\r\n", b"\n")


@given(segments, values, values)
def test_both_encodings_say_what_was_put_in_whatever_fills_the_blanks(
    parts: list[Segment], first: bytes, second: bytes
) -> None:
    filled = {"a": first, "b": second}
    expected = b"".join(filled[part[0]] if isinstance(part, tuple) else part.encode() for part in parts)
    raw = [part if isinstance(part, tuple) else part.encode() for part in parts]

    assert decoded(QuotedPrintable.of(raw), filled) == expected
    assert decoded(Base64(raw), filled) == expected


@given(segments, values, values)
def test_no_line_is_longer_than_76_letters_and_all_end_in_crlf(
    parts: list[Segment], first: bytes, second: bytes
) -> None:
    raw = [part if isinstance(part, tuple) else part.encode() for part in parts]
    for encoded in (QuotedPrintable.of(raw), Base64(raw)):
        body = b"".join(encoded.fill({"a": first, "b": second}))

        assert body.isascii()
        assert all(len(line) <= 76 for line in body.split(b"\r\n"))
        assert b"\n" not in body.replace(b"\r\n", b"")


def test_the_shorter_encoding_is_chosen() -> None:
    assert encode(["plain words " * 50]).name == "quoted-printable"
    assert encode(["ଓଡ଼ିଶା ଖବର " * 50]).name == "base64"


def test_a_blank_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        encode([("nobody",)]).fill({})
