"""What sources answered is taken in: planned, doubted, its pages read, stored; and it is noted how each one fared."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from distrib.errors import DistribError
from distrib.ingest import suspicion
from distrib.ingest.judging import Verdict
from distrib.ingest.suspicion import Batch, Newcomer
from distrib.model.sources import Source
from distrib.pipeline import asking, faring, keeping
from distrib.pipeline.asking import Asked, Opened
from distrib.pipeline.batches import Plan, Quarantine
from distrib.pipeline.faring import Fared
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running
from distrib.pipeline.turns import Turns, host_of

WINDOW = timedelta(days=1)  # stories of a doubtful batch with a date this near may stay candidates
_FEW = 3  # pages that are named one by one when they can't be read


class Steps:
    """How far a gather has come: sources asked and pages read."""

    def __init__(self, total: int, progress: Callable[[int, int], None] | None = None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def more(self, count: int) -> None:
        self._total += count

    def done(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def take(parts: Parts, some: Sequence[tuple[Source, Asked]], turns: Turns, run: Running, steps: Steps) -> None:
    """Store what the sources answered and how they fared. One source's trouble is a problem of the run."""
    now = parts.clock()
    fared = [Fared(source=source, asked=asked) for source, asked in some]
    plans: dict[int, Plan] = {}
    with parts.database.reading() as session:
        for number, each in enumerate(fared):
            if each.asked.problem is None and not each.asked.unchanged:
                plans[number] = keeping.plan(session, each.source, each.asked.entries, now)
                each.batch = _batch(plans[number], each.source)
    doubts = {number: _doubt(fared[number].batch, now) for number in plans}
    opened = _open_pages(parts, [(plan, doubts[number]) for number, plan in plans.items()], turns, steps, run)
    for number, each in enumerate(fared):
        if number in plans:
            try:
                each.counts = _store(parts, plans[number], opened, run, each, doubts[number])
            except DistribError as error:
                each.asked.problem = str(error)
        _tell(each, doubts.get(number), run)
    faring.note(parts, fared)


def say_refused(plan: Plan, run: Running) -> None:
    """Put what was not taken, and what must be said loudly, among the problems of the run."""
    for sentence in plan.news:
        run.problem(sentence)
    for why, number in plan.refused.items():
        run.count("refused", number)
        run.problem(f"{plan.source.name}: {number} {'entry was' if number == 1 else 'entries were'} not taken. {why}")


def _batch(plan: Plan, source: Source) -> Batch:
    known = [(found, judged.story) for found, judged in plan.judged if judged.story is not None]
    return Batch(
        new=[Newcomer(title=found.title, at=found.published) for found in plan.of(Verdict.NEW)],
        known=len(known),
        guids_changed=sum(
            story.source_id == source.id and bool(found.guid and story.guid) and found.guid != story.guid
            for found, story in known
        ),
        usual_per_day=source.usual_per_day,
        usual_entries=source.usual_entries,
        since=source.last_success_at,
    )


def _doubt(batch: Batch, now: datetime) -> Quarantine | None:
    why = suspicion.doubt(batch, now)
    if why is None:
        return None
    return Quarantine(why=why, since=now - WINDOW, spared=suspicion.spared(batch))


def _store(
    parts: Parts, plan: Plan, opened: dict[str, Opened], run: Running, fared: Fared, doubt: Quarantine | None
) -> Counter[str]:
    backlog = fared.batch.since is None or suspicion.is_flood(fared.batch, parts.clock())
    counts = keeping.keep(parts, plan, opened, backlog=backlog, quarantine=doubt, lost=fared.asked.lost)
    for name, number in counts.items():
        run.count(name, number)
    say_refused(plan, run)
    return counts


def _tell(fared: Fared, doubt: Quarantine | None, run: Running) -> None:
    """Say of one source what went wrong. A host that wants rest is said once for all its sources."""
    name, found = fared.source.name, fared.asked
    if found.skipped:
        run.problem(found.problem or "")
        run.count("left alone", 1)
        return
    for note in [found.problem, *found.notes]:
        if note:
            run.problem(f"{name}: {note}")
    if doubt is not None and (held := fared.counts["quarantined"]):
        run.problem(
            f"{name}: {doubt.why} {held} of them wait for a human: type `distrib sources quarantine` to see them."
        )
    run.count("sources", 1)


# -- pages -------------------------------------------------------------------------------------------------------


def _open_pages(
    parts: Parts, plans: Sequence[tuple[Plan, Quarantine | None]], turns: Turns, steps: Steps, run: Running
) -> dict[str, Opened]:
    """Read the article pages of new and changed stories of the paper's own sources, each once."""
    if not parts.settings.fetching.read_pages:
        return {}
    own = [(plan, doubt) for plan, doubt in plans if plan.source.own]
    wanted = list(dict.fromkeys(url for plan, doubt in own for url in _unread(plan, doubt)))
    steps.more(len(wanted))
    answers = asking.in_threads(
        lambda url: asking.open_page(url, parts.fetcher, turns),
        wanted,
        threads=parts.settings.fetching.threads,
        done=steps.done,
        ready=turns.free,
    )
    opened = {
        url: Opened(problem=asking.sentence(answer)) if isinstance(answer, Exception) else answer
        for url, answer in zip(wanted, answers, strict=True)
    }
    _tell_unread(opened, run)
    return opened


def _unread(plan: Plan, doubt: Quarantine | None) -> list[str]:
    """Return the pages to read. Of a doubtful batch that may be an archive of ten years: only what may stay."""
    if doubt is None:
        return plan.unread()
    old = {found.url for found in plan.of(Verdict.NEW) if found.published is None or found.published < doubt.since}
    return [url for url in plan.unread() if url not in old][: 2 * doubt.spared]


def _tell_unread(opened: dict[str, Opened], run: Running) -> None:
    alike: dict[tuple[str, str], list[str]] = {}
    for url, page in opened.items():
        if page.problem is not None:
            alike.setdefault((host_of(url), page.problem), []).append(url)
    for (_, problem), addresses in alike.items():
        if len(addresses) <= _FEW:
            for url in addresses:
                run.problem(f"The page {url} could not be read: {problem}")
        else:
            run.problem(f"{len(addresses)} pages could not be read, {addresses[0]} among them: {problem}")
