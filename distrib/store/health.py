"""How sources fared: a row per source and day, and what their stories tell of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from distrib.model.sources import SourceDay
from distrib.model.stories import Story

_HIGHEST = frozenset({"entries", "slowest_ms"})  # the rest is added up


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a source has in quarantine."""

    source_id: int
    stories: int
    since: datetime
    why: str  #: of the newest batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A source's section (None: stories without one), as it was heard of lately."""

    source_id: int
    section: str | None
    stories: int
    last_at: datetime


def on(session: Session, source_ids: Collection[int], day: date) -> dict[int, SourceDay]:
    """Return source id -> its row of that day, made where there was none."""
    query = select(SourceDay).where(col(SourceDay.source_id).in_(source_ids), col(SourceDay.day) == day)
    found = {row.source_id: row for row in session.exec(query)}
    for source_id in source_ids:
        if source_id not in found:
            found[source_id] = SourceDay(source_id=source_id, day=day)
            session.add(found[source_id])
    return found


def count(row: SourceDay, **figures: int) -> None:
    """Add one gather's figures to a source's day; of entries and milliseconds the highest stays."""
    for name, number in figures.items():
        before = getattr(row, name)
        setattr(row, name, max(before, number) if name in _HIGHEST else before + number)


def days(session: Session, since: date) -> dict[int, list[SourceDay]]:
    """Return source id -> its days from `since` on, oldest first."""
    found: dict[int, list[SourceDay]] = {}
    for row in session.exec(select(SourceDay).where(col(SourceDay.day) >= since).order_by(col(SourceDay.day))):
        found.setdefault(row.source_id, []).append(row)
    return found


def news(session: Session, source_id: int, since: date, until: date) -> Sequence[int]:
    """Return the new stories of each day after `since` and before `until` on which the source could be read."""
    query = select(SourceDay.new).where(
        col(SourceDay.source_id) == source_id,
        col(SourceDay.day) > since,
        col(SourceDay.day) < until,
        col(SourceDay.gathers) > col(SourceDay.failures),
    )
    return session.exec(query).all()


def forget(session: Session, before: date) -> None:
    """Let go of the days before this one."""
    session.exec(delete(SourceDay).where(col(SourceDay.day) < before))


def waiting(session: Session) -> dict[int, Waiting]:
    """Return source id -> what it has in quarantine."""
    at = col(Story.quarantined_at)
    rows = session.exec(
        select(Story.source_id, func.count(), func.min(at), func.max(col(Story.id)))
        .where(at.is_not(None))
        .group_by(col(Story.source_id))
    ).all()
    newest = [last for *_, last in rows]
    told = select(Story.id, Story.quarantine_why, Story.quarantined_at).where(col(Story.id).in_(newest))
    whys = {story_id: why or "" for story_id, why, _ in session.exec(told)}
    return {
        source_id: Waiting(source_id=source_id, stories=stories, since=since, why=whys.get(last, ""))
        for source_id, stories, since, last in rows
        if since is not None
    }


def voices(session: Session, now: datetime, *, lately: timedelta) -> Sequence[Voice]:
    """Return how often, and when last, each section of each source was heard of within that time."""
    at = func.coalesce(Story.published_at, Story.seen_at)
    source_id, section = col(Story.source_id), col(Story.section)
    query = (
        select(source_id, section, func.count(), func.max(at))
        .where(at >= now - lately, at <= now, col(Story.quarantined_at).is_(None))
        .group_by(source_id, section)
        .order_by(source_id, section)
    )
    rows = session.exec(query).all()
    return [Voice(source_id=which, section=of, stories=count, last_at=last) for which, of, count, last in rows]
