from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.model.posts import Slot
from distrib.publishing.slots import next_free
from tests.factories import NOON


def a_slot(weekday: int, hour: int, zone: str = "Asia/Kolkata") -> Slot:
    return Slot(channel_id=1, weekday=weekday, at=time(hour), zone=zone)


def test_the_next_free_time_is_taken() -> None:
    tuesday = [a_slot(1, 13), a_slot(1, 18)]
    one, six = datetime(2026, 11, 24, 7, 30, tzinfo=UTC), datetime(2026, 11, 24, 12, 30, tzinfo=UTC)

    assert next_free(tuesday, set(), NOON) == one
    assert next_free(tuesday, {one}, NOON) == six
    assert next_free(tuesday, {one, six}, NOON) == one + timedelta(days=7)


def test_a_channel_without_times_speaks_at_once() -> None:
    assert next_free([], set(), NOON) == NOON


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(BadInput, match="Cuttack"):
        next_free([a_slot(1, 8, "Asia/Cuttack")], set(), NOON)


@settings(deadline=None)  # a loaded machine is no fault of the rule
@given(
    slots=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 23)), min_size=1, max_size=6),
    posts=st.integers(1, 20),
)
def test_no_two_posts_share_a_time_and_none_lies_in_the_past(slots: list[tuple[int, int]], posts: int) -> None:
    rows, taken = [a_slot(*slot, zone="Europe/Berlin") for slot in slots], set[datetime]()
    for _ in range(posts):
        at = next_free(rows, taken, NOON)
        assert at > NOON
        assert at not in taken
        taken.add(at)
