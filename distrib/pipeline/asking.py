"""The network's part of gathering: sources and article pages are asked in threads, and every failure is a sentence."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import TypeVar

from distrib.errors import DistribError, Unreachable
from distrib.ingest import hubs, rhythm, robots_tag
from distrib.ingest.cleaning import web_url
from distrib.ingest.entry import Entry, Page, Place
from distrib.ingest.fetching import Check, Fetched, Fetcher
from distrib.ingest.hubs import Offer
from distrib.ingest.sources import document, page
from distrib.model.sources import Source, SourceKind
from distrib.pipeline.turns import Resting, Turns, in_order

OK, NOT_FOUND, GONE, TOO_MANY, UNAVAILABLE = 200, 404, 410, 429, 503
_MOST_SITEMAPS = 20
_MOST_OF_SITEMAPS = 1000  # the freshest; a site's whole past is no news
_DEEPEST = 2  # an index of indexes
_LARGE = 1_000_000  # bytes; a document's tree takes many times as much
_one_large_at_a_time = threading.Lock()
_T = TypeVar("_T")
_A = TypeVar("_A")


@dataclass(slots=True, kw_only=True)
class Asked:
    """What a source answered: entries, or the sentence that says why there are none."""

    entries: tuple[Entry, ...] = ()
    problem: str | None = None
    notes: list[str] = field(default_factory=list)  #: what went wrong beside: a child sitemap, say
    unchanged: bool = False
    etag: str | None = None
    last_modified: str | None = None
    not_before: datetime | None = None  #: it asked to be left alone until then
    lost: list[str] = field(default_factory=list)  #: what of it could not be read as entries: the rest, say
    skipped: bool = False  #: it was not asked: its host wants rest
    pushed: bool = False  #: it came by itself, through a hub
    hub: Offer | None = None  #: the one that it names, to be asked to push
    gone: bool = False  #: it says that it is gone for good
    moved_to: str | None = None  #: where it says that it has moved for good
    good_for: timedelta | None = None  #: how long it says that its answer stays good
    size: int = 0  #: bytes that were read
    milliseconds: int = 0  #: until the whole answer was there


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an article page turned out to be."""

    page: Page | None = None
    gone: bool = False
    problem: str | None = None
    url: str | None = None  #: where its link led in the end
    status: int | None = None
    unchanged: bool = False  #: not since it was last looked at


def in_threads(
    ask: Callable[[_A], _T],
    asked: Sequence[_A],
    *,
    threads: int,
    done: Callable[[], None],
    ready: Callable[[_A], bool] = lambda _: True,
) -> list[_T | Exception]:
    """Return an answer for each, in order; what was raised stands in its place, so that the rest goes on."""
    answers: list[_T | Exception] = []
    for answer in in_order(ask, asked, threads=threads, ahead=len(asked), ready=ready):
        answers.append(answer)
        done()
    return answers


def sentence(error: Exception) -> str:
    """Return what went wrong in words that may be stored and shown."""
    return str(error) if isinstance(error, DistribError) else f"An unexpected {type(error).__name__} stopped it."


def ask(source: Source, fetcher: Fetcher, turns: Turns) -> Asked:
    """Return what the source has now. Raises nothing of ours: a failure is the answer's `problem`."""
    answer = Asked()
    try:
        if web_url(source.url) is None:
            raise Unreachable("Its address is no web address.")
        check = Check(etag=source.etag, last_modified=source.last_modified)
        with turns.at(source.url):
            began = monotonic()
            fetched = fetcher.fetch(source.url, check)
            answer.milliseconds = int((monotonic() - began) * 1000)
        _note(answer, fetched)
        _note_rest(answer, fetched, source.url, turns)
        if answer.problem is None and not answer.unchanged:
            _read(answer, source, fetched, fetcher, turns)
    except Resting as error:
        answer.problem, answer.not_before, answer.skipped = str(error), error.until, True
    except DistribError as error:
        answer.problem, answer.entries = str(error), ()
    return answer


def _note(answer: Asked, fetched: Fetched) -> None:
    answer.etag, answer.last_modified = fetched.etag, fetched.last_modified
    answer.moved_to = fetched.moved_to
    answer.unchanged = fetched.unchanged
    answer.gone = fetched.status == GONE
    answer.problem = None if fetched.unchanged else refusal(fetched)
    answer.good_for = rhythm.good_for(fetched.headers, fetched.body)
    answer.size = len(fetched.body)


