"""Notices: mails to one address that are no edition; they are made by their causes and go out before bulk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select

from distrib.model.deliveries import DeliveryState, Notice, NoticeKind
from distrib.model.subscribers import Subscriber
from distrib.store import claims

S = DeliveryState


def open_count(session: Session, at: datetime) -> int:
    """Return how many notices could be handed over now."""
    stale = and_(col(Notice.state) == S.CLAIMED, col(Notice.claimed_until) < at)
    return session.exec(select(func.count()).select_from(Notice).where(or_(_claimable(at), stale))).one()


def waiting(session: Session, at: datetime, *, limit: int = 1000) -> Sequence[Notice]:
    """Return the notices that could be claimed now, oldest first."""
    return session.exec(select(Notice).where(_claimable(at)).order_by(col(Notice.id)).limit(limit)).all()


def claim(session: Session, ids: Sequence[int], *, owner: str, at: datetime, until: datetime, limit: int) -> list[int]:
    """Return which of these notices, at most `limit`, are now `owner`'s, oldest first."""
    query = (
        select(Notice.id)
        .where(col(Notice.id).in_(ids), _claimable(at))
        .order_by(col(Notice.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [one for one in session.exec(query).all() if one is not None]
    return claims.take(session, Notice, found, owner=owner, at=at, until=until)


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Notice]:
    """Return these notices in order."""
    return session.exec(select(Notice).where(col(Notice.id).in_(ids)).order_by(col(Notice.id))).all()


def reader_keys(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return notice id -> address key of those notices that go to a subscriber."""
    query = (
        select(Notice.id, Subscriber.address_key)
        .join(Subscriber, col(Subscriber.id) == col(Notice.subscriber_id))
        .where(col(Notice.id).in_(ids))
    )
    return {one: key for one, key in session.exec(query).all() if one is not None}


def get(session: Session, notice_id: int) -> Notice | None:
    """Return one notice, if it still exists."""
    return session.get(Notice, notice_id)


def queue(session: Session, notice: Notice) -> bool:
    """Queue a notice unless its cause already made one of its kind; False then."""
    same = select(Notice.id).where(col(Notice.kind) == notice.kind, col(Notice.cause) == notice.cause)
    if session.exec(same).first() is not None:
        return False
    session.add(notice)
    session.flush()
    return True


def recent(session: Session, *, kind: NoticeKind | None = None, limit: int = 100) -> Sequence[Notice]:
    """Return the newest notices first, of one kind if it is given."""
    query = select(Notice).order_by(col(Notice.id).desc()).limit(limit)
    return session.exec(query if kind is None else query.where(col(Notice.kind) == kind)).all()


def of_subscriber(session: Session, subscriber_id: int, *, limit: int = 100) -> Sequence[Notice]:
    """Return the notices written to one reader, newest first."""
    query = (
        select(Notice).where(col(Notice.subscriber_id) == subscriber_id).order_by(col(Notice.id).desc()).limit(limit)
    )
    return session.exec(query).all()


def _claimable(at: datetime) -> Any:
    return or_(
        col(Notice.state) == S.QUEUED,
        and_(col(Notice.state) == S.DEFERRED, col(Notice.due_at) <= at),
    )
