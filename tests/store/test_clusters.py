"""Clusters as the store keeps them."""

from datetime import timedelta

import pytest

from distrib.errors import NotFound
from distrib.model.stories import Cluster, StoryState
from distrib.store import clusters
from distrib.store.engine import Database
from tests.factories import NOON, a_cluster, a_source, a_story

DAY = timedelta(days=1)


def test_candidates_are_the_live_stories_of_the_time_with_the_head_of_their_text(database: Database) -> None:
    with database.writing() as session:
        source = a_source(session, name="Agency", weight=0.5)
        told = a_story(session, source_id=source.id, body_text="word " * 100_000, tags=["Puri"], authors=["Asha"])
        a_story(session, state=StoryState.KILLED)
        a_story(session, published_at=NOON - 9 * DAY, seen_at=NOON - 9 * DAY)
        a_story(session, published_at=NOON - 9 * DAY, backlog=True)
        a_story(session, published_at=NOON + DAY)
        late = a_story(session, published_at=NOON - 9 * DAY)
        undated = a_story(session, published_at=None)
        asked_for = a_story(session, published_at=NOON - 30 * DAY, seen_at=NOON - 30 * DAY)
        cluster = a_cluster(session, asked_for)

    with database.reading() as session:
        found = clusters.candidates(session, NOON - DAY, NOON, [cluster.id or 0])

    assert [story.id for story in found] == [told.id, late.id, undated.id, asked_for.id]
    first = found[0]
    assert (first.source, first.source_weight, first.tags, first.authors) == ("Agency", 0.5, ("Puri",), ("Asha",))
    assert len(first.body) == clusters.HEAD


def test_headlines_come_with_their_day(database: Database) -> None:
    with database.writing() as session:
        a_story(session, title="Today in brief")
        a_story(session, published_at=NOON - 9 * DAY)

    with database.reading() as session:
        assert clusters.headlines(session, NOON - DAY, NOON) == [("Today in brief", NOON.date())]


def test_members_are_oldest_first_and_a_missing_cluster_says_so(database: Database) -> None:
    with database.writing() as session:
        new, old = a_story(session), a_story(session, published_at=NOON - DAY)
        cluster = a_cluster(session, new)
        clusters.place(session, cluster.id or 0, [old.id or 0])

    with database.reading() as session:
        assert [story.id for story in clusters.members(session, cluster.id or 0)] == [old.id, new.id]
        assert clusters.sizes(session, [cluster.id or 0]) == {cluster.id: 2}
        with pytest.raises(NotFound, match="There is no cluster 999"):
            clusters.get(session, 999)


def test_a_merged_cluster_leads_to_the_one_that_stays(database: Database) -> None:
    with database.writing() as session:
        kept = a_cluster(session, a_story(session))
        gone = a_cluster(session, a_story(session))
        follower = Cluster(first_seen_at=NOON, updated_at=NOON, follows_id=gone.id)
        session.add(follower)
        session.flush()
        clusters.merge(session, kept.id or 0, [gone.id or 0])

    with database.reading() as session:
        rows = clusters.by_ids(session, [gone.id or 0, follower.id or 0])
        assert (rows[gone.id or 0].size, rows[gone.id or 0].follows_id) == (0, kept.id)
        assert rows[follower.id or 0].follows_id == kept.id
        assert len(clusters.members(session, kept.id or 0)) == 2
