"""Whatever was handed in by hand: a feed, a sitemap or a page, told by looking."""

import re
from dataclasses import dataclass

from distrib.errors import Unreadable
from distrib.ingest import dates
from distrib.ingest.entry import Entry, Page, Place
from distrib.ingest.sources import feed, front, page, sitemap
from distrib.ingest.unpacking import unpacked
from distrib.model.sources import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read: entries, and the page itself where it was one."""

    kind: SourceKind
    title: str | None = None
    url: str | None = None
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    page: Page | None = None
    children: tuple[Place, ...] = ()  #: sitemaps that an index names
    problems: tuple[str, ...] = ()


def read(data: bytes, *, url: str | None = None, content_type: str = "") -> Document:
    """Return what the bytes are. Raises Unreadable."""
    plain = unpacked(data)
    kind = kind_of(plain)
    if kind is SourceKind.PAGE:
        return _one_page(plain, url, content_type)
    return of_kind(kind, plain, url=url, content_type=content_type)


def kind_of(data: bytes) -> SourceKind:
    """Return what the bytes look like; whatever is neither sitemap nor page is tried as a feed."""
    start = unpacked(data)[:4000].lower()
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", start):
        return SourceKind.SITEMAP
    return SourceKind.PAGE if re.search(rb"<!doctype html|<html\b", start) else SourceKind.FEED


def of_kind(kind: SourceKind, data: bytes, *, url: str | None = None, content_type: str = "") -> Document:
    """Return what a source of this kind served. Raises Unreadable."""
    if kind is SourceKind.SITEMAP:
        found = sitemap.read(data, url=url)
        if found.kind == "index":
            return Document(kind=kind, children=found.entries, problems=found.problems)
        return Document(kind=kind, entries=tuple(map(entry_of, found.entries)), problems=found.problems)
    if kind is SourceKind.PAGE:
        return Document(kind=kind, entries=front.read(data, url=url))
    read_feed = feed.read(data, url=url, content_type=content_type)
    return Document(
        kind=kind,
        title=read_feed.title,
        url=read_feed.url,
        language=read_feed.language,
        entries=read_feed.entries,
        problems=read_feed.problems,
    )


def entry_of(place: Place) -> Entry:
    """Return a sitemap's address as an entry. One without a title gets it from its page."""
    return Entry(
        url=place.url,
        title=place.title,
        published=place.published,
        updated=place.lastmod,
        tags=place.tags,
        image=next(iter(place.images), None),
        media=place.videos,
        language=place.language,
    )


def entry_from_page(found: Page) -> Entry:
    """Return an article page as if a feed had named it."""
    return Entry(
        url=found.canonical_url or found.url,
        title=found.title,
        summary=found.description,
        authors=found.authors,
        published=dates.aware(found.published),
        updated=dates.aware(found.modified),
        image=found.image,
        language=found.language,
    )


def _one_page(data: bytes, url: str | None, content_type: str) -> Document:
    found = page.read(data, url=url, content_type=content_type)
    if not found.title or not (found.canonical_url or found.url):
        raise Unreadable("This page names neither a story nor its own address.")
    return Document(kind=SourceKind.PAGE, language=found.language, entries=(entry_from_page(found),), page=found)
