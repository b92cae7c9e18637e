"""A story that its publisher takes back is taken back here, loudly where readers have it; a bad minute takes none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from distrib.clock import stopped
from distrib.config import Settings
from distrib.errors import BadInput, NotFound
from distrib.ingest.entry import Page
from distrib.ingest.fetching import Fetched
from distrib.model.editions import EditionState
from distrib.model.stories import Story, StoryState
from distrib.model.users import Run
from distrib.pipeline import recheck, retracting
from distrib.pipeline.asking import Opened
from distrib.pipeline.parts import Parts
from distrib.store import addresses, audit, stories
from tests.factories import NOON, a_cluster, a_list, a_pick, a_section, a_source, a_story, an_edition

URL = "https://paper.example/rain-1"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PAGE = (
    "<html><head><title>Rain</title>{head}</head><body><article><h1>Rain</h1><p>"
    + "It rained all night. " * 12
    + "</p></article></body></html>"
)


def later(parts: Parts, ahead: timedelta = HOUR) -> Parts:
    return replace(parts, clock=stopped(parts.clock() + ahead))


def the_story(parts: Parts, **given: object) -> int:
    with parts.database.writing() as session:
        own = a_source(session, own=True).id
        values = {"source_id": own, "url": URL, "title": "Rain", "checked_at": NOON - 3 * HOUR, "unlisted": False}
        return a_story(session, **{**values, **given}).id or 0


def answers(parts: Parts, status: int = 200, *, head: str = "", url: str = URL) -> None:
    body = PAGE.format(head=head).encode() if status == 200 else b""
    parts.fetcher.pages[url] = Fetched(url=url, status=status, body=body)


def now(parts: Parts, story_id: int) -> Story:
    with parts.database.reading() as session:
        return stories.get(session, story_id)


def look(parts: Parts) -> Run:
    run = recheck.recheck_due(parts)
    assert run is not None
    return run


def test_a_page_that_is_there_changes_nothing_but_when_it_was_looked_at(parts: Parts) -> None:
    story_id = the_story(parts)
    answers(parts)

    run = look(parts)

    assert (now(parts, story_id).state, now(parts, story_id).checked_at) == (StoryState.LIVE, NOON)
    assert run.sentence == "1 page looked at again, 0 taken back."
    assert recheck.recheck_due(parts) is None


def test_gone_for_good_takes_a_story_back_at_once(parts: Parts) -> None:
    story_id = the_story(parts)
    answers(parts, 410)

    run = look(parts)

    story = now(parts, story_id)
    assert (story.state, story.retracted_at, story.retraction_why) == (StoryState.RETRACTED, NOON, retracting.FOR_GOOD)
    assert run.counts["retracted"] == 1
    with parts.database.reading() as session:
        assert audit.recent(session, subject=f"st{story_id}")[0].verb == "retract"


def test_missing_must_be_seen_twice_half_an_hour_apart(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)
    answers(sqlite_parts, 404)

    look(sqlite_parts)
    assert now(sqlite_parts, story_id).state is StoryState.LIVE

    recheck.recheck(later(sqlite_parts, timedelta(minutes=5)), [story_id])
    assert now(sqlite_parts, story_id).state is StoryState.LIVE

    recheck.recheck(later(sqlite_parts, timedelta(minutes=31)), [story_id])
    assert now(sqlite_parts, story_id).retraction_why == retracting.TWICE


def test_missing_once_and_there_again_is_forgotten(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)
    for hours, status in enumerate((404, 200, 404)):
        answers(sqlite_parts, status)
        look(later(sqlite_parts, 2 * hours * HOUR))

    assert now(sqlite_parts, story_id).state is StoryState.LIVE


def test_where_most_of_a_site_is_missing_no_story_is_taken_back(sqlite_parts: Parts) -> None:
    ids = [the_story(sqlite_parts, url=f"{URL}{n}") for n in range(5)]
    for n in range(5):
        answers(sqlite_parts, 200 if n > 2 else 404, url=f"{URL}{n}")

    runs = [look(later(sqlite_parts, hours * HOUR)) for hours in (0, 2, 4)]

    assert {now(sqlite_parts, one).state for one in ids} == {StoryState.LIVE}
    assert "3 of 5 pages of paper.example are missing (404)" in runs[0].problems[0]


@pytest.mark.parametrize(("missing", "there"), [(1, 0), (2, 0), (2, 2), (3, 3)])
def test_a_few_missing_pages_or_half_of_a_site_are_no_trouble_of_the_site(
    sqlite_parts: Parts, missing: int, there: int
) -> None:
    ids = [the_story(sqlite_parts, url=f"{URL}{n}") for n in range(missing + there)]
    for n in range(missing + there):
        answers(sqlite_parts, 404 if n < missing else 200, url=f"{URL}{n}")

    for hours in (0, 2):
        look(later(sqlite_parts, hours * HOUR))

    assert [now(sqlite_parts, one).state for one in ids] == [StoryState.RETRACTED] * missing + [StoryState.LIVE] * there


def test_pages_that_are_missing_by_right_say_nothing_of_the_site(sqlite_parts: Parts) -> None:
    for n, state in enumerate((StoryState.EMBARGOED, StoryState.EMBARGOED, StoryState.RETRACTED)):
        the_story(sqlite_parts, url=f"{URL}{n}", state=state, retracted_by=retracting.MACHINE)
        answers(sqlite_parts, 404, url=f"{URL}{n}")
    gone = the_story(sqlite_parts, url=f"{URL}9")
    answers(sqlite_parts, 404, url=f"{URL}9")

    for hours in (0, 2):
        look(later(sqlite_parts, hours * HOUR))

    assert now(sqlite_parts, gone).state is StoryState.RETRACTED


@pytest.mark.parametrize(("page", "unlisted", "why"), [
    (Page(noindex=True), False, retracting.UNLISTED),
    (Page(noindex=True), True, None),
    (Page(noindex=True), None, None),
    (Page(), False, None),
    (Page(removed=True), True, retracting.REMOVED),
])  # fmt: skip
def test_a_page_that_lately_asks_not_to_be_listed_takes_its_story_back(
    sqlite_parts: Parts, page: Page, *, unlisted: bool | None, why: str | None
) -> None:
    story_id = the_story(sqlite_parts, unlisted=unlisted)
    with sqlite_parts.database.writing() as session:
        story = stories.get(session, story_id)
        retracting.seen(session, story, Opened(page=page, status=200), at=NOON)

    assert (now(sqlite_parts, story_id).state is StoryState.RETRACTED) == (why is not None)
    assert now(sqlite_parts, story_id).retraction_why == why
    assert now(sqlite_parts, story_id).unlisted is not None


@pytest.mark.parametrize(("header", "state"), [
    ("noindex", StoryState.RETRACTED),
    ("googlebot: noindex", StoryState.LIVE),
])  # fmt: skip
def test_a_page_may_ask_not_to_be_listed_in_its_header_alone(
    sqlite_parts: Parts, header: str, state: StoryState
) -> None:
    story_id = the_story(sqlite_parts)
    body = PAGE.format(head="").encode()
    sqlite_parts.fetcher.pages[URL] = Fetched(url=URL, status=200, body=body, headers={"x-robots-tag": header})

    look(sqlite_parts)

    assert now(sqlite_parts, story_id).state is state


@pytest.mark.parametrize("status", [200, 304])
def test_a_story_whose_page_is_there_again_stands_again_and_that_is_said(sqlite_parts: Parts, status: int) -> None:
    back = {"state": StoryState.RETRACTED, "retracted_at": NOON, "retraction_why": retracting.TWICE}
    story_id = the_story(sqlite_parts, **back, retracted_by=retracting.MACHINE)
    answers(sqlite_parts, status)

    run = look(sqlite_parts)

    assert (now(sqlite_parts, story_id).state, now(sqlite_parts, story_id).retraction_why) == (StoryState.LIVE, None)
    assert run.problems == [f"Story {story_id} “Rain” stands again. Its page is there."]


def test_what_a_person_took_back_is_not_looked_at_whatever_words_they_gave(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)
    answers(sqlite_parts)
    retracting.retract(sqlite_parts, story_id, why=retracting.TWICE, by="cli")

    recheck.recheck(sqlite_parts, [story_id])
    assert now(sqlite_parts, story_id).state is StoryState.RETRACTED
    assert recheck.recheck_due(later(sqlite_parts, 3 * HOUR)) is None


def test_what_we_found_out_and_a_person_says_too_is_theirs_to_let_stand(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)
    answers(sqlite_parts, 410)
    look(sqlite_parts)
    retracting.retract(sqlite_parts, story_id, why="Wrong name.", by="push")
    answers(sqlite_parts)

    assert recheck.recheck_due(later(sqlite_parts, 3 * HOUR)) is None
    assert now(sqlite_parts, story_id).retraction_why == retracting.FOR_GOOD


def test_a_person_wins_over_the_page(sqlite_parts: Parts) -> None:
    the_story(sqlite_parts, state=StoryState.RETRACTED, retracted_at=NOON, retracted_by="cli")

    assert recheck.recheck_due(sqlite_parts) is None


def test_only_young_stories_of_ours_and_those_in_coming_editions_are_looked_at(sqlite_parts: Parts) -> None:
    the_story(sqlite_parts, published_at=NOON - 5 * DAY)
    the_story(sqlite_parts, url=URL + "#1")
    with sqlite_parts.database.writing() as session:
        other = a_source(session, own=False).id
        a_story(session, checked_at=NOON - 3 * HOUR, source_id=other)
        mailing_list = a_list(session)
        picked = a_story(session, published_at=NOON - 9 * DAY, seen_at=NOON - 9 * DAY, source_id=other)
        edition = an_edition(session, mailing_list, state=EditionState.DRAFT)
        section = a_section(session, mailing_list)
        a_pick(session, edition, section, story_id=picked.id, cluster_id=a_cluster(session, picked).id)
    look(sqlite_parts)

    assert sqlite_parts.fetcher.asked == [picked.url]


def test_the_longest_unseen_come_first_and_few_at_a_time(sqlite_parts: Parts) -> None:
    for n in range(4):
        the_story(sqlite_parts, url=f"{URL}{n}", checked_at=NOON - (2 + n) * HOUR)
        answers(sqlite_parts, url=f"{URL}{n}")
    few = replace(sqlite_parts, settings=Settings(fetching={"recheck_at_once": 2}))
    none = replace(sqlite_parts, settings=Settings(fetching={"recheck_at_once": 0}))

    look(few)

    assert sorted(few.fetcher.asked) == [f"{URL}2", f"{URL}3"]
    assert recheck.recheck_due(none) is None


def test_a_story_that_readers_have_is_taken_back_loudly(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        story = stories.get(session, story_id)
        cluster = a_cluster(session, story)
        mailing_list = a_list(session, slug="morning")
        for hours, state in ((2, EditionState.SENT), (-3, EditionState.APPROVED)):
            edition = an_edition(
                session, mailing_list, state=state, due_at=NOON - hours * HOUR, at=(NOON - hours * HOUR).time()
            )
            section = a_section(session, mailing_list)
            a_pick(session, edition, section, story_id=story_id, cluster_id=cluster.id)
    answers(sqlite_parts, 410)

    run = look(sqlite_parts)

    assert len(run.problems) == 3
    assert "Readers of morning have it (edition 1): correct it." in run.problems[0]
    assert "It stands in edition 2 of morning, approved" in run.problems[1]
    assert "Edition 2 was skipped: story 1 “Rain” was taken back." in run.problems[2]


def test_a_page_that_says_it_was_changed_is_a_revision(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts, body_text="Other text.", modified_at=NOON - 5 * HOUR)
    answers(sqlite_parts, head="<meta property='article:modified_time' content='2026-11-24T05:00:00Z'>")

    run = look(sqlite_parts)

    story = now(sqlite_parts, story_id)
    assert (story.revision, run.counts["changed"]) == (2, 1)
    assert story.body_text.startswith("It rained all night.")


def test_no_answer_says_nothing(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)

    look(sqlite_parts)

    assert now(sqlite_parts, story_id).state is StoryState.LIVE


def test_a_story_is_taken_back_by_hand_with_a_reason(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts)

    retracting.retract(sqlite_parts, story_id, why="Wrong name.", by="cli")
    again = retracting.retract(sqlite_parts, story_id, why="Again.", by="cli")

    assert again.sentence == f"Story {story_id} was taken back. Wrong name."
    assert now(sqlite_parts, story_id).state is StoryState.RETRACTED
    with pytest.raises(BadInput, match="Say why"):
        retracting.retract(sqlite_parts, story_id, why=" ", by="cli")


def test_a_story_is_found_by_any_of_its_addresses_or_its_guid(sqlite_parts: Parts) -> None:
    story_id = the_story(sqlite_parts, guid="7", key="paper.example/rain-1")
    with sqlite_parts.database.writing() as session:
        story = stories.get(session, story_id)
        addresses.remember(session, story, "https://paper.example/old", how="x", at=NOON)

    with sqlite_parts.database.reading() as session:
        for url in (URL, "http://www.paper.example/rain-1/?utm_source=x", "https://paper.example/old"):
            assert retracting.find(session, url=url).id == story_id
        assert retracting.find(session, guid="7", source_id=story.source_id).id == story_id
        with pytest.raises(NotFound):
            retracting.find(session, url="https://paper.example/other", guid="8", source_id=story.source_id)


def test_an_embargoed_story_that_comes_back_goes_on_waiting(sqlite_parts: Parts) -> None:
    story_id = the_story(
        sqlite_parts, state=StoryState.RETRACTED, retracted_at=NOON, retraction_why="x", published_at=NOON + DAY
    )
    with sqlite_parts.database.writing() as session:
        story = stories.get(session, story_id)
        assert retracting.restore(session, story, why="It is published.", by="machine", at=NOON)
        assert retracting.restore(session, story, why="It is published.", by="machine", at=NOON) == []

    assert now(sqlite_parts, story_id).state is StoryState.EMBARGOED


@pytest.mark.parametrize(("status", "state"), [(410, StoryState.RETRACTED), (404, StoryState.EMBARGOED)])
def test_a_story_under_embargo_is_taken_back_when_its_page_is_gone_for_good(
    sqlite_parts: Parts, status: int, state: StoryState
) -> None:
    story_id = the_story(sqlite_parts, state=StoryState.EMBARGOED, published_at=NOON + DAY)
    answers(sqlite_parts, status)

    for hours in (0, 2):
        look(later(sqlite_parts, hours * HOUR))

    assert now(sqlite_parts, story_id).state is state
