"""Dates of feeds: the usual forms at once, and to the same moment as by any reader."""

from datetime import UTC, datetime, timedelta

import pytest
from feedparser.datetimes import _parse_date
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest.sources.feed_dates import moment

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "Tue, 24 Nov 2026 09:00:00 GMT",
        "Tue, 24 Nov 2026 14:30:00 +0530",
        "Tue, 24 Nov 2026 14:30:00 +05:30",
        "24 Nov 2026 04:00:00 -0500",
        "Tue, 24 Nov 2026 14:30:00 IST",
        "2026-11-24T09:00:00Z",
        "2026-11-24T14:30:00.123+05:30",
        "2026-11-24 09:00:00",
        "November 24, 2026 9:00 am",
        "Tue Nov 24 09:00:00 2026",
    ],
)
def test_a_moment_is_the_same_in_every_form(value: str) -> None:
    assert moment(value) == NINE


@pytest.mark.parametrize(
    "value", [None, "", "yesterday", 5, "Tue, 99 Nov 2026 09:00:00 GMT", "1" * 100_000, "Tue, 24 Now"]
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert moment(value) is None


@given(st.integers(600_000_000, 3_000_000_000), st.integers(-14 * 60, 14 * 60), st.sampled_from(["mail", "ISO"]))
def test_the_usual_forms_mean_what_feedparser_takes_them_for(at: int, away: int, form: str) -> None:
    local = datetime.fromtimestamp(at, UTC) + timedelta(minutes=away)
    sign, hours, minutes = "-" if away < 0 else "+", abs(away) // 60, abs(away) % 60
    if form == "mail":
        value = f"{local:%a, %d %b %Y %H:%M:%S} {sign}{hours:02}{minutes:02}"
    else:
        value = f"{local:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{minutes:02}"
    found = moment(value)

    assert found is not None
    assert found.timestamp() == at
    assert found.utctimetuple()[:6] == _parse_date(value)[:6]