def _note_rest(answer: Asked, fetched: Fetched, url: str, turns: Turns) -> None:
    """A 429, or a 503 with a time, speaks for the whole host; a bare 503 for this address alone."""
    answer.not_before = fetched.retry_after
    if fetched.status == TOO_MANY or (fetched.status == UNAVAILABLE and fetched.retry_after is not None):
        turns.rest(url, fetched.retry_after)


def _read(answer: Asked, source: Source, fetched: Fetched, fetcher: Fetcher, turns: Turns) -> None:
    with _one_large_at_a_time if answer.size > _LARGE else nullcontext():
        read = document.of_kind(source.kind, fetched.body, url=fetched.url, content_type=fetched.content_type)
    answer.entries = read.entries
    answer.lost += [problem for problem in read.problems if not problem[0].isdigit()]  # the counted ones are entries
    if source.kind is SourceKind.FEED:
        answer.hub = hubs.offered(fetched.body, url=fetched.url, headers=fetched.headers)
    if read.children:
        answer.entries = tuple(_descend(read.children, fetcher, turns, answer.notes))
    if source.kind is SourceKind.SITEMAP:
        if len(answer.entries) > _MOST_OF_SITEMAPS:
            answer.lost.append(f"It has more than {_MOST_OF_SITEMAPS:,} stories; the oldest were left out.")
        answer.entries = tuple(sorted(answer.entries, key=_freshness, reverse=True)[:_MOST_OF_SITEMAPS])


def open_page(url: str, fetcher: Fetcher, turns: Turns, check: Check | None = None) -> Opened:
    """Return the article behind `url`; gone is an answer, too."""
    try:
        fetched = _fetch(url, fetcher, turns, check)
        found = Opened(url=fetched.url, status=fetched.status, unchanged=fetched.unchanged)
        if fetched.status in {NOT_FOUND, GONE}:
            return replace(found, gone=True)
        if fetched.unchanged:
            return found
        if (refused := refusal(fetched)) is not None:
            return replace(found, problem=refused)
        read = page.read(fetched.body, url=fetched.url, content_type=fetched.content_type)
        asked = robots_tag.noindex(fetched.headers.get("x-robots-tag"))  # a page may ask it there alone
        return replace(found, page=replace(read, noindex=read.noindex or asked))
    except DistribError as error:
        return Opened(problem=str(error))


def _fetch(url: str, fetcher: Fetcher, turns: Turns, check: Check | None = None) -> Fetched:
    with turns.at(url):
        fetched = fetcher.fetch(url, check)
    if fetched.status == TOO_MANY:
        turns.rest(url, fetched.retry_after)
    return fetched


def refusal(fetched: Fetched) -> str | None:
    """Return why an answer is none, by its status, or None when there is something to read."""
    if fetched.status == GONE:
        return "It says that it is gone for good (410)."
    if fetched.status in {TOO_MANY, UNAVAILABLE}:
        return f"It asked to be left alone for a while ({fetched.status})."
    if not OK <= fetched.status < OK + 100:
        return f"It answered {fetched.status} in place of its content."
    return None


def _freshness(entry: Entry) -> float:
    moment = entry.published or entry.updated
    return moment.timestamp() if moment else 0.0


def _descend(
    children: Iterable[Place], fetcher: Fetcher, turns: Turns, notes: list[str], depth: int = 1
) -> Iterator[Entry]:
    """Give the entries of an index's sitemaps, the freshest sitemaps first."""
    dated = sorted(children, key=lambda place: place.lastmod.timestamp() if place.lastmod else 0.0, reverse=True)
    for child in dated[:_MOST_SITEMAPS]:
        try:
            fetched = _fetch(child.url, fetcher, turns)
            if (refused := refusal(fetched)) is not None:
                notes.append(f"One of its sitemaps was left out. {refused}")
                continue
            read = document.of_kind(SourceKind.SITEMAP, fetched.body, url=fetched.url)
        except DistribError as error:
            notes.append(f"One of its sitemaps was left out. {error}")
            continue
        if read.children and depth < _DEEPEST:
            yield from _descend(read.children, fetcher, turns, notes, depth + 1)
        yield from read.entries
