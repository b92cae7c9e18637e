"""Feeds of every kind become Entries: RSS, Atom and RDF by feedparser's tolerance, JSON Feed by our own reader."""

import calendar
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax import SAXException

import feedparser

from distrib.errors import Unreadable
from distrib.ingest import dates
from distrib.ingest.cleaning import line, lines, number, safe_html, text, web_url
from distrib.ingest.entry import Entry, Feed, Image, Media
from distrib.ingest.languages import language_tag
from distrib.ingest.sources import jsonfeed
from distrib.ingest.sources.pictures import first_picture
from distrib.ingest.unpacking import unpacked

MOST_ENTRIES = 20_000
_FORMATS = {
    "rss090": "rdf", "rss10": "rdf", "rss091n": "rss0.91", "rss091u": "rss0.91", "rss092": "rss0.92",
    "rss093": "rss0.93", "rss094": "rss0.94", "rss20": "rss2.0", "rss": "rss", "cdf": "cdf", "atom01": "atom0.1",
    "atom02": "atom0.2", "atom03": "atom0.3", "atom10": "atom1.0", "atom": "atom",
}  # fmt: skip
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_SECTION_SCHEME = re.compile(r"section|categor|channel|rubri|desk|ressort", re.IGNORECASE)


def read(data: bytes, *, url: str | None = None, content_type: str = "", most_bytes: int = 60_000_000) -> Feed:
    """Return the feed that `data` is. `url` makes its addresses absolute. Raises Unreadable, and nothing else."""
    plain = unpacked(data, most_bytes)
    if not plain.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable("The feed is empty.")
    if jsonfeed.looks_like_one(plain):
        return jsonfeed.read(plain, url=url)
    return _read_xml(plain, url, content_type)


def _read_xml(data: bytes, url: str | None, content_type: str) -> Feed:
    headers = {"content-location": url or ""} | ({"content-type": content_type} if content_type else {})
    try:
        # A stream, since feedparser would take some byte strings for the name of a file.
        found = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        # As plain dicts: feedparser's own would answer with another field, and a warning, where one is missing.
        entries = tuple(_entry(dict(each), found.feed, url) for each in found.entries[:MOST_ENTRIES])
        feed = found.feed
    except RecursionError as error:
        raise Unreadable("The feed is nested too deeply to be read.") from error
    except Exception as error:  # hostile bytes make feedparser raise nearly anything
        raise Unreadable(f"The feed can't be read ({type(error).__name__}).") from error
    if not entries and not found.get("version"):
        raise Unreadable(_what_it_is(data))
    return Feed(
        format=_FORMATS.get(found.get("version") or "", "unknown"),
        title=line(feed.get("title")),
        url=web_url(feed.get("link"), url),
        language=language_tag(feed.get("language")),
        hub=_hub(feed.get("links") or [], url),
        entries=entries,
        problems=tuple(_problems(found, entries)),
    )


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any], url: str | None) -> Entry:
    content = _content(item)
    base = content.get("base") or (item.get("title_detail") or {}).get("base") or url
    safe = safe_html(content.get("value"), web_url(base) or url or web_url(feed.get("link")))
    published, updated = _moment(item, "published"), _moment(item, "updated")
    terms = [tag for tag in item.get("tags") or [] if isinstance(tag, Mapping)]
    return Entry(
        id=line(item.get("id"), 1000),
        url=web_url(item.get("link"), url),
        title=line(item.get("title")),
        summary=text(item.get("summary"), 5000) or text(safe, 600),
        content_html=safe,
        authors=_authors(item),
        published=published or updated,  # where there is only one date, it is the story's
        updated=updated,
        sections=lines([tag.get("term") for tag in terms if _SECTION_SCHEME.search(str(tag.get("scheme") or ""))]),
        tags=lines([tag.get("label") or tag.get("term") for tag in terms]),
        image=_image(item, safe, url),
        media=_media(item, url),
        language=language_tag((item.get("title_detail") or {}).get("language") or feed.get("language")),
    )


