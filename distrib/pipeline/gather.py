"""GATHER: ask the sources, read what is new, store it; what fails is said, and the rest goes on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from distrib.errors import DistribError
from distrib.ingest.sources import document
from distrib.ingest.sources.document import Document
from distrib.ingest.unpacking import read_file
from distrib.model.sources import Source
from distrib.model.users import Run
from distrib.pipeline import asking, faring, keeping, repicking, taking
from distrib.pipeline.asking import Asked, Opened
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.pipeline.taking import Steps
from distrib.pipeline.turns import Turns, in_order
from distrib.store import sources, stories

Progress = Callable[[int, int], None]

_AT_ONCE = 32  # sources whose entries are taken in together
_NAMED = 20  # sources that a run names one by one
_HELD = 32_000_000  # bytes of feeds whose entries are held in memory together


def gather(parts: Parts, source_ids: Sequence[int] | None = None, progress: Progress | None = None) -> Run:
    """Ask the sources that are due, or the ones named, and store what they have. Returns the Run."""
    with parts.database.kept_open(), running(parts, "gather", _subject(source_ids or ())) as run:
        with parts.database.reading() as session:
            asked = sources.due(session, parts.clock()) if source_ids is None else sources.chosen(session, source_ids)
        _ask_all(parts, asked, run, progress)
        _finish(parts, run)
    return run.row


def gather_ready(parts: Parts, progress: Progress | None = None) -> Run:
    """Ask every enabled source now, whatever its time, but those whose host asked to be left alone. Returns the Run."""
    with parts.database.reading() as session:
        ids = [source.id for source in sources.ready(session, parts.clock()) if source.id is not None]
    return gather(parts, ids, progress)


def gather_given(parts: Parts, places: Sequence[str]) -> Run:
    """Read files or addresses named by hand, once, as backlog: their stories are judged by their own dates.

    Each place becomes a source that the clock never asks. Returns the Run.
    """
    with running(parts, "gather", "by hand") as run:
        for place in places:
            try:
                _take_given(parts, place, run)
            except DistribError as error:
                run.problem(f"{place}: {error}")
        _finish(parts, run)
    return run.row


def _subject(source_ids: Sequence[int]) -> str:
    if len(source_ids) > _NAMED:
        return f"{len(source_ids)} sources"
    return ",".join(f"s{source_id}" for source_id in source_ids)


def _ask_all(parts: Parts, asked: Sequence[Source], run: Running, progress: Progress | None) -> None:
    """Ask in threads and take in order, some at a time: entries are never all in memory together."""
    settings = parts.settings.fetching
    turns, steps = Turns(settings.per_host, gap_seconds=settings.host_gap_seconds), Steps(len(asked), progress)
    answers = in_order(
        lambda source: asking.ask(source, parts.fetcher, turns),
        asked,
        threads=settings.threads,
        ready=lambda source: turns.free(source.url),
        weight=lambda answer: answer.size,
        most=_HELD,
    )
    some: list[tuple[Source, Asked]] = []
    for source, answer in zip(asked, answers, strict=True):
        found = Asked(problem=asking.sentence(answer)) if isinstance(answer, Exception) else answer
        some.append((source, found))
        steps.done()
        if len(some) >= _AT_ONCE or sum(each.size for _, each in some) >= _HELD:
            taking.take(parts, some, turns, run, steps)
            some = []
    taking.take(parts, some, turns, run, steps)
    faring.leave_alone(parts, turns)


def _finish(parts: Parts, run: Running) -> None:
    keeping.forget(parts)
    faring.forget(parts)
    with parts.database.writing() as session:
        run.count("released", stories.release(session, parts.clock()))
    repicking.without_the_fallen(parts, run)
    new, changed, failed = (int(run.counts.get(name, 0)) for name in ("new", "changed", "refused"))
    run.sentence = f"{new} new {'story' if new == 1 else 'stories'}, {changed} told anew" + (
        f", {failed} not taken." if failed else "."
    )


# -- by hand -----------------------------------------------------------------------------------------------------


def _take_given(parts: Parts, place: str, run: Running) -> None:
    read, address = _read_given(parts, place)
    source = _source_for(parts, read, address)
    with parts.database.reading() as session:
        plan = keeping.plan(session, source, read.entries, parts.clock())
    opened = {found.url: Opened(page=read.page) for found, _ in plan.judged} if read.page else {}
    for name, number in keeping.keep(parts, plan, opened, backlog=True).items():
        run.count(name, number)
    taking.say_refused(plan, run)
    for problem in read.problems if not read.entries else ():
        run.problem(f"{place}: {problem}")
    run.count("sources", 1)


def _read_given(parts: Parts, place: str) -> tuple[Document, str]:
    """Return what the place holds and the address it is known by."""
    if urlsplit(place).scheme.lower() in {"http", "https"}:
        fetched = parts.fetcher.fetch(place)
        return document.read(fetched.body, url=fetched.url, content_type=fetched.content_type), place
    path = Path(place)
    return document.read(read_file(path)), path.resolve().as_uri()


def _source_for(parts: Parts, read: Document, address: str) -> Source:
    with parts.database.writing() as session:
        row = sources.by_url(session, address)
        if row is not None:
            return row
        site = urlsplit(read.url or (read.entries[0].url if read.entries else "") or address)
        return sources.add(
            session,
            name=sources.free_name(session, read.title or site.hostname or Path(site.path).name),
            kind=read.kind,
            url=address,
            language=read.language,
            own=False,
            enabled=False,
        )
