"""GATHER: ask the sources, read what is new, store it; what fails is said, and the rest goes on."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from distrib.errors import DistribError
from distrib.ingest.intake import Verdict
from distrib.ingest.sources import document
from distrib.ingest.sources.document import Document
from distrib.ingest.unpacking import read_file
from distrib.model.sources import Source
from distrib.model.users import Run
from distrib.pipeline import asking, keeping
from distrib.pipeline.asking import Asked, Opened
from distrib.pipeline.keeping import Plan
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.pipeline.turns import Turns
from distrib.store import sources, stories

Progress = Callable[[int, int], None]

_AT_ONCE = 64  # sources whose entries are held in memory together
_LONGEST_WAIT = timedelta(days=1)


def gather(parts: Parts, source_ids: Sequence[int] | None = None, progress: Progress | None = None) -> Run:
    """Ask the sources that are due, or the ones named, and store what they have. Returns the Run."""
    with running(parts, "gather", ",".join(f"s{source_id}" for source_id in source_ids or ())) as run:
        with parts.database.reading() as session:
            asked = sources.due(session, parts.clock()) if source_ids is None else sources.chosen(session, source_ids)
        steps = _Steps(len(asked), progress)
        for start in range(0, len(asked), _AT_ONCE):
            _gather_some(parts, asked[start : start + _AT_ONCE], run, steps)
        _finish(parts, run)
    return run.row


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


class _Steps:
    """How far a gather has come: sources asked and pages read."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def more(self, count: int) -> None:
        self._total += count

    def done(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _gather_some(parts: Parts, asked: Sequence[Source], run: Running, steps: _Steps) -> None:
    turns = Turns(parts.settings.fetching.per_host)
    threads = parts.settings.fetching.threads
    answers = asking.in_threads(
        lambda source: asking.ask(source, parts.fetcher, turns), asked, threads=threads, done=steps.done
    )
    planned: list[tuple[Plan, Asked]] = []
    for source, answer in zip(asked, answers, strict=True):
        found = Asked(problem=asking.sentence(answer)) if isinstance(answer, Exception) else answer
        with parts.database.reading() as session:
            planned.append((keeping.plan(session, source, found.entries, parts.clock()), found))
    opened = _open_pages(parts, [plan for plan, _ in planned], turns, steps, run)
    for plan, found in planned:
        _keep_one(parts, plan, found, opened, run)


def _open_pages(parts: Parts, plans: Sequence[Plan], turns: Turns, steps: _Steps, run: Running) -> dict[str, Opened]:
    """Read the article pages of new and changed stories of the paper's own sources, each once."""
    if not parts.settings.fetching.read_pages:
        return {}
    wanted = list(dict.fromkeys(url for plan in plans if plan.source.own for url in _unread(plan)))
    steps.more(len(wanted))
    answers = asking.in_threads(
        lambda url: asking.open_page(url, parts.fetcher, turns),
        wanted,
        threads=parts.settings.fetching.threads,
        done=steps.done,
    )
    opened: dict[str, Opened] = {}
    for url, answer in zip(wanted, answers, strict=True):
        opened[url] = Opened(problem=asking.sentence(answer)) if isinstance(answer, Exception) else answer
        if (problem := opened[url].problem) is not None:
            run.problem(f"The page {url} could not be read: {problem}")
    return opened


def _unread(plan: Plan) -> Iterator[str]:
    for found in plan.of(Verdict.NEW) + plan.of(Verdict.REVISION):
        yield found.url


def _keep_one(parts: Parts, plan: Plan, found: Asked, opened: dict[str, Opened], run: Running) -> None:
    """Store one source's stories and how it fared."""
    source = plan.source
    new = 0
    if found.problem is None:
        try:
            new = _store(parts, plan, opened, run, backlog=plan.backlog)
        except DistribError as error:
            found.problem = str(error)
    for note in [found.problem, *found.notes]:
        if note:
            run.problem(f"{source.name}: {note}")
    with parts.database.writing() as session:
        row = sources.get(session, source.id or 0)
        if found.problem is None:
            _note_success(row, found, new, parts)
        else:
            _note_failure(row, found, parts)
        session.add(row)
    run.count("sources", 1)


def _store(parts: Parts, plan: Plan, opened: dict[str, Opened], run: Running, *, backlog: bool) -> int:
    counts = keeping.keep(parts, plan, opened, backlog=backlog)
    for name, number in counts.items():
        run.count(name, number)
    for why, number in plan.refused.items():
        run.count("refused", number)
        run.problem(f"{plan.source.name}: {number} {'entry was' if number == 1 else 'entries were'} not taken. {why}")
    return counts["new"]


def _note_success(row: Source, found: Asked, new: int, parts: Parts) -> None:
    now = parts.clock()
    if row.first_gathered_at is not None and new <= keeping.FLOOD * max(row.usual_entries, 1.0):
        row.usual_entries = round(0.8 * row.usual_entries + 0.2 * new, 3)  # neither first gather nor flood is usual
    row.first_gathered_at = row.first_gathered_at or now
    row.last_gathered_at = row.last_success_at = now
    row.failures, row.problem = 0, None
    if not found.unchanged:
        row.etag, row.last_modified = found.etag, found.last_modified
    row.next_gather_at = now + timedelta(minutes=row.every_minutes)


def _note_failure(row: Source, found: Asked, parts: Parts) -> None:
    now = parts.clock()
    row.last_gathered_at = now
    row.failures += 1
    row.problem = found.problem
    wait = min(timedelta(minutes=row.every_minutes * 2 ** min(row.failures - 1, 10)), _LONGEST_WAIT)
    row.next_gather_at = max(now + wait, found.not_before or now)


def _finish(parts: Parts, run: Running) -> None:
    with parts.database.writing() as session:
        run.count("released", stories.release(session, parts.clock()))
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
    _store(parts, plan, opened, run, backlog=True)
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
