"""What earlier readers say: shrunk, relative to their day, parents for the young."""

from datetime import timedelta

import pytest

from distrib.model.candidates import Past
from distrib.selection import priors
from tests.selection.told import NOON, a_candidate


def a_past(section: str | None, engagement: float, day: int = 1, **given: object) -> Past:
    return Past(
        candidate=a_candidate(**{"section": section, "published": NOON - timedelta(days=day), **given}),  # type: ignore[arg-type]
        engagement=engagement,
    )


def days(section: str, engagement: float, number: int, **given: object) -> list[Past]:
    return [a_past(section, engagement, day, **given) for day in range(1, number + 1)]


def test_a_section_that_is_read_more_has_a_prior_above_one() -> None:
    learnt = priors.learn(days("Opinion", 900, 10) + days("Weather", 10, 10))

    name, prior = learnt.section("Opinion") or ("", None)
    assert name == "Opinion"
    assert prior is not None
    assert 1 < prior.ratio < 1.5  # the better of two a day has 1.5 times the usual; ten stories are drawn towards 1
    assert prior.stories == 10


def test_views_clicks_and_comments_may_be_mixed_between_days() -> None:
    clicks = [Past(candidate=past.candidate, engagement=past.engagement * (1 + n % 3 * 1000))
              for n, past in enumerate(days("Opinion", 9, 9))]  # fmt: skip
    plain = priors.learn(days("Opinion", 9, 9) + days("Weather", 1, 9))

    assert priors.learn(clicks + days("Weather", 1, 9)).sections == plain.sections


def test_a_young_section_takes_its_parents_prior() -> None:
    learnt = priors.learn(days("Business / Markets", 5, 8) + days("World", 1, 8) + [a_past("Business / Startups", 5)])

    assert (learnt.section("Business / Startups") or ("",))[0] == "Business"
    assert (learnt.section("Business / Markets") or ("",))[0] == "Business / Markets"
    assert learnt.section("Sports") is None
    assert learnt.section(None) is None


def test_a_recurring_column_has_its_own() -> None:
    column = [a_past("Opinion", 99, day, title=f"Cartoon: number {day}") for day in range(1, 9)]
    learnt = priors.learn(column + days("Opinion", 1, 8))

    reasons = priors.reasons(a_candidate("Cartoon: number 9", section="Opinion"), learnt, 6.0)

    assert [reason.signal for reason in reasons] == ["section prior", "column prior"]
    assert reasons[1].contribution > 0
    assert reasons[1].words == "the column “cartoon:” was read 1.3 × the usual (8 stories)"


def test_length_counts_only_when_history_says_so() -> None:
    longer = priors.learn(days("A", 9, 20, words=2000) + days("A", 1, 20, words=200))
    none = priors.learn(days("A", 9, 20) + days("A", 1, 20))

    (_, reason) = priors.reasons(a_candidate(section="A", words=3000), longer, 6.0)
    assert reason.signal == "length prior"
    assert reason.contribution > 0
    assert none.length is None
    assert [reason.signal for reason in priors.reasons(a_candidate(section="A", words=3000), none, 6.0)] == [
        "section prior"
    ]


@pytest.mark.parametrize("history", [[], [a_past("A", 1, published=None)]], ids=["nothing", "nothing dated"])
def test_without_history_there_is_no_prior(history: list[Past]) -> None:
    assert priors.reasons(a_candidate(words=900), priors.learn(history), 6.0) == []


def test_equal_engagement_is_shared_and_the_usual_is_one() -> None:
    assert priors._gains(days("A", 7, 1) + days("B", 7, 1) + days("C", 7, 1))[1] == pytest.approx([1, 1, 1])
    _, gains = priors._gains([a_past("A", 3), a_past("A", 1), a_past("A", 2)])
    assert gains == pytest.approx([1 / 3 + 1 / 2 + 1, 1 / 3, 1 / 3 + 1 / 2])


def test_a_source_has_a_prior_of_its_own_where_there_are_several() -> None:
    history = days("Nation", 90, 8, source="Our desk") + days("Nation", 10, 8, source="Agency")

    learnt = priors.learn(history)

    assert learnt.sections["Nation"].ratio == pytest.approx(1)
    assert learnt.sources["Our desk"].ratio > 1 > learnt.sources["Agency"].ratio
    words = [reason.words for reason in priors.reasons(a_candidate(section="Nation", source="Agency"), learnt, 1.0)]
    assert "stories from Agency were read 0.7 × the usual (8 stories)" in words
    assert priors.learn(days("Nation", 90, 8, source="Our desk")).sources == {}


def test_a_story_counted_in_several_ways_is_one_story() -> None:
    told = days("Opinion", 90, 6) + days("Weather", 10, 6)
    plain = [Past(candidate=past.candidate, engagement=past.engagement, among=f"views {past.candidate.published}")
             for past in told]  # fmt: skip
    twice = [Past(candidate=past.candidate, engagement=-past.engagement, among=f"other {past.among}") for past in plain]

    assert priors.learn(plain).sections == priors.learn(told).sections
    both = priors.learn(plain + twice).sections
    assert both["Opinion"].stories == 6
    assert both["Opinion"].ratio == pytest.approx(1)


def test_an_engagement_that_is_no_number_says_nothing() -> None:
    told = days("Opinion", 90, 6) + days("Weather", 10, 6)

    assert priors.learn([*told, a_past("Opinion", float("nan")), a_past("Opinion", float("inf"))]) == priors.learn(told)
