"""Stories that came with a suspicious batch and wait for a human."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult
from sqlmodel import Session, col, func, select, update

from distrib.model.stories import Story, StoryState


def listed(session: Session, source_id: int | None = None, *, limit: int = 50) -> Sequence[Story]:
    """Return the waiting stories, of one source if it is given, the newest by their own date first."""
    at = func.coalesce(Story.published_at, Story.seen_at)
    query = select(Story).where(*_waiting(source_id)).order_by(col(Story.source_id), at.desc(), col(Story.id))
    return session.exec(query.limit(limit)).all()


def count(session: Session, source_id: int | None = None) -> int:
    """Return how many stories wait, of one source if it is given."""
    return session.exec(select(func.count(col(Story.id))).where(*_waiting(source_id))).one()


def release(session: Session, source_id: int, story_ids: Collection[int] = ()) -> int:
    """Let a source's waiting stories, or the ones that are named, be candidates by their own dates; return how many.

    They are backlog from then on: that we met them lately makes none of them news.
    """
    return _set(session, source_id, story_ids, quarantined_at=None, backlog=True)


def drop(session: Session, source_id: int, story_ids: Collection[int] = ()) -> int:
    """Let them never be candidates, and keep them: the feed would bring them again. Return how many."""
    return _set(session, source_id, story_ids, quarantined_at=None, state=StoryState.KILLED)


def _set(session: Session, source_id: int, story_ids: Collection[int], **values: Any) -> int:
    which = [*_waiting(source_id), *([col(Story.id).in_(story_ids)] if story_ids else [])]
    changed = session.exec(update(Story).where(*which).values(**values))
    return int(cast("CursorResult[Any]", changed).rowcount)


def _waiting(source_id: int | None) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = [col(Story.quarantined_at).is_not(None)]
    return which if source_id is None else [*which, col(Story.source_id) == source_id]
