from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from distrib.audience.addresses import address_hash
from distrib.audience.signup import ASK_AGAIN, SignUp, sign_up
from distrib.errors import BadInput
from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState, SuppressionReason
from distrib.store import subscribers
from distrib.store.engine import Database
from tests import factories

WISH = SignUp(address="Asha@inbox.example", name=" Asha  Das ", language="hi", form="front page", origin="192.0.2.7")


def test_a_new_reader_waits_for_their_own_yes(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning, evening = factories.a_list(session), factories.a_list(session)
        sign_up(session, WISH, [morning, evening], now=now)

        person = session.exec(select(Subscriber)).one()
        ties = session.exec(select(Subscription)).all()
        notice = session.exec(select(Notice)).one()
        assert (person.address_key, person.name, person.language) == ("asha@inbox.example", "Asha Das", "hi")
        assert {tie.state for tie in ties} == {SubscriptionState.UNCONFIRMED}
        assert ties[0].consent == {"asked_at": now.isoformat(), "form": "front page", "origin": "192.0.2.7"}
        assert (notice.kind, notice.list_id, notice.subscription_id) == (NoticeKind.CONFIRM, morning.id, ties[0].id)
        assert notice.facts == {"lists": [morning.id, evening.id]}


def test_pressing_twice_makes_one_mail_and_asking_later_another(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning = factories.a_list(session)
        sign_up(session, WISH, [morning], now=now)
        sign_up(session, WISH, [morning], now=now + timedelta(minutes=1))
        assert len(session.exec(select(Notice)).all()) == 1

        sign_up(session, WISH, [morning], now=now + ASK_AGAIN)
        assert len(session.exec(select(Notice)).all()) == 2
        assert len(session.exec(select(Subscription)).all()) == 1


def test_a_second_list_is_asked_for_together_with_the_first(database: Database, now: datetime) -> None:
    later = now + timedelta(minutes=2)
    with database.writing() as session:
        morning, evening = factories.a_list(session), factories.a_list(session)
        sign_up(session, WISH, [morning], now=now)
        sign_up(session, WISH, [morning, evening], now=later)

        assert {tie.moved_at for tie in session.exec(select(Subscription)).all()} == {later}


def test_a_suppressed_address_gets_no_mail_and_no_row(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning = factories.a_list(session)
        hashed = address_hash("asha@inbox.example")
        subscribers.suppress(session, address_hash=hashed, reason=SuppressionReason.COMPLAINT, by="machine", now=now)
        sign_up(session, WISH, [morning], now=now)

        assert session.exec(select(Notice)).all() == []
        assert session.exec(select(Subscriber)).all() == []


def test_whoever_left_is_asked_again(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning = factories.a_list(session)
        person = factories.a_subscriber(session, address="asha@inbox.example")
        tie = factories.a_subscription(session, morning, subscriber_id=person.id, state=SubscriptionState.UNSUBSCRIBED)
        sign_up(session, WISH, [morning], now=now)

        assert tie.state is SubscriptionState.UNCONFIRMED


def test_whoever_takes_it_already_gets_one_link_to_their_choices_a_day(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning = factories.a_list(session)
        person = factories.a_subscriber(session, address="asha@inbox.example")
        tie = factories.a_subscription(session, morning, subscriber_id=person.id)
        sign_up(session, WISH, [morning], now=now)
        sign_up(session, WISH, [morning], now=now + timedelta(hours=1))

        assert [notice.kind for notice in session.exec(select(Notice)).all()] == [NoticeKind.PREFERENCES]
        assert tie.state is SubscriptionState.CONFIRMED


def test_a_form_without_a_list_is_refused(database: Database, now: datetime) -> None:
    with database.writing() as session, pytest.raises(BadInput, match="at least one"):
        sign_up(session, WISH, [], now=now)
