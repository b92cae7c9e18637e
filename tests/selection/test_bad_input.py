"""What selection is handed and should not be: each has a stated outcome, and the rest goes on."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from distrib.model.candidates import Candidate, Past, Selected
from distrib.selection import clustering, diversity, picking, priors, ranking, sightings
from distrib.selection.picking import Order
from distrib.selection.sightings import Desk
from tests.selection.told import NOON, a_candidate, a_rule

FAR = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
FIRST = datetime(1, 1, 1, tzinfo=UTC)
MEGABYTES = 5_000_000


def pick(stories: list[Candidate], **given: Any) -> Selected:
    order = Order(**{"sections": (a_rule(name="Odisha", slug="odisha", quota=5),), "language": "en", **given})
    return picking.pick(clustering.group(stories, NOON), order, NOON)


def titles(selected: Selected) -> list[str]:
    return [chosen.candidate.title for chosen in selected.chosen]


def words_of(selected: Selected) -> str:
    return "; ".join(reason.words for chosen in selected.chosen for reason in chosen.reasons)


def test_a_story_without_a_date_counts_by_when_it_was_met() -> None:
    undated = a_candidate("Ferry sinks off Chilika", published=None, seen=NOON - timedelta(hours=1))
    nothing = a_candidate("Bridge opens in Sambalpur", published=None, seen=None)

    selected = pick([undated, nothing])

    assert set(titles(selected)) == {undated.title, nothing.title}


def test_a_story_without_a_headline_is_refused_with_that_reason() -> None:
    bare, blank, good = a_candidate(title=" "), a_candidate(title="\u200b\t\n"), a_candidate("Ferry sinks off Chilika")

    selected = pick([bare, blank, good])

    assert titles(selected)[0] == good.title
    assert "It has no headline." in {each.why for each in selected.passed}


def test_a_story_without_a_section_fits_where_no_section_is_asked_for() -> None:
    story = a_candidate("Ferry sinks off Chilika", section=None)
    odisha = a_rule(rule={"sections": ("Odisha",)})

    assert titles(pick([story])) == [story.title]
    assert pick([story], sections=(odisha,)).thin == "Nothing worth sending: no new story fits a section of this list."


def test_stories_without_any_text_are_picked_apart() -> None:
    stories = [a_candidate(title) for title in ("Ferry sinks off Chilika", "Bridge opens in Sambalpur")]

    assert sorted(titles(pick(stories))) == sorted(story.title for story in stories)


@pytest.mark.parametrize(
    "title", ["Gold price today in Cuttack", "Cyclone Asani nears Puri coast, 40,000 in shelters", "?"]
)
def test_of_thousands_of_equal_headlines_one_is_picked(title: str) -> None:
    many = [a_candidate(title, source=f"Source {n % 7}") for n in range(2000)]
    other = a_candidate("Bridge opens in Sambalpur")

    selected = pick([*many, other])

    assert sorted(titles(selected)) == sorted([title, other.title])
    seen = sightings.look([*many, other], NOON, Desk(weights=ranking.Weights()), ranking.Background())
    assert len(seen) == 2001
    assert len({sighting.ranked.candidate.id for sighting in seen}) == 2001


def test_an_event_of_thousands_of_stories_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = sightings.signals.together
    monkeypatch.setattr(sightings.signals, "together", lambda group: asked.append(1) or real(group))

    stories = [a_candidate("Cyclone Asani nears Puri coast, 40,000 in shelters") for _ in range(300)]
    sightings.look(stories, NOON, Desk(weights=ranking.Weights()), ranking.Background())

    assert len(asked) == 1


def test_a_story_of_megabytes_is_read_by_its_beginning() -> None:
    huge = a_candidate(
        "Ferry sinks off Chilika " + "x" * MEGABYTES,
        summary="s " * (MEGABYTES // 2),
        body="b " * (MEGABYTES // 2),
        section="Odisha" + "/a" * (MEGABYTES // 2),
        tags=("t" * MEGABYTES,),
        authors=("a" * MEGABYTES,),
    )
    other = a_candidate("Bridge opens in Sambalpur")

    selected = pick([huge, other], caps=diversity.caps({"tag": 1, "author": 1}))

    assert len(selected.chosen) == 2
    assert len(priors.parents(huge.section)) == priors.DEEPEST
    learnt = priors.learn([Past(candidate=huge, engagement=1.0)] * 6 + [Past(candidate=other, engagement=2.0)] * 6)
    assert len(learnt.sections) <= priors.DEEPEST + 1


@pytest.mark.parametrize("at", [FAR, NOON + timedelta(days=400), NOON + timedelta(minutes=5)])
def test_a_clock_ahead_of_ours_counts_as_now(at: datetime) -> None:
    ahead, now = a_candidate("Ferry sinks off Chilika", published=at), a_candidate("Bridge opens", published=NOON)

    selected = pick([ahead, now])

    scores = {chosen.candidate.title: chosen.score for chosen in selected.chosen}
    assert scores[ahead.title] == pytest.approx(scores[now.title])


def test_a_date_before_all_calendars_is_old_and_no_more() -> None:
    old = a_candidate("Ferry sinks off Chilika", published=FIRST, updated=FIRST, seen=FIRST)

    selected = pick([old, a_candidate("Bridge opens in Sambalpur")])

    assert titles(selected)[-1] == old.title
    memory = sightings.Memory([Past(candidate=old, engagement=1.0)], [old])
    assert memory.before(FIRST)[1] == 1


BROKEN = (-1, -0.001, math.nan, math.inf, -math.inf, 1001, "1", None, True, [1], {"a": 1}, 10**400)


@pytest.mark.parametrize("value", BROKEN, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("name", ["freshness", "half_life_hours", "minimum_score", "priors"])
def test_a_weight_that_is_none_keeps_its_default_and_is_told(name: str, value: object) -> None:
    stories = [a_candidate("Ferry sinks off Chilika"), a_candidate("Bridge opens in Sambalpur")]

    selected = pick(stories, weights=ranking.weights({name: value}))

    assert selected.chosen == pick(stories).chosen or titles(selected) == titles(pick(stories))
    (problem,) = selected.problems
    assert problem.startswith(f"The ranking weight “{name}” can't be ")


def test_with_every_weight_zero_the_freshest_lead() -> None:
    stories = [a_candidate(f"{word} decision", published=NOON - timedelta(hours=n))
               for n, word in enumerate(("Ferry", "Bridge", "Temple"), start=1)]  # fmt: skip
    silent = ranking.weights(dict.fromkeys(ranking.DEFAULTS.keys() - {"half_life_hours"}, 0))

    selected = pick(stories[::-1], weights=silent)

    assert titles(selected) == [story.title for story in stories]
    assert {chosen.score for chosen in selected.chosen} == {0}


@pytest.mark.parametrize("weight", [math.nan, math.inf, -5.0, 0.0])
def test_a_source_weighs_between_minus_one_and_one_whatever_it_says(weight: float) -> None:
    story, other = (
        a_candidate("Ferry sinks off Chilika", source_weight=weight),
        a_candidate("Bridge opens in Sambalpur"),
    )

    scores = [chosen.score for chosen in pick([story, other]).chosen]

    assert all(math.isfinite(score) for score in scores)
    assert max(scores) - min(scores) <= ranking.DEFAULTS["source"]


def test_a_list_without_sections_gets_nothing_and_says_so() -> None:
    assert pick([a_candidate()], sections=()).thin == "The list has no sections, so nothing can be picked."


def test_a_section_of_no_places_takes_nothing_and_says_so() -> None:
    selected = pick([a_candidate("Ferry sinks off Chilika")], sections=(a_rule(name="Odisha", quota=0),))

    assert [each.why for each in selected.passed] == ["Odisha takes no stories."]


def test_nothing_at_all_is_nothing_worth_sending() -> None:
    assert pick([]).thin == "Nothing worth sending: no new story fits a section of this list."
