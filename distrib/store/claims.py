"""Claims on the ledger's rows, deliveries and notices alike: take, begin, note, give back.

Each UPDATE repeats the condition under which it may happen, so of two workers that saw one row one changes it and
the other changes nothing. Nobody but its owner notes anything on a claimed row.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, case, or_, update
from sqlmodel import Session, col, select

from distrib.model.deliveries import DELIVERY_MOVES, Delivery, DeliveryState, Notice
from distrib.model.ledger import Noted, Stranded

Ledger = type[Delivery] | type[Notice]
CLAIMED = DeliveryState.CLAIMED
CLAIMABLE = tuple(state for state, moves in DELIVERY_MOVES.items() if CLAIMED in moves)


def take(
    session: Session, ledger: Ledger, ids: Sequence[int], *, owner: str, at: datetime, until: datetime
) -> list[int]:
    """Return those of `ids` that are now claimed by `owner` until `until`, in order."""
    if not ids:
        return []
    taking = (
        update(ledger)
        .where(col(ledger.id).in_(ids), col(ledger.state).in_(CLAIMABLE))
        .values(state=CLAIMED, moved_at=at, owner=owner, claimed_until=until, begun=False, due_at=None)
        .returning(col(ledger.id))
    )
    return sorted(int(found) for found in session.execute(taking).scalars() if found is not None)


def begin(session: Session, ledger: Ledger, ids: Sequence[int], *, owner: str, at: datetime) -> set[int]:
    """Return those of `ids` that may be handed over now: still claimed by `owner`, who from here on owes an answer."""
    if not ids:
        return set()
    beginning = (
        update(ledger)
        .where(
            col(ledger.id).in_(ids),
            col(ledger.state) == CLAIMED,
            col(ledger.owner) == owner,
            col(ledger.claimed_until) > at,
            col(ledger.begun).is_(False),
        )
        .values(begun=True, attempts=col(ledger.attempts) + 1)
        .returning(col(ledger.id))
    )
    return {int(found) for found in session.execute(beginning).scalars() if found is not None}


def note(session: Session, ledger: Ledger, outcomes: Iterable[Noted], *, owner: str, at: datetime) -> None:
    """Write down what became of rows that `owner` has claimed.

    A row called uncertain meanwhile is settled too: a late answer of its owner is better than none.
    """
    rows = [
        {
            "the_id": outcome.id,
            "new_state": outcome.state,
            "reason": outcome.reason,
            "due_at": outcome.due_at,
            "reply": outcome.reply,
            "remote_id": outcome.remote_id,
            # An uncertain row stays its owner's, who may yet learn what became of it.
            "kept_owner": owner if outcome.state is DeliveryState.UNCERTAIN else None,
        }
        for outcome in outcomes
    ]
    if not rows:
        return
    noting = (
        update(ledger)
        .where(
            col(ledger.id) == bindparam("the_id"),
            col(ledger.owner) == owner,
            or_(col(ledger.state) == CLAIMED, col(ledger.state) == DeliveryState.UNCERTAIN),
        )
        .values(
            state=bindparam("new_state", type_=ledger.__table__.c.state.type),  # type: ignore[union-attr]
            moved_at=at,
            reason=bindparam("reason"),
            due_at=bindparam("due_at", type_=ledger.__table__.c.due_at.type),  # type: ignore[union-attr]
            reply=bindparam("reply"),
            remote_id=bindparam("remote_id"),
            owner=bindparam("kept_owner"),
            claimed_until=None,
        )
    )
    session.connection().execute(noting, rows)


def give_back(session: Session, ledger: Ledger, ids: Sequence[int], *, owner: str, at: datetime) -> None:
    """Queue rows again that `owner` claimed and that never left: an attempt that was begun does not count."""
    if not ids:
        return
    session.execute(
        update(ledger)
        .where(col(ledger.id).in_(ids), col(ledger.state) == CLAIMED, col(ledger.owner) == owner)
        .values(
            state=DeliveryState.QUEUED,
            moved_at=at,
            owner=None,
            claimed_until=None,
            attempts=col(ledger.attempts) - case((col(ledger.begun), 1), else_=0),
            begun=False,
        )
    )


def stranded(session: Session, ledger: Ledger, *, owner: str) -> list[Stranded]:
    """Return every row that `owner` holds: all of them lie stranded once it is known that the owner is gone."""
    query = select(ledger).where(col(ledger.state) == CLAIMED, col(ledger.owner) == owner).order_by(col(ledger.id))
    rows = cast("Sequence[Delivery | Notice]", session.exec(query).all())
    return [
        Stranded(
            id=row.id or 0,
            owner=owner,
            begun=row.begun,
            attempts=row.attempts,
            claimed_until=row.claimed_until or row.moved_at,
        )
        for row in rows
    ]


def owners(session: Session, ledger: Ledger, *, expired_before: datetime | None = None) -> set[str]:
    """Return who holds claims, or only claims that ended before a moment."""
    query = select(col(ledger.owner)).where(col(ledger.state) == CLAIMED, col(ledger.owner).is_not(None)).distinct()
    if expired_before is not None:
        query = query.where(col(ledger.claimed_until) < expired_before)
    return {owner for owner in session.exec(query).all() if owner is not None}
