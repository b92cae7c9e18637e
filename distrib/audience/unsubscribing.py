"""Leaving, and coming back after a slip of the thumb."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.audience.addresses import address_hash
from distrib.model.deliveries import EventKind
from distrib.model.subscribers import Subscription, SubscriptionState
from distrib.store import subscribers

UNDO_FOR = timedelta(days=7)
"""A mail may be forwarded: its link must not bring anyone back years later."""


def unsubscribe(session: Session, tie: Subscription, *, now: datetime, edition_id: int | None = None) -> bool:
    """End a subscription; False when it had ended already. Never raises: leaving always works."""
    if tie.state is SubscriptionState.UNSUBSCRIBED:
        return False
    tie.move(SubscriptionState.UNSUBSCRIBED, now)
    tie.unsubscribed_at, tie.left_after_edition = now, edition_id
    session.add(tie)
    delivery = None if edition_id is None else subscribers.delivery_id(session, edition_id, tie.subscriber_id)
    facts = {"subscription": tie.id or 0, "edition": edition_id or 0}
    subscribers.note_event(session, delivery_id=delivery, kind=EventKind.UNSUBSCRIBED, now=now, facts=facts)
    return True


def unsubscribe_all(session: Session, ties: Iterable[Subscription], *, now: datetime, edition_id: int | None) -> int:
    """End every subscription of one reader; return how many ended just now."""
    return sum(unsubscribe(session, tie, now=now, edition_id=edition_id) for tie in ties)


def can_come_back(session: Session, tie: Subscription, edition_id: int, *, now: datetime) -> bool:
    """Tell whether the link of `edition_id` may undo: it ended this tie, lately, and the address may be written to."""
    if tie.state is not SubscriptionState.UNSUBSCRIBED or tie.left_after_edition != edition_id:
        return False
    if tie.unsubscribed_at is None or now - tie.unsubscribed_at > UNDO_FOR:
        return False
    person = subscribers.get(session, tie.subscriber_id)
    return not subscribers.suppressed(session, [address_hash(person.address_key)])


def come_back(session: Session, tie: Subscription, *, now: datetime) -> None:
    """Undo: the tie is as it was before leaving, confirmed or still waiting for a yes."""
    before = SubscriptionState.UNCONFIRMED if tie.confirmed_at is None else SubscriptionState.CONFIRMED
    tie.move(before, now)
    tie.unsubscribed_at = tie.left_after_edition = None
    session.add(tie)
