"""Sitemaps are streamed, read with their extensions, and never expand an entity."""

import gzip
import io
import tracemalloc
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import Unreadable
from distrib.ingest.sources import sitemap

DATA = Path(__file__).parents[2] / "data" / "sitemaps"
INDIA = timezone(timedelta(hours=5, minutes=30))


def test_a_news_sitemap_is_read_with_pictures_and_films() -> None:
    found = sitemap.read((DATA / "news.xml").read_bytes(), url="https://paper.example/news.xml")
    first, second = found.entries

    assert (found.kind, found.problems) == ("urlset", ("1 entries have no usable address.",))
    assert (first.url, first.title) == ("https://paper.example/odisha/ferry-returns", "Ferry returns & sails")
    assert first.published == datetime(2026, 11, 24, 9, 45, tzinfo=INDIA)
    assert first.lastmod == datetime(2026, 11, 24, 10, 0, tzinfo=INDIA)
    assert (first.language, first.tags) == ("en", ("Chilika", "ferry"))
    assert (first.images[0].url, first.images[0].caption) == ("https://paper.example/media/ferry.jpg", "At Satapada")
    assert (first.videos[0].url, first.videos[0].seconds) == ("https://paper.example/media/ferry.mp4", 90)
    assert (second.title, second.images) == (None, ())


def test_an_index_names_its_sitemaps() -> None:
    data = b"<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"

    found = sitemap.read(gzip.compress(data), url="https://paper.example/")

    assert (found.kind, found.entries[0].url) == ("index", "https://paper.example/a.xml")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<rss/>", "not a sitemap"),
        (b"words", "can't be read"),
        (b"<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset/>", "no document type and no entities"),
        (b"<urlset>" + b"<a>" * 40 + b"</a>" * 40 + b"</urlset>", "nested too deeply"),
    ],
)
def test_what_is_no_sitemap_is_said(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        sitemap.read(data)


def test_a_sitemap_that_breaks_off_gives_what_came_before() -> None:
    found = sitemap.read(b"<urlset><url><loc>https://paper.example/a</loc></url><url><loc>https://pap")

    assert [place.url for place in found.entries] == ["https://paper.example/a"]
    assert "breaks off" in found.problems[0]


def test_a_long_sitemap_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_ENTRIES", 2)
    data = b"<urlset>" + b"<url><loc>https://paper.example/a</loc></url>" * 5 + b"</urlset>"

    found = sitemap.read(data)

    assert (len(found.entries), found.problems[0]) == (2, "The sitemap has more than 2 entries; the rest was left out.")


def test_memory_stays_flat_over_a_large_sitemap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_ENTRIES", 10)
    data = b"<urlset>" + b"<url><loc>https://paper.example/story</loc></url>" * 60_000 + b"</urlset>"
    tracemalloc.start()

    sitemap.read(data)

    assert tracemalloc.get_traced_memory()[1] < len(data) * 3
    tracemalloc.stop()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"<urlset>"):
        try:
            sitemap.read(start + data)
        except Unreadable as error:
            assert str(error)  # noqa: PT017 - a property holds for both ends


def test_a_sitemap_is_given_place_by_place_without_an_end() -> None:
    found = sitemap.begin(io.BytesIO(b"<urlset>" + b"<url><loc>https://paper.example/a</loc></url>" * 60_000))

    assert found.kind == "urlset"
    assert sum(1 for _ in found.entries) == 60_000  # more than a file may hold, and cut off: both are shown as they are
    assert "breaks off" in found.problems[0]


def test_what_is_nested_too_deeply_ends_the_places_with_a_sentence() -> None:
    deep = b"<url><loc>https://paper.example/b</loc>" + b"<a>" * 40 + b"</a>" * 40 + b"</url>"
    found = sitemap.begin(io.BytesIO(b"<urlset><url><loc>https://paper.example/a</loc></url>" + deep + b"</urlset>"))

    assert [place.url for place in found.entries] == ["https://paper.example/a"]
    assert found.problems == ["The sitemap is nested too deeply. What came before was read."]


def test_a_bare_ampersand_in_an_address_costs_no_place() -> None:
    found = sitemap.read(b"<urlset><url><loc>https://paper.example/?a=1&b=2</loc></url></urlset>")

    assert [place.url for place in found.entries] == ["https://paper.example/?a=1&b=2"]


def test_a_document_type_behind_a_long_comment_is_seen_too() -> None:
    with pytest.raises(Unreadable, match="no document type"):
        sitemap.read(b"<!--" + b"x" * 9000 + b"--><!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset/>")
