"""Which of a site's feeds, sitemaps and pages make good sources: each with its reason. Pure: what was read comes in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from distrib.errors import BadInput
from distrib.ingest.entry import Entry
from distrib.model.sources import SourceKind
from distrib.wording import urls

SAME = 0.9  # of its stories: then two sources are one
STALE = timedelta(days=30)
_COMMENTS = re.compile(r"^comments? (?:for|on)\b|/comments?(?:/|\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What one address turned out to hold."""

    url: str
    kind: SourceKind
    how: str  #: why it was looked at
    title: str | None = None
    section: str | None = None  #: the section whose stories it has, by the menu
    edition: str | None = None  #: the language whose edition it is, by the menu
    language: str | None = None
    stories: frozenset[str] = frozenset()  #: canonical addresses
    titled: int = 0  #: entries that say their title
    told: int = 0  #: entries with their whole text
    newest: datetime | None = None
    comments: bool = False
    pushes: bool = False  #: it names a WebSub hub
    sitemaps: int = 0  #: that it names, where it is an index of them
    known_as: str | None = None  #: the source that it is already

    @property
    def is_news(self) -> bool:
        """Whether it says titles and dates: a news sitemap does, a plain one does not."""
        return self.titled > 0 and self.newest is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A candidate, whether it is recommended, and why."""

    candidate: Candidate
    recommended: bool
    why: str


@dataclass(slots=True)
class _Weighing:
    now: datetime
    taken: set[str] = field(default_factory=set)  #: stories of what is recommended or a source already
    proposals: list[Proposal] = field(default_factory=list)
    named: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def say(self, candidate: Candidate, why: str, *, recommended: bool) -> None:
        self.proposals.append(Proposal(candidate=candidate, recommended=recommended, why=why))
        if recommended or candidate.known_as:
            self.taken |= candidate.stories
            self.named.append((candidate.known_as or candidate.title or candidate.url, candidate.stories))


def candidate(
    url: str, kind: SourceKind, entries: Sequence[Entry], *, how: str, title: str | None = None, pushes: bool = False
) -> Candidate:
    """Return a candidate of the entries that were read there."""
    dated = [moment for entry in entries if (moment := entry.published or entry.updated) is not None]
    spoken = [entry.language for entry in entries if entry.language]
    comment = any("#comment" in (entry.url or "") for entry in entries)
    return Candidate(
        url=url,
        kind=kind,
        how=how,
        title=title,
        language=max(set(spoken), key=spoken.count) if spoken and len(set(spoken)) == 1 else None,
        stories=frozenset(_addresses(entries)),
        titled=sum(entry.title is not None for entry in entries),
        told=sum(len(entry.content_html or "") > len(entry.summary or "") for entry in entries),
        newest=max(dated, default=None),
        comments=comment or bool(_COMMENTS.search(title or "") or _COMMENTS.search(urlsplit(url).path)),
        pushes=pushes,
    )


def propose(found: Iterable[Candidate], now: datetime) -> tuple[Proposal, ...]:
    """Return every candidate with a verdict, what is recommended first.

    The whole feed, then sections' feeds that are their own, then a news sitemap that knows more; a plain sitemap or the
    front page only where there is nothing better.
    """
    weighing = _Weighing(now=now)
    rest = list(found)
    for each in [each for each in rest if each.known_as]:
        weighing.say(each, f"It is a source already: {each.known_as}.", recommended=False)
    rest = [each for each in rest if not each.known_as]
    feeds = [each for each in rest if each.kind is SourceKind.FEED]
    whole = sorted((each for each in feeds if not _of_a_part(each)), key=_fullness, reverse=True)
    for each in whole:
        _weigh_feed(weighing, each)
    for each in feeds:
        if _of_a_part(each):
            _weigh_feed(weighing, each)
    for each in sorted(rest, key=lambda each: (not each.is_news, each.sitemaps == 0)):
        if each.kind is SourceKind.SITEMAP:
            _weigh_sitemap(weighing, each)
    for each in rest:
        if each.kind is SourceKind.PAGE:
            _weigh_page(weighing, each)
    return tuple(sorted(weighing.proposals, key=lambda proposal: not proposal.recommended))


# -- one by one --------------------------------------------------------------------------


def _weigh_feed(weighing: _Weighing, each: Candidate) -> None:
    why = _no_use(each, weighing.now)
    if why is None and (same := _twin(weighing, each)) is not None:
        why = f"The same stories as {same}."
    if why is not None:
        weighing.say(each, why, recommended=False)
        return
    own = len(each.stories - weighing.taken)
    count = len(each.stories)
    if not weighing.taken:
        words = "The paper’s whole feed" + (", with the stories’ full text." if each.told > count // 2 else ".")
    elif _of_a_part(each):
        part = f"The section {each.section}" if each.section else f"The edition in {_spoken(each.edition or '')}"
        words = f"{part}: {own} of its {count} stories are in no feed above." if own else f"{part}, by its name."
    elif own:
        words = f"{own} of its {count} stories are in no other feed."
    else:
        weighing.say(each, "All of its stories are in the feeds above.", recommended=False)
        return
    weighing.say(each, words, recommended=True)


def _weigh_sitemap(weighing: _Weighing, each: Candidate) -> None:
    own, count = len(each.stories - weighing.taken), len(each.stories)
    if each.sitemaps:
        words = f"An index of {each.sitemaps} sitemaps: the site’s whole past."
        weighing.say(each, words, recommended=not weighing.named)
    elif not count:
        weighing.say(each, "There is nothing in it.", recommended=False)
    elif each.is_news and (why := _old(each, weighing.now)):
        weighing.say(each, why, recommended=False)
    elif each.is_news and own:
        words = f"A news sitemap: {own} of its {count} stories are in no feed." if weighing.taken else "A news sitemap."
        weighing.say(each, words, recommended=True)
    elif each.is_news:
        weighing.say(each, "A news sitemap; all of its stories are in the feeds.", recommended=False)
    elif weighing.named:
        weighing.say(each, "A plain sitemap: addresses without titles, the site’s whole past.", recommended=False)
    else:
        weighing.say(each, "A plain sitemap, but there is no feed.", recommended=True)


def _weigh_page(weighing: _Weighing, each: Candidate) -> None:
    if weighing.named:
        weighing.say(each, "The front page; what is named above tells more.", recommended=False)
    elif each.stories:
        weighing.say(each, "There is neither feed nor sitemap: stories are taken from its links.", recommended=True)
    else:
        weighing.say(each, "No links that look like stories.", recommended=False)


def _no_use(each: Candidate, now: datetime) -> str | None:
    if each.comments:
        return "Readers’ comments, not stories."
    if not each.stories:
        return "There is nothing in it."
    return _old(each, now)


def _old(each: Candidate, now: datetime) -> str | None:
    if each.newest is not None and now - each.newest > STALE:
        return f"Nothing new since {each.newest.day} {each.newest:%B %Y}."
    return None


def _twin(weighing: _Weighing, each: Candidate) -> str | None:
    """Return the name of what has these very stories already. A smaller part of a whole is no twin."""
    for name, stories in weighing.named:
        if len(each.stories & stories) >= SAME * len(each.stories | stories):
            return name
    return None


def _spoken(language: str) -> str:
    try:
        return str(Locale.parse(language, sep="-").get_display_name("en") or language)
    except (UnknownLocaleError, ValueError):
        return language


def _of_a_part(each: Candidate) -> bool:
    return each.section is not None or each.edition is not None


def _fullness(each: Candidate) -> tuple[bool, int, float]:
    """Return what makes a feed the whole one: fresh, many stories, their full text."""
    return (not each.comments, len(each.stories), each.told / max(len(each.stories), 1))


def _addresses(entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        try:
            yield str(urls.canonical(entry.url or ""))
        except BadInput:
            continue
