"""DISCOVER: from a site's address to the feeds, sitemaps and sections that would make good sources. Stores nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from distrib.errors import BadInput, DistribError, Unreachable
from distrib.ingest import discovery, hubs, leads
from distrib.ingest.cleaning import line, web_url
from distrib.ingest.discovery import Candidate, Proposal
from distrib.ingest.fetching import Fetched, Wish
from distrib.ingest.leads import Lead, Leads
from distrib.ingest.sources import document
from distrib.model.sources import SourceKind
from distrib.pipeline import asking
from distrib.pipeline.parts import Parts
from distrib.pipeline.turns import Turns
from distrib.store import sources

MOST_ASKED = 60  # addresses of one site
MOST_SECTIONS = 15
LONGEST = timedelta(seconds=90)
_MOST_SITEMAPS = 4

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a site has to offer."""

    url: str  #: where the address led
    name: str  #: of the site
    direct: bool  #: the address is a feed or sitemap itself
    proposals: tuple[Proposal, ...]
    asked: int  #: addresses
    notes: tuple[str, ...] = ()  #: what could not be looked at, and why


@dataclass(slots=True, kw_only=True)
class _Search:
    """One site being looked through: never more than so many addresses, each once, at most so long."""

    parts: Parts
    until: datetime
    turns: Turns
    progress: Progress | None
    asked: set[str] = field(default_factory=set)
    found: dict[str, Candidate] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)  #: sitemaps that an index named
    left_alone: bool = False  #: the site asked for that

    def ask(self, urls: Iterable[str]) -> list[tuple[str, Fetched]]:
        """Return what answers of these addresses; one that was asked before is not asked again."""
        wanted = [url for url in dict.fromkeys(urls) if url not in self.asked]
        room = MOST_ASKED - len(self.asked)
        if self.left_alone or self.parts.clock() > self.until:
            return []
        if len(wanted) > room:
            self.notes.append(f"It has more than {MOST_ASKED} addresses to look at; the rest was left out.")
        wanted = wanted[:room]
        got = asking.in_threads(self._one, wanted, threads=self.parts.settings.fetching.threads, done=lambda: None)
        self.asked.update(wanted)
        answered = [(url, answer) for url, answer in zip(wanted, got, strict=True) if isinstance(answer, Fetched)]
        self.left_alone = any(answer.status in {asking.TOO_MANY, asking.UNAVAILABLE} for _, answer in answered)
        if self.left_alone:
            self.notes.append("The site asked to be left alone, so the rest was not looked at: try again later.")
        if self.progress:
            self.progress(len(self.asked), MOST_ASKED)
        return [(url, answer) for url, answer in answered if asking.refusal(answer) is None]

    def _one(self, url: str) -> Fetched:
        with self.turns.at(url):
            left = (self.until - self.parts.clock()).total_seconds()
            if left <= 0:
                raise Unreachable("There was no time left to look at it.")
            seconds = min(left, self.parts.settings.fetching.timeout_seconds)
            return self.parts.fetcher.fetch(url, wish=Wish(seconds=seconds))

    def take(self, fetched: Fetched, lead: Lead, *, only: SourceKind | None = None) -> Candidate | None:
        """Note what stands at the address, if it is a source at all; a page is none."""
        kind = document.kind_of(fetched.body)
        if kind is SourceKind.PAGE or (only is not None and kind is not only):
            return None
        try:
            read = document.of_kind(kind, fetched.body, url=fetched.url, content_type=fetched.content_type)
        except DistribError as error:
            if lead.how != _GUESS:
                self.notes.append(f"{fetched.url} was left out. {error}")
            return None
        offer = hubs.offered(fetched.body, url=fetched.url, headers=fetched.headers)
        found = discovery.candidate(
            fetched.url,
            kind,
            read.entries,
            how=lead.how,
            title=line(read.title, 100) or lead.title,
            pushes=kind is SourceKind.FEED and offer is not None,
        )
        found = replace(
            found,
            section=lead.section,
            edition=lead.language,
            language=found.language or read.language or lead.language,
        )
        for child in read.children:
            self.children.append(child.url)
        return self.found.setdefault(fetched.url, found)


_GUESS = "many sites have it there"


