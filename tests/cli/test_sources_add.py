"""`distrib sources add` and `find` with the address of a site."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from distrib.cli import opening, sources, sources_add
from distrib.pipeline.parts import Parts
from distrib.store import sources as store
from tests.pipeline.test_discovering import HOME, a_home, declared
from tests.pipeline.test_gather import a_feed, an_item

ODISHA = f"{HOME}odisha/feed/"


@pytest.fixture
def house(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """Open these parts where the command would open the installation; a paper with a feed and a section is there."""

    @contextmanager
    def parts(**_: Any) -> Iterator[Parts]:
        with opening.sentences():
            yield replace(sqlite_parts)

    monkeypatch.setattr(sources_add, "parts", parts)
    sqlite_parts.fetcher.pages |= {
        HOME: a_home(declared("/feed/"), declared("/comments/feed/"), menu='<a href="/odisha/">Odisha</a>'),
        f"{HOME}feed/": a_feed(an_item()),
        f"{HOME}comments/feed/": a_feed(an_item("c"), title="Comments for The Paper"),
        ODISHA: a_feed(an_item("hail", title="Hail")),
    }
    return sqlite_parts


def run(*arguments: str, words: str = "") -> Result:
    return CliRunner().invoke(sources.app, arguments, input=words)


def names(house: Parts) -> list[str]:
    with house.database.reading() as session:
        return [row.name for row in store.every(session)]


def test_find_proposes_and_adds_nothing(house: Parts) -> None:
    words = run("find", HOME).stdout
    rows = [json.loads(line) for line in run("find", HOME, "--json").stdout.splitlines()]

    assert "*1" in words
    assert "Readers’ comments, not stories." in words
    assert [(row["name"], row["recommended"]) for row in rows] == [
        ("The Paper", True),
        ("The Paper: Odisha", True),
        ("Comments for The Paper", False),
        ("The Paper", False),
    ]
    assert names(house) == []


def test_with_nobody_to_ask_it_says_what_to_type_and_adds_nothing(house: Parts) -> None:
    result = run("add", HOME)

    assert result.exit_code == 1
    assert f"distrib sources add {HOME} --all-recommended" in result.stderr
    assert names(house) == []


def test_a_dry_run_ends_well_and_adds_nothing(house: Parts) -> None:
    assert run("add", HOME, "--dry-run").exit_code == 0
    assert run("add", HOME, "--dry-run", "--json").stdout == run("find", HOME, "--json").stdout
    assert run("add", f"{HOME}feed/", "--dry-run").exit_code == 0
    assert names(house) == []


def test_all_that_is_recommended_is_added_without_a_question(house: Parts) -> None:
    result = run("add", HOME, "--yes", "--others")

    assert result.exit_code == 0
    assert result.stdout.endswith("Added The Paper (feed), source 1.\nAdded The Paper: Odisha (feed), source 2.\n")
    assert names(house) == ["The Paper", "The Paper: Odisha"]
    again = run("add", HOME, "--yes")
    assert (again.exit_code, "Nothing is recommended" in again.stderr) == (1, True)


@pytest.mark.usefixtures("house")
def test_programs_get_what_was_added_or_proposed() -> None:
    proposed = run("add", HOME, "--json")
    added = [json.loads(line) for line in run("add", HOME, "--json", "--yes").stdout.splitlines()]

    assert (proposed.exit_code, len(proposed.stdout.splitlines())) == (1, 4)
    assert [(row["id"], row["kind"]) for row in added] == [(1, "feed"), (2, "feed")]


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("\n", ["The Paper", "The Paper: Odisha"]),
        ("2\n", ["The Paper: Odisha"]),
        ("9\nx\n1, 2, 2\n", ["The Paper", "The Paper: Odisha"]),
        ("none\n", []),
        ("all\n", ["The Paper", "The Paper: Odisha", "Comments for The Paper", "The Paper 2"]),
    ],
)
def test_somebody_at_a_terminal_chooses(
    house: Parts, monkeypatch: pytest.MonkeyPatch, words: str, added: list[str]
) -> None:
    monkeypatch.setattr(sources_add, "at_a_terminal", lambda: True)

    result = run("add", HOME, words=words)

    assert names(house) == added
    assert result.exit_code == (0 if added else 1)


def test_one_name_is_for_one_source(house: Parts) -> None:
    result = run("add", HOME, "--yes", "--name", "Ours")

    assert (result.exit_code, names(house)) == (1, [])
    assert "2 sources can't all be called Ours" in result.stderr


def test_one_that_was_added_meanwhile_does_not_stop_the_others(house: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(proposals: Any) -> list[Any]:
        run("add", ODISHA)
        return list(proposals)[:2]

    monkeypatch.setattr(sources_add, "at_a_terminal", lambda: True)
    monkeypatch.setattr(sources_add, "_asked", meanwhile)

    result = run("add", HOME)

    assert "already has the address" in result.stderr
    assert len(names(house)) == 2


@pytest.mark.usefixtures("house")
def test_a_feed_is_added_at_once_and_only_once() -> None:
    assert run("add", f"{HOME}feed/", "--name", "Ours").stdout == "Added Ours (feed), source 1.\n"
    again = run("add", f"{HOME}feed/")
    assert (again.exit_code, "already has the address" in again.stderr) == (1, True)


def test_a_kind_says_that_nothing_else_is_looked_for(house: Parts) -> None:
    assert run("add", HOME, "--kind", "page").stdout == "Added paper.example (page), source 1.\n"
    assert house.fetcher.asked == [HOME]
