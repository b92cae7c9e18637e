"""Texts of any encoding, rightly or wrongly named, are read as what they are."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest.sources import feed
from distrib.ingest.sources.decoding import as_utf8
from distrib.ingest.sources.mending import mended

HINDI, FRENCH, RUSSIAN, JAPANESE = "वर्षा", "Café “été” €", "Дождь в городе", "雨の日"


def titled(title: str, encoding: str = "") -> str:
    named = f" encoding='{encoding}'" if encoding else ""
    return (
        f"<?xml version='1.0'{named}?><rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"
    )


def title_of(data: bytes, content_type: str = "") -> str | None:
    return feed.read(data, content_type=content_type).entries[0].title


@pytest.mark.parametrize(
    ("title", "real", "named"),
    [
        (HINDI, "utf-8", "utf-8"),
        (HINDI, "utf-8", ""),
        (HINDI, "utf-8", "iso-8859-1"),
        (HINDI, "utf-8", "utf-16"),
        (HINDI, "utf-8", "no-such-encoding"),
        (HINDI, "utf-8-sig", "utf-8"),
        (HINDI, "utf-16", "utf-16"),
        (HINDI, "utf-16-le", "utf-16"),
        (HINDI, "utf-16-be", ""),
        (HINDI, "utf-32", "utf-32"),
        (HINDI, "utf-32-be", "utf-8"),
        (FRENCH, "windows-1252", "windows-1252"),
        (FRENCH, "windows-1252", "iso-8859-1"),
        (FRENCH, "windows-1252", "utf-8"),
        (FRENCH, "windows-1252", ""),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp"),
        ("雨天", "gb18030", "gb2312"),
        ("plain", "cp037", "cp037"),
    ],
)
def test_a_title_is_read_in_any_encoding(title: str, real: str, named: str) -> None:
    assert title_of(titled(title, named).encode(real)) == title


def test_the_servers_word_counts_where_the_feed_names_none() -> None:
    data = titled(RUSSIAN).encode("windows-1251")

    assert title_of(data, "application/xml; charset=windows-1251") == RUSSIAN


def test_one_wrong_byte_spoils_no_other_character() -> None:
    data = titled(f"{HINDI} x {HINDI}", "utf-8").encode().replace(b" x ", b" \x93quoted\x94 ")

    assert title_of(data) == f"{HINDI} “quoted” {HINDI}"


@pytest.mark.parametrize("named", ["zlib", "rot13", "base64", "undefined", "idna"])
def test_an_encoding_that_is_none_of_text_is_not_used(named: str) -> None:
    assert title_of(titled("Rain", named).encode()) == "Rain"


def test_what_stands_before_the_declaration_does_not_count() -> None:
    assert title_of(b" \n\xef\xbb\xbf".lstrip(b" \n") + b"\n " + titled(HINDI, "utf-8").encode()) == HINDI


def test_plain_utf8_is_handed_on_as_it_is() -> None:
    data = titled(HINDI, "UTF-8").encode()

    assert as_utf8(data) is data


@given(st.binary(max_size=60), st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=x"]))
def test_any_bytes_become_utf8(data: bytes, content_type: str) -> None:
    for mark in (b"", codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE, b"<?xml version='1.0' encoding='utf-7'?>"):
        as_utf8(mark + data, content_type).decode()


@pytest.mark.parametrize(
    ("found", "better"),
    [
        (b"a \x02\x0b b", b"a  b"),
        (b"AT&T &amp; &lt;", b"AT&amp;T &amp; &lt;"),
        (b"caf&eacute;&nbsp;&unknown;", b"caf&#233;&#160;&amp;unknown;"),
        (b"&#8; &#x1F600; &#55296; &#x41;", b" &#x1F600;  &#x41;"),
        (b"<![CDATA[a & b &nbsp;]]> & c", b"<![CDATA[a & b &nbsp;]]> &amp; c"),
        (b"<![CDATA[never & closed", b"never &amp; closed"),
        (b"a<!-- & -->b<!-- c", b"ab c"),
        (b"<!DOCTYPE x [<!ENTITY own 'x'>]>&own; \x02", b"<!DOCTYPE x [<!ENTITY own 'x'>]>&own; "),
    ],
)
def test_what_breaks_a_feed_most_often_is_put_right(found: bytes, better: bytes) -> None:
    assert mended(found) == better


def test_a_broken_feed_is_read_to_its_end() -> None:
    inside = "<item><title>Tom & Jerry\x02&nbsp;caf&eacute;</title></item><item><title>Two</title></item>"
    found = feed.read(f"<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode())

    assert [entry.title for entry in found.entries] == ["Tom & Jerry café", "Two"]
    assert "breaks the rules" in found.problems[0]
