import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from distrib.composition import headers
from distrib.composition.plaintext import one_line
from distrib.errors import BadInput

letters = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029"), max_size=300
)


def read(raw: bytes) -> str:
    name = raw.partition(b":")[0].decode()
    return str(message_from_bytes(raw + b"\r\n", policy=policy.default)[name])


@given(letters.map(one_line))
@example("00000000000¡¡¡¡¡¡¡¡¡¡¡¡¡¡¡¡")
def test_a_subject_comes_back_as_it_was_and_keeps_every_limit(subject: str) -> None:
    raw = headers.text("Subject", subject)

    assert read(raw) == subject
    assert raw.isascii()
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    for word in re.findall(rb"=\?utf-8\?b\?[^?]*\?=", raw):
        assert len(word) <= 75


@pytest.mark.parametrize("text", ["ଓଡ଼ିଶାରେ ଆଜି" * 9, "سلام" * 30, "🙂" * 60])
def test_no_encoded_word_splits_a_character(text: str) -> None:
    for word in headers.encoded_words(text):
        read(b"Subject: " + word.encode() + b"\r\n").encode()
        assert "\ufffd" not in read(b"Subject: " + word.encode() + b"\r\n")


@given(letters.map(one_line).map(lambda name: name[:70].strip()))
def test_a_display_name_comes_back_whatever_it_holds(name: str) -> None:
    raw = headers.mailbox("To", name, "asha@inbox.example")
    # By the older parser: 3.11's newer one keeps the blank between two encoded words, which RFC 2047 drops.
    display, address = parseaddr(message_from_bytes(raw + b"\r\n")["To"])

    assert address == "asha@inbox.example"
    assert str(make_header(decode_header(display))) == name


@pytest.mark.parametrize("name", ["%%TOKEN%%", "{{ 7*7 }}", "</a>", 'Asha "the" Das', "Das, Asha", "=?utf-8?q?x?="])
def test_odd_names_stay_one_name(name: str) -> None:
    raw = headers.mailbox("To", name, "asha@inbox.example")
    addresses = message_from_bytes(raw + b"\r\n", policy=policy.default)["To"].addresses

    assert [(one.display_name, one.addr_spec) for one in addresses] == [(name, "asha@inbox.example")]


@pytest.mark.parametrize("size", [20, 77, 78, 90, 200])
def test_an_unsubscribe_address_is_never_encoded_nor_folded(size: int) -> None:
    url = "https://mail.paper.example/u/" + "t" * size
    raw = headers.structured("List-Unsubscribe", f"<{url}>")

    assert raw == f"List-Unsubscribe: <{url}>\r\n".encode()


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y.example", "a\nb", "a\x00b", "a\u2028b", "a\x85b"])
def test_a_line_break_never_reaches_a_header(value: str) -> None:
    for write in (headers.structured, headers.text):
        with pytest.raises(BadInput):
            write("Subject", value)
    with pytest.raises(BadInput):
        headers.mailbox("To", value, "a@b.example")


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: c@d.example", "no-at-sign", "ଅ@b.example", "a b@c.example"])
def test_an_address_that_could_break_a_header_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        headers.mailbox("To", "", address)


def test_a_line_longer_than_any_server_takes_is_refused() -> None:
    with pytest.raises(BadInput):
        headers.structured("List-Help", "x" * 999)


def test_a_long_plain_subject_is_folded_at_its_blanks() -> None:
    raw = headers.text("Subject", "word " * 30 + "end")

    assert raw.count(b"\r\n ") >= 1
    assert b"=?" not in raw


def test_a_long_quoted_name_is_encoded_since_quotes_can_not_be_folded() -> None:
    raw = headers.mailbox("From", "Das, " * 20, "a@b.example")

    assert b"=?utf-8?b?" in raw


def test_a_date_is_written_in_utc() -> None:
    at = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)

    assert headers.moment("Date", at) == b"Date: Tue, 24 Nov 2026 01:02:03 +0000\r\n"
