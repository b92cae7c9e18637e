"""`distrib stories`: how a story was identified, what was changed in it, what was refused, and taking it back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from distrib.cli import opening, stories
from distrib.model.stories import StoryState
from distrib.pipeline.parts import Parts
from distrib.store import addresses, refused
from distrib.store import stories as store
from distrib.store.refused import Refused
from tests.factories import NOON, a_cluster, a_list, a_pick, a_section, a_source, a_story, an_edition


@pytest.fixture
def house(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """Open these parts where the command would open the installation."""

    @contextmanager
    def parts(**_: Any) -> Iterator[Parts]:
        with opening.sentences():
            yield sqlite_parts

    monkeypatch.setattr(stories, "parts", parts)
    return sqlite_parts


def run(*arguments: str, app: typer.Typer = stories.app) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def story(house: Parts) -> int:
    with house.database.writing() as session:
        source = a_source(session, name="The Paper")
        row = a_story(
            session,
            source_id=source.id,
            title="Two hurt",
            url="https://paper.example/fire",
            why="Nothing like it was known.",
            backlog=True,
            quarantined_at=NOON,
            quarantine_why="40 new stories where 3 are usual.",
            guid="7",
        )
        store.change(session, row, {"title": "Three hurt"}, at=NOON, why="Its guid is known, the address changed.")
        addresses.remember(session, row, "https://paper.example/old", how="Here it stood before it moved.", at=NOON)
        entry = Refused(key="k", url="https://paper.example/old", title="Fire", why="Its page is gone.")
        refused.remember(session, source.id or 0, [entry], NOON)
        mailing_list = a_list(session, slug="morning")
        edition, section = an_edition(session, mailing_list), a_section(session, mailing_list)
        a_pick(session, edition, section, story_id=row.id, cluster_id=a_cluster(session, row).id)
        return row.id or 0


def test_a_story_is_explained(story: int) -> None:
    words = run("explain", str(story)).stdout
    facts = json.loads(run("explain", str(story), "--json").stdout)

    assert "why              Nothing like it was known." in words
    assert "https://paper.example/old · Here it stood before it moved. · 2026-11-24 06:30 UTC" in words
    assert "2 · 2026-11-24 06:30 UTC · Its guid is known, the address changed." in words
    assert "https://paper.example/old · Fire · Its page is gone." in words
    assert "morning 2026-11-24 06:30 UTC, planned" in words
    assert facts["state"] == (
        "It stands. It waits for a human since 2026-11-24 06:30 UTC. 40 new stories where 3 are usual."
        " It came with a backlog: its own date alone makes it a candidate."
    )


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (
            {"state": StoryState.RETRACTED, "retracted_at": NOON, "retraction_why": "Wrong name."},
            "It was taken back on 2026-11-24 06:30 UTC. Wrong name.",
        ),
        ({"state": StoryState.RETRACTED}, "It was taken back on an unknown day."),
        ({"state": StoryState.EMBARGOED, "published_at": NOON}, "It waits for its own date, 2026-11-24 06:30 UTC."),
        ({"state": StoryState.KILLED}, "The newsroom stopped it."),
        (
            {"retraction_why": "Its page was missing (404) when last looked at."},
            "It stands. Its page was missing (404) when last looked at.",
        ),
    ],
)
def test_the_state_of_a_story_is_a_sentence(house: Parts, given: dict[str, object], state: str) -> None:
    with house.database.writing() as session:
        row = a_story(session, **given)

    facts = json.loads(run("explain", str(row.id), "--json").stdout)

    assert facts["state"] == state
    assert facts["why"] == "It was stored before reasons were kept."


def test_what_was_changed_is_shown_word_by_word(story: int, house: Parts) -> None:
    with house.database.writing() as session:
        unchanged = a_story(session).id

    words = run("revisions", str(story)).stdout
    (row,) = [json.loads(line) for line in run("revisions", str(story), "--json").stdout.splitlines()]

    assert "Text 2, 2026-11-24 06:30 UTC. Its guid is known, the address changed." in words
    assert "[-Two-] {+Three+} hurt" in words
    assert (row["number"], row["title"]) == (2, "[-Two-] {+Three+} hurt")
    assert run("revisions", str(unchanged)).stdout == "Its text was never changed.\n"


@pytest.mark.usefixtures("story")
def test_what_was_refused_is_listed_with_its_reason(house: Parts) -> None:
    with house.database.writing() as session:
        a_source(session, name="Another")

    (row,) = [json.loads(line) for line in run("refused", "--json").stdout.splitlines()]

    assert (row["source"], row["title"], row["why"]) == ("The Paper", "Fire", "Its page is gone.")
    assert run("refused", "--source", "Another").stdout == "Every entry became a story.\n"


def test_a_story_is_taken_back_by_hand_and_said_where_it_stands(story: int, house: Parts) -> None:
    result = run("retract", str(story), "--why", "Wrong name.")

    assert f"Story {story} was taken back. Wrong name.\n" in result.stdout
    assert "It stands in edition 1 of morning, planned" in result.stdout
    with house.database.reading() as session:
        assert store.get(session, story).state is StoryState.RETRACTED


@pytest.mark.usefixtures("house")
def test_a_retraction_without_a_reason_is_none() -> None:
    assert run("retract", "1").exit_code == 2
