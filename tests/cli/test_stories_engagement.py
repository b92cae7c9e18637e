"""`distrib stories engagement FILE.csv`: what it says, and its status."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from distrib.cli import opening, stories, stories_engagement
from distrib.pipeline.parts import Parts
from tests.factories import a_story


@pytest.fixture
def house(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Parts:
    @contextmanager
    def parts(**_: Any) -> Iterator[Parts]:
        with opening.sentences():
            yield replace(sqlite_parts)

    monkeypatch.setattr(stories_engagement, "parts", parts)
    return sqlite_parts


def run(place: str, given: str | None = None) -> Result:
    return CliRunner().invoke(stories.app, ["engagement", place], input=given)


def test_a_file_is_taken_and_each_unusable_row_told(house: Parts, tmp_path: Path) -> None:
    with house.database.writing() as session:
        story = a_story(session)
    file = tmp_path / "views.csv"
    file.write_text(f"url,day,number\n{story.url},2026-11-23,12\n{story.url},yesterday,12\n")

    result = run(str(file))

    assert result.exit_code == 1
    assert result.stdout.endswith(
        "2 rows about 1 stories: 1 figures are new, 0 changed, 0 known already; 1 rows could not be used.\n"
    )
    assert result.stderr == "Line 3: “yesterday” is no day; write it as 2026-11-24.\n"
    again = run("-", f"url,day,number\n{story.url},2026-11-23,12\n")
    assert again.exit_code == 0
    assert "1 known already" in again.stdout


@pytest.mark.usefixtures("house")
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    assert "can't be read: No such file or directory." in run(str(tmp_path / "none.csv")).stderr
    assert run(str(tmp_path)).exit_code == 1
    assert "The first line must name the columns" in run("-", "<html>").stderr
