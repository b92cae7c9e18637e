"""An article page becomes a Page: what it says in JSON-LD, in its head and to the eye, the most trusted first."""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from distrib.ingest import dates
from distrib.ingest.cleaning import line, lines, text, web_url
from distrib.ingest.entry import Image, Page
from distrib.ingest.languages import direction, language_tag
from distrib.ingest.sources.html import tree_of
from distrib.ingest.sources.pages import (
    agencies,
    body,
    bylines,
    days,
    headlines,
    jsonld,
    lead,
    links,
    meta,
    people,
    sites,
    visible,
    wording,
)
from distrib.ingest.sources.pages.said import Said
from distrib.ingest.written_dates import day_in

_PER_MINUTE = 220
_SMALL = 600  # pixels: too few for a mail
_TINY = 400  # a thumbnail, or what stands for a picture until it is there
_CUT = re.compile(r"-\d{2,4}x\d{2,4}(\.\w{3,4})$")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff\uac00-\ud7af]")  # written without spaces


def read(data: bytes, *, url: str | None = None, content_type: str = "") -> Page:
    """Return what the page says. Raises Unreadable, and nothing else."""
    root = tree_of(data, content_type)
    base = web_url(url)
    linked, head, seen = jsonld.read(root, base), meta.read(root, base), visible.read(root)
    described = [found for each in (*head.descriptions, *linked.descriptions) if (found := text(each, 1000))]
    paragraphs = body.paragraphs(root, next(iter(described), None))
    if len(linked.body) > 2 * sum(map(len, paragraphs)):  # the page hides its text, or builds it later
        paragraphs = [found for part in linked.body.split("\n") if (found := text(part))]
    papers = {wording.plain(name) for name in (*linked.sites, *head.sites)}
    seen.authors = bylines.read(root, paragraphs, papers)
    canonical = _canonical(head, linked, base)
    language = _language(seen, head, linked)
    title = _title(linked, head, seen, base)
    authors = _authors(linked, head, seen, papers)
    place, beside = agencies.dateline(paragraphs)
    text_of = "\n".join(paragraphs)
    words = count_words(text_of)
    sections = lines([*linked.sections, *head.sections, *seen.sections], longest=80, most=6)
    before, after = meta.neighbours(root, base)
    before_seen, after_seen = links.neighbours(root, base)
    published = _moment(
        [*linked.published, *head.published, *seen.published, days.date_of(canonical or base) or "", *seen.stamped]
    )
    kind = (
        next(iter([*linked.kinds, *seen.kinds, *head.kinds]), None) or visible.kind_of(canonical or base) or "article"
    )
    return Page(
        url=base,
        canonical_url=canonical,
        title=title,
        description=next(iter(described), None),
        authors=authors,
        credit=agencies.agency(authors, paragraphs) or beside,
        dateline=place,
        published=published,
        modified=_moment([*linked.modified, *head.modified, *seen.modified]),
        section=sections[0] if sections else visible.section_of(canonical or base),
        sections=sections,
        tags=lines(wording.keywords(linked.tags or head.tags) or seen.tags, longest=80),
        image=_image(root, linked, head, base),
        kind=kind,
        language=language,
        direction=visible.direction_of(root) or direction(language),
        paywalled=linked.paywalled if linked.paywalled is not None else head.paywalled,
        related=links.related(root, base),
        previous=before_seen or before,
        next=after_seen or after,
        body_text=text_of,
        words=words,
        minutes=max(1, math.ceil(words / _PER_MINUTE)) if words else 0,
        share_image=next(iter(head.images), None),
        translations=meta.translations(root, base),
        media_seconds=linked.seconds,
        media_count=_pictures(root, linked) if kind == "gallery" else None,
        noindex=meta.noindex(root),
        removed=wording.says_removed([title, *seen.titles], paragraphs),
    )


def count_words(text_of: str) -> int:
    """Return the number of words; of scripts without spaces, two characters count as one."""
    unspaced = len(_UNSPACED.findall(text_of))
    return len(_UNSPACED.sub(" ", text_of).split()) + unspaced // 2


