"""A story on our own site is our own source's, even when a feed from outside told it first."""

import pytest
from sqlmodel import select

from distrib.errors import Unreachable
from distrib.ingest.fetching import Fetched
from distrib.model.stories import Revision, StoryState
from distrib.pipeline import gather as verb
from distrib.pipeline import owning
from distrib.pipeline.parts import Parts
from tests.factories import NOON, a_newsroom
from tests.pipeline.test_gather import FEED, RAIN, a_feed, a_page, an_item, given, later, stories
from tests.pipeline.test_hear import a_call, opened, said_and_done

OUTSIDE = "https://aggregator.example/feed"
FALSE = an_item(title="Coast drowns", guid="zz", text="False.", when="Wed, 02 Jan 2019 04:00:00 GMT")


def squatted(parts: Parts) -> Parts:
    given(parts, (OUTSIDE, a_feed(FALSE)), own=False, section="Elsewhere")
    verb.gather(parts)
    return parts


def test_our_own_source_takes_its_story_over_from_a_feed_that_told_it_first(parts: Parts) -> None:
    squatted(parts)
    given(parts, (FEED, a_feed(an_item())), own=True)
    parts.fetcher.pages[RAIN] = a_page()

    verb.gather(later(parts, minutes=30))
    for minutes in (90, 150):
        verb.gather(later(parts, minutes=minutes))

    (story,) = stories(parts)
    with parts.database.reading() as session:
        (earlier,) = session.exec(select(Revision)).all()
    assert (story.source_id, story.title, story.guid) == (2, "Rain reaches the coast", "rain")
    assert (story.section, story.revision, earlier.title) == ("Odisha", 2, "Coast drowns")
    assert story.body_text.startswith("The first drops fell")
    assert story.published_at is not None
    assert story.published_at.year == NOON.year
    assert owning.WHY in earlier.why


def test_a_feed_that_was_faster_in_one_gather_does_not_keep_it(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (OUTSIDE, a_feed(FALSE)), own=False, weight=9.0)
    given(sqlite_parts, (FEED, a_feed(an_item())), own=True)
    sqlite_parts.fetcher.pages[RAIN] = a_page()

    verb.gather(sqlite_parts)

    (story,) = stories(sqlite_parts)
    assert (story.source_id, story.title) == (2, "Rain reaches the coast")


def test_our_own_embargo_holds_for_a_story_that_is_taken_over(sqlite_parts: Parts) -> None:
    squatted(sqlite_parts)
    given(sqlite_parts, (FEED, a_feed(an_item(when="Wed, 25 Nov 2026 03:30:00 GMT"))), own=True)

    verb.gather(later(sqlite_parts, minutes=30))

    assert stories(sqlite_parts)[0].state is StoryState.EMBARGOED


def test_a_story_on_another_site_stays_with_the_source_that_told_it(sqlite_parts: Parts) -> None:
    agency = "https://agency.example/rain"
    given(sqlite_parts, (OUTSIDE, a_feed(an_item(url=agency, title="Rain"))), own=False)
    verb.gather(sqlite_parts)
    given(sqlite_parts, (FEED, a_feed(an_item(url=agency, title="Rain, we say"))), own=True)

    verb.gather(later(sqlite_parts, minutes=30))

    assert [(story.source_id, story.title) for story in stories(sqlite_parts)] == [(1, "Rain")]


def test_what_the_newsroom_stopped_stays_stopped(sqlite_parts: Parts) -> None:
    squatted(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        (story,) = stories(sqlite_parts)
        story.state = StoryState.KILLED
        session.merge(story)
    given(sqlite_parts, (FEED, a_feed(an_item())), own=True)

    verb.gather(later(sqlite_parts, minutes=30))

    assert stories(sqlite_parts)[0].state is StoryState.KILLED


@pytest.mark.parametrize("event", ["published", "updated"])
def test_a_call_takes_a_story_over_too(sqlite_parts: Parts, event: str) -> None:
    squatted(opened(sqlite_parts))

    row = said_and_done(sqlite_parts, a_call(event, guid="g1"))

    (story,) = stories(sqlite_parts)
    assert (row.outcome, story.source_id, story.guid) == ("Told anew.", 1, "g1")
    assert story.title == "Rain reaches the coast at dawn"


@pytest.mark.parametrize("answer", [Unreachable("It does not answer."), Fetched(url=RAIN, status=410, body=b"")])
def test_without_a_headline_of_ours_it_is_not_taken_over_and_gone_it_is_taken_back(
    sqlite_parts: Parts, answer: Unreachable | Fetched
) -> None:
    with sqlite_parts.database.writing() as session:
        a_newsroom(session)
    squatted(sqlite_parts)
    given(sqlite_parts, (FEED, a_feed(an_item(title=None))), own=True)
    sqlite_parts.fetcher.pages[RAIN] = answer

    verb.gather(later(sqlite_parts, minutes=30))

    (story,) = stories(sqlite_parts)
    gone = isinstance(answer, Fetched)
    assert (story.source_id, story.state) == (1, StoryState.RETRACTED if gone else StoryState.LIVE)
