"""What must not merge however alike it reads."""

from datetime import timedelta

import pytest

from distrib.selection import guards
from tests.selection.told import NOON, a_candidate


def kept_apart(one: str, other: str, hours: float = 0) -> bool:
    first = guards.headline(a_candidate(one), NOON)
    second = guards.headline(a_candidate(other), NOON + timedelta(hours=hours))
    assert guards.apart(first, second) == guards.apart(second, first)
    return guards.apart(first, second)


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        ("BJD wins Padampur bypoll", "BJD loses Padampur bypoll", 0),
        ("Court convicts former minister in mining case", "Court acquits former minister in mining case", 5),
        ("Odisha to get new airport at Puri", "Odisha not to get new airport at Puri", 0),
        ("Gold price today: 24 carat at Rs 72,400", "Gold price today: 24 carat at Rs 72,650", 24),
        ("Horoscope today: Aries", "Horoscope today: Taurus", 0),
        ("Horoscope for 23 November", "Horoscope for 24 November", 24),
        ("Weather forecast: rain in Puri", "Weather forecast: rain in Cuttack", 0),
        ("Live score: Odisha 245 for 3", "Live score: Odisha 301 for 7", 2),
        ("Dengue: 45 new cases in Khurda", "Dengue: 62 new cases in Khurda", 24),
        ("आज का राशिफल मेष", "आज का राशिफल वृषभ", 0),
        ("ଆଜିର ରାଶିଫଳ ମେଷ", "ଆଜିର ରାଶିଫଳ ବୃଷ", 0),
    ],
)
def test_opposites_and_templates_stay_apart(one: str, other: str, hours: float) -> None:
    assert kept_apart(one, other, hours)


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        ("India beat Japan in hockey final", "Japan lose hockey final to India", 0),
        ("Cyclone nears Puri coast", "Cyclone close to Puri, thousands moved", 3),
        ("12 killed in bus accident near Angul", "15 killed in bus accident near Angul", 2),
        ("Fuel prices cut from midnight", "Petrol cheaper by Rs 2 as government trims prices across the country", 1),
        ("Gold price today: 24 carat at Rs 72,400", "Gold price today: 24 carat at Rs 72,400", 1),
        ("", "Cyclone nears Puri coast", 0),
    ],
)
def test_two_tellings_of_one_event_are_left_to_their_likeness(one: str, other: str, hours: float) -> None:
    assert not kept_apart(one, other, hours)
