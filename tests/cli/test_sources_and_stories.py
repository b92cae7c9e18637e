"""`distrib sources` and `distrib stories` on an installation of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from distrib.cli import opening, sources, sources_add, stories
from distrib.model.stories import StoryState
from distrib.pipeline.parts import Parts
from distrib.store import stories as store
from tests.factories import NOON, a_source, a_story
from tests.pipeline.test_gather import FEED, a_feed, an_item


@pytest.fixture
def house(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """Open these parts where the command would open the installation."""

    @contextmanager
    def parts(**_: Any) -> Iterator[Parts]:
        with opening.sentences():
            yield replace(sqlite_parts)

    for module in (sources, sources_add, stories):
        monkeypatch.setattr(module, "parts", parts)
    return sqlite_parts


def run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("house")
def test_an_empty_house_says_what_to_type() -> None:
    assert "distrib sources add URL" in run(sources.app, "list").stdout
    assert "distrib gather" in run(stories.app, "list").stdout


def test_a_source_is_added_listed_and_checked(house: Parts) -> None:
    house.fetcher.pages[FEED] = a_feed(an_item())

    added = run(sources.app, "add", FEED, "--section", "Odisha", "--others")
    (row,) = rows(run(sources.app, "list", "--json"))
    (checked,) = rows(run(sources.app, "check", "--json"))

    assert added.stdout == "Added The Paper (feed), source 1.\n"
    assert (row["name"], row["kind"], row["section"], row["problem"]) == ("The Paper", "feed", "Odisha", None)
    assert (checked["entries"], checked["problem"]) == (1, None)


@pytest.mark.usefixtures("house")
def test_a_source_that_can_not_be_read_ends_with_a_sentence() -> None:
    result = run(sources.app, "add", FEED)

    assert (result.exit_code, result.stderr) == (1, f"distrib: {FEED} does not answer.\n")


def test_a_check_that_finds_a_problem_says_so_by_its_status(house: Parts) -> None:
    with house.database.writing() as session:
        a_source(session, url=FEED)

    assert run(sources.app, "check").exit_code == 1


def test_stories_are_listed_and_narrowed(house: Parts) -> None:
    with house.database.writing() as session:
        source = a_source(session, name="Ours")
        a_story(session, title="Rain", section="Odisha", source_id=source.id)
        a_story(session, title="Sun", section="World")

    assert [row["title"] for row in rows(run(stories.app, "list", "--json"))] == ["Sun", "Rain"]
    assert [row["title"] for row in rows(run(stories.app, "list", "--json", "--section", "Odisha"))] == ["Rain"]
    assert [row["title"] for row in rows(run(stories.app, "list", "--json", "--source", "ours"))] == ["Rain"]
    assert [row["title"] for row in rows(run(stories.app, "list", "--json", "--with", "sun"))] == ["Sun"]
    assert "Rain" in run(stories.app, "list").stdout


def test_one_story_is_shown_with_its_earlier_texts(house: Parts) -> None:
    with house.database.writing() as session:
        story = a_story(session, title="Two hurt", state=StoryState.LIVE)
        store.change(session, story, {"title": "Three hurt"}, at=NOON)

    (row,) = rows(run(stories.app, "show", str(story.id), "--json"))
    words = run(stories.app, "show", str(story.id)).stdout

    assert (row["title"], row["state"], row["earlier"][0]["title"]) == ("Three hurt", "live", "Two hurt")
    assert "2026-11-24 06:30 UTC it was: Two hurt" in words
    assert "image_url" not in words


@pytest.mark.usefixtures("house")
def test_a_story_that_is_not_there_ends_with_a_sentence() -> None:
    result = run(stories.app, "show", "9")

    assert (result.exit_code, result.stderr) == (1, "distrib: There is no story 9.\n")
