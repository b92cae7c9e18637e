"""Reasons read like sentences an editor would say."""

from distrib.model.candidates import Reason
from distrib.selection import explaining


def a_reason(words: str, contribution: float, signal: str = "coverage") -> Reason:
    return Reason(signal=signal, value=contribution, weight=1.0, contribution=contribution, words=words)


def test_what_speaks_for_it_comes_first_strongest_first() -> None:
    told = explaining.sentence(
        [
            a_reason("it has a picture", 0.1),
            a_reason("3 sources report it: A, B, C", 0.5),
            a_reason("published 2 h ago", 0.9),
            a_reason("too little to tell", 0.01),
            a_reason("B is a source trusted less than others", -0.3),
        ]
    )

    assert told == (
        "Published 2 h ago; 3 sources report it: A, B, C; and it has a picture."
        " Against it: B is a source trusted less than others."
    )


def test_a_mark_is_always_told() -> None:
    assert explaining.sentence([a_reason("pinned by u5", 0.0, "mark")]) == "Pinned by u5."


def test_only_against_and_nothing_at_all() -> None:
    assert explaining.sentence([a_reason("it was here before", -1.0)]) == "Against it: it was here before."
    assert explaining.sentence([]) == "Nothing speaks for it or against it."


def test_reasons_come_back_from_the_store_as_they_were() -> None:
    reasons = (a_reason("published 2 h ago", 0.9), a_reason("it has a picture", 0.105))

    assert explaining.read(explaining.stored(reasons)) == reasons
