"""Marks: which ones count for an edition, and how they are taken back."""

from datetime import timedelta
from typing import Any

import pytest

from distrib.errors import NotFound
from distrib.model.editions import EditionState, MarkKind
from distrib.store import audit, clusters, marks
from distrib.store.engine import Database
from tests.factories import NOON, a_list, a_pick, a_section, a_story, an_edition


def excluded(session: Any, **given: Any) -> Any:
    return marks.make(session, **{"kind": MarkKind.EXCLUDE, "by": "u5", "at": NOON, **given})


def test_marks_of_the_edition_its_list_and_everywhere_count_until_undone(database: Database) -> None:
    with database.writing() as session:
        mine, other = a_list(session), a_list(session)
        edition, elsewhere = an_edition(session, mine), an_edition(session, other)
        (cluster,) = clusters.make(session, [NOON], NOON)
        counted = [
            excluded(session, cluster_id=cluster, edition_id=edition.id, list_id=mine.id),
            excluded(session, cluster_id=cluster, list_id=mine.id),
            excluded(session, cluster_id=cluster),
        ]
        excluded(session, cluster_id=cluster, edition_id=elsewhere.id)
        excluded(session, cluster_id=cluster, list_id=other.id)
        undone = excluded(session, cluster_id=cluster)
        marks.undo(session, undone.id or 0, NOON, "u6")
        (again,) = marks.undo(session, undone.id or 0, NOON + timedelta(days=1), "u7")
        assert (again.undone_at, again.undone_by) == (NOON, "u6")

    with database.reading() as session:
        assert [mark.id for mark in marks.on(session, edition)] == [mark.id for mark in counted]
        assert [marks.reach(mark) for mark in marks.on(session, edition)] == [0, 1, 2]
        assert len(marks.on(session, edition, undone=True)) == 4
        with pytest.raises(NotFound, match="There is no mark 999"):
            marks.undo(session, 999, NOON, "u5")


def test_both_halves_of_a_replacement_are_taken_back_from_either(database: Database) -> None:
    with database.writing() as session:
        edition = an_edition(session, a_list(session))
        one, two = clusters.make(session, [NOON, NOON], NOON)
        out = excluded(session, cluster_id=one, edition_id=edition.id)
        pin = marks.make(session, kind=MarkKind.PIN, cluster_id=two, by="u5", at=NOON, edition_id=edition.id,
                         pair_id=out.id)  # fmt: skip
        before = marks.stamp(session, edition)
        assert {row.id for row in marks.undo(session, out.id or 0, NOON, "u5")} == {out.id, pin.id}
        assert marks.on(session, edition) == []
        assert marks.stamp(session, edition) != before


def test_the_last_step_of_a_person_is_the_newest_mark_that_still_counts(database: Database) -> None:
    with database.writing() as session:
        edition = an_edition(session, a_list(session))
        (cluster,) = clusters.make(session, [NOON], NOON)
        first = excluded(session, cluster_id=cluster, edition_id=edition.id)
        second = excluded(session, cluster_id=cluster, edition_id=edition.id)
        excluded(session, cluster_id=cluster, edition_id=edition.id, by="u6")
        assert marks.last_by(session, edition.id or 0, "u5") == second
        marks.undo(session, second.id or 0, NOON, "u5")
        assert marks.last_by(session, edition.id or 0, "u5") == first
        assert marks.last_by(session, edition.id or 0, "u9") is None


def test_a_step_that_reached_every_list_is_the_last_one_at_the_desk_where_it_was_made(database: Database) -> None:
    with database.writing() as session:
        here, elsewhere = (an_edition(session, a_list(session)) for _ in range(2))
        (cluster,) = clusters.make(session, [NOON], NOON)
        near = excluded(session, cluster_id=cluster, edition_id=here.id)
        far = excluded(session, cluster_id=cluster)
        facts = {"mark": far.id}
        audit.record(session, at=NOON, by="u5", verb="mark exclude", subject=f"e{here.id}", facts=facts)
        session.flush()

        assert marks.last_by(session, here.id or 0, "u5") == far
        assert marks.last_by(session, elsewhere.id or 0, "u5") is None
        marks.undo(session, far.id or 0, NOON, "u5")
        assert marks.last_by(session, here.id or 0, "u5") == near


def test_open_editions_that_hold_an_event_are_found_of_one_list_or_of_all(database: Database) -> None:
    with database.writing() as session:
        found = []
        (cluster,) = clusters.make(session, [NOON], NOON)
        story = a_story(session)
        for state in (EditionState.DRAFT, EditionState.APPROVED, EditionState.SENT):
            mailing_list = a_list(session)
            edition = an_edition(session, mailing_list, state=state)
            section = a_section(session, mailing_list)
            a_pick(session, edition, section, story_id=story.id, cluster_id=cluster)
            found.append((edition.id, mailing_list.id))
        assert marks.touched(session, [cluster], None) == [found[0][0], found[1][0]]
        assert marks.touched(session, [cluster], found[1][1]) == [found[1][0]]
        assert marks.drafts(session, None) == [found[0][0], found[1][0]]
        assert marks.drafts(session, found[0][1]) == [found[0][0]]
