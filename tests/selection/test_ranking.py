"""The score is the sum of what its reasons say; each signal has its words; weights that are none are told."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.model.candidates import Group, Ranked, Reason
from distrib.selection import columns, ranking
from distrib.selection.ranking import Background, Weights
from tests.selection.told import NOON, a_candidate, a_group, a_rule


def scored(group: Group, **given: object) -> Ranked:
    return ranking.score(group.representative, group, now=NOON, **{"weights": Weights(), **given})  # type: ignore[arg-type]


def reason(ranked: Ranked, signal: str) -> Reason | None:
    return next((reason for reason in ranked.reasons if reason.signal == signal), None)


@pytest.mark.parametrize(
    ("hours", "value", "words"),
    [
        (0.5, 0.99, "published 30 minutes ago"),
        (36, 0.5, "published 36 hours ago"),
        (72, 0.25, "published 3 days ago"),
        (-5, 1.0, "published now, since its clock is ahead of ours"),
        (None, 0.98, "first seen 1 hour ago, since it has no date"),
    ],
)
def test_freshness_halves_with_every_half_life(hours: float | None, value: float, words: str) -> None:
    published = None if hours is None else NOON - timedelta(hours=hours)
    found = reason(scored(a_group(a_candidate(published=published, seen=NOON - timedelta(hours=1)))), "freshness")

    assert found is not None
    assert found.value == pytest.approx(value, abs=0.005)
    assert found.words == words


@pytest.mark.parametrize(
    ("signal", "given", "value", "words"),
    [
        ("prominence", {"position": 1}, 1.0, "first on its source's page"),
        ("prominence", {"position": 6}, 0.5, "sixth on its source's page"),
        ("development", {"revision": 2}, 1 / 3, "updated once since it appeared"),
        ("development", {"revision": 9}, 1.0, "updated 8 times since it appeared"),
        ("media", {"image": "https://x.example/i.jpg"}, 0.7, "with a picture"),
        ("media", {"kind": "video"}, 1.0, "as a video"),
        ("completeness", {"summary": "A sentence."}, 0.25, "without picture, full text or author"),
        (
            "completeness",
            {"summary": "s", "image": "i", "body": "b" * 200, "authors": ("A",)},
            1.0,
            "told in full",
        ),
        ("source", {"source_weight": 1.5}, 0.5, "Tarini Post is trusted more than others"),
        ("source", {"source_weight": 0.2}, -0.8, "Tarini Post is trusted less than others"),
    ],
)
def test_each_signal_has_its_value_and_words(signal: str, given: dict[str, object], value: float, words: str) -> None:
    found = reason(scored(a_group(a_candidate(**given))), signal)

    assert found is not None
    assert (found.value, found.words) == (pytest.approx(value), words)
    assert found.contribution == found.weight * found.value


@pytest.mark.parametrize("signal", ["prominence", "coverage", "development", "media", "completeness", "source"])
def test_what_is_not_there_says_nothing(signal: str) -> None:
    assert reason(scored(a_group()), signal) is None


@pytest.mark.parametrize("weight", [math.nan, 1.0])
def test_a_source_of_usual_or_unreadable_weight_says_nothing(weight: float) -> None:
    assert reason(scored(a_group(a_candidate(source_weight=weight))), "source") is None


def test_coverage_counts_sources_and_names_three() -> None:
    two = a_group(a_candidate(source="A"), a_candidate(source="B"), a_candidate(source="B"))
    nine = a_group(*(a_candidate(source=name) for name in "ABCDEFGHI"))

    assert reason(scored(two), "coverage").words == "told by A and B"  # type: ignore[union-attr]
    found = reason(scored(nine), "coverage")
    assert found is not None
    assert (found.value, found.words) == (1.0, "told by A, B, C and 6 more")


def test_a_story_in_its_own_section_is_preferred() -> None:
    section = a_rule(name="Odisha", slug="odisha")

    found = reason(scored(a_group(), section=section), "affinity")
    assert found is not None
    assert found.words == "in its own section"
    assert reason(scored(a_group(a_candidate(section="Sports")), section=section), "affinity") is None
    assert reason(scored(a_group(a_candidate(section=None)), section=section), "affinity") is None


def test_a_daily_column_gives_way_to_the_days_news() -> None:
    days = [NOON.date() - timedelta(days=back) for back in range(10)]
    known = columns.learn([(f"Morning briefing: item {day}", day) for day in days])

    ranked = scored(
        a_group(a_candidate("Morning briefing: what to know")), background=Background(columns=known.on(NOON.date()))
    )

    found = reason(ranked, "recurring")
    assert found is not None
    assert found.value == -1.0
    assert found.words == "“Morning briefing” is a column that comes back, not the day's news"


def test_columns_need_several_days_and_know_only_the_past() -> None:
    day = date(2026, 11, 1)
    known = columns.learn([("Ask Well: sleep", day), ("Ask Well: food", day + timedelta(days=7)),
                           ("Ask Well: walking", day + timedelta(days=14))])  # fmt: skip

    assert known.of("Ask Well: tea") == "ask well:"
    assert known.on(day + timedelta(days=8)).of("Ask Well: tea") is None
    assert known.of("Cyclone nears Puri") is None
    assert known.often("nothing") == 0
    assert columns.names("In the news today: 5") == ("in the news today:", ":5")[:1]
    assert "cyclone hits puri" in columns.names("Cyclone hits Puri coast hard")


def test_reasons_make_up_the_score_strongest_first() -> None:
    ranked = scored(a_group(a_candidate(position=1, image="i", revision=2), a_candidate(source="B")))

    assert ranked.score == pytest.approx(sum(reason.contribution for reason in ranked.reasons))
    sizes = [abs(reason.contribution) for reason in ranked.reasons]
    assert sizes == sorted(sizes, reverse=True)


def test_a_weight_of_zero_silences_its_signal() -> None:
    silent = ranking.weights(dict.fromkeys(ranking.DEFAULTS.keys() - {"half_life_hours"}, 0))

    ranked = scored(a_group(a_candidate(position=1)), weights=silent)

    assert (silent.problems, ranked.score, ranked.reasons) == ((), 0, ())


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, 5000.0, "2", None, True])
def test_what_cannot_be_a_weight_keeps_the_default_and_is_told(value: object) -> None:
    found = ranking.weights({"coverage": value, "freshness": 2})

    assert found.values["coverage"] == ranking.DEFAULTS["coverage"]
    assert found.values["freshness"] == 2.0
    assert found.problems == (f"The ranking weight “coverage” can't be {value!r}; its default 1.0 is used.",)


def test_an_unknown_weight_and_no_half_life_are_told_too() -> None:
    found = ranking.weights({"length": 1, "half_life_hours": 0})

    assert "There is no ranking weight “length”" in found.problems[0]
    assert found.problems[1] == "The ranking weight “half_life_hours” can't be 0; its default 36.0 is used."


@given(st.permutations(range(5)))
def test_ranking_is_repeatable_whatever_the_order(order: list[int]) -> None:
    groups = [a_group(a_candidate(f"Story {n}", id=n, url=f"https://x.example/{n}")) for n in range(5)]

    ranked = ranking.rank([groups[n] for n in order], now=NOON)

    assert [one.candidate.id for one in ranked] == [0, 1, 2, 3, 4]


def test_a_story_three_sources_cover_beats_a_fresher_one() -> None:
    covered = a_group(*(a_candidate(source=name, published=NOON - timedelta(hours=9)) for name in "ABC"))

    best, *_ = ranking.rank([a_group(a_candidate(published=NOON)), covered], now=NOON)

    assert best.group is covered
