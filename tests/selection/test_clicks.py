"""Clicks as history: what a place in the mail gets anyway teaches nothing."""

from distrib.model.candidates import Clicked
from distrib.selection import clicks, priors
from tests.selection.told import a_candidate


def an_edition(number: int, *told: tuple[str, int], mailing_list: int = 1) -> list[Clicked]:
    return [
        Clicked(candidate=a_candidate(section=section), edition=number, mailing_list=mailing_list, clicks=many)
        for section, many in told
    ]


def test_what_stands_on_top_is_not_learnt_to_be_better_for_it() -> None:
    always = [
        each for number in range(30) for each in an_edition(number, ("Odisha", 60), ("World", 20), ("Sports", 10))
    ]

    sections = priors.learn(clicks.history(always)).sections

    assert {prior.ratio for prior in sections.values()} == {1.0}


def test_what_is_clicked_more_than_its_place_is_worth_is_learnt() -> None:
    turns = [
        each
        for number in range(30)
        for each in an_edition(
            number, *((("World", 60), ("Odisha", 40)) if number % 2 else (("Odisha", 90), ("World", 15)))
        )
    ]

    sections = priors.learn(clicks.history(turns)).sections

    assert sections["Odisha"].ratio > 1 > sections["World"].ratio


def test_each_list_has_its_own_habits_and_stories_are_compared_within_their_edition() -> None:
    told = clicks.history(
        [
            *an_edition(1, ("A", 900), ("B", 100)),
            *an_edition(2, ("A", 5), ("B", 15), mailing_list=2),
            *an_edition(3, ("B", 10), ("A", 10), mailing_list=2),
        ]
    )

    assert [past.among for past in told[1::2]] == ["edition 0", "edition 1", "edition 2"]
    assert [past.engagement for past in told] == [1.0, 1.0, 0.7, 1.2, 1.3, 0.8]


def test_an_edition_with_few_clicks_says_nothing() -> None:
    assert clicks.history(an_edition(1, ("A", 9), ("B", 0))) == []
    assert clicks.history([]) == []


def test_a_place_that_nobody_ever_clicks_divides_nothing() -> None:
    assert [past.engagement for past in clicks.history(an_edition(1, ("A", 20), ("B", 0)))] == [1.0, 0.0]
