"""A thin day is filled by evergreen stories that readers of the list did not have; news decides whether it is sent."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from distrib.model.editions import Edition, EditionState, Pick
from distrib.model.lists import MailingList, Section
from distrib.model.stories import Story, StoryState
from distrib.pipeline import prepare as preparing
from distrib.pipeline.parts import Parts
from distrib.store import clusters, digests, editions, picks
from tests.factories import NOON, a_cluster, a_pick, a_source, a_story, an_edition
from tests.pipeline.test_prepare import a_day, picked

RULE = {"tags": ["Evergreen"], "days": 30, "most": 2}
OLD = ("How to keep a house cool", "What the old canals tell", "Ten walks along the river")


def on_the_shelf(session: Session, source_id: int | None, number: int = 1, **given: object) -> list[Story]:
    told = NOON - timedelta(days=12)
    return [
        a_story(
            session,
            **{"source_id": source_id, "title": OLD[n], "tags": ["evergreen"], "published_at": told,
               "seen_at": told, "backlog": True, "position": n + 1, **given},
        )
        for n in range(number)
    ]  # fmt: skip


def state_of(parts: Parts, edition: Edition) -> tuple[EditionState, str | None]:
    with parts.database.reading() as session:
        row = editions.get(session, edition.id or 0)
        return row.state, row.reason


def test_a_thin_day_is_filled_and_says_so(parts: Parts) -> None:
    with parts.database.writing() as session:
        _, _, edition, told = a_day(session, 1, minimum_picks=3, evergreen=RULE)
        old = on_the_shelf(session, told[0].source_id, 3)

    run = preparing.prepare(parts, edition.id or 0)

    chosen = picked(parts, edition)
    assert [(pick.story_id, pick.evergreen, pick.lead) for pick in chosen] == [
        (told[0].id, False, True), (old[0].id, True, False), (old[1].id, True, False)
    ]  # fmt: skip
    assert chosen[1].reasons[0]["words"] == "it is nothing new, from 12 November; it fills a thin day"
    assert (
        run.sentence == "3 picks in 1 sections, from 1 stories of 1 events. A thin day: 2 of them evergreen, no news."
    )
    assert run.problems == []
    assert state_of(parts, edition) == (EditionState.DRAFT, None)
    with parts.database.reading() as session:
        assert digests.newest(session, edition.id or 0) is not None
        (member,) = clusters.members(session, chosen[1].cluster_id)  # never grouped before, as of a first gather
        assert member.id == old[0].id
        assert clusters.get(session, chosen[1].cluster_id).representative_id == old[0].id

    preparing.prepare(parts, edition.id or 0)
    assert [pick.cluster_id for pick in picked(parts, edition)] == [pick.cluster_id for pick in chosen]


def test_a_day_with_evergreen_stories_alone_is_nothing_worth_sending(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, _ = a_day(session, 0, minimum_picks=1, evergreen=RULE)
        on_the_shelf(session, a_source(session).id, 3)

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert state_of(sqlite_parts, edition) == (
        EditionState.SKIPPED, "Nothing worth sending: no new story fits a section of this list."
    )  # fmt: skip


def test_a_full_day_needs_none(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 2, minimum_picks=2, evergreen=RULE)
        on_the_shelf(session, told[0].source_id)

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert not any(pick.evergreen for pick in picked(sqlite_parts, edition))


@pytest.mark.parametrize(
    "given",
    [
        {"tags": ["timeless"]},
        {"published_at": NOON - timedelta(days=31)},
        {"published_at": None},
        {"language": "or"},
        {"state": StoryState.RETRACTED},
        {"quarantined_at": NOON},
        {"section": "Sports"},
        {"title": ""},
    ],
    ids=[
        "another tag",
        "too old",
        "undated",
        "another language",
        "retracted",
        "quarantined",
        "fits nowhere",
        "no headline",
    ],
)
def test_what_does_not_stand_on_the_shelf(sqlite_parts: Parts, given: dict[str, object]) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 1, minimum_picks=2, evergreen=RULE)
        on_the_shelf(session, told[0].source_id, **given)

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert state_of(sqlite_parts, edition) == (
        EditionState.SKIPPED, "Nothing worth sending: only one story is new, the list asks for at least 2."
    )  # fmt: skip


def sent_before(session: Session, mailing_list: MailingList, section: Section, story: Story, days: int) -> Pick:
    at = NOON - timedelta(days=days)
    earlier = an_edition(
        session, mailing_list, day=at.date(), due_at=at, window_until=NOON - timedelta(days=1), state=EditionState.SENT
    )
    cluster = a_cluster(session, story)
    return a_pick(session, earlier, section, story_id=story.id, cluster_id=cluster.id)


def test_what_readers_of_the_list_had_within_its_days_is_not_offered_again(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        mailing_list, section, edition, told = a_day(session, 1, minimum_picks=2, evergreen=RULE, no_repeat_days=1)
        old = on_the_shelf(session, told[0].source_id, 2)
        sent_before(session, mailing_list, section, old[0], days=9)

    preparing.prepare(sqlite_parts, edition.id or 0)

    with sqlite_parts.database.reading() as session:
        assert [pick.story_id for pick in picks.of(session, edition.id or 0)] == [told[0].id, old[1].id]


def test_settings_that_cannot_be_meant_are_told_and_the_edition_goes_on(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 2, evergreen={"tags": "evergreen"}, caps={"author": -1})
        on_the_shelf(session, told[0].source_id)

    run = preparing.prepare(sqlite_parts, edition.id or 0)

    assert len(picked(sqlite_parts, edition)) == 2
    assert [problem.partition(" can't")[0] for problem in run.problems] == [
        "The cap “author”", "The list's “evergreen”"
    ]  # fmt: skip


def test_a_lists_own_caps_hold(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 3, caps={"author": 1})
        for story in told[:2]:
            story.authors = ["Sita Das"]

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert [pick.story_id for pick in picked(sqlite_parts, edition)] == [told[0].id, told[2].id]
