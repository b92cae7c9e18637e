"""Across languages: a link joins alone, else two witnesses are asked for."""

from datetime import timedelta
from typing import Any

import pytest

from distrib.selection import clustering, translating
from tests.selection.cases_of_three_languages import ONE_EVENT, TWO_EVENTS
from tests.selection.told import NOON, a_candidate

PICTURE = {"image": "https://paper.example/i/bridge.jpg?w=640"}
AUTHOR = {"authors": ("Sasmita Das",)}
TAG = {"tags": ("Kathajodi bridge",)}
NUMBER = {"summary": "It cost 345 crore."}


def joined(one: dict[str, Any], other: dict[str, Any], days: float = 0) -> bool:
    stories = [
        a_candidate("The bridge opens", **{"language": "en", **one}),
        a_candidate("पुल खुला", **{"language": "hi", "published": NOON - timedelta(hours=2, days=days), **other}),
    ]
    times = [story.published or NOON for story in stories]
    return translating.pairs(stories, times) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other", "days", "expected"),
    [
        ({"translation_key": "k"}, {"translation_key": "k"}, 9, True),
        ({**PICTURE, **AUTHOR}, {**PICTURE, **AUTHOR}, 0, True),
        ({**PICTURE, **TAG}, {**PICTURE, **TAG}, 1, True),
        ({**PICTURE, **NUMBER}, {**PICTURE, "summary": "लागत ३४५ करोड़"}, 0, True),
        (PICTURE, PICTURE, 0, False),
        (TAG, TAG, 0, False),
        (NUMBER, NUMBER, 0, False),
        ({**PICTURE, **TAG}, {**PICTURE, **TAG}, 4, False),
        ({**PICTURE, **TAG}, {**PICTURE, **TAG, "language": "en-IN"}, 0, False),
        ({**PICTURE, **TAG}, {**PICTURE, **TAG, "language": None}, 0, False),
        ({**PICTURE, "summary": "In 2026"}, {**PICTURE, "summary": "2026 में"}, 0, False),
        ({**PICTURE, "summary": "12 men"}, {**PICTURE, "summary": "12 लोग"}, 0, False),
    ],
    ids=[
        "a link", "picture and author's minute", "picture and tag", "picture and number", "a picture", "a tag",
        "a number", "days apart", "one language", "language unknown", "a year", "a small number",
    ],
)  # fmt: skip
def test_two_witnesses_or_a_link(one: dict[str, Any], other: dict[str, Any], days: float, *, expected: bool) -> None:
    assert joined(one, other, days) is expected


def test_what_many_stories_share_is_no_witness() -> None:
    stories = [
        a_candidate(f"Story {n}", language="en" if n % 2 else "hi", **PICTURE, **TAG)
        for n in range(translating.RARE + 1)
    ]

    assert translating.pairs(stories, [NOON] * len(stories)) == []


def one_group(one: dict[str, Any], other: dict[str, Any]) -> bool:
    days = other.get("days", 0)
    rest = {key: value for key, value in other.items() if key != "days"}
    stories = [a_candidate(**one), a_candidate(**rest, published=NOON - timedelta(hours=2, days=days))]
    news = [a_candidate(title) for title in ("Assembly passes teachers bill", "Hockey academy opens in Rourkela")]
    groups = clustering.group([*stories, *news], NOON)
    return any({story.id for story in stories} <= {member.id for member in group.members} for group in groups)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in ONE_EVENT], ids=[case[0] for case in ONE_EVENT])
def test_versions_of_one_event_join(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one_group(one, other)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in TWO_EVENTS], ids=[case[0] for case in TWO_EVENTS])
def test_what_only_looks_alike_stays_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not one_group(one, other)


def test_a_word_that_others_write_small_is_no_name() -> None:
    stories = [
        a_candidate("Kendrapara and Kandhamal Growers Meet"),
        a_candidate("केंद्रपाड़ा और कंधमाल के किसान", language="hi"),
        a_candidate("Rain", summary="a kandhamal is a kandhamal"),
    ]
    times = [NOON] * len(stories)

    assert translating.pairs(stories, times) == []
    assert translating.pairs(stories[:2], times[:2]) == [(0, 1)]


def test_a_tag_that_is_the_name_is_no_second_witness() -> None:
    told = {"tags": ("Kandhamal",)}

    assert not joined({**told, "summary": "Kandhamal has a fair."}, {**told, "summary": "कंधमाल में मेला"})
