"""Editions: what is planned, what waits, what leaves."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from distrib.errors import NotFound
from distrib.model.editions import Edition, EditionKind, EditionState

ENDED = (EditionState.SENT, EditionState.CANCELLED, EditionState.SKIPPED)


def get(session: Session, edition_id: int) -> Edition:
    """Return the edition. Raises NotFound."""
    row = session.get(Edition, edition_id)
    if row is None:
        raise NotFound(f"There is no edition {edition_id}.")
    return row


def of(session: Session, list_id: int, day: date, at: time) -> Edition | None:
    """Return the list's edition of that local day and time, if it was made."""
    query = select(Edition).where(col(Edition.list_id) == list_id, col(Edition.day) == day, col(Edition.at) == at)
    return session.exec(query).first()


def plan(
    session: Session,
    *,
    list_id: int,
    day: date,
    at: time,
    due_at: datetime,
    now: datetime,
    kind: EditionKind = EditionKind.REGULAR,
) -> Edition:
    """Return the edition of (list, day, time), making it `planned` if there is none: twice gives one."""
    found = of(session, list_id, day, at)
    if found is not None:
        return found
    edition = Edition(list_id=list_id, day=day, at=at, due_at=due_at, moved_at=now, kind=kind)
    session.add(edition)
    session.flush()
    return edition


def before(session: Session, edition: Edition) -> Edition | None:
    """Return the same list's last regular edition before this one that was picked from, if any."""
    query = (
        select(Edition)
        .where(
            col(Edition.list_id) == edition.list_id,
            col(Edition.due_at) < edition.due_at,
            col(Edition.kind) == EditionKind.REGULAR,
            col(Edition.window_until).is_not(None),
            col(Edition.state).not_in([EditionState.CANCELLED]),
        )
        .order_by(col(Edition.due_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def latest(
    session: Session, list_id: int, *, state: EditionState | None = None, ats: Collection[time] | None = None
) -> Edition | None:
    """Return the list's newest edition, of one state or of these wall times if they are given."""
    query = select(Edition).where(col(Edition.list_id) == list_id).order_by(col(Edition.due_at).desc()).limit(1)
    if state is not None:
        query = query.where(col(Edition.state) == state)
    if ats is not None:
        query = query.where(col(Edition.at).in_(ats))
    return session.exec(query).first()


def between(session: Session, start: datetime, end: datetime) -> Sequence[Edition]:
    """Return the editions due from `start` up to and not including `end`, in the order they are due."""
    query = (
        select(Edition)
        .where(col(Edition.due_at) >= start, col(Edition.due_at) < end)
        .order_by(col(Edition.due_at), col(Edition.id))
    )
    return session.exec(query).all()


def in_state(session: Session, *states: EditionState, due_before: datetime | None = None) -> Sequence[Edition]:
    """Return the editions in any of these states, earliest due first."""
    query = select(Edition).where(col(Edition.state).in_(states)).order_by(col(Edition.due_at), col(Edition.id))
    return session.exec(query if due_before is None else query.where(col(Edition.due_at) <= due_before)).all()


def recent(session: Session, *, list_id: int | None = None, limit: int = 50) -> Sequence[Edition]:
    """Return the newest editions first, of one list if it is given."""
    query = select(Edition).order_by(col(Edition.due_at).desc(), col(Edition.id).desc()).limit(limit)
    return session.exec(query if list_id is None else query.where(col(Edition.list_id) == list_id)).all()
