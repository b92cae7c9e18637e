"""Sitemaps and their indexes, streamed: `news:`, `image:` and `video:` read, entities never."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from lxml import etree

from distrib.errors import Unreadable
from distrib.ingest import dates
from distrib.ingest.cleaning import line, lines, number, web_url
from distrib.ingest.entry import Image, Media, Place, Sitemap
from distrib.ingest.languages import language_tag
from distrib.ingest.sources.decoding import as_utf8
from distrib.ingest.sources.mending import mended
from distrib.ingest.unpacking import unpacked

MOST_ENTRIES = 50_000  # sitemaps.org: a file holds no more
MOST_BYTES = 60_000_000
_LONGEST_ENTRY = 4_000_000  # bytes between two entries: one address with all its pictures takes some thousands
_KINDS = {"urlset": "urlset", "sitemapindex": "index"}
_TAGS = ("{*}url", "{*}sitemap", "{*}urlset", "{*}sitemapindex")
_TOO_DEEP = etree.XPath("boolean(" + "/".join("*" * 11) + ")")  # a place holds pictures, which hold their captions
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD = 4096
_NO_SITEMAP = "This is XML, but not a sitemap."


class Source(Protocol):
    """Bytes to be read piece by piece."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes, none at the end."""
        ...


@dataclass(slots=True)
class Reading:
    """A sitemap being read: `entries` can be taken once, one at a time; `problems` are whole when they are through."""

    kind: str
    entries: Iterator[Place]
    problems: list[str] = field(default_factory=list)
    broken: bool = False


def read(data: bytes, *, url: str | None = None, most_bytes: int = MOST_BYTES) -> Sitemap:
    """Return the sitemap that `data` is. Raises Unreadable, and nothing else."""
    plain = as_utf8(unpacked(data, most_bytes))
    try:
        found = _whole(plain, url)
    except Unreadable:
        if (better := mended(plain)) == plain:
            raise
        return _whole(better, url)[0]
    if found[1] and (better := mended(plain)) != plain:
        return _whole(better, url)[0]
    return found[0]


def _whole(data: bytes, url: str | None) -> tuple[Sitemap, bool]:
    reading = begin(io.BytesIO(data), url=url, most_entries=MOST_ENTRIES)
    entries = tuple(reading.entries)
    return Sitemap(kind=reading.kind, entries=entries, problems=tuple(reading.problems)), reading.broken


def begin(source: Source, *, url: str | None = None, most_entries: int | None = None) -> Reading:
    """Return what kind of sitemap it is, and its entries to be taken one at a time, however many there are.

    Raises Unreadable, and nothing else; taking the entries raises nothing: what breaks off is a problem then.
    """
    steps = _Steps(source, url)
    first = steps.first()
    reading = Reading(steps.kind, iter(()))
    reading.entries = _taken(reading, steps, first, most_entries)
    return reading


def _taken(reading: Reading, steps: "_Steps", first: Place | None, most: int | None) -> Iterator[Place]:
    taken = 0
    place = first
    try:
        while place is not None:
            if taken == most:
                reading.problems.append(f"The sitemap has more than {most} entries; the rest was left out.")
                break
            taken += 1
            yield place
            place = next(steps.places, None)
    except etree.LxmlError:
        reading.broken = True
        reading.problems.append("The sitemap breaks off or is not well-formed; what came before was read.")
    except Unreadable as error:
        reading.problems.append(f"{error} What came before was read.")
    if steps.unusable:
        reading.problems.append(f"{steps.unusable} entries have no usable address.")


