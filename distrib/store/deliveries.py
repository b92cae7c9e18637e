"""Deliveries: every copy of an edition, who has it, and what became of it. How they are made: `audience`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, text, update
from sqlalchemy import select as columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, func, select

from distrib.model.deliveries import OPEN_STATES, Delivery, DeliveryState
from distrib.model.editions import Edition, EditionState, Wave
from distrib.model.ledger import Copy
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.store import claims

S = DeliveryState
_OPEN = text("delivery.state IN ('queued', 'deferred', 'claimed', 'uncertain')")
"""Said in the words of the partial index, so that SQLite knows it may use it."""


# -- the lanes ---------------------------------------------------------------------------------------------------


def claim(session: Session, edition_id: int, *, owner: str, at: datetime, until: datetime, limit: int) -> list[int]:
    """Return the ids of up to `limit` copies of an edition on its way that are now `owner`'s, oldest first."""
    query = (
        select(Delivery.id)
        .join(Wave, col(Wave.id) == col(Delivery.wave_id))
        .join(Edition, col(Edition.id) == col(Delivery.edition_id))
        .where(
            col(Delivery.edition_id) == edition_id,
            col(Edition.state) == EditionState.SENDING,
            col(Edition.frozen_at).is_not(None),
            col(Wave.paused).is_(False),
            col(Wave.due_at) <= at,
            _claimable(at),
        )
        .order_by(col(Delivery.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Delivery)  # SQLite has none of it and needs none: it has one writer
    )
    ids = [found for found in session.exec(query).all() if found is not None]
    taken = claims.take(session, Delivery, ids, owner=owner, at=at, until=until)
    # A retry keeps the Date of the first attempt, as it keeps the Message-ID.
    undated = (col(Delivery.id).in_(taken), col(Delivery.dated_at).is_(None))
    session.execute(update(Delivery).where(*undated).values(dated_at=at))
    return taken


def copies(session: Session, ids: Sequence[int]) -> list[tuple[Copy, str, SubscriptionState | None]]:
    """Return claimed deliveries with the reader's address key and the state of their subscription now."""
    person = Subscriber
    query = (
        columns(Delivery, col(person.address), col(person.address_key), col(person.name), col(Subscription.state))
        .join(Subscriber, col(Subscriber.id) == col(Delivery.subscriber_id))
        .join(Subscription, col(Subscription.id) == col(Delivery.subscription_id), isouter=True)
        .where(col(Delivery.id).in_(ids))
        .order_by(col(Delivery.id))
    )
    found = []
    for row, address, key, name, state in session.execute(query):
        copy = Copy(
            id=row.id or 0,
            edition_id=row.edition_id,
            subscriber_id=row.subscriber_id,
            subscription_id=row.subscription_id,
            address=address,
            name=name,
            plan_key=row.plan_key,
            digest_version=row.digest_version or 0,
            dated_at=row.dated_at or row.moved_at,
            attempts=row.attempts,
        )
        found.append((copy, key, state))
    return found


def has_work(session: Session, edition_id: int, at: datetime) -> bool:
    """Tell whether sending an edition on its way would do anything now.

    There is work while its audience is not frozen, a copy could be claimed, a claim has ended unanswered, or nothing is
    open any more and the edition only waits to be called sent.
    """
    edition = session.get(Edition, edition_id)
    if edition is None or edition.frozen_at is None or is_settled(session, edition_id):
        return edition is not None
    stale = and_(col(Delivery.state) == S.CLAIMED, col(Delivery.claimed_until) < at)
    query = select(Delivery.id).where(col(Delivery.edition_id) == edition_id, or_(_claimable(at), stale)).limit(1)
    return session.exec(query).first() is not None


def next_due(session: Session, edition_id: int) -> datetime | None:
    """Return when the first deferred copy of an edition may be tried again."""
    query = select(func.min(col(Delivery.due_at))).where(
        col(Delivery.edition_id) == edition_id, col(Delivery.state) == S.DEFERRED
    )
    return session.exec(query).one()


# -- settling ----------------------------------------------------------------------------------------------------


def counts(session: Session, edition_id: int) -> dict[DeliveryState, int]:
    """Return how many copies of an edition are in each state; states without any are 0."""
    query = (
        select(Delivery.state, func.count()).where(col(Delivery.edition_id) == edition_id).group_by(col(Delivery.state))
    )
    found = dict(session.exec(query).all())
    return {state: found.get(state, 0) for state in DeliveryState}


def reasons(session: Session, edition_id: int) -> list[tuple[DeliveryState, str, int]]:
    """Return why copies did not simply arrive: state, reason and how many."""
    query = (
        select(Delivery.state, Delivery.reason, func.count())
        .where(col(Delivery.edition_id) == edition_id, col(Delivery.reason).is_not(None))
        .group_by(col(Delivery.state), col(Delivery.reason))
        .order_by(func.count().desc(), col(Delivery.reason))
    )
    return [(DeliveryState(state), reason or "", count) for state, reason, count in session.exec(query).all()]


def plan_count(session: Session, edition_id: int) -> int:
    """Return how many different plans the copies of an edition have."""
    query = select(func.count(func.distinct(Delivery.plan_key))).where(
        col(Delivery.edition_id) == edition_id, col(Delivery.plan_key) != ""
    )
    return session.exec(query).one()


def is_settled(session: Session, edition_id: int) -> bool:
    """Tell whether no copy of an edition is open any more."""
    query = (
        select(Delivery.id).where(col(Delivery.edition_id) == edition_id, col(Delivery.state).in_(OPEN_STATES)).limit(1)
    )
    return session.exec(query).first() is None


def cancel_open(session: Session, edition_id: int, *, at: datetime, reason: str) -> int:
    """Cancel every copy that waits; those that a lane holds are answered by the lane. Returns how many."""
    cancelling = (
        update(Delivery)
        .where(col(Delivery.edition_id) == edition_id, col(Delivery.state).in_([S.QUEUED, S.DEFERRED]))
        .values(state=S.CANCELLED, moved_at=at, reason=reason, due_at=None)
    )
    return _changed(session, cancelling)


def cancel_leftovers(session: Session, *, at: datetime, reason: str) -> int:
    """Cancel copies that came back from a lane after their edition was cancelled. Returns how many."""
    cancelled = select(Edition.id).where(col(Edition.state) == EditionState.CANCELLED)
    cancelling = (
        update(Delivery)
        .where(_OPEN, col(Delivery.state).in_([S.QUEUED, S.DEFERRED]), col(Delivery.edition_id).in_(cancelled))
        .values(state=S.CANCELLED, moved_at=at, reason=reason, due_at=None)
    )
    return _changed(session, cancelling)


def uncertain_ids(session: Session, edition_id: int) -> set[int]:
    """Return which copies of an edition may or may not have arrived."""
    query = select(Delivery.id).where(col(Delivery.edition_id) == edition_id, col(Delivery.state) == S.UNCERTAIN)
    return {found for found in session.exec(query) if found is not None}


def resend_uncertain(session: Session, edition_id: int, *, at: datetime, most_attempts: int) -> int:
    """Queue uncertain copies again, for a list whose policy says so, while attempts are left. Returns how many."""
    resending = (
        update(Delivery)
        .where(
            col(Delivery.edition_id) == edition_id,
            col(Delivery.state) == S.UNCERTAIN,
            col(Delivery.attempts) <= most_attempts,
        )
        .values(state=S.QUEUED, moved_at=at, owner=None, claimed_until=None, begun=False)
    )
    return _changed(session, resending)


# -- looking -----------------------------------------------------------------------------------------------------


def get(session: Session, delivery_id: int) -> Delivery | None:
    """Return one delivery, if it still exists."""
    return session.get(Delivery, delivery_id)


def of_subscriber(session: Session, subscriber_id: int, *, limit: int = 100) -> Sequence[Delivery]:
    """Return what one reader got, newest first."""
    query = (
        select(Delivery)
        .where(col(Delivery.subscriber_id) == subscriber_id)
        .order_by(col(Delivery.id).desc())
        .limit(limit)
    )
    return session.exec(query).all()


def find(
    session: Session,
    *,
    edition_id: int | None = None,
    state: DeliveryState | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[tuple[Delivery, str]]:
    """Return deliveries with their addresses by id, after the id `after`, of one edition or state if given."""
    query = (
        select(Delivery, Subscriber.address)
        .join(Subscriber, col(Subscriber.id) == col(Delivery.subscriber_id))
        .where(col(Delivery.id) > after)
        .order_by(col(Delivery.id))
        .limit(limit)
    )
    if edition_id is not None:
        query = query.where(col(Delivery.edition_id) == edition_id)
    if state is not None:
        query = query.where(col(Delivery.state) == state)
    return [(row, address) for row, address in session.exec(query).all()]


def sent_ids(session: Session, edition_id: int, *, after: int = 0, limit: int = 5000) -> list[int]:
    """Return the ids of an edition's copies that are recorded as sent, in order, after the id `after`."""
    query = (
        select(Delivery.id)
        .where(col(Delivery.edition_id) == edition_id, col(Delivery.state) == S.SENT, col(Delivery.id) > after)
        .order_by(col(Delivery.id))
        .limit(limit)
    )
    return [found for found in session.exec(query).all() if found is not None]


def versions(session: Session, edition_id: int) -> set[int | None]:
    """Return which digest versions an edition's copies that are not suppressed speak of."""
    query = (
        select(Delivery.digest_version)
        .where(col(Delivery.edition_id) == edition_id, col(Delivery.state) != S.SUPPRESSED)
        .distinct()
    )
    return set(session.exec(query).all())


def _claimable(at: datetime) -> Any:
    return and_(
        _OPEN,
        or_(col(Delivery.state) == S.QUEUED, and_(col(Delivery.state) == S.DEFERRED, col(Delivery.due_at) <= at)),
    )


def _changed(session: Session, statement: Any) -> int:
    return int(session.connection().execute(statement).rowcount)
