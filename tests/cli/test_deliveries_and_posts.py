"""The two nouns of what left the house, typed as a person types them, on a house of their own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from distrib import bootstrap
from distrib.cli.main import app
from distrib.model.deliveries import DeliveryState, Notice, NoticeKind
from distrib.model.posts import PublicationState
from distrib.store import posts, schema
from distrib.store.engine import Database, sqlite_url
from tests import factories
from tests.factories import NOON


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Make an installation with an edition of two picks, two deliveries, a notice and a channel."""
    monkeypatch.setenv("DISTRIB_HOME", str(tmp_path))
    bootstrap.make_state(tmp_path)
    database = Database(sqlite_url(tmp_path / bootstrap.REAL))
    schema.migrate(database)
    with database.writing() as session:
        factories.a_newsroom(session)
        mailing_list = factories.a_list(session, name="The Morning")
        edition = factories.an_edition(session, mailing_list)
        factories.a_pick(session, edition, factories.a_section(session, mailing_list), lead=True)
        factories.a_pick(session, edition, factories.a_section(session, mailing_list))
        wave = factories.a_wave(session, edition)
        reader = factories.a_subscriber(session, address="asha@inbox.example")
        tie = factories.a_subscription(session, mailing_list, subscriber_id=reader.id)
        known = {"subscriber_id": reader.id, "subscription_id": tie.id, "wave_id": wave.id}
        factories.a_delivery(session, edition, state=DeliveryState.SENT, plan_key="v1:1L", **known)
        refused = {"state": DeliveryState.FAILED, "reason": "Refused: 550 no such user"}
        factories.a_delivery(session, edition, wave_id=wave.id, **refused)
        session.add(Notice(kind=NoticeKind.SIGN_IN, cause="x", subscriber_id=reader.id, made_at=NOON, moved_at=NOON))
        factories.a_subscriber(session, address="new@inbox.example")
        factories.a_channel(session, slug="x", name="X of the paper")
    yield database
    database.close()


def typed(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == status, result.output
    return result


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in typed(*words, "--json").stdout.splitlines()]


@pytest.mark.usefixtures("house")
def test_deliveries_are_listed_and_can_be_narrowed() -> None:
    assert [row["state"] for row in rows("deliveries", "list")] == ["sent", "failed"]
    assert [row["id"] for row in rows("deliveries", "list", "--after", "1", "--edition", "1")] == [2]
    assert [row["reason"] for row in rows("deliveries", "list", "--state", "failed")] == ["Refused: 550 no such user"]
    assert "There is no such delivery." in typed("deliveries", "list", "--edition", "9").stdout
    assert "There is no state gone" in typed("deliveries", "list", "--state", "gone", status=1).output


@pytest.mark.usefixtures("house")
def test_a_reader_is_told_what_they_got() -> None:
    found = rows("deliveries", "of", "Asha@INBOX.example")

    assert {(row["mail"], row["what"], row["state"]) for row in found} == {
        ("d1", "The Morning, 2026-11-24 12:00", "sent"),
        ("n1", "sign in", "queued"),
    }
    assert "Nothing was sent" in typed("deliveries", "of", "new@inbox.example").stdout
    assert "Nobody with this address" in typed("deliveries", "of", "who@inbox.example", status=1).output


def test_posts_go_from_offer_to_the_outbox(house: Database, tmp_path: Path) -> None:
    assert "no post yet" in typed("posts", "list").stdout
    assert "2 posts wait for an approval: 1, 2." in typed("posts", "offer", "1").stdout
    assert "Nothing new to offer" in typed("posts", "offer", "1", "--all").stdout
    typed("posts", "approve", "1", "2")
    typed("posts", "queue", "1", "2")
    typed("posts", "cancel", "2")

    assert "1 post published." in typed("posts", "publish").stdout
    assert "Nothing was due." in typed("posts", "publish").stdout

    assert {(row["id"], row["channel"], row["state"]) for row in rows("posts", "list")} == {
        (1, "x", "published"),
        (2, "x", "cancelled"),
    }
    assert [path.name for path in (tmp_path / "outbox" / "posts").iterdir()] == ["p1.json"]
    with house.reading() as session:
        said = posts.publications(session, [1])
    assert said[1][0].state is PublicationState.PUBLISHED


@pytest.mark.usefixtures("house")
def test_what_went_wrong_is_told_with_a_status(tmp_path: Path) -> None:
    typed("posts", "offer", "1")
    typed("posts", "approve", "1")
    typed("posts", "queue", "1")
    (tmp_path / "outbox").write_text("not a folder", "utf-8")

    result = typed("posts", "publish", status=1)

    assert "X of the paper: The outbox can't be written" in result.output
    assert "needs an approval first" in typed("posts", "queue", "2", status=1).output


@pytest.mark.usefixtures("house")
def test_the_proof_of_an_edition_can_be_read_by_programs() -> None:
    found = [json.loads(line) for line in typed("editions", "verify", "1", "--json", status=1).stdout.splitlines()]

    assert [set(row) for row in found] == [{"id", "level", "ok", "sentence"}] * len(found)
    assert "V01" in {row["id"] for row in found}
    assert False in {row["ok"] for row in found}
