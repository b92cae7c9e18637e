"""Subscribers, their subscriptions, and whom we never write to again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from distrib.errors import NotFound
from distrib.model.deliveries import Delivery, DeliveryEvent, EventKind
from distrib.model.lists import MailingList
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState, Suppression, SuppressionReason


def get(session: Session, subscriber_id: int) -> Subscriber:
    """Return the subscriber. Raises NotFound."""
    row = session.get(Subscriber, subscriber_id)
    if row is None:
        raise NotFound("There is no such subscriber.")
    return row


def by_key(session: Session, key: str) -> Subscriber | None:
    """Return the subscriber with this address key, if there is one."""
    return session.exec(select(Subscriber).where(col(Subscriber.address_key) == key)).first()


def by_keys(session: Session, keys: Collection[str]) -> dict[str, Subscriber]:
    """Return address key -> subscriber for those that exist."""
    query = select(Subscriber).where(col(Subscriber.address_key).in_(keys))
    return {row.address_key: row for row in session.exec(query).all()}


def add(session: Session, *, address: str, key: str, name: str, language: str, now: datetime) -> Subscriber:
    """Return a new subscriber with its id."""
    row = Subscriber(address=address, address_key=key, name=name, language=language, made_at=now)
    session.add(row)
    session.flush()
    return row


def subscription(session: Session, subscription_id: int) -> Subscription | None:
    """Return one subscription, if it still exists."""
    return session.get(Subscription, subscription_id)


def subscriptions(session: Session, subscriber_id: int) -> dict[int, Subscription]:
    """Return list id -> subscription of one subscriber."""
    query = select(Subscription).where(col(Subscription.subscriber_id) == subscriber_id)
    return {row.list_id: row for row in session.exec(query.order_by(col(Subscription.id))).all()}


def subscribe(session: Session, *, subscriber_id: int, list_id: int, now: datetime, source: str) -> Subscription:
    """Return a new subscription, not yet confirmed."""
    row = Subscription(subscriber_id=subscriber_id, list_id=list_id, moved_at=now, consent_source=source)
    session.add(row)
    session.flush()
    return row


def suppressed(session: Session, hashes: Collection[str]) -> dict[str, Suppression]:
    """Return address hash -> suppression for those that are never written to."""
    query = select(Suppression).where(col(Suppression.address_hash).in_(hashes))
    return {row.address_hash: row for row in session.exec(query).all()}


def suppress(session: Session, *, address_hash: str, reason: SuppressionReason, by: str, now: datetime) -> bool:
    """Never write to this address again; False when that was so already."""
    if session.get(Suppression, address_hash) is not None:
        return False
    session.add(Suppression(address_hash=address_hash, reason=reason, by=by, made_at=now))
    session.flush()
    return True


def note_event(
    session: Session, *, delivery_id: int | None, kind: EventKind, now: datetime, facts: dict[str, int]
) -> None:
    """Write down what came back for a delivery."""
    session.add(DeliveryEvent(delivery_id=delivery_id, kind=kind, at=now, facts=facts))


def delivery_id(session: Session, edition_id: int, subscriber_id: int) -> int | None:
    """Return the delivery of an edition to a subscriber, if there was one."""
    query = select(Delivery.id).where(
        col(Delivery.edition_id) == edition_id, col(Delivery.subscriber_id) == subscriber_id
    )
    return session.exec(query).first()


def find(session: Session, words: str, *, limit: int = 50, after: int = 0) -> Sequence[Subscriber]:
    """Return subscribers whose address or name holds `words` (all of them for ""), by id, after the id `after`."""
    query = select(Subscriber).where(col(Subscriber.id) > after).order_by(col(Subscriber.id)).limit(limit)
    if words:
        query = query.where(_matches(words))
    return session.exec(query).all()


def count(session: Session, words: str = "") -> int:
    """Return how many subscribers `find` would walk through."""
    query = select(func.count()).select_from(Subscriber)
    return session.exec(query.where(_matches(words)) if words else query).one()


def ties(session: Session, subscriber_ids: Collection[int]) -> dict[int, list[tuple[MailingList, Subscription]]]:
    """Return subscriber id -> their lists and subscriptions."""
    query = (
        select(MailingList, Subscription)
        .join(Subscription, col(Subscription.list_id) == col(MailingList.id))
        .where(col(Subscription.subscriber_id).in_(subscriber_ids))
        .order_by(col(Subscription.id))
    )
    found: dict[int, list[tuple[MailingList, Subscription]]] = {}
    for mailing_list, tie in session.exec(query).all():
        found.setdefault(tie.subscriber_id, []).append((mailing_list, tie))
    return found


def by_state(session: Session) -> dict[SubscriptionState, int]:
    """Return how many subscriptions are in each state."""
    query = select(Subscription.state, func.count()).group_by(col(Subscription.state))
    return {SubscriptionState(state): count for state, count in session.exec(query).all()}


def count_suppressed(session: Session) -> int:
    """Return how many addresses are never written to."""
    return session.exec(select(func.count()).select_from(Suppression)).one()


def _matches(words: str) -> ColumnElement[bool]:
    escaped = words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    return or_(
        col(Subscriber.address_key).like(pattern, escape="\\"),
        func.lower(col(Subscriber.name)).like(pattern, escape="\\"),
    )
