"""How often a source is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import rhythm

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DATE = "Tue, 24 Nov 2026 06:30:00 GMT"


@pytest.mark.parametrize(
    ("usual", "minutes"),
    [(None, 15), (1000.0, 15), (96.0, 15), (24.0, 15), (12.0, 30), (3.0, 120), (1.0, 240), (0.0, 240)],
)
def test_a_busy_source_is_asked_often_and_a_quiet_one_rarely(usual: float | None, minutes: int) -> None:
    assert rhythm.pause(every_minutes=15, usual_per_day=usual) == minutes * MINUTE


def test_a_pause_longer_than_four_hours_is_the_newsrooms_own_word() -> None:
    assert rhythm.pause(every_minutes=600, usual_per_day=0.0) == 600 * MINUTE
    assert rhythm.pause(every_minutes=600, usual_per_day=500.0) == 600 * MINUTE


def test_how_long_a_source_says_it_stays_good_counts_within_bounds() -> None:
    assert rhythm.pause(every_minutes=15, usual_per_day=96.0, good_for=60 * MINUTE) == 60 * MINUTE
    assert rhythm.pause(every_minutes=15, usual_per_day=96.0, good_for=MINUTE) == 15 * MINUTE
    assert rhythm.pause(every_minutes=15, usual_per_day=96.0, good_for=timedelta(days=7)) == rhythm.LONGEST


@given(
    every=st.integers(1, 10_080),
    usual=st.none() | st.floats(0, 1e6),
    good=st.none() | st.timedeltas(min_value=timedelta(0)),
)
def test_a_pause_keeps_its_bounds(every: int, usual: float | None, good: timedelta | None) -> None:
    found = rhythm.pause(every_minutes=every, usual_per_day=usual, good_for=good)

    assert every * MINUTE <= found <= max(rhythm.LONGEST, every * MINUTE)


@given(less=st.floats(0, 1000), more=st.floats(0, 1000))
def test_more_news_never_means_a_longer_pause(less: float, more: float) -> None:
    less, more = sorted((less, more))

    assert rhythm.pause(every_minutes=5, usual_per_day=more) <= rhythm.pause(every_minutes=5, usual_per_day=less)


def test_each_failure_doubles_the_wait_up_to_a_day() -> None:
    waits = [rhythm.backoff(every_minutes=15, failures=failures) / MINUTE for failures in (1, 2, 3, 7, 8, 500)]

    assert waits == [15, 30, 60, 960, 1440, 1440]


@given(source_id=st.integers(1, 10**9), minutes=st.integers(1, 10_000))
def test_jitter_adds_a_tenth_at_most_and_is_the_same_if_asked_twice(source_id: int, minutes: int) -> None:
    wait = minutes * MINUTE
    found = rhythm.spread(wait, source_id=source_id, now=NOW)

    assert wait <= found <= wait * 1.1
    assert found == rhythm.spread(wait, source_id=source_id, now=NOW)


def test_a_thousand_sources_do_not_fire_at_once() -> None:
    minutes = {rhythm.spread(240 * MINUTE, source_id=each, now=NOW) // MINUTE for each in range(1000)}

    assert len(minutes) == 24


@pytest.mark.parametrize(
    ("headers", "body", "minutes"),
    [
        ({}, b"", None),
        ({"cache-control": "public, max-age=1800"}, b"", 30),
        ({"cache-control": "s-maxage=60"}, b"", None),
        ({"cache-control": "max-age=0, must-revalidate"}, b"", None),
        ({"cache-control": "no-cache, max-age=600"}, b"", None),
        ({"cache-control": "max-age=" + "9" * 400}, b"", 240),
        ({"expires": "Tue, 24 Nov 2026 07:00:00 GMT", "date": DATE}, b"", 30),
        ({"expires": "Tue, 24 Nov 2026 07:00:00 GMT"}, b"", None),
        ({"expires": "Tue, 24 Nov 2026 07:00:00 -0000", "date": DATE}, b"", 30),
        ({"expires": "Thu, 19 Nov 1981 08:52:00 GMT", "date": DATE}, b"", None),
        ({"expires": "0"}, b"", None),
        ({"expires": "-1", "date": "yesterday"}, b"", None),
        ({}, b"<rss><channel><ttl> 60 </ttl><item>", 60),
        ({"cache-control": "max-age=600"}, b"<rss><channel><TTL>60</TTL>", 60),
        ({}, b"<rss><channel>" + b" " * 20_000 + b"<ttl>60</ttl>", None),
        ({}, b"<ttl>" + b"9" * 400 + b"</ttl>", None),
    ],
)
def test_how_long_an_answer_stays_good_is_read(headers: dict[str, str], body: bytes, minutes: int | None) -> None:
    assert rhythm.good_for(headers, body) == (None if minutes is None else minutes * MINUTE)


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date"]), st.text()), st.binary())
def test_no_header_breaks_it(headers: dict[str, str], body: bytes) -> None:
    found = rhythm.good_for(headers, body)

    assert found is None or found > timedelta(0)


def test_the_dates_of_a_first_gather_guess_the_rhythm() -> None:
    hours = [NOW - timedelta(hours=each) for each in range(0, 48, 2)]

    assert rhythm.by_dates([*hours, None, NOW - timedelta(days=900), NOW + timedelta(days=3)], NOW) == 12.522
    assert rhythm.by_dates([NOW] * 200, NOW) == 200
    assert rhythm.by_dates([None], NOW) == 0


def test_the_usual_rhythm_is_the_mean_of_whole_days_and_a_flood_does_not_change_it_much() -> None:
    assert rhythm.by_days([5, 6]) is None
    assert rhythm.by_days([4, 5, 6]) == 5
    assert rhythm.by_days([0, 0, 0, 3, 0, 0, 0]) == pytest.approx(3 / 7, abs=0.001)
    assert rhythm.by_days([5, 5, 5, 5, 5, 4000]) == pytest.approx(40 / 6, abs=0.001)
