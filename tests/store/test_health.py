"""How sources fared is kept by day, and what their stories tell of them is counted."""

from datetime import date, timedelta

from distrib.store import health, quarantine
from distrib.store.engine import Database
from distrib.store.health import Voice, Waiting
from tests.factories import NOON, a_source, a_story

DAY = date(2026, 11, 24)


def test_figures_of_a_day_are_added_up_and_of_some_the_highest_stays(database: Database) -> None:
    with database.writing() as session:
        source_id = a_source(session).id or 0
        health.count(health.on(session, [source_id], DAY)[source_id], gathers=1, new=3, entries=20, slowest_ms=900)
    with database.writing() as session:
        health.count(health.on(session, [source_id], DAY)[source_id], gathers=1, new=2, entries=15, slowest_ms=100)
    with database.reading() as session:
        (day,) = health.days(session, DAY)[source_id]
    assert (day.gathers, day.new, day.entries, day.slowest_ms) == (2, 5, 20, 900)


def test_only_days_on_which_it_could_be_read_tell_its_rhythm_and_old_ones_are_let_go(database: Database) -> None:
    with database.writing() as session:
        source_id = a_source(session).id or 0
        for ago, gathers, failures in ((5, 1, 0), (4, 1, 0), (3, 2, 2), (2, 2, 1), (1, 1, 0), (0, 1, 0)):
            row = health.on(session, [source_id], DAY - timedelta(days=ago))[source_id]
            health.count(row, gathers=gathers, failures=failures, new=ago)
        assert health.news(session, source_id, DAY - timedelta(days=5), DAY) == [4, 2, 1]
        health.forget(session, DAY - timedelta(days=1))
        assert [day.new for day in health.days(session, DAY - timedelta(days=9))[source_id]] == [1, 0]


def test_what_waits_is_counted_by_source_with_the_reason_of_the_newest(database: Database) -> None:
    with database.writing() as session:
        source_id = a_source(session).id or 0
        a_story(session, source_id=source_id, quarantined_at=NOON, quarantine_why="First.")
        a_story(session, source_id=source_id, quarantined_at=NOON + timedelta(hours=1), quarantine_why="Second.")
        a_story(session, source_id=source_id)
    with database.reading() as session:
        assert health.waiting(session) == {
            source_id: Waiting(source_id=source_id, stories=2, since=NOON, why="Second.")
        }
        assert quarantine.count(session) == quarantine.count(session, source_id) == 2


def test_sections_are_heard_by_their_own_dates(database: Database) -> None:
    with database.writing() as session:
        source_id = a_source(session).id or 0
        for section, hours in (("Odisha", 1), ("Odisha", 30), ("World", 2), (None, 3)):
            a_story(session, source_id=source_id, section=section, published_at=NOON - timedelta(hours=hours))
        a_story(session, source_id=source_id, published_at=NOON + timedelta(hours=1))
        a_story(session, source_id=source_id, published_at=NOON - timedelta(days=40))
        a_story(session, source_id=source_id, quarantined_at=NOON)
    with database.reading() as session:
        heard = health.voices(session, NOON, lately=timedelta(days=28))
    assert sorted(heard, key=lambda each: each.section or "") == [
        Voice(source_id=source_id, section=None, stories=1, last_at=NOON - timedelta(hours=3)),
        Voice(source_id=source_id, section="Odisha", stories=2, last_at=NOON - timedelta(hours=1)),
        Voice(source_id=source_id, section="World", stories=1, last_at=NOON - timedelta(hours=2)),
    ]
