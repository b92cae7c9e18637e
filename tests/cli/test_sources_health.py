"""`distrib sources health`, `quarantine`, `change`, `enable`, `disable` as a newsroom types them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from distrib.cli import gather, main, opening, sources, sources_change, sources_health, sources_quarantine
from distrib.ingest import health
from distrib.model.sources import Source, SourceDay, SourceKind
from distrib.pipeline.parts import Parts
from tests.factories import NOON, a_source, a_story
from tests.pipeline.test_gather import FEED, a_feed, an_item


@pytest.fixture
def house(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """Open these parts where the command would open the installation."""

    @contextmanager
    def parts(**_: Any) -> Iterator[Parts]:
        with opening.sentences():
            yield sqlite_parts

    for module in (gather, sources, sources_change, sources_health, sources_quarantine):
        monkeypatch.setattr(module, "parts", parts)
    return sqlite_parts


def typed(*words: str) -> Result:
    return CliRunner().invoke(main.app, words)


def three_sources(house: Parts) -> None:
    with house.database.writing() as session:
        well: dict[str, Any] = {"last_gathered_at": NOON, "last_success_at": NOON, "first_gathered_at": NOON}
        a_source(session, name="Fine", **well)
        a_source(session, name="Away", failures=4, problem="It can't be reached.", last_gathered_at=NOON)
        a_source(session, name="Moved", moved_to="https://new.example/feed", **well)
        a_source(session, name="Off", enabled=False)


@pytest.mark.usefixtures("house")
def test_an_empty_house_is_in_good_health() -> None:
    assert "distrib sources add URL" in typed("sources", "health").stdout
    assert typed("sources", "health", "--json").stdout == ""


def test_the_worst_comes_first_with_what_to_type_and_status_1(house: Parts) -> None:
    three_sources(house)

    result = typed("sources", "health")

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split()[1] for line in lines[1:5]] == ["Away", "Moved", "Fine", "Off"]
    assert "It failed 4 times in a row; it was never read. It can't be reached." in result.stdout
    assert "  distrib sources change 3 --url https://new.example/feed" in lines
    assert lines[-1] == "4 sources, 1 needs a human."


def test_health_tells_programs_everything(house: Parts) -> None:
    three_sources(house)

    found = [json.loads(line) for line in typed("sources", "health", "--json").stdout.splitlines()]

    assert [(each["name"], each["state"]) for each in found] == [
        ("Away", "trouble"), ("Moved", "note"), ("Fine", "well"), ("Off", "off"),
    ]  # fmt: skip
    assert found[0]["troubles"] == [
        {
            "what": "failing",
            "sentence": "It failed 4 times in a row; it was never read. It can't be reached.",
            "type": "distrib sources check 2",
            "needs_human": True,
        }
    ]


def test_health_ends_well_where_nobody_is_needed(house: Parts) -> None:
    with house.database.writing() as session:
        a_source(session, moved_to="https://new.example/feed", last_gathered_at=NOON)

    result = typed("sources", "health")

    assert result.exit_code == 0
    assert result.stdout.endswith("1 source, none needs a human.\n")


def test_quarantine_is_listed_released_and_dropped(house: Parts) -> None:
    with house.database.writing() as session:
        source = a_source(session, name="The Paper")
        for number in range(3):
            a_story(
                session,
                source_id=source.id,
                title=f"Story {number}",
                quarantined_at=NOON,
                quarantine_why="All bear one date.",
                published_at=NOON - timedelta(hours=number),
            )

    bare, listed = typed("sources", "quarantine"), typed("sources", "quarantine", "list", "The Paper", "--json")
    assert "distrib sources quarantine release SOURCE" in bare.stdout
    assert "2 of 3 are shown" in typed("sources", "quarantine", "list", "--limit", "2").stdout
    found = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [(each["title"], each["why"]) for each in found] == [
        ("Story 0", "All bear one date."), ("Story 1", "All bear one date."), ("Story 2", "All bear one date."),
    ]  # fmt: skip
    assert typed("sources", "quarantine", "release", "The Paper", "--story", "1").stdout == (
        "1 story can be picked now, by their own dates.\n"
    )
    assert typed("sources", "quarantine", "drop", "1").stdout == "2 stories will never be picked.\n"
    assert typed("sources", "quarantine").stdout == "Nothing waits in quarantine.\n"
    assert typed("sources", "quarantine", "drop", "1").stderr == (
        "distrib: Nothing of The Paper waits in quarantine.\n"
    )


def test_a_source_is_changed_and_switched(house: Parts) -> None:
    with house.database.writing() as session:
        a_source(session, name="The Paper", url=FEED)

    assert typed("sources", "change", "1", "--url", "https://new.example/feed", "--others").stdout == (
        "Changed The Paper, source 1. It is asked next.\n"
    )
    assert typed("sources", "change", "The Paper", "--zone", "Asia/Kolkata").stdout == "Changed The Paper, source 1.\n"
    assert typed("sources", "change", "1", "--kind", "page").exit_code == 0
    assert typed("sources", "disable", "1").stdout.startswith("The Paper is asked no more.")
    assert typed("sources", "enable", "1").stdout == "The Paper is asked again.\n"
    with house.database.reading() as session:
        row = session.get_one(Source, 1)
    assert (row.own, row.zone, row.enabled, row.kind.value) == (False, "Asia/Kolkata", True, "page")


def test_a_gather_that_is_typed_asks_every_source_and_with_due_only_those_whose_time_has_come(house: Parts) -> None:
    house.fetcher.pages[FEED] = a_feed(an_item())
    with house.database.writing() as session:
        a_source(session, url=FEED, own=False, next_gather_at=NOON + timedelta(hours=1))
        a_source(session, own=False, wait_until=NOON + timedelta(hours=1))

    assert "0 new stories, 0 told anew.\n" in typed("gather", "--due").stdout
    assert "1 new story, 0 told anew.\n" in typed("gather").stdout
    assert house.fetcher.asked == [FEED]


@pytest.mark.parametrize("judge", health._JUDGES, ids=lambda judge: judge.__name__)
def test_what_health_says_to_type_can_be_typed(judge: Any) -> None:
    row = Source(
        id=7, name="x", kind=SourceKind.FEED, url=FEED, failures=9, moved_to="https://new.example/", usual_per_day=2.0,
        first_gathered_at=NOON - timedelta(days=9), gone_since=NOON, enabled=judge is not health.gone,
    )  # fmt: skip
    if judge is not health.gone:
        row.gone_since = None
    if judge in {health.silent, health.quiet_sections}:
        row.failures = 0
    heard = [health.Silence(section="Odisha", stories=90, last_at=NOON - timedelta(days=9))]
    if judge is health.quiet_sections:
        heard.append(health.Silence(section="World", stories=90, last_at=NOON))
    day = SourceDay(source_id=7, day=NOON.date(), ahead=40, refused=90, new=80, guids_changed=90, slowest_ms=20_000)
    waiting = 0 if judge is health.flooding else 3
    row.wait_until = NOON + timedelta(days=1)
    trouble = judge(health.Facts(source=row, days=[day], sections=heard, waiting=waiting, now=NOON))

    assert trouble is not None
    if trouble.type_this is not None:
        words = trouble.type_this.split()
        result = typed(*words[1:], "--help")
        assert (words[0], result.exit_code) == ("distrib", 0)
        assert all(word in result.stdout for word in words if word.startswith("--"))
