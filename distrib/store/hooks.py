"""Calls of a newsroom's own system: taken once, done at their time, forgotten after a while."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult
from sqlmodel import Session, col, delete, select, update

from distrib.model.sources import HookCall, HookState


def get(session: Session, call_id: str) -> HookCall | None:
    """Return the call with this id, if it was taken."""
    return session.get(HookCall, call_id)


def add(session: Session, row: HookCall) -> None:
    """Take a call. Of two that come at once with one id the later gets AlreadyThere (through the door)."""
    session.add(row)
    session.flush()


def later(session: Session, row: HookCall) -> HookCall | None:
    """Return the latest call about the same address that was signed after this one."""
    return session.exec(
        select(HookCall)
        .where(col(HookCall.url) == row.url, col(HookCall.said_at) > row.said_at)
        .order_by(col(HookCall.said_at).desc(), col(HookCall.id))
        .limit(1)
    ).first()


def due(session: Session, now: datetime, *, limit: int = 100) -> Sequence[str]:
    """Return the ids of the calls that wait to be done, in the order in which they were signed."""
    return session.exec(
        select(HookCall.id)
        .where(col(HookCall.state) == HookState.WAITING, col(HookCall.due_at) <= now)
        .order_by(col(HookCall.said_at), col(HookCall.id))
        .limit(limit)
    ).all()


def claim(session: Session, call_id: str, *, now: datetime, until: datetime) -> HookCall | None:
    """Return the call to do now, which nobody else does until then; None if it is another's, done, or not due.

    The UPDATE repeats the condition, so of two that saw the same row one changes nothing.
    """
    taken = cast(
        "CursorResult[Any]",
        session.exec(
            update(HookCall)
            .where(col(HookCall.id) == call_id, col(HookCall.state) == HookState.WAITING, col(HookCall.due_at) <= now)
            .values(due_at=until, tries=col(HookCall.tries) + 1)
        ),
    )
    return session.get_one(HookCall, call_id, populate_existing=True) if taken.rowcount == 1 else None


def note(session: Session, call_id: str, *, state: HookState, outcome: str, due_at: datetime | None = None) -> None:
    """Note how a call went; with `due_at` it waits until then."""
    values: dict[str, Any] = {"state": state, "outcome": outcome}
    if due_at is not None:
        values["due_at"] = due_at
    session.exec(update(HookCall).where(col(HookCall.id) == call_id).values(**values))


def recent(session: Session, *, limit: int = 50) -> Sequence[HookCall]:
    """Return the latest calls, the newest first."""
    order = (col(HookCall.received_at).desc(), col(HookCall.id))
    return session.exec(select(HookCall).order_by(*order).limit(limit)).all()


def forget(session: Session, before: datetime) -> int:
    """Drop the calls that came before this moment and are done; return how many."""
    gone = cast(
        "CursorResult[Any]",
        session.exec(
            delete(HookCall).where(col(HookCall.received_at) < before, col(HookCall.state) != HookState.WAITING)
        ),
    )
    return gone.rowcount
