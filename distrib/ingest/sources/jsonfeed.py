"""JSON Feed 1.0 and 1.1, which feedparser does not read."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from distrib.errors import Unreadable
from distrib.ingest import dates
from distrib.ingest.cleaning import line, lines, number, safe_html, text, web_url
from distrib.ingest.entry import Entry, Feed, Image, Media
from distrib.ingest.languages import language_tag
from distrib.ingest.sources.decoding import as_utf8
from distrib.ingest.sources.pictures import first_picture

MOST_ENTRIES = 20_000


def looks_like_one(data: bytes) -> bool:
    """Return whether the bytes start as JSON does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def read(data: bytes, *, url: str | None = None) -> Feed:
    """Return the feed. Raises Unreadable."""
    try:
        found = json.loads(as_utf8(data), strict=False)
    except (ValueError, RecursionError) as error:
        raise Unreadable("This is not a feed: it starts like JSON but can't be read as such.") from error
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise Unreadable("This is JSON, but not a JSON Feed: it has no list of items.")
    version = str(found.get("version") or "").rstrip("/").rsplit("/", 1)[-1]
    language = language_tag(found.get("language"))
    items = [item for item in found["items"][:MOST_ENTRIES] if isinstance(item, dict)]
    entries = tuple(_entry(item, found, language, url) for item in items)
    return Feed(
        format=f"jsonfeed{version}" if version in {"1", "1.1"} else "jsonfeed",
        title=line(found.get("title")),
        url=web_url(found.get("home_page_url"), url),
        language=language,
        hub=_hub(found, url),
        entries=entries,
        problems=tuple(_problems(found, entries)),
    )


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any], language: str | None, url: str | None) -> Entry:
    address = web_url(item.get("url") or item.get("external_url"), url)
    given = item.get("content_html") or None
    content = safe_html(given, address or url) or safe_html(_paragraphs(item.get("content_text")))
    image = web_url(item.get("image") or item.get("banner_image"), url)
    identity = item.get("id")
    return Entry(
        id=line(str(identity), 1000) if identity is not None else None,
        url=address or (web_url(identity) if isinstance(identity, str) else None),
        title=line(item.get("title")),
        summary=text(item.get("summary"), 5000) or text(content, 600),
        content_html=content,
        authors=_authors(item) or _authors(feed),
        published=dates.aware(item.get("date_published")),
        updated=dates.aware(item.get("date_modified")),
        tags=lines(item.get("tags") or []),
        image=Image(url=image) if image else first_picture(content or "", url),
        media=_media(item, url),
        language=language_tag(item.get("language")) or language,
    )


def _paragraphs(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<p>{part}</p>" for part in escaped.split("\n\n") if part.strip())


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    given = item.get("authors") or [item.get("author")]
    return lines([each.get("name") for each in given if isinstance(each, dict)]) if isinstance(given, list) else ()


def _media(item: Mapping[str, Any], url: str | None) -> tuple[Media, ...]:
    given = item.get("attachments")
    rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    return tuple(
        Media(url=address, type=line(row.get("mime_type"), 100), seconds=number(row.get("duration_in_seconds")))
        for row in rows[:20]
        if (address := web_url(row.get("url"), url))
    )


def _hub(feed: Mapping[str, Any], url: str | None) -> str | None:
    given = feed.get("hubs")
    for hub in given if isinstance(given, list) else []:
        if isinstance(hub, dict) and (address := web_url(hub.get("url"), url)):
            return address
    return None


def _problems(feed: Mapping[str, Any], entries: tuple[Entry, ...]) -> Iterable[str]:
    if "jsonfeed.org" not in str(feed.get("version")):
        yield "The feed does not say which version of JSON Feed it is."
    if not entries:
        yield "The feed has no entries."
    if lacking := sum(entry.url is None for entry in entries):
        yield f"{lacking} of {len(entries)} entries have no link."
