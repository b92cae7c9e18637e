"""Reasons read like sentences an editor would say."""

import pytest

from distrib.model.candidates import Reason
from distrib.selection import explaining


def a_reason(words: str, contribution: float, signal: str = "coverage") -> Reason:
    return Reason(signal=signal, value=contribution, weight=1.0, contribution=contribution, words=words)


def test_what_speaks_for_it_comes_first_strongest_first() -> None:
    told = explaining.sentence(
        [
            a_reason("with a picture", 0.1),
            a_reason("told by A, B and C", 0.5),
            a_reason("published 2 hours ago", 0.9),
            a_reason("second on its source's page", 0.6),
            a_reason("complete", 0.2),
            a_reason("too little to tell", 0.01),
            a_reason("Coast Wire is trusted less than others", -0.3),
        ]
    )

    assert told == (
        "Published 2 hours ago, second on its source's page, and told by A, B and C. Complete, with a picture."
        " Against it: Coast Wire is trusted less than others."
    )


def test_in_short_only_the_strongest_are_said() -> None:
    reasons = [a_reason("complete", 0.2), a_reason("published 2 hours ago", 0.9), a_reason("with a picture", 0.1)]

    assert explaining.sentence(reasons, most=2) == "Published 2 hours ago and complete."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["a"], "A."),
        (["a", "b"], "A and b."),
        (["a", "b and c"], "A, and b and c."),
        (["a", "b", "c"], "A, b and c."),
        (["a", "b", "c", "d"], "A, b and c. D."),
    ],
)
def test_reasons_are_joined_as_one_speaks(words: list[str], sentence: str) -> None:
    assert explaining.sentence(a_reason(one, 1.0) for one in words) == sentence


def test_a_mark_is_always_told_and_first() -> None:
    assert explaining.sentence([a_reason("pinned by u5", 0.0, "mark")]) == "Pinned by u5."
    told = explaining.sentence([a_reason("complete", 0.2), a_reason("pinned by u5", 0.0, "mark")])
    assert told == "Pinned by u5. Complete."


def test_only_against_and_nothing_at_all() -> None:
    assert explaining.sentence([a_reason("it was here before", -1.0)]) == "Against it: it was here before."
    assert explaining.sentence([]) == "Nothing speaks for it or against it."


def test_a_story_that_was_passed_over_keeps_the_names_in_its_reason() -> None:
    assert explaining.why_not("ENA has three.") == "Not picked. ENA has three."


def test_reasons_come_back_from_the_store_as_they_were() -> None:
    reasons = (a_reason("published 2 hours ago", 0.9), a_reason("with a picture", 0.105))

    assert explaining.read(explaining.stored(reasons)) == reasons
