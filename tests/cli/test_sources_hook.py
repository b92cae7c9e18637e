"""`distrib sources hook`: the printed recipe really signs; keys come and go."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from distrib.cli import opening, sources, sources_hook
from distrib.ingest import calls
from distrib.pipeline import hook_secret
from distrib.pipeline.parts import Parts
from tests.factories import a_newsroom
from tests.pipeline.test_hear import a_call, opened, said_and_done


@pytest.fixture
def house(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Parts:
    @contextmanager
    def parts(**_: Any) -> Iterator[Parts]:
        with opening.sentences():
            yield replace(sqlite_parts)

    monkeypatch.setattr(sources_hook, "parts", parts)
    return sqlite_parts


def run(*arguments: str) -> Result:
    return CliRunner().invoke(sources.app, arguments)


def test_the_first_call_makes_a_key_and_the_second_does_not(house: Parts) -> None:
    first, second = run("hook"), run("hook")

    assert "There is a new key" in first.stdout
    assert "There is a new key" not in second.stdout
    assert hook_secret.newest(house) not in first.stdout
    assert run("hook", "--show").stdout.strip() == hook_secret.newest(house)


def test_the_printed_recipe_signs_as_we_verify(house: Parts) -> None:
    with house.database.writing() as session:
        a_newsroom(session)
    lines = run("hook").stdout.split("\n\n")[1].replace("curl -sS", "printf '%s\\n' ")
    script = lines + '\nprintf "%s\\n%s\\n%s\\n%s" "$id" "$ts" "$sig" "$body"'

    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split("\n")[-4:]

    headers = {"webhook-id": said[0], "webhook-timestamp": said[1], "webhook-signature": f"v1,{said[2]}"}
    found = calls.verified(
        hook_secret.keys(house), headers=headers, body=said[3].encode(), now=datetime.fromtimestamp(int(said[1]), UTC)
    )
    assert found.id.startswith("msg_")
    assert calls.read(said[3].encode()).url == "https://paper.example/a-story"


def test_keys_are_changed_without_a_gap(house: Parts) -> None:
    run("hook")
    first = hook_secret.newest(house)

    run("hook", "--new")

    assert len(hook_secret.keys(house)) == 2
    assert hook_secret.newest(house) != first
    assert "1 older key counts no longer." in run("hook", "--keep-newest").stdout
    assert len(hook_secret.keys(house)) == 1


@pytest.mark.usefixtures("house")
def test_a_key_of_the_environment_is_changed_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISTRIB_SECRET_INGEST_HOOK", calls.new_key())

    assert "new key" not in run("hook").stdout
    refused = run("hook", "--new")
    assert (refused.exit_code, "stands in the environment" in refused.stderr) == (1, True)


def test_calls_are_listed_with_what_became_of_them(house: Parts) -> None:
    assert "Nobody has called yet" in run("calls").stdout
    said_and_done(opened(house), a_call())

    (row,) = [json.loads(line) for line in run("calls", "--json").stdout.splitlines()]

    assert (row["event"], row["state"], row["outcome"]) == ("published", "done", "Stored as a new story.")
