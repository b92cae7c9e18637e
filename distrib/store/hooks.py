"""Calls of a newsroom's own system: taken once, done at their time, forgotten after a while."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult
from sqlmodel import Session, and_, col, delete, or_, select, update

from distrib.model.sources import HookCall, HookState

_RETRACTED = "retracted"


def get(session: Session, call_id: str) -> HookCall | None:
    """Return the call with this id, if it was taken."""
    return session.get(HookCall, call_id)


def add(session: Session, row: HookCall) -> None:
    """Take a call. Of two that come at once with one id the later gets AlreadyThere (through the door)."""
    session.add(row)
    session.flush()


def later(session: Session, row: HookCall, same: Callable[[str], bool]) -> HookCall | None:
    """Return the latest call signed after this one about an address that is the `same`.

    Signatures know whole seconds only: of two within one a retraction counts as the later.
    """
    retracts = col(HookCall.event) == _RETRACTED
    after: ColumnElement[bool] = col(HookCall.said_at) > row.said_at
    if row.event != _RETRACTED:
        after = or_(after, and_(col(HookCall.said_at) == row.said_at, retracts))
    order = (col(HookCall.said_at).desc(), retracts.desc(), col(HookCall.id))
    found = session.exec(select(HookCall.id, HookCall.url).where(after).order_by(*order)).all()
    return next((session.get(HookCall, call_id) for call_id, url in found if same(url)), None)


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
