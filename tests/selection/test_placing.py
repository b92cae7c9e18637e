"""One new story: the cluster it joins, or one of its own."""

from dataclasses import replace
from datetime import timedelta

from distrib.model.candidates import Candidate
from distrib.selection.placing import Placed, Window
from tests.selection.told import NOON, a_candidate

CYCLONE = a_candidate(
    "Cyclone Asani nears Puri coast, 40,000 moved to shelters",
    summary="Forty thousand people were moved to shelters as cyclone Asani came near the Puri coast on Tuesday.",
    cluster=7,
)
OTHERS = [
    a_candidate("Assembly passes teachers bill", summary="The bill on teachers' pay was passed after a long debate."),
    a_candidate("Paddy procurement begins in Bargarh", summary="Farmers queued at mandis as procurement opened."),
    a_candidate("Hockey academy opens in Rourkela", summary="The academy will train eighty girls every year."),
    *(a_candidate(f"Ward {n} council spends {n}0 lakh", summary=f"Drain number {n} is lined with stone{n}.")
      for n in range(20)),
]  # fmt: skip
COPY = "More than 40,000 people are in shelters as cyclone Asani heads for the coast near Puri."


def placed(story: Candidate, *known: Candidate) -> Placed | None:
    window = Window.of((each, NOON - timedelta(hours=2)) for each in (*OTHERS, *known))
    assert len(window) == len(OTHERS) + len(known)
    return window.place(story, NOON)


def test_an_agency_copy_joins_its_event() -> None:
    found = placed(a_candidate("Over 40,000 evacuated as Asani heads for Odisha coast", summary=COPY), CYCLONE)

    assert found is not None
    assert (found.cluster, found.beside) == (7, (CYCLONE.id,))


def test_what_nothing_resembles_begins_its_own() -> None:
    assert placed(a_candidate("Old bridge at Cuttack closed", summary="Traffic is led elsewhere."), CYCLONE) is None
    assert placed(a_candidate("Yes"), CYCLONE) is None
    assert Window().place(CYCLONE, NOON) is None


def test_what_a_guard_keeps_apart_does_not_join() -> None:
    body = "The seat was counted on Tuesday in twelve rounds, said the officer at the college in Padampur."
    known = a_candidate("BJD wins Padampur bypoll by 42,000", summary=body, cluster=9)

    assert placed(a_candidate("BJD loses Padampur bypoll by 42,000", summary=body), known) is None
    assert placed(a_candidate("BJD takes Padampur bypoll by 42,000", summary=body), known) is not None


def test_days_later_it_is_another_event() -> None:
    window = Window.of([(story, NOON - timedelta(days=6)) for story in (*OTHERS, CYCLONE)])

    assert window.place(a_candidate("Asani heads for Odisha coast", summary=COPY), NOON) is None


def test_a_story_taken_in_is_found_by_the_next() -> None:
    window = Window.of((story, NOON) for story in OTHERS)
    window.add(CYCLONE, NOON, 7)
    window.add(replace(CYCLONE, id=99, title="Undecided"), NOON, None)

    found = window.place(a_candidate("Asani: 40,000 in shelters near Puri", summary=COPY), NOON)

    assert found is not None
    assert found.cluster == 7
