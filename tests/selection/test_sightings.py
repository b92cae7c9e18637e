"""`inspect ranking`: every story once, and what picking would do otherwise is said."""

from datetime import timedelta

from distrib.model.candidates import Past
from distrib.selection import sightings
from distrib.selection.ranking import Background, Weights
from tests.selection.told import NOON, a_candidate, a_rule

DESK = sightings.Desk(weights=Weights())


def test_every_story_comes_once_and_what_picking_would_fold_says_so() -> None:
    body = {"summary": "Cyclone Asani came near the coast; forty thousand people are in shelters."}
    stories = [
        a_candidate("Cyclone Asani nears Puri coast, shelters open", **body, position=1),
        a_candidate("Shelters open as cyclone Asani heads for Puri", **body, source="Agency"),
        a_candidate("Assembly passes bill", published=NOON - timedelta(days=9)),
        a_candidate("Assembly passes bill", published=NOON - timedelta(days=20)),
        a_candidate(" "),
    ]

    seen = sightings.look(stories, NOON, DESK, Background())

    assert sorted(one.ranked.candidate.id for one in seen) == sorted(story.id for story in stories)
    notes = {
        one.ranked.candidate.id: [reason.words for reason in one.ranked.reasons if reason.signal == "picking"]
        for one in seen
    }
    assert notes[stories[0].id] == []
    assert notes[stories[1].id] == [
        "it tells of the same event as “Cyclone Asani nears Puri coast, shelters open”; picking would show one of them"
    ]
    assert notes[stories[3].id] == [
        "its headline is nearly that of “Assembly passes bill”; picking would show one of them"
    ]
    assert notes[stories[4].id] == ["it has no headline; picking would refuse it"]


def test_with_a_list_its_best_section_counts_and_what_fits_none_says_so() -> None:
    desk = sightings.Desk(weights=Weights(), sections=[
        a_rule(), a_rule(name="Odisha", slug="odisha", rule={"sections": ("Odisha",)}),
    ])  # fmt: skip
    fitting, foreign = a_candidate("Bridge opens"), a_candidate("Pul khula", language="hi")

    seen = {
        one.ranked.candidate.id: one.ranked.reasons
        for one in sightings.look([fitting, foreign], NOON, desk, Background())
    }

    assert "affinity" in {reason.signal for reason in seen[fitting.id]}
    assert seen[foreign.id][-1].words == "it fits no section of the list; picking would leave it out"


def test_memory_knows_only_what_is_older() -> None:
    past = [
        Past(candidate=a_candidate(section="Opinion", published=NOON - timedelta(days=n)), engagement=n)
        for n in range(9)
    ]
    memory = sightings.Memory(past, [])

    background, younger = memory.before(NOON - timedelta(days=2))

    assert younger == 3
    assert background.priors.section("Opinion") is not None
    assert memory.before(NOON - timedelta(days=20))[0].priors.section("Opinion") is None
