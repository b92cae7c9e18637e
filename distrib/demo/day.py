"""The sample newsroom's day: every stage once, in order, by the same verbs that a real newsroom's clock calls."""

import time as stopwatch
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from distrib import resources, walltime
from distrib.demo import seating
from distrib.errors import NotFound
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import Approval
from distrib.model.posts import PostState
from distrib.pipeline import approve, gather, newsroom, notify, offer, prepare, publish, queue, send
from distrib.pipeline.parts import Parts
from distrib.store import editions, lists, posts

AT, ZONE = time(7, 0), "Asia/Kolkata"
EDITOR = "u1"  #: the sample editor, seated first
QUEUED = 3  #: posts that are queued; channels have few slots a day
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Day:
    """What happened: seconds per stage, in order, what went wrong in words, and the day's editions."""

    day: date
    stages: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    editions: list[int] = field(default_factory=list)
    sent_now: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        began = stopwatch.perf_counter()
        yield
        self.stages[name] = self.stages.get(name, 0.0) + stopwatch.perf_counter() - began


def moment(now: datetime, kept: date | None) -> datetime:
    """Return 07:00 in Cuttack of the demo's day: the one `kept` at its first run, else the last one that has come."""
    if kept is not None:
        return walltime.moment(kept, AT, ZONE)
    today = walltime.local(now, ZONE).date()
    at = walltime.moment(today, AT, ZONE)
    return at if at <= now else walltime.moment(today - timedelta(days=1), AT, ZONE)


def kept_day(parts: Parts) -> date | None:
    """Return the day that the demo's first run fixed, None before it."""
    try:
        with parts.database.reading() as session:
            return lists.newsroom(session).demo_day
    except NotFound:
        return None


def is_over(parts: Parts) -> bool:
    """Say whether the demo's day was lived to its end: every edition of it is sent."""
    day = kept_day(parts)
    if day is None:
        return False
    with parts.database.reading() as session:
        slots = [(each.id or 0, slot.at) for each in lists.every(session) for slot in lists.times(session, each.id)[:1]]
        found = [editions.of(session, list_id, day, at) for list_id, at in slots]
    return bool(found) and all(edition is not None and edition.state is EditionState.SENT for edition in found)


def live(parts: Parts, progress: Progress) -> Day:
    """Live the day: `parts` have their clock stopped at it and a fetcher that is led to the sample site.

    A second time every stage finds its work done. Raises what the verbs raise.
    """
    day = Day(day=walltime.local(parts.clock(), ZONE).date())
    first = kept_day(parts) is None
    with day.stage("set up"):
        if first:
            newsroom.apply(parts, resources.shipped("config") / "newsroom.toml", demo=True, by="machine")
        seating.seat_readers(parts)
        seating.seat_staff(parts)
        seating.keep_day(parts, day.day)
    day.editions = _plan(parts, day)
    with parts.database.reading() as session:
        states = {each: editions.get(session, each).state for each in day.editions}
    if any(state in {EditionState.PLANNED, EditionState.DRAFT} for state in states.values()):
        with day.stage("gather"):
            run = gather.gather(parts, None, lambda done, total: progress("Gathering", done, total))
            day.problems += run.problems
    for edition_id in day.editions:
        _edition(parts, edition_id, day, progress)
    _social(parts, day)
    with day.stage("send"):
        notify.notify(parts)
    return day


def _plan(parts: Parts, day: Day) -> list[int]:
    """Return the ids of the day's edition of each list, made if they are not there."""
    found: list[int] = []
    with parts.database.writing() as session:
        for each in lists.every(session):
            for slot in lists.times(session, each.id)[:1]:
                due_at = walltime.moment(day.day, slot.at, slot.zone)
                edition = editions.plan(
                    session, list_id=each.id or 0, day=day.day, at=slot.at, due_at=due_at, now=parts.clock()
                )
                found.append(edition.id or 0)
    return found


def _edition(parts: Parts, edition_id: int, day: Day, progress: Progress) -> None:
    """Take one edition from wherever it stands to sent."""
    if _state(parts, edition_id) is EditionState.PLANNED:
        with day.stage("group, rank, pick, compose"):
            day.problems += prepare.prepare(parts, edition_id).problems
    if _state(parts, edition_id) is EditionState.DRAFT:
        with day.stage("approve"):
            approve.approve(parts, edition_id, EDITOR if _needs_someone(parts, edition_id) else "machine")
    state = _state(parts, edition_id)
    if state not in {EditionState.APPROVED, EditionState.SENDING, EditionState.SENT}:
        return  # said at the end, with its reason
    with day.stage("send"):
        run = send.send(parts, edition_id, lambda done, total: progress("Sending", done, total))
        day.problems += run.problems
        day.sent_now += int(run.counts.get("sent", 0))


def _social(parts: Parts, day: Day) -> None:
    """Offer posts about the first edition's picks, approve them by a second editor, queue and publish."""
    with day.stage("publish"):
        if day.editions:
            with parts.database.reading() as session:
                offered = posts.of_edition(session, day.editions[0])
            if not offered:
                offer.offer(parts, day.editions[0], EDITOR)
            with parts.database.reading() as session:
                offered = posts.of_edition(session, day.editions[0])
            for post in offered[:QUEUED]:  # the rest waits for a second editor, as on any morning
                if post.state is PostState.WAITING:
                    queue.approve(parts, post.id or 0, "u2")
                if post.state in {PostState.WAITING, PostState.APPROVED}:
                    queue.queue(parts, post.id or 0)
        publish.publish(parts, until=parts.clock() + timedelta(days=1))  # the whole day's slots at once


def _state(parts: Parts, edition_id: int) -> EditionState:
    return _get(parts, edition_id).state


def _get(parts: Parts, edition_id: int) -> Edition:
    with parts.database.reading() as session:
        return editions.get(session, edition_id)


def _needs_someone(parts: Parts, edition_id: int) -> bool:
    with parts.database.reading() as session:
        each = lists.get(session, editions.get(session, edition_id).list_id)
        return each.approval is Approval.ONE