def _title(linked: Said, head: Said, seen: Said, url: str | None) -> str | None:
    """Return the headline: JSON-LD's, or without it the one on the page.

    One in JSON-LD that only repeats the window's title was written for search engines: then the head's is the one.
    """
    papers, host = [*linked.sites, *head.sites], urlsplit(url or "").hostname or ""
    named = headlines.title(head.titles, papers, host)
    told = headlines.title(linked.titles, papers, host)
    whole = headlines.title(seen.titles[-1:], papers, host)
    headings, lesser = (
        [found for each in each_of if (found := headlines.title([each], papers, host))]
        for each_of in (seen.titles[:-1], seen.lesser)
    )
    shown = headlines.likest(headings, [named, told, whole])
    if told is None:
        second = headlines.shown_second(named, headings, lesser) or headlines.piece_shown(whole, headings, lesser)
        return second or headlines.without_kicker(shown, named) or named or whole
    best = named if named and whole and headlines.same(told, whole) else told
    return headlines.unbroken(best, [*headings, named or "", whole or ""])


def _authors(linked: Said, head: Said, seen: Said, papers: set[str]) -> tuple[str, ...]:
    """Return who wrote it. Where data name only the paper or a desk, a byline may name people all the same."""
    desks = {wording.plain(name) for name in linked.desks} | papers
    told = [people.names(each.authors) for each in (linked, head)]
    for names in told:
        kept = tuple(name for name in names if wording.plain(name) not in papers)
        if any(wording.plain(name) not in desks for name in kept):
            return kept
    shown = tuple(name for name in people.names(seen.authors) if wording.plain(name) not in papers)
    if shown and (not any(told) or any(map(people.looks_personal, shown))):
        return shown
    return next((names for names in told if names), people.names(seen.authors))


def _canonical(head: Said, linked: Said, url: str | None) -> str | None:
    """Return the address that the page calls its own, where it may: not the front page's, and not another site's."""
    for each in (*head.canonicals, *linked.canonicals):
        if (found := web_url(each, url)) and urlsplit(found).path not in {"", "/"} and sites.may_speak_for(url, found):
            return found
    return url


def _pictures(root: Any, linked: Said) -> int | None:
    """Return how many pictures a gallery has, as it says, else as it shows."""
    figures = root.xpath("//article//figure[.//img or .//amp-img] | //main//figure[not(ancestor::article)][.//img]")
    listed = root.xpath("//*[contains(@class, 'gallery-item')][.//img] | //amp-carousel//amp-img")
    return max(linked.count or 0, len(figures), len(listed)) or None


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
        if (_knows_more(other, first) and _day(other) == _day(first)) or _same_in_its_zone(other, first):
            return other
    return first


def _said_moment(words: str | None) -> datetime | date | None:
    return dates.moment(words) or day_in(words or "")


def _knows_more(other: datetime | date, first: datetime | date) -> bool:
    if not isinstance(other, datetime):
        return False
    return not isinstance(first, datetime) or (first.tzinfo is None and other.tzinfo is not None)


def _same_in_its_zone(other: datetime | date, first: datetime | date) -> bool:
    """Whether `other` is the same moment, told in a zone where `first` is told in UTC."""
    if not (isinstance(other, datetime) and isinstance(first, datetime) and other.tzinfo and first.tzinfo):
        return False
    return not first.utcoffset() and bool(other.utcoffset()) and abs(other - first) < timedelta(minutes=1)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _image(root: Any, linked: Said, head: Said, url: str | None) -> Image | None:
    """Return the lead picture as the page shows it; the head's is often cut and stamped for social networks."""
    named: Any = next(iter([*head.images, *linked.images]), None)
    best = lead.read(root, url, named.url if named else None) or named
    if named and best and 0 < (lead.asked_width(best.url) or best.width or _SMALL) < _TINY:
        best = replace(named, alt=best.alt, caption=best.caption, credit=best.credit)
    if best is None:
        return None
    same = [each for each in (*head.images, *linked.images) if _name(each.url) == _name(best.url) or each is named]
    best = _whole(best, [each for each in same if each is not named or _name(each.url) == _name(best.url)])
    return Image(
        url=best.url,
        width=best.width,
        height=best.height,
        alt=best.alt or next((each.alt for each in same if each.alt), None),
        caption=best.caption or next((each.caption for each in same if each.caption), None),
        credit=best.credit or next((each.credit for each in same if each.credit), None),
    )


def _whole(best: Image, same: list[Image]) -> Image:
    """Return the picture itself where `best` is a small form of it, or a cut that WordPress made."""
    bare = _CUT.sub(r"\1", best.url)
    whole = next((each for each in same if each.url == bare and bare != best.url), None)
    if whole is None and best.width and best.width < _SMALL:
        whole = next((each for each in same if (each.width or lead.width_in(each.url)) > best.width), None)
    return replace(best, url=whole.url, width=whole.width, height=whole.height) if whole else best


def _name(url: str) -> str:
    return re.sub(r"-\d{2,4}x\d{2,4}$", "", urlsplit(url).path.rsplit("/", 1)[-1].split(".")[0])
