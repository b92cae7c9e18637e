"""Make the editions that the lists' times ask for: planned ahead, and those that were missed, each with its reason.

The editions table is the only truth of what is due. A wake-up that was missed is caught up from it, a second process
does no harm: (list, day, time) is unique.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from distrib import walltime
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import ListTime, MailingList
from distrib.model.users import Run
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.store import editions, lists

AHEAD = timedelta(hours=36)
LOOK_BACK = timedelta(days=14)  # what was missed before that helps nobody to see


def plan(parts: Parts) -> Run | None:
    """Make every edition due up to 36 hours ahead and return the Run, None where nothing was to make.

    From the last slot of a list that was made on, no slot is left out: one that is later than the list's catch-up, or
    falls on a quiet day, is made and skipped with its reason. A list without any edition begins now.
    """
    now = parts.clock()
    with parts.database.reading() as session:
        missing = [slot for each in lists.every(session) if not each.paused for slot in _missing(session, each, now)]
    if not missing:
        return None
    with running(parts, "plan") as run:
        with parts.database.writing() as session:
            for slot in missing:
                _make(session, slot, now, run)
        run.sentence = f"{run.counts.get('planned', 0)} editions planned, {run.counts.get('skipped', 0)} skipped."
    return run.row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """A list's time on one day."""

    each: MailingList
    day: date
    at: time
    due_at: datetime


def _missing(session: Session, each: MailingList, now: datetime) -> Iterator[_Slot]:
    times = lists.times(session, each.id)
    # By their times: an edition made by hand says nothing about the slots before it.
    newest = editions.latest(session, each.id or 0, ats={one.at for one in times})
    start = now if newest is None else max(min(newest.due_at, now), now - LOOK_BACK)
    for one, due_at, day in _slots(times, start, now + AHEAD):
        if editions.of(session, each.id or 0, day, one.at) is None:
            yield _Slot(each=each, day=day, at=one.at, due_at=due_at)


def _make(session: Session, slot: _Slot, now: datetime, run: Running) -> None:
    list_id = slot.each.id or 0
    if editions.of(session, list_id, slot.day, slot.at) is not None:
        return  # another process was quicker
    edition = editions.plan(session, list_id=list_id, day=slot.day, at=slot.at, due_at=slot.due_at, now=now)
    reason = _why_not(session, slot.each, edition, now)
    if reason:
        edition.reason = reason
        edition.move(EditionState.SKIPPED, now)
        session.add(edition)
    run.count("skipped" if reason else "planned", 1)


def _slots(times: Iterable[ListTime], start: datetime, end: datetime) -> Iterator[tuple[ListTime, datetime, date]]:
    """Give (time, moment, local day) of every slot after `start` and up to `end`."""
    for each in times:
        day = walltime.local(start, each.zone).date() - timedelta(days=1)
        last = walltime.local(end, each.zone).date()
        while day <= last:
            due_at = walltime.moment(day, each.at, each.zone)
            if day.weekday() in each.weekdays and start < due_at <= end:
                yield each, due_at, day
            day += timedelta(days=1)


def _why_not(session: Session, each: MailingList, edition: Edition, now: datetime) -> str | None:
    quiet = lists.quiet(session, each.id or 0, edition.day)
    if quiet is not None:
        return f"{quiet.reason}: the list stays silent on {edition.day}."
    if now > edition.due_at + timedelta(minutes=each.catch_up_minutes):
        return "distrib was not running when it was due, and it is too late for it to be useful."
    return None
