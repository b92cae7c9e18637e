"""Marks on an edition, typed as a person types them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from distrib import bootstrap
from distrib.cli.main import app
from distrib.model.editions import Edition
from distrib.model.stories import Story
from distrib.store import schema
from distrib.store.engine import Database, sqlite_url
from tests import factories
from tests.pipeline.test_prepare import HEADLINES


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Edition, list[Story]]:
    """A house whose edition of this noon is a draft of three of five stories."""
    monkeypatch.setenv("DISTRIB_HOME", str(tmp_path))
    bootstrap.make_state(tmp_path)
    database = Database(sqlite_url(tmp_path / bootstrap.REAL))
    schema.migrate(database)
    now = datetime.now(UTC).replace(microsecond=0)
    with database.writing() as session:
        factories.a_newsroom(session)
        each = factories.a_list(session, lock_minutes=0, slug="morning")
        factories.a_section(session, each, name="Odisha", slug="odisha", quota=3)
        source = factories.a_source(session)
        at = now - timedelta(hours=1)
        stories = [
            factories.a_story(
                session, source_id=source.id, title=title, summary=f"{title}, said officials.", position=n + 1,
                published_at=at, seen_at=at,
            )
            for n, title in enumerate(HEADLINES[:5])
        ]  # fmt: skip
        edition = factories.an_edition(session, each, due_at=now + timedelta(minutes=1), day=now.date())
    database.close()
    return edition, stories


def typed(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == status, result.output
    return result


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in typed(*words, "--json").stdout.splitlines()]


def test_a_story_is_pinned_listed_and_taken_back(told: tuple[Edition, list[Story]]) -> None:
    edition, stories = told
    assert (
        "counts when the edition is drafted"
        in typed("editions", "mark", str(edition.id), "pin", str(stories[4].id), "--rank", "1").stdout
    )
    assert typed("editions", "marks", str(edition.id)).stdout.count("pin") == 1
    (row,) = rows("editions", "marks", str(edition.id))
    assert (row["kind"], row["rank"], row["by"], row["undone_at"], row["reach"]) == ("pin", 1, "cli", None, "edition")

    assert typed("editions", "unmark", str(row["mark"])).stdout == f"Taken back: mark {row['mark']}.\n"
    assert rows("editions", "marks", str(edition.id))[0]["undone_by"] == "cli"


def test_what_can_not_be_meant_is_one_sentence(told: tuple[Edition, list[Story]]) -> None:
    edition, stories = told
    words = ["editions", "mark", str(edition.id), "sponsored", str(stories[0].id)]
    assert "says who paid for it" in typed(*words, status=1).output
    assert "There is no mark 99" in typed("editions", "unmark", "99", status=1).output
    assert "Nobody has marked" in typed("editions", "marks", str(edition.id)).output
