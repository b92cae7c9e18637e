"""Make the editions that the lists' times ask for: planned ahead, and those that were missed, each with its reason.

The editions table is the only truth of what is due. A wake-up that was missed is caught up from it, a second process
does no harm: (list, day, time) is unique.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

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


def plan(parts: Parts) -> Run:
    """Make every edition due up to 36 hours ahead and return the Run.

    From a list's newest edition on no slot is left out: one that is later than the list's catch-up, or falls on a
    quiet day, is made and skipped with its reason. A list without any edition begins now.
    """
    with running(parts, "plan") as run:
        now = parts.clock()
        with parts.database.writing() as session:
            for each in lists.every(session):
                if not each.paused:
                    _plan_list(session, each, now, run)
        run.sentence = f"{run.counts.get('planned', 0)} editions planned, {run.counts.get('skipped', 0)} skipped."
    return run.row


def _plan_list(session: Session, each: MailingList, now: datetime, run: Running) -> None:
    newest = editions.latest(session, each.id or 0)
    start = now if newest is None else max(min(newest.due_at, now), now - LOOK_BACK)
    for time, due_at, day in _slots(lists.times(session, each.id), start, now + AHEAD):
        if editions.of(session, each.id or 0, day, time.at) is not None:
            continue
        edition = editions.plan(session, list_id=each.id or 0, day=day, at=time.at, due_at=due_at, now=now)
        reason = _why_not(session, each, edition, now)
        if reason:
            edition.reason = reason
            edition.move(EditionState.SKIPPED, now)
            session.add(edition)
        run.count("skipped" if reason else "planned", 1)


def _slots(times: Iterable[ListTime], start: datetime, end: datetime) -> Iterator[tuple[ListTime, datetime, date]]:
    """Give (time, moment, local day) of every slot after `start` and up to `end`."""
    for time in times:
        day = walltime.local(start, time.zone).date() - timedelta(days=1)
        last = walltime.local(end, time.zone).date()
        while day <= last:
            due_at = walltime.moment(day, time.at, time.zone)
            if day.weekday() in time.weekdays and start < due_at <= end:
                yield time, due_at, day
            day += timedelta(days=1)


def _why_not(session: Session, each: MailingList, edition: Edition, now: datetime) -> str | None:
    quiet = lists.quiet(session, each.id or 0, edition.day)
    if quiet is not None:
        return f"{quiet.reason}: the list stays silent on {edition.day}."
    if now > edition.due_at + timedelta(minutes=each.catch_up_minutes):
        return "distrib was not running when it was due, and it is too late for it to be useful."
    return None
