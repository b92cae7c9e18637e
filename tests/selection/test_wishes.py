"""What the marks of several people on one event come to."""

import pytest

from distrib.model.candidates import Wish
from distrib.selection import picking, wishes
from distrib.selection.picking import Order
from tests.selection.told import NOON, a_candidate, a_group, a_rule


def a_wish(kind: str, **given: object) -> Wish:
    return Wish(**{"kind": kind, "cluster": 1, "by": "u5", "name": "Asha", **given})  # type: ignore[arg-type]


def test_nobody_asked_for_anything() -> None:
    assert wishes.asked([], 1) == wishes.NOTHING
    assert wishes.asked([a_wish("pin")], None) == wishes.NOTHING
    assert wishes.asked([a_wish("pin")], 2) == wishes.NOTHING


def test_the_last_of_two_marks_on_one_edition_counts() -> None:
    assert wishes.asked([a_wish("exclude"), a_wish("pin", rank=2)], 1).rank == 2
    assert wishes.asked([a_wish("pin", rank=2), a_wish("set_aside")], 1).refusal() == "It was set aside by Asha."


def test_a_mark_on_this_edition_stands_over_one_for_everywhere_whatever_their_order() -> None:
    everywhere, here = a_wish("exclude", reach=2), a_wish("pin", rank=1)
    assert wishes.asked([everywhere, here], 1).wanted == here
    assert wishes.asked([here, everywhere], 1).wanted == here


def test_a_sponsored_story_keeps_its_label_when_it_is_pinned_and_loses_its_place_when_it_is_excluded() -> None:
    paid = a_wish("sponsored", note="Kalinga Cycles", section_id=4)
    pinned = wishes.asked([paid, a_wish("pin", rank=2, section_id=4)], 1)
    assert (pinned.sponsor, pinned.rank, pinned.first) == ("Kalinga Cycles", 2, 1)
    assert [reason.words for reason in pinned.reasons()] == [
        "pinned to place 2 by Asha",
        "paid for by Kalinga Cycles, marked by Asha",
    ]
    out = wishes.asked([paid, a_wish("exclude")], 1)
    assert (out.sponsor, out.wanted) == (None, None)


def test_a_moved_story_stands_in_its_new_section_where_its_score_puts_it_and_the_quota_holds() -> None:
    world = a_rule(name="World", slug="world", rule={"sections": ("World",)}, quota=3)
    told = [
        a_group(a_candidate(f"{name} talks resume", section="World", position=n + 1, source=f"S{n}"))
        for n, name in enumerate(("Geneva", "Cairo", "Lima"))
    ]
    moved = a_group(a_candidate("Cyclone nears the coast", position=30, source="S9"))
    wish = Wish(kind="move", cluster=moved.representative.cluster or 0, section_id=world.id, by="u5")

    selected = picking.pick([*told, moved], Order(sections=(world,), language="en", wishes=[wish]), NOON)

    titles = [chosen.candidate.title for chosen in selected.chosen]
    assert titles == ["Geneva talks resume", "Cairo talks resume", "Cyclone nears the coast"]
    assert selected.chosen[2].by == "u5"
    assert selected.chosen[2].reasons[0].words == "put here by u5"


@pytest.mark.parametrize(("kind", "breaking"), [("breaking", True), ("pin", False)])
def test_breaking_is_known_to_the_pick(kind: str, *, breaking: bool) -> None:
    one, section = a_group(a_candidate("Dam gates opened")), a_rule(rule={"sections": ("Odisha",)})
    wish = Wish(kind=kind, cluster=one.representative.cluster or 0, section_id=section.id)
    (chosen,) = picking.pick([one], Order(sections=(section,), language="en", wishes=[wish]), NOON).chosen
    assert chosen.breaking is breaking
