from datetime import datetime

import pytest
from sqlmodel import Session, select

from distrib.audience import preferences
from distrib.audience.addresses import address_hash
from distrib.errors import BadInput, NotAllowed
from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.lists import MailingList, Section
from distrib.model.subscribers import Subscriber, SubscriptionState, SuppressionReason
from distrib.store import subscribers
from distrib.store.engine import Database
from tests import factories

Offered = dict[int, tuple[MailingList, list[Section]]]


def newsroom(session: Session) -> tuple[Subscriber, MailingList, list[Section], Offered]:
    morning = factories.a_list(session, name="Morning")
    sections = [factories.a_section(session, morning) for _ in "abc"]
    return factories.a_subscriber(session), morning, sections, {morning.id or 0: (morning, sections)}


def test_fewer_sections_are_kept_and_all_of_them_means_new_ones_too(database: Database, now: datetime) -> None:
    with database.writing() as session:
        person, morning, sections, offered = newsroom(session)
        tie = factories.a_subscription(session, morning, subscriber_id=person.id)
        ids = [section.id or 0 for section in sections]

        assert preferences.keep(session, person, {morning.id or 0: ids[:2]}, offered=offered, now=now) == ["Morning"]
        assert tie.sections == ids[:2]
        assert preferences.chosen(tie, sections) == set(ids[:2])
        assert preferences.keep(session, person, {morning.id or 0: ids[:2]}, offered=offered, now=now) == []
        preferences.keep(session, person, {morning.id or 0: ids}, offered=offered, now=now)
        assert tie.sections is None
        assert preferences.chosen(tie, sections) == set(ids) == preferences.chosen(None, sections)


def test_a_list_without_a_section_is_refused_and_nothing_changes(database: Database, now: datetime) -> None:
    with database.writing() as session:
        person, morning, _, offered = newsroom(session)
        tie = factories.a_subscription(session, morning, subscriber_id=person.id)

        with pytest.raises(BadInput, match="at least one section of Morning"):
            preferences.keep(session, person, {morning.id or 0: [999]}, offered=offered, now=now)
        assert tie.sections is None


def test_leaving_out_a_list_ends_it_and_taking_it_again_needs_no_new_mail_to_confirm(
    database: Database, now: datetime
) -> None:
    with database.writing() as session:
        person, morning, sections, offered = newsroom(session)
        tie = factories.a_subscription(session, morning, subscriber_id=person.id)

        assert preferences.keep(session, person, {}, offered=offered, now=now) == ["Morning"]
        assert tie.state is SubscriptionState.UNSUBSCRIBED
        preferences.keep(session, person, {morning.id or 0: [sections[0].id or 0]}, offered=offered, now=now)
        assert tie.state is SubscriptionState.CONFIRMED
        assert [notice.kind for notice in session.exec(select(Notice)).all()] == [NoticeKind.WELCOME]


def test_another_list_may_be_joined_and_one_not_on_the_page_may_not(database: Database, now: datetime) -> None:
    with database.writing() as session:
        person, morning, sections, offered = newsroom(session)
        hidden = factories.a_list(session, public=False)
        wanted = {morning.id or 0: [section.id or 0 for section in sections], hidden.id or 0: []}

        preferences.keep(session, person, wanted, offered=offered, now=now)

        assert list(subscribers.subscriptions(session, person.id or 0)) == [morning.id]


def test_a_suppressed_address_joins_nothing(database: Database, now: datetime) -> None:
    with database.writing() as session:
        person, morning, sections, offered = newsroom(session)
        hashed = address_hash(person.address_key)
        subscribers.suppress(session, address_hash=hashed, reason=SuppressionReason.MANUAL, by="cli", now=now)

        with pytest.raises(NotAllowed):
            preferences.keep(session, person, {morning.id or 0: [sections[0].id or 0]}, offered=offered, now=now)
