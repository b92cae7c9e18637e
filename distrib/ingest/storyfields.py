"""Entry and page become a story's fields, each bounded and harmless; and whether it waits for its hour."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from distrib.errors import BadInput
from distrib.ingest import moments
from distrib.ingest.cleaning import LONGEST_TEXT, line, shortened
from distrib.ingest.entry import Entry, Image, Page
from distrib.ingest.identity import Found
from distrib.ingest.languages import direction
from distrib.ingest.telling import short_hash
from distrib.model.sources import Source
from distrib.model.stories import StoryKind, StoryState
from distrib.wording import urls

_NO_PAGE = Page()
_MODERN = re.compile(r"webp|avif")


def fields(found: Found, page: Page | None, source: Source, *, now: datetime, zone: str = "UTC") -> dict[str, Any]:
    """Return the columns of a Story that entry and page fill, each bounded and harmless.

    The page knows the story best; the entry fills what the page does not say; the source fills the rest. A time that
    names no zone is one in `zone`. The page behind a shared link tells of no story.
    """
    entry = found.entry
    page = page if page is not None and not found.shared else _NO_PAGE
    content = line(entry.content_html, LONGEST_TEXT) or ""
    body = page.body_text if len(page.body_text) >= len(content) // 2 else content
    language = page.language or entry.language or source.language
    published = _published(found, page, now=now, zone=zone)
    section = page.section or next(iter(entry.sections), None) or source.section
    sections = _once([section, *page.sections, *entry.sections, source.section])
    return {
        "url": found.url,
        "key": found.key,
        "guid": found.guid,
        "title": shortened(entry.title or page.title or "", 300),
        "summary": shortened(page.description or _summary(entry), 1000),
        "body_text": body[:200_000],
        "authors": list(page.authors or entry.authors),
        "credit": page.credit,
        "dateline": page.dateline,
        "section": section,
        "sections": sections,
        "tags": _once([*page.tags, *entry.tags])[:30],
        **_picture(_shown_picture(page) or entry.image, page.image or entry.image),
        "media_seconds": page.media_seconds or next((media.seconds for media in entry.media if media.seconds), None),
        "media_count": page.media_count,
        "kind": _kind(page.kind if page.title else None, entry),
        "language": language,
        "direction": direction(language) if language else page.direction,
        "translation_key": translation_key(found.url, page),
        "words": page.words or len(body.split()),
        "position": found.position,
        "published_at": published,
        "modified_at": moments.plausible(moments.first(page.modified, entry.updated, zone=zone), now),
        "paywalled": page.paywalled,
        "unlisted": None if page is _NO_PAGE else page.noindex,
        "fingerprint": found.fingerprint,
    }


def _published(found: Found, page: Page, *, now: datetime, zone: str) -> datetime | None:
    """Return the story's own date: the page's, unless one of page and entry lies ahead, which then counts.

    Pages show the day of writing while the feed or the call carries the embargo, and the other way round: of two
    dates that differ the later keeps what must not be out yet.
    """
    said = moments.plausible(moments.first(page.published, zone=zone), now)
    told = moments.plausible(found.published, now)
    if said is None or told is None:
        return said or told
    return max(said, told) if max(said, told) > now else said


def state_for(published: datetime | None, now: datetime) -> StoryState:
    """Return whether a story waits: its own date lies ahead."""
    return StoryState.EMBARGOED if published is not None and published > now else StoryState.LIVE


def translation_key(url: str, page: Page) -> str | None:
    """Return a key that all language versions of a story share: the hash of their addresses together."""
    if not page.translations:
        return None
    addresses = {url}
    for other in page.translations.values():
        try:
            addresses.add(urls.canonical(other))
        except BadInput:
            continue
    return short_hash("\n".join(sorted(addresses)), 16) if len(addresses) > 1 else None


def _summary(entry: Entry) -> str:
    return shortened(entry.summary or "", 1000)


def _shown_picture(page: Page) -> Image | None:
    """Return the page's picture in a form that mail programs draw: several know neither WebP nor AVIF."""
    image = page.image
    if image is not None and page.share_image is not None and _MODERN.search(image.url.lower()):
        return page.share_image
    return image


def _picture(image: Image | None, other: Image | None) -> dict[str, Any]:
    if image is None:
        return dict.fromkeys(("image_url", "image_width", "image_height", "image_alt", "image_caption", "image_credit"))
    other = other or image
    return {
        "image_url": image.url,
        "image_width": image.width,
        "image_height": image.height,
        "image_alt": image.alt or other.alt,
        "image_caption": image.caption or other.caption,
        "image_credit": image.credit or other.credit,
    }


def _kind(said: str | None, entry: Entry) -> StoryKind:
    if said and said != "article":
        return StoryKind(said)
    if said is None and any((media.medium or media.type or "").startswith("video") for media in entry.media):
        return StoryKind.VIDEO
    return StoryKind.ARTICLE


def _once(values: Iterable[str | None]) -> list[str]:
    return list({value.casefold(): value for value in reversed([each for each in values if each])}.values())[::-1]
