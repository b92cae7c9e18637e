"""An article page becomes a Page: what it says in JSON-LD, in its head and to the eye, the most trusted first."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from distrib.ingest import dates
from distrib.ingest.cleaning import line, lines, text, web_url
from distrib.ingest.entry import Image, Page
from distrib.ingest.languages import direction, language_tag
from distrib.ingest.sources.html import tree_of
from distrib.ingest.sources.pages import body, jsonld, lead, meta, visible, wording
from distrib.ingest.sources.pages.said import Said
from distrib.ingest.written_dates import day_in

_PER_MINUTE = 220
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff\uac00-\ud7af]")  # written without spaces


def read(data: bytes, *, url: str | None = None, content_type: str = "") -> Page:
    """Return what the page says. Raises Unreadable, and nothing else."""
    root = tree_of(data, content_type)
    base = web_url(url)
    linked, head, seen = jsonld.read(root, base), meta.read(root, base), visible.read(root)
    paragraphs = body.paragraphs(root)
    if len(linked.body) > 2 * sum(map(len, paragraphs)):  # the page hides its text, or builds it later
        paragraphs = [found for part in linked.body.split("\n") if (found := text(part))]
    canonical = _canonical(head, linked, base)
    language = _language(seen, head, linked)
    authors = _authors(linked, head, seen)
    place, beside = wording.dateline(paragraphs)
    text_of = "\n".join(paragraphs)
    words = count_words(text_of)
    sections = lines([*linked.sections, *head.sections, *seen.sections], longest=80, most=6)
    before, after = meta.neighbours(root, base)
    before_seen, after_seen = visible.neighbours(root, base)
    published = _moment([*linked.published, *head.published, *seen.published, visible.date_of(canonical or base) or ""])
    kind = (
        next(iter([*linked.kinds, *seen.kinds, *head.kinds]), None) or visible.kind_of(canonical or base) or "article"
    )
    return Page(
        url=base,
        canonical_url=canonical,
        title=_title(linked, head, seen, base),
        description=next(
            (found for each in (*head.descriptions, *linked.descriptions) if (found := text(each, 1000))), None
        ),
        authors=authors,
        credit=wording.agency(authors, paragraphs) or beside,
        dateline=place,
        published=published,
        modified=_moment([*linked.modified, *head.modified]),
        section=sections[0] if sections else visible.section_of(canonical or base),
        sections=sections,
        tags=lines(linked.tags or head.tags or seen.tags, longest=80),
        image=_image(root, linked, head, base),
        kind=kind,
        language=language,
        direction=visible.direction_of(root) or direction(language),
        paywalled=linked.paywalled if linked.paywalled is not None else head.paywalled,
        related=visible.related(root, base),
        previous=before_seen or before,
        next=after_seen or after,
        body_text=text_of,
        words=words,
        minutes=max(1, math.ceil(words / _PER_MINUTE)) if words else 0,
        share_image=next(iter(head.images), None),
        translations=meta.translations(root, base),
        media_seconds=linked.seconds,
        media_count=_pictures(root, linked) if kind == "gallery" else None,
    )


def count_words(text_of: str) -> int:
    """Return the number of words; of scripts without spaces, two characters count as one."""
    unspaced = len(_UNSPACED.findall(text_of))
    return len(_UNSPACED.sub(" ", text_of).split()) + unspaced // 2


def _title(linked: Said, head: Said, seen: Said, url: str | None) -> str | None:
    """Return the headline: JSON-LD's, or without it the one on the page.

    One in JSON-LD that only repeats the window's title was written for search engines: then the head's is the one.
    """
    sites, host = [*linked.sites, *head.sites], urlsplit(url or "").hostname or ""
    named = wording.title(head.titles, sites, host)
    told = wording.title(linked.titles, sites, host)
    whole = wording.title(seen.titles[-1:], sites, host)
    shown = wording.likest(
        [found for each in seen.titles[:-1] if (found := wording.title([each], sites, host))], [named, told, whole]
    )
    if told is None:
        return shown or named or whole
    return named if named and whole and wording.same(told, whole) else told


def _authors(linked: Said, head: Said, seen: Said) -> tuple[str, ...]:
    """Return who wrote it. A page that names only its paper may show a byline all the same."""
    told = wording.names(linked.authors) or wording.names(head.authors)
    shown = wording.names(seen.authors)
    papers = {wording.plain(name) for name in (*linked.sites, *head.sites)}
    if told and all(wording.plain(name) in papers for name in told):
        people = tuple(name for name in shown if wording.looks_personal(name))
        return people or told
    return told or shown


def _canonical(head: Said, linked: Said, url: str | None) -> str | None:
    for each in (*head.canonicals, *linked.canonicals):
        if (found := web_url(each, url)) and urlsplit(found).path not in {"", "/"}:
            return found
    return url


def _pictures(root: Any, linked: Said) -> int | None:
    """Return how many pictures a gallery has, as it says, else as it shows."""
    shown = len(root.xpath("//article//figure[.//img] | //main//figure[not(ancestor::article)][.//img]"))
    return max(linked.count or 0, shown) or None


def _language(seen: Said, head: Said, linked: Said) -> str | None:
    found = (language_tag(each) for each in (*seen.languages, *linked.languages, *head.languages))
    return next((each for each in found if each), None)


def _moment(values: Iterable[str]) -> datetime | date | None:
    """Return the first date that makes sense; one with a time and zone of the same day says it better."""
    found = [each for value in values if (each := _said_moment(line(value, 100))) is not None]
    if not found:
        return None
    first = found[0]
    for other in found[1:]:
        if _knows_more(other, first) and _day(other) == _day(first):
            return other
    return first


def _said_moment(words: str | None) -> datetime | date | None:
    return dates.moment(words) or day_in(words or "")


def _knows_more(other: datetime | date, first: datetime | date) -> bool:
    if not isinstance(other, datetime):
        return False
    return not isinstance(first, datetime) or (first.tzinfo is None and other.tzinfo is not None)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _image(root: Any, linked: Said, head: Said, url: str | None) -> Image | None:
    """Return the lead picture as the page shows it; the head's is often cut and stamped for social networks."""
    named: Any = next(iter([*head.images, *linked.images]), None)
    best = lead.read(root, url, named.url if named else None) or named
    if best is None:
        return None
    same = [each for each in (*head.images, *linked.images) if _name(each.url) == _name(best.url) or each is named]
    return Image(
        url=best.url,
        width=best.width,
        height=best.height,
        alt=best.alt or next((each.alt for each in same if each.alt), None),
        caption=best.caption or next((each.caption for each in same if each.caption), None),
        credit=best.credit or next((each.credit for each in same if each.credit), None),
    )


def _name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1].split(".")[0]
