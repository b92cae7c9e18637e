"""Moments have zones."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from distrib import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.system().utcoffset() == timedelta(0)


def test_a_stopped_clock_says_the_same_moment_in_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    assert clock.stopped(datetime(2026, 11, 24, 7, 0, tzinfo=india))() == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock.stopped(datetime(2026, 11, 24, 7, 0))  # noqa: DTZ001 - that is the point
