"""Which batches of new stories are believed, and how many of the others stay candidates."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import suspicion
from distrib.ingest.suspicion import Batch, Newcomer

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def newcomers(count: int, **given: Any) -> list[Newcomer]:
    return [Newcomer(**{"title": f"number {n}", "at": NOW - n * HOUR, **given}) for n in range(count)]


def a_batch(count: int, *, title: str | None = None, **given: Any) -> Batch:
    new = newcomers(count, **({"title": title} if title else {}))
    return Batch(**{"new": new, "since": NOW - HOUR, "usual_per_day": 24.0, "usual_entries": 1.0, **given})


def test_a_usual_batch_is_believed() -> None:
    assert suspicion.doubt(a_batch(6), NOW) is None


def test_ten_times_the_usual_is_a_flood() -> None:
    assert suspicion.doubt(a_batch(10), NOW) is None
    assert suspicion.doubt(a_batch(200), NOW) == ("200 new stories came at once; about 24 a day are usual there.")


def test_a_whole_usual_day_at_once_is_no_flood() -> None:
    assert suspicion.doubt(a_batch(24), NOW) is None
    assert suspicion.doubt(a_batch(25), NOW) is not None


def test_after_a_long_silence_more_is_usual() -> None:
    assert suspicion.doubt(a_batch(200, since=NOW - timedelta(days=7)), NOW) is None


@pytest.mark.parametrize(("per_day", "words"), [(0.0, "is not known yet"), (0.2, "less than one a day is usual")])
def test_a_quiet_source_floods_with_eleven(per_day: float, words: str) -> None:
    batch = a_batch(11, usual_per_day=per_day)

    assert words in str(suspicion.doubt(batch, NOW))


def test_a_first_gather_is_no_flood_however_large() -> None:
    assert suspicion.doubt(a_batch(200, since=None), NOW) is None


def test_guids_that_all_changed_cast_doubt_on_what_is_new() -> None:
    batch = a_batch(6, known=194, guids_changed=194)

    assert suspicion.doubt(batch, NOW) == "194 of its 194 known stories came under other guids, and 6 as new ones."
    assert suspicion.doubt(a_batch(4, known=194, guids_changed=194), NOW) is None
    assert suspicion.doubt(a_batch(6, known=194, guids_changed=20), NOW) is None


def test_many_dates_in_the_future_cast_doubt_and_one_embargo_does_not() -> None:
    ahead = newcomers(5, at=NOW + 5 * HOUR)

    assert suspicion.doubt(a_batch(0, new=[*ahead, *newcomers(5)]), NOW) == (
        "5 of 10 new stories are dated in the future."
    )
    assert suspicion.doubt(a_batch(0, new=newcomers(1, at=NOW + 5 * HOUR)), NOW) is None
    assert suspicion.doubt(a_batch(0, new=newcomers(6, at=NOW + timedelta(minutes=2))), NOW) is None


def test_one_headline_for_all_casts_doubt() -> None:
    assert suspicion.doubt(a_batch(8, title="untitled"), NOW) == ("8 of 8 new stories have one and the same headline.")


def test_one_date_for_all_casts_doubt_also_at_a_first_gather() -> None:
    new = [Newcomer(title=f"number {n}", at=NOW - timedelta(milliseconds=20 * n)) for n in range(200)]

    assert suspicion.doubt(a_batch(0, new=new, since=None), NOW) == (
        "200 of 200 new stories bear one and the same date."
    )


def test_what_has_no_date_is_no_flood_of_one_date() -> None:
    assert suspicion.doubt(a_batch(0, new=newcomers(20, at=None), since=None), NOW) is None


def test_a_usual_day_stays() -> None:
    assert suspicion.spared(a_batch(200)) == 24
    assert suspicion.spared(a_batch(200, usual_per_day=0.2)) == 1
    assert suspicion.spared(a_batch(200, usual_per_day=0.0)) == suspicion.UNKNOWN
    assert suspicion.spared(a_batch(200, since=None)) == suspicion.UNKNOWN


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.none() | st.timedeltas(-timedelta(9), timedelta(9)))),
    st.integers(0, 300),
    st.floats(0, 1e4),
)
def test_the_order_of_a_batch_changes_nothing(
    told: list[tuple[str, timedelta | None]], known: int, usual: float
) -> None:
    new = [Newcomer(title=title, at=None if apart is None else NOW + apart) for title, apart in told]
    one = a_batch(0, new=new, known=known, guids_changed=known, usual_per_day=usual)
    other = a_batch(0, new=new[::-1], known=known, guids_changed=known, usual_per_day=usual)

    assert suspicion.doubt(one, NOW) == suspicion.doubt(other, NOW)
