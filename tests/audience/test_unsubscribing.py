from datetime import datetime, timedelta

from sqlmodel import select

from distrib.audience import unsubscribing
from distrib.audience.addresses import address_hash
from distrib.model.deliveries import DeliveryEvent, EventKind
from distrib.model.subscribers import SubscriptionState, SuppressionReason
from distrib.store import subscribers
from distrib.store.engine import Database
from tests import factories


def test_leaving_is_noted_at_the_delivery_it_came_from_and_once(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning = factories.a_list(session)
        edition = factories.an_edition(session, morning)
        tie = factories.a_subscription(session, morning)
        delivery = factories.a_delivery(session, edition, subscription_id=tie.id, subscriber_id=tie.subscriber_id)

        assert unsubscribing.unsubscribe(session, tie, now=now, edition_id=edition.id)
        assert not unsubscribing.unsubscribe(session, tie, now=now, edition_id=edition.id)

        event = session.exec(select(DeliveryEvent)).one()
        assert (event.kind, event.delivery_id) == (EventKind.UNSUBSCRIBED, delivery.id)
        assert (tie.state, tie.left_after_edition) == (SubscriptionState.UNSUBSCRIBED, edition.id)


def test_a_slip_of_the_thumb_is_undone(database: Database, now: datetime) -> None:
    with database.writing() as session:
        tie = factories.a_subscription(session, factories.a_list(session))
        unsubscribing.unsubscribe(session, tie, now=now, edition_id=7)

        assert unsubscribing.can_come_back(session, tie, 7, now=now + timedelta(days=6))
        unsubscribing.come_back(session, tie, now=now)
        assert (tie.state, tie.unsubscribed_at) == (SubscriptionState.CONFIRMED, None)


def test_undo_never_confirms_what_was_not_confirmed(database: Database, now: datetime) -> None:
    with database.writing() as session:
        tie = factories.a_subscription(
            session, factories.a_list(session), state=SubscriptionState.UNCONFIRMED, confirmed_at=None
        )
        unsubscribing.unsubscribe(session, tie, now=now, edition_id=7)
        unsubscribing.come_back(session, tie, now=now)

        assert tie.state is SubscriptionState.UNCONFIRMED


def test_the_link_of_another_edition_an_old_one_or_a_suppressed_address_brings_nobody_back(
    database: Database, now: datetime
) -> None:
    with database.writing() as session:
        tie = factories.a_subscription(session, factories.a_list(session))
        assert not unsubscribing.can_come_back(session, tie, 7, now=now)
        unsubscribing.unsubscribe(session, tie, now=now, edition_id=7)

        assert not unsubscribing.can_come_back(session, tie, 8, now=now)
        assert not unsubscribing.can_come_back(session, tie, 7, now=now + timedelta(days=8))
        person = subscribers.get(session, tie.subscriber_id)
        hashed = address_hash(person.address_key)
        subscribers.suppress(session, address_hash=hashed, reason=SuppressionReason.COMPLAINT, by="machine", now=now)
        assert not unsubscribing.can_come_back(session, tie, 7, now=now)


def test_everything_can_be_stopped_at_once(database: Database, now: datetime) -> None:
    with database.writing() as session:
        person = factories.a_subscriber(session)
        ties = [factories.a_subscription(session, factories.a_list(session), subscriber_id=person.id) for _ in "abc"]
        unsubscribing.unsubscribe(session, ties[0], now=now)

        assert unsubscribing.unsubscribe_all(session, ties, now=now, edition_id=None) == 2
