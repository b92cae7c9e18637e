"""What a list says of evergreen stories, and what is said of one."""

import pytest

from distrib.selection import evergreen
from distrib.selection.evergreen import Evergreen
from tests.selection.told import a_candidate


def test_a_list_names_tags_or_sections_how_old_and_how_many() -> None:
    assert evergreen.read({}) == (None, None)
    assert evergreen.read({"tags": ["Evergreen"]}) == (Evergreen(tags=("Evergreen",), days=30, most=2), None)
    rule, _ = evergreen.read({"tags": [], "sections": ["Long reads"], "days": 90, "most": 1})
    assert rule == Evergreen(sections=("Long reads",), days=90, most=1)


@pytest.mark.parametrize(
    "given",
    [
        {"days": 30},
        {"tags": []},
        {"tags": "evergreen"},
        {"tags": [1]},
        {"tags": ["!"]},
        {"tags": ["a"], "days": 0},
        {"tags": ["a"], "most": True},
        {"tags": ["a"], "most": 51},
        {"tags": ["a"], "day": 3},
    ],
)
def test_what_cannot_be_meant_fills_nothing_and_is_told(given: dict[str, object]) -> None:
    rule, problem = evergreen.read(given)

    assert rule is None
    assert (problem or "").startswith("The list's “evergreen” can't be used, so nothing fills a thin day: ")


def test_a_story_with_one_of_the_tags_or_sections_stands() -> None:
    rule = Evergreen(tags=("Evergreen",), sections=("Long reads",))

    assert evergreen.stands(rule, ["evergreen"], [])
    assert evergreen.stands(rule, [], ["Culture / Long Reads"])
    assert not evergreen.stands(rule, ["long reads"], ["News"])


def test_a_story_without_a_date_says_so() -> None:
    story = a_candidate(published=None, seen=None)

    assert evergreen.reason(story).words == "it is nothing new, of no known date; it fills a thin day"
