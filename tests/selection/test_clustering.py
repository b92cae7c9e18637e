"""Groups of one event each: agency copies join, templates and lonely stories do not, whatever the order."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.model.candidates import Candidate, Group
from distrib.selection import clustering
from tests.selection.told import NOON, a_candidate

CYCLONE = (
    a_candidate(
        "Cyclone Asani nears Puri coast, 40,000 moved to shelters",
        summary="Forty thousand people were moved to shelters as cyclone Asani came near the Puri coast on Tuesday.",
        source="Tarini Post",
    ),
    a_candidate(
        "Over 40,000 evacuated as Asani heads for Odisha coast",
        summary="Cyclone Asani is heading for the coast near Puri; more than 40,000 people are in shelters.",
        source="Agency",
    ),
)
OTHERS = (
    a_candidate("Assembly passes teachers bill", summary="The bill on teachers' pay was passed after a long debate."),
    a_candidate("Paddy procurement begins in Bargarh", summary="Farmers queued at mandis as procurement opened."),
    a_candidate("Hockey academy opens in Rourkela", summary="The academy will train eighty girls every year."),
    a_candidate("Old bridge at Cuttack closed for repair", summary="Traffic over the Kathajodi is led to the new one."),
)


def together(groups: list[Group]) -> set[frozenset[object]]:
    return {frozenset(member.id for member in group.members) for group in groups if len(group.members) > 1}


def test_agency_copies_in_different_words_join_and_the_rest_stays_alone() -> None:
    groups = clustering.group([*OTHERS, *CYCLONE], NOON)

    assert together(groups) == {frozenset(story.id for story in CYCLONE)}
    assert sum(len(group.members) for group in groups) == 6
    (event,) = [group for group in groups if len(group.members) > 1]
    assert event.sources == ("Tarini Post", "Agency")


@given(st.integers(0, 1000))
def test_the_order_in_which_stories_come_changes_nothing(seed: int) -> None:
    stories = [*OTHERS, *CYCLONE]
    random.Random(seed).shuffle(stories)

    assert clustering.group(stories, NOON) == clustering.group([*OTHERS, *CYCLONE], NOON)


def test_the_same_event_a_week_later_is_another_one() -> None:
    later = a_candidate(
        CYCLONE[1].title, summary=CYCLONE[1].summary, published=NOON - timedelta(days=8), source="Agency"
    )

    assert together(clustering.group([CYCLONE[0], later, *OTHERS], NOON)) == set()


def test_what_goes_on_the_next_days_follows_and_is_not_merged() -> None:
    first = a_candidate(
        "Cyclone Asani nears Puri coast", summary="Asani came near the coast, shelters filled in Puri and Konark.",
        published=NOON - timedelta(days=3),
    )  # fmt: skip
    next_day = a_candidate(
        "Puri counts its losses after cyclone Asani", summary="Asani left roofs torn in Puri; shelters emptied slowly.",
    )  # fmt: skip

    groups = clustering.group([*OTHERS, first, next_day], NOON)

    assert together(groups) == set()
    follows = {group.representative.id: group.follows for group in groups}
    assert follows[next_day.id] == [group.representative.id for group in groups].index(first.id)
    assert follows[first.id] is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Horoscope today: Aries will travel", "Horoscope today: Taurus will travel"),
        ("Gold price today: 24 carat at Rs 72,400", "Gold price today: 24 carat at Rs 72,650"),
        ("BJD wins Padampur bypoll by 42,000", "BJD loses Padampur bypoll by 42,000"),
    ],
)
def test_templates_and_opposites_stay_apart_even_with_equal_bodies(one: str, other: str) -> None:
    body = "Read what the day brings, said the desk in its usual column of this morning, as on every other day."

    groups = clustering.group([a_candidate(one, summary=body), a_candidate(other, summary=body), *OTHERS], NOON)

    assert together(groups) == set()


def test_versions_in_other_languages_join_by_their_key_alone() -> None:
    versions = [
        a_candidate("Minister opens bridge", language="en", translation_key="k7"),
        a_candidate("मंत्री ने पुल का उद्घाटन किया", language="hi", translation_key="k7"),
        a_candidate("ମନ୍ତ୍ରୀ ସେତୁ ଉଦଘାଟନ କଲେ", language="or", translation_key="k7"),
    ]

    assert together(clustering.group([*versions, *OTHERS], NOON)) == {frozenset(story.id for story in versions)}


def test_stories_with_the_very_same_words_join_unless_the_words_say_nothing() -> None:
    copies = [a_candidate("Old bridge closed", summary="Traffic is led over the new one.") for _ in range(2)]
    bare = [a_candidate("Cartoon of the day") for _ in range(2)]
    later = a_candidate("Old bridge closed", summary="Traffic is led over the new one.",
                        published=NOON - timedelta(days=30))  # fmt: skip

    assert together(clustering.group([*copies, *bare, later], NOON)) == {frozenset(story.id for story in copies)}


@pytest.mark.parametrize(
    "story",
    [
        a_candidate("Undated", published=None, seen=None),
        Candidate(id=1, title=""),
        a_candidate("From tomorrow", published=NOON + timedelta(days=1)),
        a_candidate("x " * 2_500_000, summary="y " * 2_500_000, body="z " * 2_500_000),
        a_candidate("\u200b\u200d \ufeff"),
    ],
    ids=["no date", "nothing at all", "clock ahead", "fifteen megabytes", "invisible"],
)
def test_odd_stories_come_back_alone_and_stop_nothing(story: Candidate) -> None:
    groups = clustering.group([story, *CYCLONE], NOON)

    assert frozenset([story.id]) in {frozenset(m.id for m in group.members) for group in groups}
    assert together(groups) == {frozenset(each.id for each in CYCLONE)}


def test_thousands_of_identical_titles_are_grouped_in_a_breath() -> None:
    same = [a_candidate("Power cut in several wards of Cuttack tonight") for _ in range(5000)]
    bodies = [
        a_candidate("Daily report of the district", summary=f"Ward {n} had {n * 7} visitors") for n in range(2000)
    ]

    groups = clustering.group([*same, *bodies], NOON)

    assert sum(len(group.members) for group in groups) == 7000
    assert max(len(group.members) for group in groups) == 5000


def test_one_rare_word_in_common_is_no_event() -> None:
    groups = clustering.group([a_candidate("Minister opens bridge"), *OTHERS], NOON)

    assert together(groups) == set()


def test_nothing_makes_no_groups() -> None:
    assert clustering.group([], NOON) == []


def test_the_representative_is_of_the_preferred_source_then_complete_then_fresh() -> None:
    whole = {"summary": "s", "image": "https://x.example/i.jpg", "body": "b" * 300, "authors": ("A",)}
    agency = a_candidate("Agency", source_weight=0.5, published=NOON, **whole)
    own_bare = a_candidate("Own, bare", published=NOON)
    own_old = a_candidate("Own, old", published=NOON - timedelta(hours=9), **whole)
    own = a_candidate("Own", published=NOON - timedelta(hours=3), **whole)

    assert clustering.representative([agency, own_bare, own_old, own], NOON) is own


def test_few_odia_stories_among_many_english_ones_join_by_their_own_words() -> None:
    odia = [
        a_candidate("ପୁରୀ ଉପକୂଳ ନିକଟରେ ବାତ୍ୟା", summary="ଉପକୂଳରୁ ଚାଳିଶ ହଜାର ଲୋକ ସ୍ଥାନାନ୍ତର", language="or"),
        a_candidate("ପୁରୀ ନିକଟତର ବାତ୍ୟା, ଲୋକ ସ୍ଥାନାନ୍ତର", summary="ବାତ୍ୟା ପୁରୀ ଉପକୂଳ ଆଡ଼କୁ, ଚାଳିଶ ହଜାର ସ୍ଥାନାନ୍ତର", language="or"),
        a_candidate("ରାଉରକେଲାରେ ହକି ଏକାଡେମୀ", summary="ପ୍ରତିବର୍ଷ ଅଶୀ ଜଣ ଝିଅ ତାଲିମ ନେବେ", language="or"),
    ]  # fmt: skip

    assert together(clustering.group([*odia, *OTHERS], NOON)) == {frozenset(s.id for s in odia[:2])}
