"""The audience of an edition at the freeze: who reads its list, what they had today, and the rows made for them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, text
from sqlalchemy import select as columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, func, select

from distrib.model.deliveries import Delivery, DeliveryState
from distrib.model.editions import Edition, EditionState, Pick, Wave
from distrib.model.ledger import Reader
from distrib.model.plans import Plan
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState, Suppression

S = DeliveryState
WENT = (S.QUEUED, S.CLAIMED, S.DEFERRED, S.SENT, S.UNCERTAIN)
"""States in which a copy reached its reader, or still may."""
RESERVED = ("test", "example", "invalid", "localhost", "example.com", "example.net", "example.org")
"""Domains that nobody can have (RFC 2606, 6761)."""


def freezing(session: Session, edition_id: int) -> Edition | None:
    """Return the edition, locked, while its audience is not frozen to the end; else None.

    One freeze at a time also among editions: what one reader gets in a day is decided by who froze first.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7404)"))
    edition = session.exec(select(Edition).where(col(Edition.id) == edition_id).with_for_update()).first()
    if edition is None or edition.state is not EditionState.SENDING or edition.frozen_at is not None:
        return None
    return edition


def readers(session: Session, list_id: int, *, after: int, limit: int) -> list[Reader]:
    """Return the next confirmed subscriptions of a list, by id, after the id `after`."""
    tie, person = Subscription, Subscriber
    query = (
        columns(col(tie.id), col(tie.sections), col(person.id), col(person.address), col(person.address_key))
        .join(Subscriber, col(Subscriber.id) == col(Subscription.subscriber_id))
        .where(
            col(Subscription.list_id) == list_id,
            col(Subscription.state) == SubscriptionState.CONFIRMED,
            col(Subscription.id) > after,
        )
        .order_by(col(Subscription.id))
        .limit(limit)
    )
    return [
        Reader(
            subscription_id=tie_id or 0,
            subscriber_id=person_id or 0,
            address=address,
            address_key=key,
            sections=None if sections is None else tuple(sections),
        )
        for tie_id, sections, person_id, address, key in session.execute(query)
    ]


def suppressed(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of the address keys that are never written to."""
    of_hash = {hashlib.sha256(key.encode()).hexdigest(): key for key in keys}
    query = select(Suppression.address_hash).where(col(Suppression.address_hash).in_(of_hash))
    return {of_hash[found] for found in session.exec(query).all()}


def had_today(session: Session, edition: Edition, subscriber_ids: Collection[int]) -> dict[int, set[int]]:
    """Return subscriber id -> clusters that the day's other editions brought them, or still may."""
    query = (
        select(Delivery.subscriber_id, Delivery.edition_id, Delivery.plan_key)
        .join(Edition, col(Edition.id) == col(Delivery.edition_id))
        .where(
            col(Edition.day) == edition.day,
            col(Edition.id) != edition.id,
            col(Delivery.subscriber_id).in_(subscriber_ids),
            col(Delivery.state).in_(WENT),
        )
    )
    rows = session.exec(query).all()
    of_story = _clusters(session, {edition_id for _, edition_id, _ in rows})
    stories = {key: [story for story, _ in Plan.read(key).cards] for key in {key for _, _, key in rows}}
    had: dict[int, set[int]] = {}
    for subscriber_id, edition_id, key in rows:
        clusters = (of_story.get((edition_id, story)) for story in stories[key])
        had.setdefault(subscriber_id, set()).update(cluster for cluster in clusters if cluster is not None)
    return had


def exempt(session: Session, edition_id: int) -> set[int]:
    """Return the clusters of an edition that may reach a reader twice in a day: those that truly developed."""
    query = select(Pick.cluster_id).where(col(Pick.edition_id) == edition_id, col(Pick.update))
    return set(session.exec(query).all())


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make deliveries, many at once."""
    if rows:
        session.execute(insert(Delivery), [dict(row) for row in rows])


def audience(session: Session, edition_id: int) -> int:
    """Return how many deliveries an edition has, in whatever state."""
    query = select(func.count()).select_from(Delivery).where(col(Delivery.edition_id) == edition_id)
    return session.exec(query).one()


def wave(session: Session, edition_id: int, due_at: datetime) -> Wave:
    """Return the edition's first wave, made for `due_at` if it has none."""
    query = select(Wave).where(col(Wave.edition_id) == edition_id).order_by(col(Wave.id)).limit(1)
    found = session.exec(query).first()
    if found is None:
        found = Wave(edition_id=edition_id, due_at=due_at)
        session.add(found)
        session.flush()
    return found


def is_reserved(address: str) -> bool:
    """Tell whether nobody can have this address."""
    domain = address.rpartition("@")[2].lower()
    return any(domain == name or domain.endswith(f".{name}") for name in RESERVED)


def has_real_readers(session: Session, list_id: int) -> bool:
    """Tell whether any reader of a list has an address that somebody could own."""
    key = col(Subscriber.address_key)
    reserved = or_(*(or_(key.like(f"%@{domain}"), key.like(f"%.{domain}")) for domain in RESERVED))
    query = (
        select(Subscription.id)
        .join(Subscriber, col(Subscriber.id) == col(Subscription.subscriber_id))
        .where(col(Subscription.list_id) == list_id, col(Subscription.state) == SubscriptionState.CONFIRMED, ~reserved)
        .limit(1)
    )
    return session.exec(query).first() is not None


def _clusters(session: Session, edition_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    query = select(Pick.edition_id, Pick.story_id, Pick.cluster_id).where(col(Pick.edition_id).in_(set(edition_ids)))
    return {(edition_id, story): cluster for edition_id, story, cluster in session.exec(query).all()}
