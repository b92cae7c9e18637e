"""The network's part of gathering: sources and article pages are asked in threads, and every failure is a sentence."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from distrib.errors import DistribError, Unreachable
from distrib.ingest.cleaning import web_url
from distrib.ingest.entry import Entry, Page, Place
from distrib.ingest.fetching import Check, Fetched, Fetcher
from distrib.ingest.sources import document, page
from distrib.model.sources import Source, SourceKind

OK, NOT_FOUND, GONE, TOO_MANY, UNAVAILABLE = 200, 404, 410, 429, 503
_MOST_SITEMAPS = 20
_MOST_OF_SITEMAPS = 1000  # the freshest; a site's whole past is no news
_DEEPEST = 2  # an index of indexes
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an article page turned out to be."""

    page: Page | None = None
    gone: bool = False
    problem: str | None = None


class Turns:
    """Never more than so many requests at one host at a time."""

    def __init__(self, per_host: int) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(per_host))

    @contextmanager
    def at(self, url: str) -> Iterator[None]:
        """Wait for a turn at the host of `url`."""
        with self._lock:
            turn = self._hosts[urlsplit(url).netloc.lower()]
        with turn:
            yield


def in_threads(
    ask: Callable[[_A], _T], asked: Sequence[_A], *, threads: int, done: Callable[[], None]
) -> list[_T | Exception]:
    """Return an answer for each, in order; what was raised stands in its place, so that the rest goes on."""
    answers: dict[int, _T | Exception] = {}
    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="gather") as pool:
        waiting = {pool.submit(ask, each): number for number, each in enumerate(asked)}
        for future in as_completed(waiting):
            error = future.exception()
            if error is not None and not isinstance(error, Exception):
                raise error
            answers[waiting[future]] = future.result() if error is None else error
            done()
    return [answers[number] for number in range(len(asked))]


def sentence(error: Exception) -> str:
    """Return what went wrong in words that may be stored and shown."""
    return str(error) if isinstance(error, DistribError) else f"An unexpected {type(error).__name__} stopped it."


def ask(source: Source, fetcher: Fetcher, turns: Turns) -> Asked:
    """Return what the source has now. Raises nothing of ours: a failure is the answer's `problem`."""
    try:
        if web_url(source.url) is None:
            raise Unreachable("Its address is no web address.")
        fetched = _fetch(source.url, fetcher, turns, Check(etag=source.etag, last_modified=source.last_modified))
        answer = Asked(etag=fetched.etag, last_modified=fetched.last_modified, not_before=fetched.retry_after)
        if fetched.unchanged:
            answer.unchanged = True
        elif (refused := refusal(fetched)) is not None:
            answer.problem = refused
        else:
            read = document.of_kind(source.kind, fetched.body, url=fetched.url, content_type=fetched.content_type)
            answer.entries = read.entries
            if read.children:
                answer.entries = tuple(_descend(read.children, fetcher, turns, answer.notes))
            if source.kind is SourceKind.SITEMAP:
                answer.entries = tuple(sorted(answer.entries, key=_freshness, reverse=True)[:_MOST_OF_SITEMAPS])
    except DistribError as error:
        return Asked(problem=str(error))
    return answer


def open_page(url: str, fetcher: Fetcher, turns: Turns) -> Opened:
    """Return the article behind `url`; gone is an answer, too."""
    try:
        fetched = _fetch(url, fetcher, turns)
        if fetched.status in {NOT_FOUND, GONE}:
            return Opened(gone=True)
        if (refused := refusal(fetched)) is not None:
            return Opened(problem=refused)
        return Opened(page=page.read(fetched.body, url=fetched.url, content_type=fetched.content_type))
    except DistribError as error:
        return Opened(problem=str(error))


def _fetch(url: str, fetcher: Fetcher, turns: Turns, check: Check | None = None) -> Fetched:
    with turns.at(url):
        return fetcher.fetch(url, check)


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
