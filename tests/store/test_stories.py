"""Stories: found by what they are known by, changed with their earlier text kept, walked by date."""

from datetime import timedelta

import pytest

from distrib.errors import NotFound
from distrib.model.stories import StoryState
from distrib.store import clusters, stories
from distrib.store.engine import Database
from tests.factories import NOON, a_source, a_story

DAY = timedelta(days=1)


def test_stories_are_found_by_address_in_any_number(database: Database) -> None:
    with database.writing() as session:
        row = a_story(session, url="https://paper.example/a")

    with database.reading() as session:
        asked = ["https://paper.example/a", *(f"https://paper.example/{n}" for n in range(900))]
        assert [each.id for each in stories.by_urls(session, asked).values()] == [row.id]
        assert stories.by_urls(session, []) == {}


def test_a_guid_is_known_within_its_source_and_the_newest_counts(database: Database) -> None:
    with database.writing() as session:
        one, two = a_source(session).id or 0, a_source(session).id or 0
        a_story(session, source_id=one, guid="7")
        newest = a_story(session, source_id=one, guid="7")
        a_story(session, source_id=two, guid="7")

    with database.reading() as session:
        assert stories.by_guids(session, one, ["7", "8"])["7"].id == newest.id


def test_a_change_a_reader_sees_keeps_the_earlier_text(database: Database) -> None:
    with database.writing() as session:
        row = a_story(session, title="Two hurt")
        assert stories.change(session, row, {"title": "Three hurt"}, at=NOON)
        assert not stories.change(session, row, {"position": 4, "title": "Three hurt"}, at=NOON)

    with database.reading() as session:
        (earlier,) = stories.revisions(session, row.id or 0)
        assert (earlier.title, earlier.number) == ("Two hurt", 1)
        assert (stories.get(session, row.id or 0).revision, stories.get(session, row.id or 0).position) == (2, 4)


def test_an_embargo_ends_at_its_hour(database: Database) -> None:
    with database.writing() as session:
        now = a_story(session, state=StoryState.EMBARGOED, published_at=NOON)
        later = a_story(session, state=StoryState.EMBARGOED, published_at=NOON + DAY)
        assert stories.release(session, NOON) == 1

    with database.reading() as session:
        assert stories.get(session, now.id or 0).state is StoryState.LIVE
        assert stories.get(session, later.id or 0).state is StoryState.EMBARGOED


def test_a_window_holds_what_may_be_a_candidate(database: Database) -> None:
    with database.writing() as session:
        inside = a_story(session, published_at=NOON - DAY)
        undated = a_story(session, published_at=None, seen_at=NOON - timedelta(hours=1))
        old_news = a_story(session, backlog=True, published_at=NOON - timedelta(hours=1))
        a_story(session, backlog=True, published_at=None, seen_at=NOON - timedelta(hours=1))
        a_story(session, published_at=NOON)
        a_story(session, published_at=NOON - 2 * DAY, seen_at=NOON - timedelta(hours=1))
        a_story(session, published_at=NOON - timedelta(hours=1), state=StoryState.KILLED)

    with database.reading() as session:
        found = [row.id for rows in stories.between(session, NOON - DAY, NOON, batch=2) for row in rows]

    assert found == [inside.id, undated.id, old_news.id]


def test_the_newest_come_first_and_can_be_narrowed(database: Database) -> None:
    with database.writing() as session:
        source = a_source(session).id or 0
        old = a_story(session, title="Rain at sea", section="Odisha", published_at=NOON - DAY)
        new = a_story(session, title="Sun", summary="No rain.", section="World", source_id=source)

    with database.reading() as session:
        assert [each.id for each in stories.recent(session)] == [new.id, old.id]
        assert [each.id for each in stories.recent(session, section="Odisha")] == [old.id]
        assert [each.id for each in stories.recent(session, source_id=source)] == [new.id]
        assert [each.id for each in stories.recent(session, words="RAIN", limit=1)] == [new.id]
        assert (stories.count(session), stories.count(session, source)) == (2, 1)


def test_what_was_met_lately_is_remembered_by_source(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        row = a_story(session, seen_at=NOON)
        a_story(session, source_id=row.source_id, seen_at=NOON - 40 * DAY)

    with sqlite_database.reading() as session:
        assert [each.id for each in stories.lately(session, row.source_id, NOON - 30 * DAY)] == [row.id]


def test_a_story_that_is_not_there_is_said(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session, pytest.raises(NotFound, match="no story 9"):
        stories.get(session, 9)


def test_stories_are_found_by_how_their_addresses_compare_by_foreign_guids_and_by_their_moment(
    database: Database,
) -> None:
    with database.writing() as session:
        one = a_story(session, key="paper.example/a", guid="tag:1", published_at=NOON)
        two = a_story(session, key="paper.example/a", guid="tag:1", published_at=NOON - DAY)

    with database.reading() as session:
        assert [each.id for each in stories.by_keys(session, ["paper.example/a"])["paper.example/a"]] == [
            two.id,
            one.id,
        ]
        assert [each.id for each in stories.by_guids_elsewhere(session, one.source_id, ["tag:1"])["tag:1"]] == [two.id]
        assert [each.id for each in stories.told_at(session, [NOON, NOON])] == [one.id]


def test_another_query_behind_a_pictures_address_is_no_revision(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        row = a_story(session, image_url="https://paper.example/a.jpg?token=1")
        assert not stories.change(session, row, {"image_url": "https://paper.example/a.jpg?token=2"}, at=NOON)
        assert stories.change(session, row, {"image_url": "https://paper.example/b.jpg"}, at=NOON, why="Because.")

        assert [(each.image_url, each.why) for each in stories.revisions(session, row.id or 0)] == [
            ("https://paper.example/a.jpg?token=2", "Because.")
        ]


def test_what_waits_for_a_human_is_no_candidate(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        row = a_story(session, published_at=NOON - timedelta(hours=1))
        a_story(session, published_at=NOON - timedelta(hours=1), quarantined_at=NOON, quarantine_why="Too many.")

    with sqlite_database.reading() as session:
        assert [each.id for rows in stories.between(session, NOON - DAY, NOON) for each in rows] == [row.id]
        assert [each.id for each in clusters.candidates(session, NOON - DAY, NOON)] == [row.id]
