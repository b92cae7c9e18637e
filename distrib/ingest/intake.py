"""Entry and page become a story's fields, and it is decided what they are: new, changed, seen before, refused.

Canonical URL, guid, title and date decide together, because feeds change each of them; the decision says why.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from distrib.errors import BadInput
from distrib.ingest import dates
from distrib.ingest.cleaning import LONGEST_TEXT, line, shortened
from distrib.ingest.entry import Entry, Image, Page
from distrib.ingest.languages import direction
from distrib.model.sources import Source
from distrib.model.stories import Story, StoryKind, StoryState
from distrib.wording import urls

_FURTHEST = timedelta(days=400)  # a date further ahead is a slip, not an embargo
_OLDEST_YEAR = 1990
_MODERN = re.compile(r"webp|avif")


class Verdict(StrEnum):
    """What an entry is to us."""

    NEW = "new"
    REVISION = "revision"  #: a story we have, told anew
    UNCHANGED = "unchanged"  #: a story we have
    REFUSED = "refused"  #: not stored, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry with the address and the identity it is known by."""

    entry: Entry
    url: str  #: canonical
    guid: str | None
    fingerprint: str  #: of the entry as the feed tells it
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An entry that is not stored."""

    entry: Entry
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The decision about one entry: `story` is the row it belongs to, None for a new one."""

    verdict: Verdict
    why: str
    story: Story | None = None


@dataclass(slots=True)
class Known:
    """The stories an entry could be, as the store found them."""

    by_url: dict[str, Story] = field(default_factory=dict)
    by_guid: dict[str, Story] = field(default_factory=dict)  #: of the same source
    by_title: dict[str, list[Story]] = field(default_factory=dict)  #: of the same source, lately


def identify(entries: Sequence[Entry]) -> tuple[list[Found], list[Refusal]]:
    """Return each entry with its canonical address, and the ones that can't become stories with the reason.

    Where a feed gives one link to all its entries, the guid tells them apart: it becomes the address's fragment.
    """
    addressed: list[tuple[int, Entry, str]] = []
    refused: list[Refusal] = []
    for position, entry in enumerate(entries, start=1):
        try:
            addressed.append((position, entry, _address(entry)))
        except BadInput as error:
            refused.append(Refusal(entry=entry, why=str(error)))
    titles = Counter(url for url, _ in {(url, entry.title) for _, entry, url in addressed})
    found: dict[str, Found] = {}
    for position, entry, url in addressed:
        own = url if titles[url] == 1 else f"{url}#{_short_hash(entry.id or entry.title or '')}"
        if own in found:
            refused.append(Refusal(entry=entry, why="It stands in the same feed twice."))
            continue
        guid = shortened(entry.id, 500) if entry.id else None
        found[own] = Found(entry=entry, url=own, guid=guid, fingerprint=fingerprint(entry), position=position)
    return list(found.values()), refused


def _address(entry: Entry) -> str:
    if not entry.url:
        raise BadInput("It has no link that can be shown.")
    return str(urls.canonical(entry.url))


def judge(found: Found, known: Known, source: Source) -> Judged:
    """Return what `found` is among the stories that are known."""
    story = known.by_url.get(found.url)
    if story is not None:
        return _compared(found, story, source, "its address is known")
    story = known.by_guid.get(found.guid) if found.guid else None
    if story is not None and _same_story(found, story):
        return _compared(found, story, source, "its guid is known, the address changed")
    for story in known.by_title.get(_title_key(found.entry.title), ()):
        if _same_story(found, story, title_alone=False):
            return _compared(found, story, source, "title and date are known, address and guid changed")
    why = "its guid was used again for another story" if found.guid in known.by_guid else "nothing like it is known"
    return Judged(verdict=Verdict.NEW, why=why)


def _compared(found: Found, story: Story, source: Source, why: str) -> Judged:
    """Changed or not? Only the source a story came from may change it: others tell it in their own cut."""
    changed = story.source_id == source.id and story.fingerprint != found.fingerprint
    return Judged(verdict=Verdict.REVISION if changed else Verdict.UNCHANGED, why=why, story=story)


def _same_story(found: Found, story: Story, *, title_alone: bool = True) -> bool:
    same_title = _title_key(found.entry.title) == _title_key(story.title)
    published = found.entry.published or found.entry.updated
    if published is None or story.published_at is None:
        same_date = published is None and story.published_at is None
        return same_title and (
            title_alone or (same_date and bool(story.summary) and _summary(found.entry) == story.summary)
        )
    apart = abs(published - story.published_at)
    if same_title:
        return apart <= (timedelta(days=2) if title_alone else timedelta(minutes=1))
    return title_alone and apart <= timedelta(minutes=1)  # the same guid and the same minute: a new headline


def title_key(title: str | None) -> str:
    """Return a title as it is compared: its words in lower case."""
    return " ".join((title or "").casefold().split())


_title_key = title_key


def fingerprint(entry: Entry) -> str:
    """Return a hash of what a reader would see changed: title, summary, text and picture.

    The picture's query is left out: image servers change it with every request.
    """
    picture = urlsplit(entry.image.url)._replace(query="", fragment="").geturl() if entry.image else ""
    seen = (title_key(entry.title), entry.summary or "", line(entry.content_html, LONGEST_TEXT) or "", picture)
    return hashlib.sha256("\x1f".join(seen).encode("utf-8", "replace")).hexdigest()[:32]


def fields(found: Found, page: Page | None, source: Source, *, now: datetime) -> dict[str, Any]:
    """Return the columns of a Story that entry and page fill, each bounded and harmless.

    The page knows the story best; the entry fills what the page does not say; the source fills the rest.
    """
    entry = found.entry
    page = page or Page()
    content = line(entry.content_html, LONGEST_TEXT) or ""
    body = page.body_text if len(page.body_text) >= len(content) // 2 else content
    language = page.language or entry.language or source.language
    published = _plausible(_first_moment(page.published, entry.published, entry.updated), now)
    section = page.section or next(iter(entry.sections), None) or source.section
    sections = _once([section, *page.sections, *entry.sections, source.section])
    return {
        "url": found.url,
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
        "modified_at": _plausible(_first_moment(page.modified, entry.updated), now),
        "fingerprint": found.fingerprint,
    }


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
    return _short_hash("\n".join(sorted(addresses)), 16) if len(addresses) > 1 else None


def _summary(entry: Entry) -> str:
    return shortened(entry.summary or "", 1000)


def _first_moment(*values: datetime | date | None) -> datetime | None:
    return dates.aware(next((value for value in values if value is not None), None))


def _plausible(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment.year >= _OLDEST_YEAR and moment <= now + _FURTHEST else None


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


def _short_hash(words: str, length: int = 8) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:length]
