"""Entries that became no story, and why: one row per entry however often its feed gives it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select

from distrib.model.sources import RefusedEntry
from distrib.model.stories import Story

_AT_ONCE = 400  # SQLite takes a limited number of values in one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An entry as it is remembered."""

    key: str
    url: str | None
    title: str | None
    why: str


def remember(session: Session, source_id: int, entries: Iterable[Refused], at: datetime) -> int:
    """Keep the entries with their reasons; return how many were met for the first time."""
    wanted = {each.key: each for each in entries}
    known: dict[str, RefusedEntry] = {}
    keys = list(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        query = select(RefusedEntry).where(
            col(RefusedEntry.source_id) == source_id, col(RefusedEntry.key).in_(keys[start : start + _AT_ONCE])
        )
        known |= {row.key: row for row in session.exec(query)}
    for key, each in wanted.items():
        row = known.get(key)
        if row is None:
            row = RefusedEntry(source_id=source_id, key=key, why=each.why, first_at=at, last_at=at)
        row.url, row.title, row.why, row.last_at = each.url, each.title, each.why, at
        session.add(row)
    session.flush()
    return len(wanted) - len(known)


def recent(session: Session, *, source_id: int | None = None, limit: int = 100) -> Sequence[RefusedEntry]:
    """Return what was refused, the newest first, of one source if it is given."""
    query = select(RefusedEntry).order_by(col(RefusedEntry.last_at).desc(), col(RefusedEntry.id).desc())
    return session.exec(
        (query if source_id is None else query.where(col(RefusedEntry.source_id) == source_id)).limit(limit)
    ).all()


def near(session: Session, story: Story, urls: Sequence[str]) -> Sequence[RefusedEntry]:
    """Return what was refused under a story's addresses, or from its source under its headline."""
    same_title = (col(RefusedEntry.source_id) == story.source_id) & (col(RefusedEntry.title) == story.title)
    query = select(RefusedEntry).where(or_(col(RefusedEntry.url).in_([story.url, *urls]), same_title))
    return session.exec(query.order_by(col(RefusedEntry.id))).all()


def prune(session: Session, before: datetime) -> int:
    """Forget what no feed has given since then; return how many."""
    return int(session.exec(delete(RefusedEntry).where(col(RefusedEntry.last_at) < before)).rowcount)
