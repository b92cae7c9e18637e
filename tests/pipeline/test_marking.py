"""Editors' marks: they change the edition at once, survive another go, are recorded and can be taken back."""

from datetime import timedelta

import pytest

from distrib.errors import BadInput, NotAllowed
from distrib.model.editions import Edition, EditionState, MarkKind
from distrib.model.stories import Story, StoryState
from distrib.pipeline import approve as approving
from distrib.pipeline import marking
from distrib.pipeline import prepare as preparing
from distrib.pipeline.marking import Reach, Wanted
from distrib.pipeline.parts import Parts
from distrib.store import audit, digests, editions, picks, users
from tests.factories import NOON, a_list, a_section, a_story, a_user, an_edition
from tests.pipeline.test_prepare import a_day


@pytest.fixture
def desk(sqlite_parts: Parts) -> tuple[Parts, Edition, list[Story]]:
    """A draft of three of six stories."""
    with sqlite_parts.database.writing() as session:
        mailing_list, _, edition, told = a_day(session, 6)
        a_section(session, mailing_list, name="Nation", slug="nation", position=9999, rule={"sections": ["Nation"]})
    preparing.prepare(sqlite_parts, edition.id or 0)
    return sqlite_parts, edition, told


def order(parts: Parts, edition: Edition) -> list[int]:
    with parts.database.reading() as session:
        return [pick.story_id for pick in picks.of(session, edition.id or 0)]


def state(parts: Parts, edition: Edition) -> Edition:
    with parts.database.reading() as session:
        return editions.get(session, edition.id or 0)


def mark(parts: Parts, edition: Edition, kind: MarkKind, story: Story, **given: object) -> marking.Marked:
    wanted = Wanted(kind=kind, story_id=story.id or 0, **given)  # type: ignore[arg-type]
    return marking.mark(parts, edition.id or 0, wanted, "u5")


def test_a_pin_brings_a_story_in_at_its_rank_and_survives_another_go(parts: Parts) -> None:
    with parts.database.writing() as session:
        _, _, edition, told = a_day(session, 6)
    preparing.prepare(parts, edition.id or 0)

    made = mark(parts, edition, MarkKind.PIN, told[5], rank=1)

    assert order(parts, edition) == [told[5].id, told[0].id, told[1].id]
    assert made.edition.state is EditionState.DRAFT
    preparing.prepare(parts, edition.id or 0)
    assert order(parts, edition) == [told[5].id, told[0].id, told[1].id]


