"""One row of a feed, as feedparser names its fields, becomes an Entry: clean, and its addresses absolute."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from distrib.ingest.cleaning import line, lines, number, safe_html, text, text_of, web_url
from distrib.ingest.entry import Entry, Image, Media
from distrib.ingest.languages import language_tag
from distrib.ingest.sources.feed_dates import moment
from distrib.ingest.sources.pictures import at_once, first_picture

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A feed in feedparser's words, nothing of it clean yet."""

    version: str
    feed: Row
    entries: Iterable[Row]  #: to be taken once
    broken: bool = False  #: it is not well-formed


_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_SECTION_SCHEME = re.compile(r"section|categor|channel|rubri|desk|ressort", re.IGNORECASE)
_MOST_MEDIA = 20  # nobody shows more
_SUMMARY, _LEAD = 5000, 600  # how long a summary may be; and one made of the text, where there is none


def entry(item: Row, feed: Row, url: str | None) -> Entry:
    """Return the entry. `feed` is the head it stands under, `url` where the feed came from."""
    detail = item.get("title_detail") or {}
    content = _content(item)
    written = content.get("value")
    base = content.get("base") or detail.get("base") or url
    safe = safe_html(at_once(written or ""), web_url(base) or url or web_url(feed.get("link")))
    published, updated = moment(item.get("published")), moment(item.get("updated"))
    terms = [tag for tag in item.get("tags") or () if isinstance(tag, Mapping)]
    return Entry(
        id=line(item.get("id"), 1000),
        url=web_url(item.get("link"), url),
        title=line(item.get("title")) or line(item.get("media_title")),
        summary=_summary(item, written, safe),
        content_html=safe,
        authors=_authors(item),
        published=published or updated,  # where there is only one date, it is the story's
        updated=updated,
        sections=lines([tag.get("term") for tag in terms if _SECTION_SCHEME.search(str(tag.get("scheme") or ""))]),
        tags=lines([tag.get("label") or tag.get("term") for tag in terms]),
        image=_image(item, written, safe, url),
        media=_media(item, url),
        language=language_tag(item.get("language") or detail.get("language") or feed.get("language")),
    )


def _content(item: Row) -> Row:
    """Return the fullest text of an entry: feeds put it into content, or into the summary."""
    parts = [part for part in item.get("content") or () if isinstance(part, Mapping) and part.get("value")]
    detail = item.get("summary_detail")
    if isinstance(detail, Mapping) and not any("html" in str(part.get("type")) for part in parts):
        parts.append(detail)  # a second description counts as content; that does not make it the better one
    return max(parts, key=lambda part: ("html" in str(part.get("type")), len(str(part.get("value") or ""))), default={})


def _summary(item: Row, written: object, safe: str | None) -> str | None:
    said = item.get("summary")
    found = text_of(safe, _SUMMARY) if said == written else text(said, _SUMMARY)
    return found or text(item.get("media_description"), _SUMMARY) or text_of(safe, _LEAD)


def _authors(item: Row) -> tuple[str, ...]:
    found = [author.get("name") for author in item.get("authors") or () if isinstance(author, Mapping)]
    return lines([name for name in found if name] or [item.get("author")], most=12)


def _media_rows(item: Row) -> list[Row]:
    enclosed = [
        link for link in item.get("links") or () if isinstance(link, Mapping) and link.get("rel") == "enclosure"
    ]
    return [row for row in [*(item.get("media_content") or ()), *enclosed] if isinstance(row, Mapping)]


def _is_picture(row: Row) -> bool:
    said = f"{row.get('medium', '')} {row.get('type', '')}".strip().lower()
    return "image" in said if said else bool(_PICTURE.search(str(row.get("url") or row.get("href") or "")))


def _media(item: Row, url: str | None) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    for row in _media_rows(item):
        address = web_url(row.get("url") or row.get("href"), url)
        if address and address not in found and len(found) < _MOST_MEDIA:
            found[address] = Media(
                url=address,
                type=line(row.get("type"), 100),
                medium=line(row.get("medium"), 40),
                width=number(row.get("width")),
                height=number(row.get("height")),
                seconds=number(row.get("duration")),
            )
    return tuple(found.values())


def _image(item: Row, written: object, safe: str | None, url: str | None) -> Image | None:
    rows = _widest(row for row in _media_rows(item) if _is_picture(row))
    picture = item.get("image")
    for row in [*rows, *([picture] if isinstance(picture, Mapping) else [])]:
        if address := web_url(row.get("url") or row.get("href"), url):
            return Image(
                url=address,
                width=number(row.get("width")),
                height=number(row.get("height")),
                caption=text(row.get("media_description") or (item.get("media_description") if rows else None), 500),
                credit=line(row.get("media_credit") or item.get("media_credit"), 200),
            )
    return first_picture(safe, url) or _of_summary(item, written, url) or _thumbnail(item, url)


def _of_summary(item: Row, written: object, url: str | None) -> Image | None:
    said = item.get("summary")
    if said == written or not isinstance(said, str) or "<img" not in said:
        return None
    return first_picture(safe_html(at_once(said), url), url)


def _thumbnail(item: Row, url: str | None) -> Image | None:
    for row in _widest(row for row in item.get("media_thumbnail") or () if isinstance(row, Mapping)):
        if address := web_url(row.get("url"), url):
            return Image(url=address, width=number(row.get("width")), height=number(row.get("height")))
    return None


def _widest(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -(number(row.get("width")) or 0))  # stable: of equals the first
