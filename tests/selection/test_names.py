"""Names in three scripts: most are known again, and none that only comes close."""

from itertools import combinations

import pytest

from distrib.selection import common_names, names, words
from tests.selection.names_of_three_scripts import OTHERS, SAME, lines


def same(one: str, other: str) -> bool:
    mine, theirs = words.words(one), words.words(other)
    return len(mine) == len(theirs) and all(
        any(way.same(another) for way in names.read(a) for another in names.read(b))
        for a, b in zip(mine, theirs, strict=True)
    )


def test_four_of_five_names_are_known_again() -> None:
    pairs = [pair for line in lines(SAME) for pair in combinations(line, 2)]

    assert sum(same(*pair) for pair in pairs) / len(pairs) >= 0.8


def test_no_name_that_only_comes_close_is_taken_for_another() -> None:
    assert [pair for line in lines(OTHERS) for pair in combinations(line, 2) if same(*pair)] == []


def test_no_two_lines_hold_one_name() -> None:
    whole = lines(SAME)
    false = [
        (mine, theirs)
        for one, other in combinations(whole, 2)
        for mine in one
        for theirs in other
        if same(mine, theirs)
    ]

    assert false == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Krishna", "कृष्णा", True),
        ("Xavier", "ଜେଭିୟର", False),
        ("Jharsuguda", "झारसुगुड़ा", True),
        ("Police", "पुलिस", True),
        ("Party", "प्रति", False),
        ("A", "अ", False),
        ("12", "बारह", False),
        ("Moskva", "Москва", False),
    ],
)
def test_how_a_word_sounds(one: str, other: str, *, expected: bool) -> None:
    assert same(one, other) is expected


def test_everyday_words_bear_no_witness() -> None:
    assert all(common_names.everyday(name) for name in names.read("पुलिस"))
    assert not any(common_names.everyday(name) for name in names.read("कंधमाल"))