def find(parts: Parts, url: str, *, progress: Progress | None = None) -> Discovery:
    """Return what could be a source at `url` and around it, each with a verdict.

    Raises BadInput, or what kept the address itself from being read.
    """
    address = web_url(url if "://" in url else f"https://{url}")
    if address is None:
        raise BadInput(f"{url[:200]} is no web address: it starts with https:// or http://.")
    now = parts.clock()
    search = _Search(parts=parts, until=now + LONGEST, turns=Turns(parts.settings.fetching.per_host), progress=progress)
    first = parts.fetcher.fetch(address)
    if (refused := asking.refusal(first)) is not None:
        raise BadInput(f"{address} can't be a source now. {refused}")
    search.asked |= {address, first.url}
    kind = document.kind_of(first.body)
    if kind is not SourceKind.PAGE:
        read = document.of_kind(kind, first.body, url=first.url, content_type=first.content_type)
        lead = Lead(url=address, how="it was named", title=line(read.title, 100))
        search.take(replace(first, url=address), lead)
        name = line(read.title, 100)
    else:
        name = _look_around(search, first)
    proposals = discovery.propose(_with_known(parts, search.found.values()), now)
    return Discovery(
        url=first.url,
        name=name or urlsplit(first.url).hostname or first.url,
        direct=kind is not SourceKind.PAGE,
        proposals=proposals,
        asked=len(search.asked),
        notes=tuple(dict.fromkeys(search.notes)),
    )


def _look_around(search: _Search, first: Fetched) -> str | None:
    """Find what a site has, starting from one of its pages; return what it is called."""
    page = leads.of_page(
        first.body, url=first.url, content_type=first.content_type, link_header=first.headers.get("link", "")
    )
    robots = search.ask([urljoin(first.url, "/robots.txt")])
    for _, listing in search.ask(page.lists):
        page = _joined(page, listing)
    _ask_leads(search, page.feeds)
    if not any(each.kind is SourceKind.FEED and each.stories and not each.comments for each in search.found.values()):
        guessed = leads.well_known(first.url, leads.WELL_KNOWN_FEEDS)
        _ask_leads(search, [Lead(url=url, how=_GUESS) for url in guessed], only=SourceKind.FEED)
    _look_into_sections(search, page)
    _look_into_sitemaps(search, first.url, robots[0][1].body if robots else b"")
    entries = document.of_kind(SourceKind.PAGE, first.body, url=first.url).entries
    front = discovery.candidate(first.url, SourceKind.PAGE, entries, how="it was named", title=page.title)
    search.found[first.url] = replace(front, language=page.language)
    return page.title


def _joined(page: Leads, listing: Fetched) -> Leads:
    """Return the page's leads with the feeds that another page of the site lists."""
    try:
        more = leads.of_page(listing.body, url=listing.url, content_type=listing.content_type)
    except DistribError:
        return page
    known = {lead.url for lead in page.feeds}
    return replace(page, feeds=(*page.feeds, *(lead for lead in more.feeds if lead.url not in known)))


def _ask_leads(search: _Search, found: Sequence[Lead], *, only: SourceKind | None = None) -> None:
    by_url = {lead.url: lead for lead in found}
    for url, answer in search.ask(by_url):
        search.take(answer, by_url[url], only=only)


def _look_into_sections(search: _Search, page: Leads) -> None:
    """Find the feed of each section of the menu: by the site's own habit, else as the section's page declares it."""
    sections = page.sections[:MOST_SECTIONS]
    main = next((each for each in search.found.values() if each.kind is SourceKind.FEED and not each.comments), None)
    guesses = [
        replace(section, url=guess)
        for section in sections
        if main is not None and (guess := leads.section_feed(section.url, main.url)) is not None
    ]
    if guesses:
        _ask_leads(search, guesses, only=SourceKind.FEED)
        return
    by_url = {section.url: section for section in sections}
    declared: list[Lead] = []
    for url, answer in search.ask(by_url):
        try:
            inside = leads.of_page(answer.body, url=answer.url, content_type=answer.content_type)
        except DistribError:
            continue
        own = [lead for lead in inside.feeds if lead.how == "the page declares it" and lead.url not in search.asked]
        declared += [
            replace(lead, how=section.how, section=section.section, language=section.language)
            for lead in own[:1]
            for section in [by_url[url]]
        ]
    _ask_leads(search, declared, only=SourceKind.FEED)


def _look_into_sitemaps(search: _Search, url: str, robots: bytes) -> None:
    named = leads.sitemaps_named(robots, url)
    found = [Lead(url=each, how="robots.txt names it") for each in named[:_MOST_SITEMAPS]]
    if not any("news" in urlsplit(each).path.lower() for each in named):
        guessed = leads.well_known(url, leads.WELL_KNOWN_SITEMAPS)
        found += [Lead(url=each, how=_GUESS) for each in guessed if each not in named]
    _ask_leads(search, found, only=SourceKind.SITEMAP)
    children = [each for each in search.children if "news" in urlsplit(each).path.lower()][:2]
    _ask_leads(search, [Lead(url=each, how="a sitemap index names it") for each in children], only=SourceKind.SITEMAP)


def _with_known(parts: Parts, found: Iterable[Candidate]) -> list[Candidate]:
    with parts.database.reading() as session:
        rows = [(each, sources.by_url(session, each.url)) for each in found]
    return [replace(each, known_as=row.name) if row else each for each, row in rows]