def _content(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fullest text of an entry: feeds put it into content, or into the summary."""
    parts = [part for part in item.get("content") or [] if isinstance(part, Mapping) and part.get("value")]
    if parts:
        return max(parts, key=lambda part: ("html" in str(part.get("type")), len(str(part["value"]))))
    detail = item.get("summary_detail")
    return detail if isinstance(detail, Mapping) else {}


def _moment(item: Mapping[str, Any], name: str) -> datetime | None:
    if dates.names_zone(item.get(name)):  # feedparser takes the zones it does not know, such as IST, for UTC
        return dates.aware(item[name])
    parts = item.get(f"{name}_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, TypeError, OverflowError):
        return None


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    found = [author.get("name") for author in item.get("authors") or [] if isinstance(author, Mapping)]
    return lines([name for name in found if name] or [item.get("author")], most=12)


def _media_rows(item: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for row in [*(item.get("media_content") or []), *_enclosures(item)]:
        if isinstance(row, Mapping):
            yield row


def _enclosures(item: Mapping[str, Any]) -> list[Any]:
    return [link for link in item.get("links") or [] if isinstance(link, Mapping) and link.get("rel") == "enclosure"]


def _is_picture(row: Mapping[str, Any]) -> bool:
    said = f"{row.get('medium', '')} {row.get('type', '')}".strip().lower()
    return "image" in said if said else bool(_PICTURE.search(str(row.get("url") or row.get("href") or "")))


def _media(item: Mapping[str, Any], url: str | None) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    for row in _media_rows(item):
        address = web_url(row.get("url") or row.get("href"), url)
        if address and address not in found and len(found) < 20:  # noqa: PLR2004 - nobody shows more
            found[address] = Media(
                url=address,
                type=line(row.get("type"), 100),
                medium=line(row.get("medium"), 40),
                width=number(row.get("width")),
                height=number(row.get("height")),
                seconds=number(row.get("duration")),
            )
    return tuple(found.values())


def _image(item: Mapping[str, Any], content: str | None, url: str | None) -> Image | None:
    rows = [row for row in _media_rows(item) if _is_picture(row)]
    rows.sort(key=lambda row: -(number(row.get("width")) or 0))  # stable: of equals the first
    thumbnails = [row for row in item.get("media_thumbnail") or [] if isinstance(row, Mapping)]
    picture = item.get("image")
    named = [picture] if isinstance(picture, Mapping) else []
    for row in rows + named:
        address = web_url(row.get("url") or row.get("href"), url)
        if address:
            return Image(
                url=address,
                width=number(row.get("width")),
                height=number(row.get("height")),
                caption=text(item.get("media_description"), 500) if rows else None,
                credit=_credit(item),
            )
    shown = first_picture(content or "", url) or first_picture(str(item.get("summary") or ""), url)
    if shown:
        return shown
    thumbnails.sort(key=lambda row: -(number(row.get("width")) or 0))
    for row in thumbnails:
        if address := web_url(row.get("url"), url):
            return Image(url=address, width=number(row.get("width")), height=number(row.get("height")))
    return None


def _credit(item: Mapping[str, Any]) -> str | None:
    for credit in item.get("media_credit") or []:
        if isinstance(credit, Mapping) and (found := line(credit.get("content"), 200)):
            return found
    return None


def _hub(links: Iterable[Any], url: str | None) -> str | None:
    for link in links:
        if isinstance(link, Mapping) and link.get("rel") == "hub":
            return web_url(link.get("href"), url)
    return None


def _problems(found: Mapping[str, Any], entries: tuple[Entry, ...]) -> Iterable[str]:
    if isinstance(found.get("bozo_exception"), SAXException):  # else only its charset was not declared as it should be
        yield "The feed breaks the rules of its format; it was read as well as possible."
    if not entries:
        yield "The feed has no entries."
    for lacking, count in (
        ("title", sum(entry.title is None for entry in entries)),
        ("link", sum(entry.url is None for entry in entries)),
        ("date", sum(entry.published is None and entry.updated is None for entry in entries)),
    ):
        if count:
            yield f"{count} of {len(entries)} entries have no {lacking}."
    if len(found.get("entries") or []) > MOST_ENTRIES:
        yield f"The feed has more than {MOST_ENTRIES} entries; the rest was left out."


def _what_it_is(data: bytes) -> str:
    start = data[:2000].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return "This is a web page, not a feed."
    if b"<urlset" in start or b"<sitemapindex" in start:
        return "This is a sitemap, not a feed."
    return "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."