def test_taking_a_mark_back_restores_what_the_machine_picked(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    before = order(parts, edition)
    made = mark(parts, edition, MarkKind.PIN, told[5], rank=1)

    (undone,) = marking.undo(parts, made.mark.id or 0, "u6")

    assert order(parts, edition) == before
    assert undone.undone_by == "u6"
    assert marking.undo(parts, made.mark.id or 0, "u7")[0].undone_by == "u6"


def test_a_story_is_replaced_in_its_place_and_comes_back_with_one_step(
    desk: tuple[Parts, Edition, list[Story]],
) -> None:
    parts, edition, told = desk

    made = mark(parts, edition, MarkKind.PIN, told[4], instead_of=told[1].id)

    assert order(parts, edition) == [told[0].id, told[4].id, told[2].id]
    marking.undo(parts, made.mark.id or 0, "u5")
    assert order(parts, edition) == [told[0].id, told[1].id, told[2].id]


def test_a_story_that_was_set_aside_says_by_whom(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    with parts.database.writing() as session:
        someone = a_user(session, name="Asha Patnaik")
    wanted = Wanted(kind=MarkKind.SET_ASIDE, story_id=told[0].id or 0)

    marking.mark(parts, edition.id or 0, wanted, f"u{someone.id}")

    with parts.database.reading() as session:
        passed = {row.story_id: row.why for row in picks.passed_over(session, edition.id or 0)}
        assert users.get(session, someone.id or 0).name == "Asha Patnaik"
    assert passed[told[0].id or 0] == "It was set aside by Asha Patnaik."


def test_a_story_moves_to_another_section_and_the_next_one_takes_its_place(
    desk: tuple[Parts, Edition, list[Story]],
) -> None:
    parts, edition, told = desk

    mark(parts, edition, MarkKind.MOVE, told[0], section="nation")

    assert order(parts, edition) == [told[1].id, told[2].id, told[3].id, told[0].id]


def test_an_exclusion_everywhere_reaches_the_other_lists_open_editions_and_is_taken_back_there(
    desk: tuple[Parts, Edition, list[Story]],
) -> None:
    parts, edition, told = desk
    with parts.database.writing() as session:
        other_list = a_list(session, lock_minutes=0)
        a_section(session, other_list, name="Odisha", slug="odisha", quota=3)
        other = an_edition(session, other_list)
    preparing.prepare(parts, other.id or 0)

    made = mark(parts, edition, MarkKind.EXCLUDE, told[0], reach=Reach.EVERYWHERE)

    assert told[0].id not in order(parts, edition)
    assert told[0].id not in order(parts, other)
    marking.undo(parts, made.mark.id or 0, "u5")
    assert told[0].id in order(parts, other)


def test_the_news_of_the_draft_stays_as_it_was_when_a_story_is_marked(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    with parts.database.writing() as session:
        row = editions.get(session, edition.id or 0)
        row.window_until = NOON - timedelta(hours=1)
        late = a_story(session, source_id=told[0].source_id, title="Airport runway closes for repairs",
                       published_at=NOON - timedelta(minutes=5), position=1)  # fmt: skip

    mark(parts, edition, MarkKind.SET_ASIDE, told[0])
    assert late.id not in order(parts, edition)
    mark(parts, edition, MarkKind.PIN, late, rank=1)
    assert order(parts, edition)[0] == late.id


def test_an_edit_drops_the_approval_and_a_breaking_mark_carries_it_over(
    desk: tuple[Parts, Edition, list[Story]],
) -> None:
    parts, edition, told = desk
    approving.approve(parts, edition.id or 0, "u5", preflight=lambda *_: [])

    mark(parts, edition, MarkKind.PIN, told[4], rank=2)
    assert (state(parts, edition).state, state(parts, edition).approved_hash) == (EditionState.DRAFT, None)

    approving.approve(parts, edition.id or 0, "u5", preflight=lambda *_: [])
    wanted = Wanted(kind=MarkKind.BREAKING, story_id=told[5].id or 0)
    made = marking.mark(parts, edition.id or 0, wanted, "u7")

    row = state(parts, edition)
    assert made.carried
    assert (row.state, row.approved_by) == (EditionState.APPROVED, "u7")
    with parts.database.reading() as session:
        newest = digests.newest(session, edition.id or 0)
        assert newest is not None
        assert row.approved_hash == newest.hash
        assert [entry.verb for entry in audit.recent(session, subject=f"e{edition.id}", limit=3)] == [
            "approve", "approval dropped", "mark breaking",
        ]  # fmt: skip
    assert order(parts, edition)[0] == told[5].id


def test_a_breaking_mark_approves_no_draft_that_nobody_approved(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    assert not mark(parts, edition, MarkKind.BREAKING, told[5]).carried
    assert state(parts, edition).state is EditionState.DRAFT


def test_once_the_send_has_begun_nothing_can_be_marked_or_taken_back(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    made = mark(parts, edition, MarkKind.PIN, told[5])
    with parts.database.writing() as session:
        editions.get(session, edition.id or 0).state = EditionState.SENDING
    with pytest.raises(NotAllowed, match="its picks stand"):
        mark(parts, edition, MarkKind.PIN, told[4])
    with pytest.raises(NotAllowed, match="its picks stand"):
        marking.undo(parts, made.mark.id or 0, "u5")


def test_a_draft_is_not_emptied_by_marks_and_the_mark_that_would_is_taken_back(
    desk: tuple[Parts, Edition, list[Story]],
) -> None:
    parts, edition, told = desk
    for story in told[:5]:
        mark(parts, edition, MarkKind.SET_ASIDE, story)
    with pytest.raises(NotAllowed, match="without any story"):
        mark(parts, edition, MarkKind.SET_ASIDE, told[5])
    assert order(parts, edition) == [told[5].id]
    preparing.prepare(parts, edition.id or 0)
    assert order(parts, edition) == [told[5].id]


def test_a_mark_on_an_edition_that_is_only_planned_waits_for_its_draft(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        _, _, edition, told = a_day(session, 6)

    made = mark(sqlite_parts, edition, MarkKind.PIN, told[5], rank=1)

    assert (made.run, made.edition.state) == (None, EditionState.PLANNED)
    preparing.prepare(sqlite_parts, edition.id or 0)
    assert order(sqlite_parts, edition)[0] == told[5].id


def test_a_sponsored_story_says_who_paid(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    mark(parts, edition, MarkKind.SPONSORED, told[4], note="  Kalinga Cycles ")
    with parts.database.reading() as session:
        sponsors = {pick.story_id: pick.sponsor for pick in picks.of(session, edition.id or 0)}
        assert sponsors[told[4].id or 0] == "Kalinga Cycles"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": MarkKind.PIN, "rank": 0}, "A rank is a number"),
        ({"kind": MarkKind.PIN, "rank": 51}, "A rank is a number"),
        ({"kind": MarkKind.MOVE}, "needs the section"),
        ({"kind": MarkKind.MOVE, "section": "moon"}, "has no section moon; it has odisha, nation"),
        ({"kind": MarkKind.SPONSORED}, "who paid"),
        ({"kind": MarkKind.PIN, "reach": Reach.LIST}, "Only an exclusion"),
        ({"kind": MarkKind.PIN, "instead_of": 999}, "Story 999 is not in edition"),
        ({"kind": MarkKind.EXCLUDE, "instead_of": 1}, "replaced by pinning"),
    ],
)
def test_what_can_not_be_meant_is_refused_and_nothing_changes(
    desk: tuple[Parts, Edition, list[Story]], given: dict[str, object], sentence: str
) -> None:
    parts, edition, told = desk
    before = order(parts, edition)
    wanted = Wanted(**{"story_id": told[5].id, **given})  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=sentence):
        marking.mark(parts, edition.id or 0, wanted, "u5")
    assert order(parts, edition) == before


def test_a_story_that_was_taken_back_can_not_be_pinned(desk: tuple[Parts, Edition, list[Story]]) -> None:
    parts, edition, told = desk
    with parts.database.writing() as session:
        session.get_one(Story, told[5].id).state = StoryState.RETRACTED
    with pytest.raises(NotAllowed, match="is retracted"):
        mark(parts, edition, MarkKind.PIN, told[5])
