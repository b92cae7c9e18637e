"""Where a story stands: in editions out and to come, in posts; and whose page is to be looked at again."""

from datetime import timedelta

from distrib.model.editions import EditionState
from distrib.model.posts import Post, Publication, PublicationState
from distrib.model.stories import StoryState
from distrib.store import outings
from distrib.store.engine import Database
from tests.factories import NOON, a_channel, a_cluster, a_list, a_pick, a_section, a_source, a_story, an_edition, stored

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_a_story_stands_in_editions_that_went_out_or_will(database: Database) -> None:
    with database.writing() as session:
        story = a_story(session)
        cluster, mailing_list = a_cluster(session, story), a_list(session, slug="morning")
        for days, state in enumerate((EditionState.DRAFT, EditionState.SENT, EditionState.SKIPPED)):
            edition = an_edition(
                session, mailing_list, state=state, due_at=NOON - days * DAY, day=(NOON - days * DAY).date()
            )
            section = a_section(session, mailing_list)
            a_pick(session, edition, section, story_id=story.id, cluster_id=cluster.id)

    with database.reading() as session:
        found = outings.of(session, story.id or 0)

    assert [(each.slug, each.state, each.gone_out) for each in found] == [
        ("morning", EditionState.SENT, True),
        ("morning", EditionState.DRAFT, False),
    ]


def test_posts_that_were_placed_are_counted(database: Database) -> None:
    with database.writing() as session:
        story = a_story(session)
        post = stored(session, Post(story_id=story.id, moved_at=NOON, made_at=NOON))
        for state in (PublicationState.PUBLISHED, PublicationState.PENDING):
            channel = a_channel(session).id
            stored(session, Publication(post_id=post.id, channel_id=channel, state=state, moved_at=NOON, due_at=NOON))

    with database.reading() as session:
        assert outings.placed_posts(session, story.id or 0) == 1


def test_pages_are_looked_at_again_the_longest_unseen_first(database: Database) -> None:
    with database.writing() as session:
        own, other = a_source(session, own=True).id, a_source(session, own=False).id
        first = a_story(session, source_id=own, checked_at=NOON - 5 * HOUR)
        second = a_story(session, source_id=own, checked_at=None, seen_at=NOON - 4 * HOUR)
        ahead = a_story(
            session, source_id=own, seen_at=NOON - 3.5 * HOUR, state=StoryState.EMBARGOED, published_at=NOON + DAY
        )
        back = a_story(
            session, source_id=own, checked_at=NOON - 3 * HOUR, state=StoryState.RETRACTED, retracted_by="machine"
        )
        for skipped in (
            {"checked_at": NOON},
            {"source_id": other},
            {"published_at": NOON - 9 * DAY},
            {"url": "https://paper.example/#1"},
            {"state": StoryState.KILLED},
            {"state": StoryState.RETRACTED, "retracted_by": "cli"},
        ):
            a_story(session, **{"source_id": own, "checked_at": NOON - 6 * HOUR, **skipped})

    with database.reading() as session:
        found = outings.to_recheck(
            session,
            published_after=NOON - 2 * DAY,
            looked_before=NOON - HOUR,
            taken_back_by="machine",
            limit=10,
        )

    assert [each.id for each in found] == [first.id, second.id, ahead.id, back.id]
