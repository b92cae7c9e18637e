"""Wall times: gaps move forward, of two the first counts, and every zone has a name."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib import walltime
from distrib.errors import BadInput
from distrib.walltime import WallTime

BERLIN, CUTTACK = "Europe/Berlin", "Asia/Kolkata"
ZONES = st.sampled_from(
    [BERLIN, CUTTACK, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "America/Santiago"]
)
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 24), time(7), CUTTACK, datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), BERLIN, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
    ],
    ids=["an ordinary morning", "in a gap: moved forward", "in a fold: the first", "a gap of half an hour"],
)
def test_a_wall_time_is_one_moment(day: date, at: time, zone: str, expected: datetime) -> None:
    assert walltime.moment(day, at, zone) == expected


def test_a_time_in_a_gap_shows_as_much_later_as_the_clocks_went() -> None:
    moved = walltime.moment(date(2026, 3, 29), time(2, 30), BERLIN)

    assert walltime.local(moved, BERLIN).time() == time(3, 30)


@given(DAYS, MINUTES, ZONES)
def test_a_moment_shows_its_wall_time_again_or_lies_in_a_gap(day: date, at: time, zone: str) -> None:
    shown = walltime.local(walltime.moment(day, at, zone), zone)

    assert shown.replace(tzinfo=None) >= datetime.combine(day, at)
    if shown.replace(tzinfo=None) != datetime.combine(day, at):
        assert walltime.moment(shown.date(), shown.time(), zone) == shown


def test_a_naive_time_is_no_moment() -> None:
    with pytest.raises(BadInput, match="without a zone"):
        walltime.local(datetime(2026, 1, 1), BERLIN)  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Asia/\x00", "/usr", "Asia"])
def test_an_unknown_zone_is_told_in_a_sentence(name: str) -> None:
    with pytest.raises(BadInput, match="There is no time zone"):
        walltime.check_zone(name)
    with pytest.raises(BadInput, match="There is no time zone"):
        walltime.moment(date(2026, 1, 1), time(7), name)


def test_a_zone_in_other_letters_is_suggested() -> None:
    with pytest.raises(BadInput, match="did you mean Asia/Kolkata"):
        walltime.check_zone("asia/kolkata")
    assert walltime.check_zone(" Asia/Kolkata ") == CUTTACK


def test_a_day_at_the_end_of_the_calendar_is_bad_input() -> None:
    with pytest.raises(BadInput, match="too far away"):
        walltime.moment(date.max, time(23), "America/New_York")


def test_the_next_times_come_merged_and_in_order() -> None:
    morning = WallTime(at=time(7), zone=CUTTACK)
    friday = WallTime(at=time(18), zone=BERLIN, weekdays=frozenset({4}))
    after = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)  # Thursday, 07:00 in Cuttack

    fires = walltime.next_fires([morning, friday], after, 3)

    assert [(fire.day, fire.at, fire.zone) for fire in fires] == [
        (date(2026, 11, 27), time(7), CUTTACK),
        (date(2026, 11, 27), time(18), BERLIN),
        (date(2026, 11, 28), time(7), CUTTACK),
    ]
    assert fires[0].moment == datetime(2026, 11, 27, 1, 30, tzinfo=UTC)


def test_a_quiet_day_is_left_out() -> None:
    fires = walltime.next_fires(
        [WallTime(at=time(7), zone=CUTTACK)],
        datetime(2026, 11, 24, tzinfo=UTC),
        2,
        quiet={date(2026, 11, 25)},
    )

    assert [fire.day for fire in fires] == [date(2026, 11, 24), date(2026, 11, 26)]


def test_a_time_without_weekdays_never_comes() -> None:
    never = WallTime(at=time(7), zone=CUTTACK, weekdays=frozenset())

    assert walltime.next_fires([never], datetime(2026, 11, 24, tzinfo=UTC), 5) == []


def test_a_time_moved_over_midnight_still_comes() -> None:
    late = WallTime(at=time(23, 30), zone="America/Nuuk")  # 28 March 2026: at 22:00 clocks went to 23:00
    midnight = WallTime(at=time(0, 30), zone="Africa/Cairo")  # 24 April 2026: at 00:00 clocks went to 01:00

    assert walltime.next_fires([midnight], datetime(2026, 4, 23, 22, 10, tzinfo=UTC), 1)[0].day == date(2026, 4, 24)
    assert len(walltime.next_fires([late], datetime(2026, 3, 28, tzinfo=UTC), 2)) == 2


@given(st.integers(0, 10**9), MINUTES, ZONES)
def test_every_day_has_its_time_strictly_after(seconds: int, at: time, zone: str) -> None:
    after = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)

    fires = walltime.next_fires([WallTime(at=at, zone=zone)], after, 3)

    assert len(fires) == 3
    assert all(fire.moment > after for fire in fires)
    assert [(fire.day - fires[0].day).days for fire in fires] == [0, 1, 2]