class _Steps:
    """One pass over a sitemap; each element is forgotten once it is read."""

    def __init__(self, source: Source, url: str | None) -> None:
        self.kind = ""
        self.unusable = 0
        self.places = self._places()
        self._source, self._url = source, url
        self._start = b""
        self._taken = self._mark = 0

    def first(self) -> Place | None:
        """Return the first place, when it is clear that this is a sitemap. Raises Unreadable."""
        while len(self._start) < _HEAD and (more := self._source.read(_HEAD)):
            self._start = (self._start + more).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not self._start:
            raise Unreadable("The sitemap is empty.")
        if _FORBIDDEN.search(self._start[:_HEAD]):
            raise Unreadable("This is not a sitemap: sitemaps declare no document type and no entities.")
        try:
            place = next(self.places, None)
        except etree.LxmlError as error:
            raise Unreadable(f"The sitemap can't be read: {str(error).split(', line', 1)[0]}.") from error
        if not self.kind:
            raise Unreadable(_NO_SITEMAP)
        return place

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes to libxml2. Raises Unreadable where one entry alone has no end."""
        data, self._start = (self._start, b"") if self._start else (self._source.read(size), b"")
        self._taken += len(data)
        if self._taken - self._mark > _LONGEST_ENTRY + len(data):
            raise Unreadable("One entry of the sitemap is larger than 4 MB." if self.kind else _NO_SITEMAP)
        return data

    def _places(self) -> Iterator[Place]:
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        events = etree.iterparse(
            self, events=("start", "end"), tag=_TAGS, remove_comments=True, remove_pis=True, **options
        )
        for event, element in events:
            parent = element.getparent()
            if parent is None:
                self._root(event, element)
            elif event == "end" and parent.getparent() is None:
                self._mark = self._taken
                if (place := self._place(element)) is not None:
                    yield place
                element.clear()
                while element.getprevious() is not None:
                    del parent[0]

    def _root(self, event: str, root: Any) -> None:
        if event == "start":
            if root.getroottree().docinfo.internalDTD is not None:
                raise Unreadable("This is not a sitemap: sitemaps declare no document type and no entities.")
            self.kind = _KINDS.get(_name(root), "")
        elif _TOO_DEEP(root):
            raise Unreadable("The sitemap is nested too deeply.")

    def _place(self, element: Any) -> Place | None:
        if not self.kind:
            raise Unreadable(_NO_SITEMAP)
        if _TOO_DEEP(element):
            raise Unreadable("The sitemap is nested too deeply.")
        place = _place(element, self._url)
        self.unusable += place is None
        return place


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _place(element: Any, base: str | None) -> Place | None:
    parts: dict[str, list[Any]] = {}
    for child in element:
        parts.setdefault(_name(child), []).append(child)
    address = web_url(_text(parts.get("loc")), base)
    if address is None:
        return None
    news = {_name(part): part for part in reversed([*parts["news"][0].iter()])} if "news" in parts else {}
    keywords = _said(news, "keywords")
    return Place(
        url=address,
        lastmod=dates.aware(_text(parts.get("lastmod"))),
        title=line(_said(news, "title")),
        published=dates.aware(_said(news, "publication_date")),
        language=language_tag(_said(news, "language")),
        tags=lines((keywords or "").split(",")) if keywords else (),
        images=tuple(_images(parts.get("image", ()), base)),
        videos=tuple(_videos(parts.get("video", ()), base)),
    )


def _text(elements: list[Any] | None) -> str | None:
    return _said({"": elements[0]}, "") if elements else None


def _said(parts: dict[str, Any], name: str) -> str | None:
    element = parts.get(name)
    if element is None:
        return None
    return ("".join(element.itertext()) if len(element) else element.text or "").strip()


def _named(element: Any) -> dict[str, Any]:
    """Return the first child of each name."""
    return {_name(child): child for child in reversed(element)}


def _images(elements: Iterable[Any], base: str | None) -> Iterator[Image]:
    for element in elements:
        parts = _named(element)
        if address := web_url(_said(parts, "loc"), base):
            yield Image(url=address, caption=line(_said(parts, "caption")), alt=line(_said(parts, "title")))


def _videos(elements: Iterable[Any], base: str | None) -> Iterator[Media]:
    for element in elements:
        parts = _named(element)
        given = _said(parts, "content_loc") or _said(parts, "player_loc")
        if address := web_url(given, base):
            yield Media(url=address, medium="video", seconds=number(_said(parts, "duration")))
