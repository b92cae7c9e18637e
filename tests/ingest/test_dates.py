"""Moments as others write them; what is no date stays none."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import dates
from distrib.ingest.written_dates import day_in, without_day

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-24T09:45:00+05:30", datetime(2026, 11, 24, 9, 45, tzinfo=INDIA)),
        ("2026-11-24T04:15:00Z", datetime(2026, 11, 24, 4, 15, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 04:15:00 GMT", datetime(2026, 11, 24, 4, 15, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 09:45:00 IST", datetime(2026, 11, 24, 9, 45, tzinfo=INDIA)),
        ("Nov 24, 2026 9:45 AM IST", datetime(2026, 11, 24, 9, 45, tzinfo=INDIA)),
        ("2026-11-24", date(2026, 11, 24)),
        ("2026/11/24", date(2026, 11, 24)),
        ("24 November 2026", date(2026, 11, 24)),
        ("2026-11-24 09:45", datetime(2026, 11, 24, 9, 45)),  # noqa: DTZ001 - as found: it names no zone
        ("yesterday", None),
        ("November 2026", None),
        ("", None),
        ("0001-01-01T00:00:00Z", None),
        ("9" * 500, None),
        ("2026-13-45", None),
        (None, None),
        (5, None),
    ],
)
def test_a_date_is_read_or_it_is_none(words: object, moment: object) -> None:
    assert dates.moment(words) == moment


def test_a_moment_without_zone_or_time_is_taken_as_utc() -> None:
    assert dates.aware("2026-11-24") == datetime(2026, 11, 24, tzinfo=UTC)
    assert dates.aware("2026-11-24 09:45") == datetime(2026, 11, 24, 9, 45, tzinfo=UTC)
    assert dates.aware("nonsense") is None


@given(st.text(max_size=60))
def test_any_words_are_borne(words: str) -> None:
    found = dates.aware(words)
    assert found is None or found.tzinfo is not None
    assert day_in(words) is None or day_in(words).year >= 1900


@given(st.datetimes(min_value=datetime(1971, 1, 2), max_value=datetime(2099, 1, 1), timezones=st.just(INDIA)))  # noqa: DTZ001 - limits
def test_what_we_write_we_read(moment: datetime) -> None:
    assert dates.moment(moment.isoformat()) == moment


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Updated on 24 November 2026 at 9", date(2026, 11, 24)),
        ("24 de noviembre de 2026", date(2026, 11, 24)),
        ("le 1er décembre 2026", date(2026, 12, 1)),
        ("24 नवंबर 2026", date(2026, 11, 24)),
        ("୨୪ ନଭେମ୍ବର", None),
        ("24 ନଭେମ୍ବର 2026", date(2026, 11, 24)),
        ("24 نومبر 2026", date(2026, 11, 24)),
        ("2026年11月24日 19時", date(2026, 11, 24)),
        ("3/4/2026", date(2026, 4, 3)),
        ("4/13/2026", date(2026, 4, 13)),
        ("99/99/2026", None),
        ("on 31.02.2026 and 01.03.2026", date(2026, 3, 1)),
        ("nothing", None),
    ],
)
def test_a_written_day_is_found_in_a_line(words: str, day: date | None) -> None:
    assert day_in(words) == day


def test_a_byline_ends_where_its_day_begins() -> None:
    assert without_day("Asha Rao November 24, 2026") == "Asha Rao "
    assert without_day("Asha Rao") == "Asha Rao"


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("24 Nov 2026 09:45 GMT+05:30", 5.5),
        ("2026-11-24 09:45 UTC+3", 3),
        ("2026-11-24 09:45 UTC-3", -3),
        ("24 Nov 2026 09:45 IST", 5.5),
    ],
)
def test_a_distance_from_greenwich_is_meant_as_people_write_it(words: str, hours: float) -> None:
    moment = dates.moment(words)

    assert isinstance(moment, datetime)
    assert moment.utcoffset() == timedelta(hours=hours)


def test_letters_that_are_no_known_zone_warn_nobody() -> None:
    assert dates.moment("24 Nov 2026 9:45 pm XT") == datetime(2026, 11, 24, 21, 45)  # noqa: DTZ001 - it names no zone


def test_with_dots_the_day_comes_first() -> None:
    assert dates.moment("06.12.2022") == date(2022, 12, 6)
    assert dates.moment("6.12.2022 14:05") == datetime(2022, 12, 6, 14, 5)  # noqa: DTZ001 - it names no zone
