"""Feeds of every kind become the same Entries; broken ones as far as they go; hostile ones harmless."""

import contextlib
import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import Unreadable
from distrib.ingest.entry import Feed
from distrib.ingest.shown import shown
from distrib.ingest.sources import feed

DATA = Path(__file__).parents[2] / "data" / "feeds"
INDIA = timezone(timedelta(hours=5, minutes=30))
URL = "https://paper.example/odisha/feed"


def read(name: str, url: str = URL) -> Feed:
    return feed.read((DATA / name).read_bytes(), url=url)


def one_item(inside: str) -> Feed:
    return feed.read(
        f"<rss version='2.0'><channel><title>T</title><item>{inside}</item></channel></rss>".encode(), url=URL
    )


def test_a_wordpress_feed_is_read_whole() -> None:
    found = read("wordpress.xml")
    first = found.entries[0]

    assert (found.format, found.title, found.url) == (
        "rss2.0",
        "The Test Post – Odisha",
        "https://paper.example/odisha",
    )
    assert (found.language, found.hub, found.problems) == ("en-US", "https://hub.example/", ())
    assert first.title == "Ferry ‘Mangala’ returns to Chilika & its islands"
    assert first.url == "https://paper.example/odisha/ferry-returns?utm_source=rss"
    assert first.id == "https://paper.example/?p=101"
    assert first.published == datetime(2026, 11, 24, 4, 15, tzinfo=UTC)
    assert first.authors == ("Sasmita Behera",)
    assert first.tags == ("Odisha", "Coast", "Chilika")
    assert first.sections == ("Coast",)
    assert first.summary == "After two years the ferry sails again. Continue reading"


def test_the_content_is_safe_and_its_addresses_absolute() -> None:
    content = read("wordpress.xml").entries[0].content_html or ""

    assert "script" not in content
    assert "onclick" not in content
    assert 'src="https://paper.example/media/ferry-1280x720.jpg"' in content


def test_the_first_picture_of_the_content_leads_with_its_caption() -> None:
    image = read("wordpress.xml").entries[0].image

    assert image is not None
    assert (image.url, image.width, image.alt) == ("https://paper.example/media/ferry-1280x720.jpg", 1280, "The ferry")
    assert image.caption == "The ferry at Satapada"


def test_of_several_media_pictures_the_widest_leads() -> None:
    image = read("wordpress.xml").entries[1].image

    assert image is not None
    assert (image.url, image.width, image.credit) == ("https://paper.example/media/market-1200.jpg", 1200, "P. Nayak")


def test_a_zone_named_by_letters_is_known() -> None:
    assert read("wordpress.xml").entries[1].published == datetime(2026, 11, 24, 9, 0, tzinfo=INDIA)


def test_an_enclosed_film_is_media() -> None:
    (media,) = read("wordpress.xml").entries[2].media

    assert (media.url, media.type) == ("https://paper.example/media/flood.mp4", "video/mp4")


def test_an_atom_feed_in_odia_is_read() -> None:
    found = read("atom.xml", "https://paper.example/or/atom.xml")
    first, second = found.entries

    assert (found.format, found.language) == ("atom1.0", "or")
    assert first.title == "ବର୍ଷା ପାଇଁ ସତର୍କ ସୂଚନା"
    assert first.url == "https://paper.example/or/barsha"
    assert first.authors == ("ରଶ୍ମି ଦାସ", "ଅମିତ ସାହୁ")
    assert first.published == datetime(2026, 11, 24, 9, 30, tzinfo=INDIA)
    assert first.updated == datetime(2026, 11, 24, 9, 45, tzinfo=INDIA)
    assert 'href="https://paper.example/or/more"' in (first.content_html or "")
    assert second.published == second.updated == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_an_rdf_feed_in_latin_1_is_read() -> None:
    found = read("rdf.xml", "https://old.example/rdf")

    assert (found.format, found.entries[0].title) == ("rdf", "Café ouvert")
    assert found.entries[0].published == datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


def test_a_feed_that_breaks_the_rules_is_read_as_well_as_possible() -> None:
    found = read("broken.xml")

    assert [entry.title for entry in found.entries] == ["Rain & wind tonight", "Second"]
    assert found.entries[0].url == "https://paper.example/a?x=1&y=2"
    assert "breaks the rules" in found.problems[0]
    assert "2 of 2 entries have no date." in found.problems


def test_a_json_feed_is_read() -> None:
    found = read("feed.json", "https://paper.example/feed.json")
    first, second = found.entries

    assert (found.format, found.language, found.hub) == ("jsonfeed1.1", "hi", "https://hub.example/")
    assert (first.id, first.url, first.title) == ("7", "https://paper.example/bharat/varsha", "वर्षा")
    assert (first.authors, second.authors) == (("Asha",), ("Desk",))
    assert first.published == datetime(2026, 11, 24, 9, 0, tzinfo=INDIA)
    assert first.image is not None
    assert first.image.url == "https://paper.example/media/a.jpg"
    assert "script" not in (first.content_html or "")
    assert (second.url, second.title) == ("https://paper.example/two", None)
    assert second.content_html == "<p>One &lt;two&gt;</p><p>three</p>"
    assert second.media[0].seconds == 61


