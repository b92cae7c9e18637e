from datetime import datetime, timedelta

from sqlmodel import Session, select

from distrib.audience import confirming
from distrib.audience.signup import SignUp, sign_up
from distrib.audience.unsubscribing import unsubscribe
from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.editions import EditionState
from distrib.model.lists import MailingList
from distrib.model.subscribers import Subscription, SubscriptionState
from distrib.store.engine import Database
from tests import factories


def asked(session: Session, now: datetime) -> tuple[MailingList, Subscription, int]:
    morning = factories.a_list(session)
    sign_up(session, SignUp(address="asha@inbox.example"), [morning], now=now)
    tie = session.exec(select(Subscription)).one()
    return morning, tie, int(tie.moved_at.timestamp())


def test_a_yes_confirms_and_queues_a_welcome_with_the_latest_edition(database: Database, now: datetime) -> None:
    with database.writing() as session:
        morning, tie, moment = asked(session, now)
        edition = factories.an_edition(session, morning, state=EditionState.SENT)
        later = now + timedelta(minutes=4)

        ties = confirming.asked_for(session, tie.id or 0, moment, now=later)
        assert confirming.confirm(session, ties, now=later) == 1

        welcome = session.exec(select(Notice).where(Notice.kind == NoticeKind.WELCOME)).one()
        assert (tie.state, tie.confirmed_at) == (SubscriptionState.CONFIRMED, later)
        assert (welcome.edition_id, welcome.subscription_id) == (edition.id, tie.id)


def test_a_second_press_finds_it_done_and_changes_nothing(database: Database, now: datetime) -> None:
    with database.writing() as session:
        _, tie, moment = asked(session, now)
        for _ in range(2):
            later = now + timedelta(minutes=4)
            done = confirming.confirm(session, confirming.asked_for(session, tie.id or 0, moment, now=later), now=later)

        assert done == 0
        assert len(session.exec(select(Notice).where(Notice.kind == NoticeKind.WELCOME)).all()) == 1
        assert confirming.asked_for(session, tie.id or 0, moment, now=later) == [tie]


def test_an_old_link_confirms_nothing(database: Database, now: datetime) -> None:
    with database.writing() as session:
        _, tie, moment = asked(session, now)

        assert confirming.asked_for(session, tie.id or 0, moment, now=now + timedelta(days=8)) == []
        assert confirming.asked_for(session, tie.id or 0, moment - 60, now=now) == []
        assert confirming.asked_for(session, 999, moment, now=now) == []


def test_whoever_left_meanwhile_is_not_brought_back_by_the_old_link(database: Database, now: datetime) -> None:
    with database.writing() as session:
        _, tie, moment = asked(session, now)
        confirming.confirm(session, [tie], now=now)
        unsubscribe(session, tie, now=now)

        assert confirming.asked_for(session, tie.id or 0, moment, now=now) == []
