"""How a source is told to be, fact by fact."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from distrib.ingest import health
from distrib.ingest.health import Facts, Silence, Trouble
from distrib.model.sources import Source, SourceDay, SourceKind

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def facts(source: dict[str, Any] | None = None, **given: Any) -> Facts:
    row = Source(
        **{
            "id": 7,
            "name": "The Paper",
            "kind": SourceKind.FEED,
            "url": "https://paper.example/feed",
            "first_gathered_at": NOW - 40 * DAY,
            "last_gathered_at": NOW - timedelta(minutes=10),
            "last_success_at": NOW - timedelta(minutes=10),
            "usual_per_day": 12.0,
            **(source or {}),
        }
    )
    heard = (Silence(section=None, stories=300, last_at=NOW - timedelta(hours=1)),)
    return Facts(**{"source": row, "now": NOW, "sections": heard, **given})


def a_day(ago: int = 0, **given: int) -> SourceDay:
    return SourceDay(source_id=7, day=(NOW - ago * DAY).date(), **{"gathers": 90, "entries": 20, "new": 12, **given})


def only(given: Facts) -> Trouble:
    (found,) = health.troubles(given)
    return found


def test_a_source_that_is_well_has_nothing_said() -> None:
    assert health.troubles(facts(days=[a_day(n) for n in range(6, -1, -1)])) == []


def test_one_that_was_switched_off_by_a_human_is_not_judged() -> None:
    assert health.troubles(facts({"enabled": False, "failures": 9, "problem": "It is away."}, waiting=3)) == []


@pytest.mark.parametrize(
    ("failures", "last", "sentence", "human"),
    [
        (1, timedelta(minutes=20), "It failed once; it was last fine 20 minutes ago. It is away.", False),
        (2, timedelta(seconds=1), "It failed 2 times in a row; it was last fine 1 minutes ago. It is away.", False),
        (3, 5 * timedelta(hours=1), "It failed 3 times in a row; it was last fine 5 hours ago. It is away.", True),
        (2, 3 * DAY, "It failed 2 times in a row; it was last fine 3 days ago. It is away.", True),
        (1, None, "It failed once; it was never read. It is away.", False),
    ],
)
def test_failures_are_told_and_from_the_third_on_need_a_human(
    failures: int, last: timedelta | None, sentence: str, *, human: bool
) -> None:
    row = {"failures": failures, "problem": "It is away.", "last_success_at": NOW - last if last else None}
    found = only(facts(row))

    assert (found.what, found.sentence, found.needs_human) == ("failing", sentence, human)
    assert found.type_this == "distrib sources check 7"


def test_gone_is_told_at_once_and_needs_a_human_when_it_is_asked_no_more() -> None:
    early = health.troubles(facts({"gone_since": NOW - timedelta(hours=2), "failures": 1, "problem": "Gone (410)."}))
    late = only(facts({"gone_since": NOW - 2 * DAY, "enabled": False, "problem": "It says that it is gone."}))

    assert [found.what for found in early] == ["gone"]
    assert (late.sentence, late.type_this, late.needs_human) == (
        "It says that it is gone.",
        "distrib sources change 7 --url NEW_ADDRESS",
        True,
    )


@pytest.mark.parametrize(("count", "start"), [(1, "1 story waits for a human."), (27, "27 stories wait for a human.")])
def test_what_waits_is_told_with_its_reason(count: int, start: str) -> None:
    found = only(facts(waiting=count, waiting_why="All bear one date."))

    assert (found.sentence, found.needs_human) == (f"{start} All bear one date.", True)
    assert found.type_this == "distrib sources quarantine list 7"


def heard(section: str | None, stories: int, ago: timedelta) -> Silence:
    return Silence(section=section, stories=stories, last_at=NOW - ago)


def test_a_source_with_nothing_new_for_unusually_long_is_silent() -> None:
    assert health.troubles(facts(sections=[heard("Odisha", 300, 1.9 * DAY)])) == []
    found = only(facts(sections=[heard("Odisha", 300, 2.1 * DAY), heard("World", 3, 9 * DAY)]))
    assert found.sentence == "Nothing new since 22 November; 12 stories a day are usual."
    assert found.needs_human


def test_a_weekly_source_is_not_silent_after_three_days() -> None:
    assert health.troubles(facts({"usual_per_day": 0.14}, sections=[heard("Weekly", 4, 8 * DAY)])) == []


def test_a_source_that_can_not_be_read_is_not_called_silent_too() -> None:
    found = health.troubles(facts({"failures": 5, "problem": "Away."}, sections=[heard("Odisha", 300, 4 * DAY)]))

    assert [each.what for each in found] == ["failing"]


def test_a_section_that_falls_silent_is_told_while_the_rest_goes_on() -> None:
    sections = [
        heard("Odisha", 280, timedelta(hours=1)),
        heard("Sports", 56, 3 * DAY),
        heard("Books", 4, 9 * DAY),
        heard("Rare", 2, 20 * DAY),
        heard(None, 56, 9 * DAY),
    ]
    found = only(facts(sections=sections))

    assert (found.what, found.sentence) == ("silent sections", "Unusually silent: Sports (since 21 November).")


@pytest.mark.parametrize(
    ("new", "usual", "first", "told"),
    [(121, 12.0, 40, True), (120, 12.0, 40, False), (121, 12.0, 0, False), (11, 0.2, 40, True)],
)
def test_ten_times_the_usual_in_a_day_is_told(new: int, usual: float, first: int, *, told: bool) -> None:
    found = health.troubles(
        facts({"usual_per_day": usual, "first_gathered_at": NOW - first * DAY}, days=[a_day(1), a_day(new=new)])
    )

    assert [each.what for each in found] == (["flooding"] if told else [])


def test_dates_in_the_future_ask_for_the_zone() -> None:
    found = only(facts(days=[a_day(1, ahead=3), a_day(ahead=4)]))
    known = only(facts({"zone": "Asia/Kolkata"}, days=[a_day(ahead=12)]))

    assert found.sentence == (
        "7 of 24 new stories of the last days were dated in the future: its times may be those of another zone."
    )
    assert found.type_this == "distrib sources change 7 --zone Asia/Kolkata"
    assert known.sentence.endswith("is its zone not Asia/Kolkata?")
    assert health.troubles(facts(days=[a_day(ahead=2)])) == []


def test_other_things_are_told_and_need_nobody() -> None:
    row = {"moved_to": "https://paper.example/new", "wait_until": NOW + DAY}
    found = health.troubles(facts(row, days=[a_day(guids_changed=180, refused=20, slowest_ms=14_400)]))

    assert [each.what for each in found] == ["moved", "refused", "resting", "guids", "slow"]
    assert not any(each.needs_human for each in found)
    assert found[0].type_this == "distrib sources change 7 --url https://paper.example/new"
    assert found[2].sentence == "Its host asked to be left alone until 25 November 06:30 UTC."
    assert found[4].sentence == "Its answers take up to 14 seconds."


def test_a_rest_that_is_over_is_not_told() -> None:
    assert health.troubles(facts({"wait_until": NOW})) == []


def test_a_new_source_says_what_to_type() -> None:
    assert only(facts({"last_gathered_at": None}, sections=())).type_this == "distrib gather"