def test_packed_feeds_are_unpacked() -> None:
    assert len(feed.read(gzip.compress((DATA / "wordpress.xml").read_bytes())).entries) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!doctype html><html><body>Hello</body></html>", "a web page"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "a sitemap"),
        (b"just words", "not a feed"),
        (b"{", "can't be read as such"),
        (b"[1, 2]", "no list of items"),
        (b'{"items": 5}', "no list of items"),
        (b"[" * 100_000, "can't be read as such"),
        (b"\x1f\x8b damaged", "packed file can't be read"),
        (gzip.compress(b"\x00" * 70_000_000, mtime=0), "larger than 60 MB"),
    ],
    ids=range(11),
)
def test_what_is_no_feed_is_said(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        feed.read(data)


def test_a_feed_larger_than_allowed_is_not_read() -> None:
    with pytest.raises(Unreadable, match=r"larger than 0\.001 MB"):
        feed.read(b"<rss>" * 1000, most_bytes=1000)


def test_an_empty_feed_has_no_entries_and_says_so() -> None:
    found = feed.read(b"<rss version='2.0'><channel><title>T</title></channel></rss>")

    assert (found.entries, found.problems) == ((), ("The feed has no entries.",))


def test_an_entity_bomb_does_not_go_off() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
    )
    data = f"<?xml version='1.0'?>{bomb}]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"

    (entry,) = feed.read(data.encode()).entries

    assert len(entry.title or "") < 100


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the launch code")
    data = (
        f"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file://{secret}'>]><rss version='2.0'><channel>"
        "<item><title>a &x; b</title><link>https://paper.example/a</link></item></channel></rss>"
    )

    assert "launch" not in json.dumps(shown(feed.read(data.encode())))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<style>*{color:red}</style>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form action='https://evil.example'><input></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='vbscript:x'>x</a>",
    "<object data='x'></object>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh>",
]
NEVER = (
    *("<script", "onerror", "onload", "javascript:", "<iframe", "<style", "<form", "vbscript", "<base", "<meta"),
    *("<object", "data:"),
)


@pytest.mark.parametrize("attack", HOSTILE)
def test_no_field_of_an_entry_carries_an_attack(attack: str) -> None:
    safe = attack.replace("&", "&amp;").replace("<", "&lt;")
    found = one_item(
        f"<title>{safe} title</title><description>{safe} text</description><category>{safe}c</category>"
        f"<author>{safe}who</author><guid>{safe}</guid><link>javascript:alert(1)</link>"
        f"<media:content xmlns:media='http://search.yahoo.com/mrss/' url='data:image/png;base64,AA' medium='image'/>"
    )
    entry = found.entries[0]
    html = (entry.content_html or "").lower()

    assert entry.url is None
    assert entry.media == ()
    assert not any(word in html for word in NEVER)
    assert "<script" not in f"{entry.title}{entry.summary}{entry.tags}{entry.authors}{entry.id}"


def test_control_and_bidi_override_characters_never_pass() -> None:
    entry = one_item(
        "<title>safe\u202egpj.exe \u2066x\u2069 line\u2028break\ufeff</title><link>https://paper.example/a\u202eb</link>"
    ).entries[0]

    assert entry.title == "safegpj.exe x line break"
    assert entry.url == "https://paper.example/ab"


def test_a_title_stays_one_line_whatever_headers_it_would_inject() -> None:
    entry = one_item("<title>Rain\r\nBcc: everyone@evil.example\r\n\r\nbody</title>").entries[0]

    assert entry.title == "Rain Bcc: everyone@evil.example body"


def test_long_titles_are_cut_at_a_word() -> None:
    title = one_item(f"<title>{'word ' * 500}</title>").entries[0].title or ""

    assert len(title) <= 500
    assert title.endswith("word…")


def test_joiners_that_scripts_need_are_kept() -> None:
    assert one_item("<title>क्‍ष 👩‍👩‍👧 ‎</title>").entries[0].title == "क्‍ष 👩‍👩‍👧 ‎"


def test_counters_and_icons_are_no_lead_picture() -> None:
    inside = "&lt;img src='https://stats.example/pixel.gif' width='1' height='1'&gt;&lt;img src='https://paper.example/a.jpg'&gt;"
    image = one_item(f"<title>T</title><description>{inside}</description>").entries[0].image

    assert image is not None
    assert image.url == "https://paper.example/a.jpg"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        feed.read(data, url=URL)
    except Unreadable as error:
        assert str(error).endswith((".", "…"))  # noqa: PT017 - a property holds for both ends


NAMES = ["items", "title", "url", "id", "authors", "tags", "hubs", "attachments", "content_html", "image", "name"]
SIMPLE = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
ANY = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@given(ANY)
def test_any_json_is_read_or_refused(value: object) -> None:
    with contextlib.suppress(Unreadable):
        feed.read(json.dumps({"items": [value], "version": value, "hubs": value, "authors": value}).encode())


@pytest.mark.shared
def test_captured_feeds_give_the_entries_that_feedparser_finds(shared_data: Path) -> None:
    folder = shared_data / "feeds" / "real"
    oracle = json.loads(gzip.decompress((folder / "oracle-feedparser6.json.gz").read_bytes()))
    rows = json.loads((folder / "index.json").read_text())[::9]

    for row in rows:
        found = feed.read((folder / row["file"]).read_bytes(), url=row["url"])
        assert len(found.entries) >= len(oracle[row["file"].removesuffix(".gz")]["entries"])
