"""Only one process leads; another takes over when it falls silent."""

from datetime import datetime, timedelta

from distrib.store import leaders
from distrib.store.engine import Database


def _hold(database: Database, owner: str, at: datetime) -> bool:
    with database.writing() as session:
        return leaders.hold(session, name="clock", owner=owner, at=at, seconds=30)


def test_the_first_to_ask_leads_and_may_go_on(database: Database, now: datetime) -> None:
    assert _hold(database, "a", now)
    assert not _hold(database, "b", now)
    assert _hold(database, "a", now + timedelta(seconds=20))
    assert not _hold(database, "b", now + timedelta(seconds=40))


def test_a_silent_leader_is_replaced_after_its_lease(database: Database, now: datetime) -> None:
    assert _hold(database, "a", now)
    assert _hold(database, "b", now + timedelta(seconds=30))
    assert not _hold(database, "a", now + timedelta(seconds=31))


def test_letting_go_frees_the_place_at_once(database: Database, now: datetime) -> None:
    assert _hold(database, "a", now)
    with database.writing() as session:
        leaders.let_go(session, name="clock", owner="a", at=now)
    assert _hold(database, "b", now)


def test_only_the_owner_can_let_go(database: Database, now: datetime) -> None:
    assert _hold(database, "a", now)
    with database.writing() as session:
        leaders.let_go(session, name="clock", owner="b", at=now)
    assert not _hold(database, "b", now)
