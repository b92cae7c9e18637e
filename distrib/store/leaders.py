"""Who may do what only one process may do at a time: a lease in the database, renewed while its owner lives."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult
from sqlmodel import Session, col, or_, update

from distrib.model.users import Leader


def hold(session: Session, *, name: str, owner: str, at: datetime, seconds: int) -> bool:
    """Take or renew the lease `name` and tell whether `owner` holds it until `at` + `seconds`.

    A lease that another owner let expire is taken over. Raises AlreadyThere (through the door) when two make the
    first row at the same moment: the later one asks again.
    """
    until = at + timedelta(seconds=seconds)
    free = or_(col(Leader.owner) == owner, col(Leader.until) <= at)
    taken = cast(
        "CursorResult[Any]",
        session.exec(update(Leader).where(col(Leader.name) == name, free).values(owner=owner, until=until)),
    )
    if taken.rowcount == 1:
        return True
    if session.get(Leader, name) is not None:
        return False
    session.add(Leader(name=name, owner=owner, until=until))
    session.flush()
    return True


def let_go(session: Session, *, name: str, owner: str, at: datetime) -> None:
    """End the lease at once, so that another process need not wait for it."""
    mine = (col(Leader.name) == name, col(Leader.owner) == owner)
    session.exec(update(Leader).where(*mine).values(until=at))
