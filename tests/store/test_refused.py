"""Entries that were not taken: one row each, with the newest reason, forgotten when they are given no longer."""

from datetime import timedelta

from distrib.store import refused
from distrib.store.engine import Database
from distrib.store.refused import Refused
from tests.factories import NOON, a_source, a_story

HOUR = timedelta(hours=1)


def an_entry(number: int, why: str = "It has no title.") -> Refused:
    return Refused(key=str(number), url=f"https://paper.example/{number}", title=f"Entry {number}", why=why)


def test_an_entry_is_one_row_however_often_it_comes(database: Database) -> None:
    with database.writing() as session:
        one, two = a_source(session).id or 0, a_source(session).id or 0
        assert refused.remember(session, one, [an_entry(1), an_entry(2), an_entry(1)], NOON) == 2
        assert refused.remember(session, one, [an_entry(1, "It has no link.")], NOON + HOUR) == 0
        assert refused.remember(session, two, [an_entry(1)], NOON) == 1

    with database.reading() as session:
        rows = refused.recent(session, source_id=one)
        assert [(row.key, row.why, row.first_at, row.last_at) for row in rows] == [
            ("1", "It has no link.", NOON, NOON + HOUR),
            ("2", "It has no title.", NOON, NOON),
        ]
        assert len(refused.recent(session, limit=2)) == 2


def test_many_at_once_and_pruned_by_when_they_last_came(database: Database) -> None:
    with database.writing() as session:
        source = a_source(session).id or 0
        refused.remember(session, source, [an_entry(n) for n in range(900)], NOON)
        assert refused.remember(session, source, [an_entry(n) for n in range(905)], NOON + HOUR) == 5
        refused.remember(session, source, [an_entry(-1)], NOON)
        assert refused.prune(session, NOON + HOUR) == 1


def test_what_was_refused_near_a_story(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        story = a_story(session, title="Entry 3", url="https://paper.example/1")
        refused.remember(session, story.source_id, [an_entry(n) for n in range(5)], NOON)
        refused.remember(session, a_source(session).id or 0, [an_entry(3)], NOON)

    with sqlite_database.reading() as session:
        assert [row.key for row in refused.near(session, story, ["https://paper.example/2"])] == ["1", "2", "3"]
