"""Preparing an edition: the window, clusters that keep their number, picks with reasons, skipped days."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from distrib.errors import NotAllowed
from distrib.model.editions import Edition, EditionState, MarkKind, Pick
from distrib.model.lists import ListTime, MailingList, Section
from distrib.model.stories import Story, StoryState
from distrib.model.users import RunState
from distrib.pipeline import prepare as preparing
from distrib.pipeline.parts import Parts
from distrib.store import clusters, digests, editions, marks, picks
from tests.factories import (
    NOON,
    a_list,
    a_newsroom,
    a_section,
    a_source,
    a_story,
    an_edition,
)

HEADLINES = (
    "Cyclone nears Puri coast",
    "Assembly passes teachers bill",
    "Paddy procurement begins in Bargarh",
    "Metro work stalls at Bhubaneswar",
    "Elephant herd returns to Dhenkanal",
    "Jagannath temple inventory resumes",
    "Mahanadi tribunal hears both states",
)


def a_day(session: Session, stories: int = 4, **of_list: object) -> tuple[MailingList, Section, Edition, list[Story]]:
    """A newsroom, a list with one section, its edition of noon, and some stories that fit."""
    a_newsroom(session)
    mailing_list = a_list(session, lock_minutes=0, **of_list)
    section = a_section(session, mailing_list, name="Odisha", slug="odisha", quota=3)
    edition = an_edition(session, mailing_list)
    source = a_source(session, name="Tarini Post")
    told = [
        a_story(
            session,
            source_id=source.id,
            title=HEADLINES[n],
            summary=f"{HEADLINES[n]}, officials told reporters on Tuesday.",
            position=n + 1,
        )
        for n in range(stories)
    ]
    return mailing_list, section, edition, told


def picked(parts: Parts, edition: Edition) -> list[Pick]:
    with parts.database.reading() as session:
        return list(picks.of(session, edition.id or 0))


def test_the_best_of_the_window_become_a_compiled_draft(parts: Parts) -> None:
    with parts.database.writing() as session:
        _, _, edition, told = a_day(session)

    run = preparing.prepare(parts, edition.id or 0)

    with parts.database.reading() as session:
        row = editions.get(session, edition.id or 0)
        assert row.state is EditionState.DRAFT
        assert (row.window_from, row.window_until) == (NOON - timedelta(days=1), NOON)
        assert digests.newest(session, edition.id or 0) is not None
        passed = picks.passed_over(session, edition.id or 0)
    chosen = picked(parts, edition)
    assert [pick.story_id for pick in chosen] == [story.id for story in told[:3]]
    assert [pick.lead for pick in chosen] == [True, False, False]
    assert {"signal", "value", "weight", "contribution", "words"} == set(chosen[0].reasons[0])
    assert passed[0].story_id == told[3].id
    assert "Odisha has its 3" in passed[0].why
    assert run.state is RunState.DONE
    assert run.sentence == "3 picks in 1 sections, from 4 stories of 4 events."


def test_agency_copies_become_one_pick_with_both_sources_named(parts: Parts) -> None:
    with parts.database.writing() as session:
        _, _, edition, told = a_day(session, 1)
        agency = a_source(session, name="Agency", weight=0.5, own=False)
        a_story(
            session,
            source_id=agency.id,
            title="Cyclone close to the coast of Puri",
            summary="The cyclone nears Puri coast, officials said on Tuesday; reporters were told to leave.",
        )

    preparing.prepare(parts, edition.id or 0)

    (pick,) = picked(parts, edition)
    assert pick.story_id == told[0].id
    assert pick.also == ["Agency"]
    with parts.database.reading() as session:
        assert len(clusters.members(session, pick.cluster_id)) == 2
        assert clusters.get(session, pick.cluster_id).size == 2


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"published_at": NOON - timedelta(hours=23)}, True),
        ({"published_at": NOON - timedelta(hours=25), "seen_at": NOON - timedelta(hours=25)}, False),
        ({"published_at": NOON - timedelta(hours=25), "seen_at": NOON - timedelta(hours=1)}, True),
        ({"published_at": NOON - timedelta(hours=25), "seen_at": NOON - timedelta(hours=1), "backlog": True}, False),
        ({"published_at": NOON - timedelta(hours=2), "backlog": True}, True),
        ({"published_at": None, "seen_at": NOON - timedelta(hours=1)}, True),
        ({"published_at": None, "seen_at": NOON - timedelta(hours=1), "backlog": True}, False),
        ({"published_at": NOON + timedelta(days=400)}, False),
        ({"state": StoryState.EMBARGOED}, False),
        ({"state": StoryState.RETRACTED}, False),
        ({"state": StoryState.KILLED}, False),
        ({"language": "or"}, False),
        ({"language": None}, True),
        ({"section": "Sports"}, False),
        ({"title": ""}, False),
    ],
    ids=[
        "today", "yesterday", "found late", "found late but backlog", "backlog of today", "undated", "undated backlog",
        "dated far ahead", "embargoed", "retracted", "killed", "another language", "language unknown",
        "another section", "without a headline",
    ],
)  # fmt: skip
def test_what_counts_as_news_of_the_window(sqlite_parts: Parts, fields: dict[str, object], *, counts: bool) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 2)
        for name, value in fields.items():
            setattr(told[1], name, value)

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert (told[1].id in {pick.story_id for pick in picked(sqlite_parts, edition)}) is counts


def test_the_next_edition_begins_where_the_one_before_ended(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        mailing_list, _, edition, told = a_day(session, 3)
        told[0].published_at = told[0].seen_at = NOON - timedelta(hours=6)
        an_edition(
            session,
            mailing_list,
            at=time(7),
            due_at=NOON - timedelta(hours=5),
            state=EditionState.SENT,
            window_until=NOON - timedelta(hours=5),
        )

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert {pick.story_id for pick in picked(sqlite_parts, edition)} == {story.id for story in told[1:]}


def test_a_weekly_list_looks_back_seven_days_at_first(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        mailing_list, _, edition, told = a_day(session, 2)
        session.add(ListTime(list_id=mailing_list.id, weekdays=[1], at=time(12), zone="Asia/Kolkata"))
        told[0].published_at = told[0].seen_at = NOON - timedelta(days=6)

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert {pick.story_id for pick in picked(sqlite_parts, edition)} == {story.id for story in told}


def test_done_again_machine_picks_are_new_and_clusters_keep_their_number(parts: Parts) -> None:
    with parts.database.writing() as session:
        _, _, edition, told = a_day(session, 3)
    preparing.prepare(parts, edition.id or 0)
    before = {pick.story_id: pick.cluster_id for pick in picked(parts, edition)}
    with parts.database.writing() as session:
        session.get_one(Story, told[0].id).state = StoryState.KILLED

    preparing.prepare(parts, edition.id or 0)

    after = {pick.story_id: pick.cluster_id for pick in picked(parts, edition)}
    assert after == {story_id: cluster for story_id, cluster in before.items() if story_id != told[0].id}


def test_marks_survive_another_go(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, section, edition, told = a_day(session, 6)
    preparing.prepare(sqlite_parts, edition.id or 0)
    with sqlite_parts.database.writing() as session:
        numbers = {story.id: session.get_one(Story, story.id).cluster_id or 0 for story in told}
        marks.make(
            session, kind=MarkKind.PIN, cluster_id=numbers[told[5].id], by="u5", at=NOON,
            edition_id=edition.id, section_id=section.id, rank=1,
        )  # fmt: skip
        marks.make(session, kind=MarkKind.EXCLUDE, cluster_id=numbers[told[0].id], by="u5", at=NOON)
        undone = marks.make(session, kind=MarkKind.SET_ASIDE, cluster_id=numbers[told[1].id], by="u5", at=NOON)
        marks.undo(session, undone.id or 0, NOON, "u5")

    preparing.prepare(sqlite_parts, edition.id or 0)

    chosen = picked(sqlite_parts, edition)
    assert [pick.story_id for pick in chosen] == [told[5].id, told[1].id, told[2].id]
    assert [pick.by for pick in chosen] == ["u5", "machine", "machine"]
    assert chosen[0].reasons[0]["words"] == "pinned to place 1 by u5"


def test_a_story_readers_had_does_not_come_back_unless_it_developed(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        mailing_list, section, edition, told = a_day(session, 3)
        yesterday = an_edition(
            session, mailing_list, at=time(7), due_at=NOON - timedelta(hours=3),
            state=EditionState.SENT, window_until=NOON - timedelta(hours=3),
        )  # fmt: skip
        for story in told[:2]:
            story.published_at = story.seen_at = NOON - timedelta(hours=4)
            cluster = clusters.make(session, [NOON], NOON)[0]
            story.cluster_id = cluster
            session.add(
                Pick(edition_id=yesterday.id, section_id=section.id, story_id=story.id, cluster_id=cluster,
                     rank=1, score=1.0)
            )  # fmt: skip
        agency = a_source(session, name="Agency", own=False)
        a_story(session, source_id=agency.id, title="Cyclone at Puri coast is near",
                summary="Cyclone nears Puri coast, officials told reporters on Tuesday.")  # fmt: skip
        anew = a_story(session, source_id=told[1].source_id, title="Governor signs teachers bill the assembly passed",
                       summary="Assembly passes teachers bill, officials told reporters on Tuesday.")  # fmt: skip

    preparing.prepare(sqlite_parts, edition.id or 0)

    assert {pick.story_id: pick.update for pick in picked(sqlite_parts, edition)} == {anew.id: True, told[2].id: False}
    with sqlite_parts.database.reading() as session:
        why = [each.why for each in picks.passed_over(session, edition.id or 0)]
    assert why == ["Readers of this list had it on 24 November, and it has not developed since."]


def test_a_thin_day_is_skipped_with_its_reason(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, _ = a_day(session, 2, minimum_picks=3)

    run = preparing.prepare(sqlite_parts, edition.id or 0)

    with sqlite_parts.database.reading() as session:
        row = editions.get(session, edition.id or 0)
    assert row.state is EditionState.SKIPPED
    assert row.reason == "Nothing worth sending: only 2 stories are new, the list asks for at least 3."
    assert run.sentence == row.reason
    with pytest.raises(NotAllowed, match="skipped"):
        preparing.prepare(sqlite_parts, edition.id or 0)


def test_a_draft_that_editors_thinned_out_stays_a_draft(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 3, minimum_picks=3)
    preparing.prepare(sqlite_parts, edition.id or 0)
    with sqlite_parts.database.writing() as session:
        cluster = session.get_one(Story, told[0].id).cluster_id or 0
        marks.make(session, kind=MarkKind.SET_ASIDE, cluster_id=cluster, by="u5", at=NOON, edition_id=edition.id)

    run = preparing.prepare(sqlite_parts, edition.id or 0)

    with sqlite_parts.database.reading() as session:
        assert editions.get(session, edition.id or 0).state is EditionState.DRAFT
    assert run.problems == ["Nothing worth sending: only 2 stories are new, the list asks for at least 3."]


def test_a_list_without_sections_is_skipped_and_says_so(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        a_newsroom(session)
        edition = an_edition(session, a_list(session))

    run = preparing.prepare(sqlite_parts, edition.id or 0)

    assert run.sentence == "The list has no sections, so nothing can be picked."


def test_a_weight_that_is_none_is_told_and_the_edition_goes_on(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, _ = a_day(session, weights={"freshness": -1})

    run = preparing.prepare(sqlite_parts, edition.id or 0)

    assert run.state is RunState.PARTLY
    assert run.problems == ["The ranking weight “freshness” can't be -1; its default 1.0 is used."]
    assert len(picked(sqlite_parts, edition)) == 3


def test_all_feeds_of_the_paper_are_one_voice(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 1)
        a_story(
            session, source_id=a_source(session, name="Front page").id, title=told[0].title, summary=told[0].summary
        )

    preparing.prepare(sqlite_parts, edition.id or 0)

    (pick,) = picked(sqlite_parts, edition)
    assert pick.also == []
    assert "coverage" not in {reason["signal"] for reason in pick.reasons}


def test_versions_in_several_languages_count_as_coverage_and_each_list_gets_its_own(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 1)
        told[0].translation_key = "cyclone"
        other_paper = a_source(session, name="ଅନ୍ୟ ଖବରକାଗଜ", own=False)
        odia = a_story(
            session,
            source_id=other_paper.id,
            title="ପୁରୀ ଉପକୂଳ ନିକଟରେ ବାତ୍ୟା",
            summary="",
            language="or",
            translation_key="cyclone",
        )
        list_or = a_list(session, language="or", lock_minutes=0)
        a_section(session, list_or, name="Odisha", slug="odisha")
        edition_or = an_edition(session, list_or)

    preparing.prepare(sqlite_parts, edition.id or 0)
    preparing.prepare(sqlite_parts, edition_or.id or 0)

    (english,), (other,) = picked(sqlite_parts, edition), picked(sqlite_parts, edition_or)
    assert (english.story_id, other.story_id) == (told[0].id, odia.id)
    assert english.cluster_id == other.cluster_id
    assert "coverage" in {reason["signal"] for reason in english.reasons}


def test_clusters_that_turn_out_to_be_one_event_keep_the_older_number(parts: Parts) -> None:
    with parts.database.writing() as session:
        _, _, edition, told = a_day(session, 2)
        old, young = clusters.make(session, [NOON, NOON], NOON)
        told[0].cluster_id, told[1].cluster_id = young, old
        told[0].translation_key = told[1].translation_key = "one event"
        marked = marks.make(session, kind=MarkKind.EXCLUDE, cluster_id=young, by="u5", at=NOON)

    preparing.prepare(parts, edition.id or 0)

    with parts.database.reading() as session:
        assert {story.cluster_id for story in session.exec(select(Story))} == {old}
        assert clusters.get(session, young).size == 0
        assert [mark.cluster_id for mark in marks.on(session, edition)] == [old]
        assert marked.id is not None
    assert picked(parts, edition) == []


def test_an_approved_edition_keeps_its_picks(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        edition = an_edition(session, a_list(session), state=EditionState.APPROVED)

    with pytest.raises(NotAllowed, match="its picks stand"):
        preparing.prepare(sqlite_parts, edition.id or 0)


def test_a_draft_made_before_the_lock_leaves_later_stories_to_the_next_edition(now: datetime) -> None:
    mailing_list = MailingList(slug="x", name="X", sender_id=1, lock_minutes=15)
    edition = Edition(list_id=1, day=now.date(), at=time(13), due_at=now + timedelta(hours=1), moved_at=now)

    assert preparing.window(edition, None, mailing_list, weekly=False, now=now) == (now - timedelta(days=1), now)
