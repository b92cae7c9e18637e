"""Which stories an edition gets, and why the others did not make it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.model.candidates import Group, SectionRule, Selected, Sent, Wish
from distrib.selection import diversity, filling, picking, ranking
from distrib.selection.picking import Order
from tests.selection.told import NOON, a_candidate, a_group, a_rule

SUBJECTS = ("Cyclone", "Budget", "Hockey", "Metro", "Elephant", "Temple", "River", "Paddy", "School", "Airport", "Road",
            "Strike", "Museum", "Startup", "Bridge")  # fmt: skip


def odisha(**given: Any) -> SectionRule:
    return a_rule(**{"name": "Odisha", "slug": "odisha", "rule": {"sections": ("Odisha",)}, **given})


def groups(number: int, **given: Any) -> list[Group]:
    """So many events, the best first."""
    return [
        a_group(a_candidate(f"{SUBJECTS[n % 15]} {SUBJECTS[n // 15]} decision {n}", position=n + 1,
                            source=f"Source {n}", **given))
        for n in range(number)
    ]  # fmt: skip


def pick(told: list[Group], *sections: SectionRule, **given: Any) -> Selected:
    return picking.pick(told, Order(**{"sections": sections or (odisha(),), "language": "en", **given}), NOON)


def titles(selected: Selected) -> list[str]:
    return [chosen.candidate.title for chosen in selected.chosen]


def test_a_section_gets_its_quota_best_first_and_ten_more_are_explained() -> None:
    told = groups(15)

    selected = pick(told)

    assert titles(selected) == [group.representative.title for group in told[:3]]
    assert [(chosen.rank, chosen.lead) for chosen in selected.chosen] == [(1, True), (2, False), (3, False)]
    assert len(selected.passed) == filling.NEXT
    assert selected.passed[0].why.startswith("Odisha has its 3; this one is ")
    assert selected.thin is None


def test_an_event_is_picked_once_where_it_is_best() -> None:
    (event,) = groups(1, sections=("Nation",))
    nation = a_rule(name="Nation", slug="nation", position=0, rule={"sections": ("Nation",)})
    state = odisha(position=1)

    selected = pick([event], nation, state)

    assert [chosen.section_id for chosen in selected.chosen] == [state.id]  # its own section: affinity


def test_a_tie_goes_to_the_higher_section() -> None:
    (event,) = groups(1)
    low, high = a_rule(position=2), a_rule(position=1)

    assert [chosen.section_id for chosen in pick([event], low, high).chosen] == [high.id]


def test_the_lead_is_the_first_of_the_first_section_that_has_one() -> None:
    empty, full = a_rule(position=0, rule={"sections": ("Sports",)}), odisha(position=1)

    assert [chosen.lead for chosen in pick(groups(2), empty, full).chosen] == [True, False]


@pytest.mark.parametrize(
    ("told", "given", "sentence"),
    [
        ([], {}, "Nothing worth sending: no new story fits a section of this list."),
        (groups(1), {"minimum": 2}, "Nothing worth sending: only one story is new, the list asks for at least 2."),
        (groups(2), {"minimum": 3}, "Nothing worth sending: only 2 stories are new, the list asks for at least 3."),
        (groups(2), {"sections": ()}, "The list has no sections, so nothing can be picked."),
    ],
)
def test_nothing_worth_sending_is_a_result(told: list[Group], given: dict[str, Any], sentence: str) -> None:
    assert pick(told, **given).thin == sentence


def test_the_version_shown_is_in_the_lists_language() -> None:
    english, odia = a_candidate("Minister opens bridge"), a_candidate("ମନ୍ତ୍ରୀ ସେତୁ", language="or")
    event = a_group(english, odia)

    assert titles(pick([event], language="or")) == ["ମନ୍ତ୍ରୀ ସେତୁ"]
    assert titles(pick([event])) == ["Minister opens bridge"]
    assert titles(pick([a_group(odia)])) == []


def test_only_stories_of_the_window_are_shown() -> None:
    old, new = a_candidate("Strike begins"), a_candidate("Strike enters second day")

    assert titles(pick([a_group(old, new)], open_ids={new.id})) == ["Strike enters second day"]
    assert titles(pick([a_group(old, new)], open_ids=set())) == []


def test_other_sources_of_the_event_are_named() -> None:
    event = a_group(*(a_candidate(source=name) for name in ("Tarini Post", "PTI", "IANS")))

    assert pick([event]).chosen[0].also == ("PTI", "IANS")


def test_near_identical_headlines_do_not_stand_side_by_side() -> None:
    told = [a_group(a_candidate("Rain lashes Puri and Cuttack districts", position=n)) for n in (1, 2)]

    selected = pick(told)

    assert len(selected.chosen) == 1
    assert selected.passed[0].why == "Its headline is nearly that of “Rain lashes Puri and Cuttack districts”."


def test_one_source_does_not_fill_a_section_while_another_has_something() -> None:
    own = [a_group(a_candidate(f"{SUBJECTS[n]} decision of the day", position=1)) for n in range(4)]
    other = a_group(a_candidate("Airport opens", source="Agency", source_weight=0.1, position=90))

    selected = pick([*own, other])

    assert [chosen.candidate.source for chosen in selected.chosen] == ["Tarini Post", "Tarini Post", "Agency"]
    assert "Tarini Post already fills most of the section." in {each.why for each in selected.passed}


def test_one_source_fills_it_when_nobody_else_has_anything() -> None:
    own = [a_group(a_candidate(f"{SUBJECTS[n]} decision of the day", position=n + 1)) for n in range(4)]

    assert len(pick(own).chosen) == 3


def test_one_author_does_not_fill_an_edition_while_others_write() -> None:
    told = groups(5, authors=("Asha",))
    told[4] = a_group(a_candidate("Quiet story", authors=("Bina",), source="Z", position=99))

    selected = pick(told, odisha(quota=4))

    assert titles(selected)[-1] == "Quiet story"
    assert "Asha already has 3 stories in this edition." in {each.why for each in selected.passed}


def test_a_story_without_a_headline_is_refused() -> None:
    selected = pick([a_group(a_candidate(" "))])

    assert [each.why for each in selected.passed] == ["It has no headline."]


def test_a_section_of_quota_zero_takes_nothing() -> None:
    selected = pick(groups(1), odisha(quota=0))

    assert [each.why for each in selected.passed] == ["Odisha takes no stories."]


@pytest.mark.parametrize(("kind", "word"), [("exclude", "excluded"), ("set_aside", "set aside")])
def test_what_an_editor_refused_is_not_picked(kind: str, word: str) -> None:
    told = groups(2)
    wish = Wish(kind=kind, cluster=told[0].representative.cluster or 0, by="u5")

    selected = pick(told, wishes=[wish])

    assert titles(selected) == [told[1].representative.title]
    assert selected.passed[0].why == f"It was {word} by u5."


def test_pins_stand_at_their_rank_and_breaking_first() -> None:
    told = groups(6)
    wishes = [
        Wish(kind="pin", cluster=told[4].representative.cluster or 0, rank=2, by="u5"),
        Wish(kind="pin", cluster=told[3].representative.cluster or 0, by="u6"),
        Wish(kind="breaking", cluster=told[5].representative.cluster or 0, by="u7"),
    ]

    selected = pick(told, wishes=wishes)

    assert titles(selected) == [told[n].representative.title for n in (5, 4, 3)]
    assert [chosen.reasons[0].words for chosen in selected.chosen] == [
        "marked breaking by u7", "pinned to place 2 by u5", "pinned by u6",
    ]  # fmt: skip
    assert [chosen.by for chosen in selected.chosen] == ["u7", "u5", "u6"]


def test_of_two_pins_at_one_rank_the_later_has_it() -> None:
    told = groups(3)
    first, second = (one.representative.cluster or 0 for one in told[:2])

    for wishes in (
        [Wish(kind="pin", cluster=first, rank=1, mark=1), Wish(kind="pin", cluster=second, rank=1, mark=2)],
        [Wish(kind="pin", cluster=first, rank=2, mark=1), Wish(kind="pin", cluster=second, rank=1, mark=2)],
    ):
        assert titles(pick(told, wishes=wishes)) == [told[n].representative.title for n in (1, 0, 2)]


def test_what_is_breaking_leads_whatever_is_pinned_first() -> None:
    told = groups(3)
    wishes = [
        Wish(kind="pin", cluster=told[1].representative.cluster or 0, rank=1),
        Wish(kind="breaking", cluster=told[2].representative.cluster or 0),
    ]

    assert titles(pick(told, wishes=wishes)) == [told[n].representative.title for n in (2, 1, 0)]


def test_a_pin_may_move_a_story_into_a_section_it_does_not_fit() -> None:
    (event,) = groups(1, section="Sports")
    (foreign,) = groups(1, section="Sports", language="hi")
    section = odisha()
    wishes = [
        Wish(kind="sponsored", cluster=one.representative.cluster or 0, section_id=section.id)
        for one in (event, foreign)
    ]

    selected = pick([event, foreign], section, wishes=wishes, open_ids=set())

    assert len(selected.chosen) == 2  # their headlines read as one, but an editor wanted both
    assert selected.chosen[0].reasons[0].words == "marked sponsored by an editor"


def test_a_pin_into_another_lists_section_is_nowhere_here() -> None:
    (event,) = groups(1)
    wish = Wish(kind="pin", cluster=event.representative.cluster or 0, section_id=999)

    assert pick([event], wishes=[wish]).chosen == ()


SENT = Sent(at=NOON - timedelta(days=1), title="Strike begins at the port")
BEFORE, AFTER = NOON - timedelta(days=2), NOON - timedelta(hours=1)


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ([{"published": BEFORE}], None),
        ([{"published": BEFORE}, {"title": "Port workers strike", "source": "Agency", "published": AFTER}], None),
        ([{"published": BEFORE}, {"title": "Port strike ends with a deal", "published": AFTER}],
         "Port strike ends with a deal"),
        ([{"title": "Strike at the port: minister called", "published": BEFORE, "revision": 2, "updated": AFTER}],
         "Strike at the port: minister called"),
        ([{"published": BEFORE, "revision": 2, "updated": AFTER}], None),
        ([{"title": "Minister called", "published": BEFORE, "revision": 2, "updated": BEFORE}], None),
    ],
    ids=["unchanged", "late agency copy", "told anew by its source", "rewritten", "only touched", "rewritten before"],
)  # fmt: skip
def test_readers_get_an_event_again_only_when_it_developed(members: list[dict[str, Any]], shown: str | None) -> None:
    event = a_group(*(a_candidate(**{"title": SENT.title, "cluster": 7, **member}) for member in members))

    selected = pick([event], sent={7: SENT})

    assert [(chosen.candidate.title, chosen.update) for chosen in selected.chosen] == ([(shown, True)] if shown else [])
    if shown is None:
        assert selected.passed[0].why == "Readers of this list had it on 23 November, and it has not developed since."


def test_problems_of_weights_travel_along() -> None:
    assert pick(groups(1), weights=ranking.weights({"x": 1})).problems != ()


@given(st.lists(st.integers(0, 30), unique=True, max_size=31), st.integers(0, 5), st.integers(0, 5))
def test_every_event_is_picked_at_most_once_and_no_quota_is_passed(some: list[int], one: int, two: int) -> None:
    every = groups(31, sections=("Nation",))
    sections = (odisha(quota=one), a_rule(quota=two, rule={"sections": ("Nation",)}))

    selected = pick([every[n] for n in some], *sections)

    clusters = [chosen.candidate.cluster for chosen in selected.chosen]
    assert len(clusters) == len(set(clusters))
    for section in sections:
        inside = [chosen for chosen in selected.chosen if chosen.section_id == section.id]
        assert len(inside) <= section.quota
        assert [chosen.rank for chosen in inside] == list(range(1, len(inside) + 1))
    assert not {each.candidate.cluster for each in selected.passed} & set(clusters)


# -- caps --------------------------------------------------------------------------------


def titles_of(told: list[Group]) -> list[str]:
    return [group.representative.title for group in told]


def test_a_cap_that_a_list_sets_holds_even_if_places_stay_free() -> None:
    told = groups(3, authors=("Sita Das",), tags=("Budget", "Odisha"))

    for caps in ({"author": 2}, {"tag": 2}):
        selected = pick(told, caps=diversity.caps(caps))
        assert titles(selected) == titles_of(told[:2])
    (why,) = [each.why for each in selected.passed]
    assert why == "The tag Budget already has 2 stories in this edition, the most that the list allows."
    assert len(pick(told, caps=diversity.caps({"author": 3, "tag": 3})).chosen) == 3


def test_a_cap_counts_the_whole_edition() -> None:
    told = [
        a_group(a_candidate(f"{SUBJECTS[n]} decision", source="Agency", section=name, position=1))
        for n, name in enumerate(("Odisha", "Nation", "World"))
    ]
    rules = [a_rule(name=name, rule={"sections": (name,)}) for name in ("Odisha", "Nation", "World")]

    selected = pick(told, *rules, caps=diversity.caps({"source": 2}))

    assert titles(selected) == titles_of(told[:2])
    assert selected.passed[0].why == "Agency already has 2 stories in this edition, the most that the list allows."


def test_the_papers_own_sources_and_the_sections_own_tag_are_not_capped() -> None:
    told = [
        a_group(a_candidate(f"{SUBJECTS[n]} decision", own=True, tags=("odisha", "State news"), position=n + 1))
        for n in range(3)
    ]
    state = odisha(rule={"tags": ("State News",)})

    assert len(pick(told, state, caps=diversity.caps({"source": 1, "tag": 1})).chosen) == 3


def test_who_is_pinned_counts_but_is_not_kept_out() -> None:
    told = groups(3, authors=("Sita Das",))
    wishes = [Wish(kind="pin", cluster=group.representative.cluster or 0) for group in told[1:]]

    selected = pick(told, wishes=wishes, caps=diversity.caps({"author": 1}))

    assert set(titles(selected)) == set(titles_of(told[1:]))
    assert selected.passed[0].why.startswith("Sita Das already has 1 story in this edition")


@pytest.mark.parametrize("value", [0, -1, 1.5, "2", True, None, 10**9])
def test_a_cap_that_is_none_is_told_and_the_usual_one_counts(value: object) -> None:
    selected = pick(
        groups(5, authors=("Sita Das",)), odisha(quota=5), caps=diversity.caps({"author": value, "mood": 1})
    )

    assert len(selected.chosen) == 5  # the usual one only lets others go first
    assert [problem.partition(" can't")[0].partition(";")[0] for problem in selected.problems] == [
        "The cap “author”", "There is no cap “mood”"
    ]  # fmt: skip


# -- a day that is thin ------------------------------------------------------------------


def shelf(number: int, **given: Any) -> list[Group]:
    defaults = {"published": NOON - timedelta(days=12), "source": "Tarini Post", "own": True}
    return [
        a_group(a_candidate(f"How to {SUBJECTS[n]} {n}", position=n + 1, **{**defaults, **given}))
        for n in range(number)
    ]


def test_evergreen_stories_fill_a_thin_day_behind_its_news() -> None:
    news, old = groups(1), shelf(4)

    selected = pick(news, minimum=3, shelf=old, shelf_most=2)

    assert selected.thin is None
    assert titles(selected) == titles_of([news[0], old[0], old[1]])
    assert [(each.evergreen, each.lead) for each in selected.chosen] == [(False, True), (True, False), (True, False)]
    assert selected.chosen[1].reasons[0].words == "it is nothing new, from 12 November; it fills a thin day"


def test_evergreen_stories_are_no_news() -> None:
    old = shelf(4)

    nothing = pick([], minimum=1, shelf=old, shelf_most=4)
    assert nothing.chosen == ()
    assert nothing.thin == "Nothing worth sending: no new story fits a section of this list."
    short = pick(groups(1), minimum=4, shelf=old, shelf_most=2)
    assert short.thin == "Nothing worth sending: only one story is new and 2 evergreen, the list asks for at least 4."
    enough = pick(groups(3), minimum=3, shelf=old, shelf_most=2)
    assert not any(each.evergreen for each in enough.chosen)


def test_the_lead_is_news_wherever_evergreen_stories_stand() -> None:
    state, world = odisha(position=1), a_rule(name="World", position=2, rule={"sections": ("World",)})
    news = groups(1, section="World")

    selected = pick(news, state, world, minimum=2, shelf=shelf(2), shelf_most=2)

    assert [(each.section_id, each.evergreen, each.lead) for each in selected.chosen] == [
        (state.id, True, False), (world.id, False, True)
    ]  # fmt: skip


def test_evergreen_stories_keep_to_quotas_caps_marks_and_likeness() -> None:
    news = groups(1, authors=("Sita Das",))
    old = shelf(1) + shelf(1, authors=("Sita Das",)) + shelf(2)[1:]
    same = [a_group(a_candidate(news[0].representative.title, published=NOON - timedelta(days=9)))]
    wishes = [Wish(kind="exclude", cluster=old[0].representative.cluster or 0)]
    order: dict[str, Any] = {"minimum": 4, "shelf_most": 4, "wishes": wishes, "caps": diversity.caps({"author": 1})}

    selected = pick(news, shelf=[*same, *old, *news], **order)

    assert titles(selected) == titles_of([news[0], old[2]])
    assert len(pick(news, odisha(quota=1), shelf=old, **order).chosen) == 1


def test_what_scores_too_little_stays_out_unless_an_editor_wants_it() -> None:
    told = groups(3)
    scores = [each.score for each in pick(told).chosen]
    least = (scores[1] + scores[2]) / 2
    order: dict[str, Any] = {"weights": ranking.weights({"minimum_score": least})}

    selected = pick(told, **order)

    assert titles(selected) == titles_of(told[:2])
    assert selected.passed[0].why == f"It scores {scores[2]:.2f}; the list asks for {least:.2f} at least."
    wishes = [Wish(kind="pin", cluster=told[2].representative.cluster or 0)]
    assert len(pick(told, wishes=wishes, **order).chosen) == 3
    thin = pick(told, minimum=3, shelf=shelf(1), shelf_most=1, **order)
    assert thin.thin is None
    assert thin.chosen[2].evergreen


# -- what goes on ------------------------------------------------------------------------


def test_a_follow_up_is_a_story_of_its_own_and_says_what_it_goes_on_from() -> None:
    first = a_group(a_candidate("Cyclone nears the coast", published=NOON - timedelta(days=2)))
    second = a_group(a_candidate("Cyclone makes landfall", published=NOON - timedelta(days=1)), follows=0)
    third = a_group(a_candidate("Cyclone damage is counted"), follows=1)
    sent = {first.representative.cluster: Sent(at=NOON - timedelta(days=2), title="Cyclone nears the coast")}

    selected = pick([first, second, third], sent=sent, open_ids={third.representative.id})

    (chosen,) = selected.chosen
    assert not chosen.update
    assert chosen.reasons[0].words == "it goes on from “Cyclone nears the coast”, which readers had on 22 November"
    assert chosen.reasons[0].contribution == 0
    (alone,) = pick([first, second, third], open_ids={third.representative.id}).chosen
    assert alone.reasons[0].signal != "follows"
