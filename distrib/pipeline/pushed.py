"""What the newsroom's own system said is done: a story's page is read and stored, or the story is taken back.

A call only points: the story comes from its page, through the fetcher that guards every other one. Of two calls about
one address the one that was signed later counts, in whatever order they arrive.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.errors import NotFound
from distrib.ingest import storyfields
from distrib.ingest.calls import Event
from distrib.ingest.cleaning import line, text
from distrib.ingest.entry import Entry, Page
from distrib.ingest.judging import Judged, Verdict
from distrib.model.sources import HookCall, HookState, Source
from distrib.model.stories import StoryState
from distrib.pipeline import asking, hear, keeping, retracting
from distrib.pipeline.asking import Opened
from distrib.pipeline.batches import Plan
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, log, running
from distrib.pipeline.turns import Turns
from distrib.store import addresses, hooks, sources
from distrib.wording import urls

BY = "push"
LEASE = timedelta(minutes=5)  # longer than any page takes
KEPT = timedelta(days=30)
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120))
FRESH = timedelta(days=1)  # older than this by its own date, a story told for the first time is no news
WAITS = timedelta(days=1)  # a retraction, for the story that it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """How a call went: with `again` it is tried then."""

    outcome: str
    state: HookState = HookState.DONE
    again: datetime | None = None


def do_due(parts: Parts) -> int:
    """Do every call that waits and whose time has come, and forget the old ones; return how many were done."""
    now = parts.clock()
    with parts.database.reading() as session:
        waiting = hooks.due(session, now)
    for call_id in waiting:
        do(parts, call_id)
    with parts.database.writing() as session:
        hooks.forget(session, now - KEPT)
    return len(waiting)


def do(parts: Parts, call_id: str) -> None:
    """Do one call, if it waits and nobody else is at it. Whatever goes wrong is noted on it; it is tried again."""
    now = parts.clock()
    with parts.database.writing() as session:
        row = hooks.claim(session, call_id, now=now, until=now + LEASE)
    if row is None:
        return
    try:
        done = _retract(parts, row) if row.event == Event.RETRACTED else _publish(parts, row)
    except Exception as error:  # noqa: BLE001 - one call's trouble is noted on it and is not the others'
        done = _later(row, now, asking.sentence(error))
    with parts.database.writing() as session:
        hooks.note(session, call_id, state=done.state, outcome=done.outcome, due_at=done.again)
        later = _later_call(session, row)
        if done.state is HookState.DONE and later is not None and later.event == Event.RETRACTED:
            # It came while this one was at work and may have been undone by it.
            hooks.note(session, later.id, state=HookState.WAITING, outcome=later.outcome, due_at=parts.clock())
    log.info("call done", source=f"s{row.source_id}", action=row.event, state=done.state.value, tries=row.tries)


def _later(row: HookCall, now: datetime, why: str) -> _Done:
    """Return that it is tried again, unless it was often enough."""
    if row.tries > len(RETRIES):
        return _Done(outcome=f"Given up after {row.tries} tries. {why}", state=HookState.FAILED)
    return _Done(outcome=why, state=HookState.WAITING, again=now + RETRIES[row.tries - 1])


def _overtaken(parts: Parts, row: HookCall) -> bool:
    with parts.database.reading() as session:
        return _later_call(session, row) is not None


def _later_call(session: Session, row: HookCall) -> HookCall | None:
    """Return the call that counts before this one: about its address in any spelling, or another of its story."""
    keys = {urls.twin(row.url)}
    with suppress(NotFound):
        story = retracting.find(session, url=row.url)
        keys |= {story.key, *(urls.twin(other.url) for other in addresses.of(session, story.id or 0))}
    return hooks.later(session, row, lambda url: urls.twin(url) in keys)


_LATE = _Done(outcome="A later call about the same address counts.")


# -- published, updated ------------------------------------------------------------------


def _publish(parts: Parts, row: HookCall) -> _Done:
    now = parts.clock()
    if _overtaken(parts, row):
        return _LATE
    with parts.database.reading() as session:
        source = sources.get(session, row.source_id)
        home = hear.home(session)
    opened = asking.open_page(row.told["url"], parts.fetcher, Turns(parts.settings.fetching.per_host))
    if opened.gone:
        return _later(row, now, "Its page is not there (404 or 410).")
    if opened.problem and not row.told.get("title"):
        return _later(row, now, f"Its page can't be read. {opened.problem}")
    if not hear.on_site(opened.url or row.url, source, home):
        return _Done(outcome="Its page leads to another site, so it was not taken.", state=HookState.FAILED)
    page = opened.page
    if page is not None and page.canonical_url and not hear.on_site(page.canonical_url, source, home):
        page = replace(page, canonical_url=None)
    if _overtaken(parts, row):
        return _LATE
    with running(parts, "push", f"s{source.id}") as run:
        done = _keep(parts, row, source, _entry(row, page), replace(opened, page=page, problem=None), run)
        run.sentence = f"{row.event}: {done.outcome}"
    return done


def _entry(row: HookCall, page: Page | None) -> Entry:
    """Return the story as an entry: as the page tells it, else as the call does."""
    told, page = row.told, page or Page()
    return Entry(
        id=line(told.get("guid"), 500),
        url=told["url"],
        title=page.title or line(told.get("title"), 300),
        summary=page.description or text(told.get("summary"), 5000),
        published=_moment(told.get("published")),
        updated=_moment(told.get("updated")),
        sections=tuple(filter(None, [line(told.get("section"), 100)])),
        image=page.image,
        language=page.language,
    )


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _keep(parts: Parts, row: HookCall, source: Source, entry: Entry, opened: Opened, run: Running) -> _Done:
    with parts.database.reading() as session:
        planned = keeping.plan(session, source, [entry], parts.clock())
    # The system that wrote the story says that it is another now; what differs is found by comparing the texts.
    planned.judged = [(found, _anew(judged, source)) for found, judged in planned.judged]
    backlog = _is_backlog(planned, row, opened.page, parts.clock())
    counts = keeping.keep(parts, planned, {found.url: opened for found, _ in planned.judged}, backlog=backlog)
    for name, number in counts.items():
        run.count(name, number)
    for sentence in planned.news:
        run.problem(sentence)
    if planned.refused:
        return _Done(outcome=" ".join(planned.refused), state=HookState.FAILED)
    if counts["new"]:
        return _Done(outcome="Stored; it waits for its own date." if counts["embargoed"] else "Stored as a new story.")
    if counts["retracted"]:
        return _Done(outcome="Its page says that it is not to be told any longer, so it was taken back.")
    back = _let_stand(parts, planned.judged[0][0].url) or counts["restored"]
    words = "Told anew." if counts["changed"] else "Known already; nothing a reader sees has changed."
    return _Done(outcome="It stands again. " + words if back else words)


def _is_backlog(planned: Plan, row: HookCall, page: Page | None, now: datetime) -> bool:
    """Return whether a story met now is no news: an archive that is saved anew calls for each of its pages."""
    for found, _ in planned.judged:
        fields = storyfields.fields(found, page, planned.source, now=now, zone=planned.zone)
        published = fields["published_at"]
        return row.event == Event.UPDATED if published is None else published < now - FRESH
    return False


def _anew(judged: Judged, source: Source) -> Judged:
    if judged.story is None or judged.story.source_id != source.id:
        return judged
    return replace(judged, verdict=Verdict.REVISION, why="The newsroom’s own system says that it has changed.")


def _let_stand(parts: Parts, url: str) -> bool:
    """Let a story that was taken back stand again; what we ourselves stopped stays so."""
    why = "The newsroom’s own system published it again."
    with parts.database.writing() as session:
        story = retracting.find(session, url=url)
        return bool(retracting.restore(session, story, why=why, by=BY, at=parts.clock()))


# -- retracted ---------------------------------------------------------------------------


def _retract(parts: Parts, row: HookCall) -> _Done:
    if _overtaken(parts, row):
        return _LATE
    try:
        with parts.database.reading() as session:
            story = retracting.find(session, url=row.url, guid=row.told.get("guid"), source_id=row.source_id)
    except NotFound:
        return _missing(row, parts.clock())
    if story.state is StoryState.KILLED:
        return _Done(outcome="The newsroom has stopped that story already.")
    if story.state is StoryState.RETRACTED:
        return _Done(outcome="It was taken back already.")
    why = line(row.told.get("reason"), 300) or "The newsroom’s own system took it back."
    retracting.retract(parts, story.id or 0, why=why, by=BY)
    return _Done(outcome="Taken back.")


def _missing(row: HookCall, now: datetime) -> _Done:
    """Return that a retraction waits: its story may still be on its way in, by a feed or a call that came late."""
    if now - row.received_at >= WAITS:
        return _Done(outcome="No such story came within a day.")
    wait = RETRIES[min(row.tries, len(RETRIES)) - 1]
    return _Done(outcome="There is no such story yet.", state=HookState.WAITING, again=now + min(wait, LEASE))
