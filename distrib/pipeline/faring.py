"""How a source fared at one gather: noted on its row and its day; from it follows when it is asked again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.ingest import rhythm, suspicion
from distrib.ingest.suspicion import Batch
from distrib.model.sources import Source, SourceDay
from distrib.pipeline.asking import Asked
from distrib.pipeline.parts import Parts
from distrib.pipeline.turns import Turns
from distrib.store import audit, health, hubs, sources
from distrib.store.engine import AlreadyThere

REST = timedelta(minutes=15)  # for a host that asked to be left alone and did not say how long
GONE_FOR = timedelta(days=1)  # so long, and so often, it must say 410 before it is asked no more
GONE_TIMES = 3
KEPT = timedelta(days=400)  # days that are remembered
_SETTLED = timedelta(days=rhythm.FEWEST_DAYS + 1)  # from then on a rhythm was seen, not guessed


@dataclass(slots=True, kw_only=True)
class Fared:
    """One source at one gather."""

    source: Source
    asked: Asked
    batch: Batch = field(default_factory=lambda: Batch(new=()))
    counts: Counter[str] = field(default_factory=Counter)


def note(parts: Parts, some: Iterable[Fared]) -> None:
    """Store how the sources fared."""
    some = list(some)
    for last in (False, True):
        try:
            with parts.database.writing() as session:
                _note_all(session, some, parts.clock())
        except AlreadyThere:  # another process made the day's first row at the same moment
            if last:
                raise
        else:
            return


def leave_alone(parts: Parts, turns: Turns) -> None:
    """Let all sources of the hosts that want rest wait, also those that were not asked this time."""
    resting = turns.resting()
    if resting:
        with parts.database.writing() as session:
            for host, until in resting.items():
                sources.leave_alone(session, host, until or parts.clock() + REST)


def _note_all(session: Session, some: Sequence[Fared], now: datetime) -> None:
    rows = sources.chosen(session, [each.source.id or 0 for each in some])
    asked = [each.source.id or 0 for each in some if not each.asked.skipped]
    days, pushed = health.on(session, asked, now.date()), hubs.working(session, asked, now)
    for row, fared in zip(rows, some, strict=True):
        found = fared.asked
        if found.skipped:
            row.next_gather_at = found.not_before or now + REST
        elif found.problem is None:
            _note_success(session, row, fared, now, pushed=row.id in pushed)
        else:
            _note_failure(session, row, found, now)
        session.add(row)
        if not found.skipped:
            _note_day(days[row.id or 0], fared)


def _note_success(session: Session, row: Source, fared: Fared, now: datetime, *, pushed: bool) -> None:
    found, first = fared.asked, row.first_gathered_at is None
    news = fared.counts["new"] - fared.counts["quarantined"]
    if first and not fared.counts["quarantined"]:  # dates that are doubted tell no rhythm
        row.usual_per_day = rhythm.by_dates((entry.published or entry.updated for entry in found.entries), now)
    elif not first and not suspicion.is_flood(fared.batch, now):
        row.usual_entries = round(0.8 * row.usual_entries + 0.2 * news, 3)  # neither first gather nor flood is usual
    if row.first_gathered_at is not None and (row.last_success_at or now).date() != now.date():
        seen = health.news(
            session, row.id or 0, max(row.first_gathered_at, now - rhythm.DAYS * rhythm.DAY).date(), now.date()
        )
        usual = rhythm.by_days(seen)
        row.usual_per_day = row.usual_per_day if usual is None else usual
    row.first_gathered_at = row.first_gathered_at or now
    row.last_gathered_at = row.last_success_at = now
    row.failures, row.problem, row.gone_since, row.wait_until = 0, None, None, None
    if found.pushed:
        return
    row.moved_to = found.moved_to if found.moved_to != row.url else None
    if not found.unchanged:
        row.etag, row.last_modified = found.etag, found.last_modified
    wait = _pause(row, found, now)
    if found.hub is not None:
        hubs.found(session, row.id or 0, hub_url=found.hub.hub, topic_url=found.hub.topic, at=now)
    if pushed:
        wait = max(wait, rhythm.beside_pushes(every_minutes=row.every_minutes))
    row.next_gather_at = now + rhythm.spread(wait, source_id=row.id or 0, now=now)


def _pause(row: Source, found: Asked, now: datetime) -> timedelta:
    settled = row.first_gathered_at is not None and now - row.first_gathered_at >= _SETTLED
    usual = row.usual_per_day if settled else None
    return rhythm.pause(every_minutes=row.every_minutes, usual_per_day=usual, good_for=found.good_for)


def _note_failure(session: Session, row: Source, found: Asked, now: datetime) -> None:
    row.last_gathered_at = now
    row.failures += 1
    row.problem = found.problem
    row.gone_since = (row.gone_since or now) if found.gone else None
    wait = rhythm.backoff(every_minutes=row.every_minutes, failures=row.failures)
    row.next_gather_at = now + rhythm.spread(wait, source_id=row.id or 0, now=now)
    if found.not_before is not None:
        row.next_gather_at = max(now + wait, found.not_before)
    if row.gone_since is not None and row.failures >= GONE_TIMES and now - row.gone_since >= GONE_FOR:
        row.enabled = False
        row.problem = f"It says since {row.gone_since:%-d %B} that it is gone for good (410), so it is asked no more."
        audit.record(
            session, at=now, by="machine", verb="sources disable", subject=f"s{row.id}", facts={"why": row.problem}
        )


def _note_day(day: SourceDay, fared: Fared) -> None:
    found, counts = fared.asked, fared.counts
    health.count(
        day,
        gathers=1,
        failures=int(found.problem is not None),
        entries=len(found.entries),
        new=counts["new"] - counts["quarantined"],
        changed=counts["changed"],
        refused=counts["newly_refused"],
        quarantined=counts["quarantined"],
        ahead=counts["ahead"],
        guids_changed=counts["guids_changed"],
        slowest_ms=found.milliseconds,
    )


def forget(parts: Parts) -> None:
    """Let go of the days that nobody asks for any more."""
    with parts.database.writing() as session:
        health.forget(session, (parts.clock() - KEPT).date())
