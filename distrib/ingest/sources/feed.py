"""Feeds of every kind become Entries: well-formed ones at speed, any other by feedparser's tolerance, JSON by its own.

The strict reader and feedparser hand over the same rows, and `entries.py` cleans both; a test holds them equal.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from distrib.errors import Unreadable
from distrib.ingest.cleaning import line, web_url
from distrib.ingest.entry import Entry, Feed
from distrib.ingest.languages import language_tag
from distrib.ingest.sources import jsonfeed, mending, strict, tolerant
from distrib.ingest.sources.decoding import as_utf8
from distrib.ingest.sources.entries import Raw, entry
from distrib.ingest.sources.naming import Unfit
from distrib.ingest.unpacking import unpacked

MOST_ENTRIES = 20_000
_FORMATS = {
    "rss090": "rdf", "rss10": "rdf", "rss091n": "rss0.91", "rss091u": "rss0.91", "rss092": "rss0.92",
    "rss093": "rss0.93", "rss094": "rss0.94", "rss20": "rss2.0", "rss": "rss", "cdf": "cdf", "atom01": "atom0.1",
    "atom02": "atom0.2", "atom03": "atom0.3", "atom10": "atom1.0", "atom": "atom",
}  # fmt: skip
_SOMETHING = re.compile(rb"[^\x00\t\r\n \xef\xbb\xbf\xfe\xff]")


@dataclass(slots=True)
class Reading:
    """A feed being read: `entries` can be taken once, one at a time; `problems` are whole when they are through."""

    head: Feed
    entries: Iterator[Entry]
    problems: list[str] = field(default_factory=list)


def read(data: bytes, *, url: str | None = None, content_type: str = "", most_bytes: int = 60_000_000) -> Feed:
    """Return the feed that `data` is. `url` makes its addresses absolute. Raises Unreadable, and nothing else."""
    reading = begin(data, url=url, content_type=content_type, most_bytes=most_bytes, most_entries=MOST_ENTRIES)
    entries = tuple(reading.entries)
    return replace(reading.head, entries=entries, problems=tuple(reading.problems))


def begin(
    data: bytes,
    *,
    url: str | None = None,
    content_type: str = "",
    most_bytes: int = 60_000_000,
    most_entries: int | None = None,
) -> Reading:
    """Return the feed's head, and its entries to be taken one at a time: a large feed is never in memory as a whole.

    Raises Unreadable, and nothing else; taking the entries raises nothing.
    """
    plain = unpacked(data, most_bytes)
    if not _SOMETHING.search(plain):
        raise Unreadable("The feed is empty.")
    if jsonfeed.looks_like_one(plain):
        return _whole(jsonfeed.read(plain, url=url))
    return _begin_xml(as_utf8(plain, content_type), url, most_entries)


def _whole(found: Feed) -> Reading:
    return Reading(replace(found, entries=(), problems=()), iter(found.entries), list(found.problems))


def _begin_xml(data: bytes, url: str | None, most_entries: int | None) -> Reading:
    try:
        return _strictly(data, url, most_entries)
    except strict.NotWellFormed:
        data = mending.mended(data)
    except Unfit:
        return _tolerantly(data, url, most_entries)
    try:
        return _strictly(data, url, most_entries, broken=True)
    except Unfit:
        return _tolerantly(data, url, most_entries)


def _strictly(data: bytes, url: str | None, most_entries: int | None, *, broken: bool = False) -> Reading:
    return _cleaned(replace(strict.read(data, url), broken=broken), url, most_entries)


def _tolerantly(data: bytes, url: str | None, most_entries: int | None) -> Reading:
    try:
        found = tolerant.read(data, url)
    except RecursionError as error:
        raise Unreadable("The feed is nested too deeply to be read.") from error
    except Exception as error:  # hostile bytes make feedparser raise nearly anything
        raise Unreadable(f"The feed can't be read ({type(error).__name__}).") from error
    if not found.entries and not found.version:
        raise Unreadable(_what_it_is(data))
    return _cleaned(found, url, most_entries)


def _cleaned(raw: Raw, url: str | None, most_entries: int | None) -> Reading:
    head = Feed(
        format=_FORMATS.get(raw.version, "unknown"),
        title=line(raw.feed.get("title")),
        url=web_url(raw.feed.get("link"), url),
        language=language_tag(raw.feed.get("language")),
        hub=_hub(raw.feed.get("links") or [], url),
    )
    problems: list[str] = []
    return Reading(head, _entries(raw, url, most_entries, problems), problems)


def _entries(raw: Raw, url: str | None, most: int | None, problems: list[str]) -> Iterator[Entry]:
    """Give each entry, and fill `problems` behind the last."""
    taken, lacking = 0, {"title": 0, "link": 0, "date": 0}
    cut = False
    for row in raw.entries:
        if cut := taken == most:
            break
        found = entry(row, raw.feed, url)
        taken += 1
        lacking["title"] += found.title is None
        lacking["link"] += found.url is None
        lacking["date"] += found.published is None and found.updated is None
        yield found
    if raw.broken:
        problems.append("The feed breaks the rules of its format; it was read as well as possible.")
    if not taken:
        problems.append("The feed has no entries.")
    problems += [f"{count} of {taken} entries have no {what}." for what, count in lacking.items() if count]
    if cut:
        problems.append(f"The feed has more than {most} entries; the rest was left out.")


def _hub(links: Iterable[Any], url: str | None) -> str | None:
    for link in links:
        if isinstance(link, Mapping) and link.get("rel") == "hub":
            return web_url(link.get("href"), url)
    return None


def _what_it_is(data: bytes) -> str:
    start = data[:2000].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return "This is a web page, not a feed."
    if b"<urlset" in start or b"<sitemapindex" in start:
        return "This is a sitemap, not a feed."
    return "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."
