"""`distrib users` and `distrib subscribers`, as typed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlmodel import select
from typer.testing import CliRunner

from distrib.cli import subscribers, users
from distrib.cli.opening import sentences
from distrib.model.subscribers import Subscription, SubscriptionState, Suppression
from distrib.model.users import AuditEntry, Role, User
from distrib.pipeline import staffing
from distrib.pipeline.parts import Parts
from tests import factories

Typed = Any


@pytest.fixture
def typed(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command at the test's own house."""

    @contextmanager
    def opened() -> Iterator[Parts]:
        with sentences():
            yield sqlite_parts

    monkeypatch.setattr(users, "parts", opened)
    monkeypatch.setattr(subscribers, "parts", opened)
    app = typer.Typer()
    app.add_typer(users.app, name="users")
    app.add_typer(subscribers.app, name="subscribers")
    return lambda *words: CliRunner().invoke(app, list(words))


def test_someone_is_taken_on_and_gets_a_link(typed: Typed, sqlite_parts: Parts) -> None:
    done = typed("users", "add", "Sasmita@paper.example", "--name", "Sasmita", "--role", "admin")
    assert done.exit_code == 0
    assert "http://127.0.0.1:8000/enter/" in done.stdout
    again = typed("users", "add", "sasmita@paper.example")
    assert "was here already, as admin" in again.stdout
    (row,) = [json.loads(line) for line in typed("users", "list", "--json").stdout.splitlines()]
    assert (row["name"], row["role"], row["sessions"]) == ("Sasmita", "admin", 0)
    with sqlite_parts.database.reading() as session:
        assert [entry.verb for entry in session.exec(select(AuditEntry)).all()] == ["hire", "hire"]


def test_a_link_is_for_staff_only(typed: Typed) -> None:
    typed("users", "add", "a@paper.example")
    assert "/enter/" in typed("users", "link", "A@paper.example").stdout
    nobody = typed("users", "link", "reader@inbox.example")
    assert (nobody.exit_code, "Nobody on the staff" in nobody.stderr) == (1, True)
    assert typed("users", "add", "rubbish").exit_code == 1
    assert "There is no role king" in typed("users", "add", "b@paper.example", "--role", "king").stderr


def test_the_first_admin_is_let_in(sqlite_parts: Parts) -> None:
    link = staffing.link_for_first_admin(sqlite_parts, "first@paper.example")
    assert link.startswith("http://127.0.0.1:8000/enter/")
    with sqlite_parts.database.reading() as session:
        user = session.exec(select(User)).one()
    assert (user.role, user.name) == (Role.ADMIN, "first")


def a_list(parts: Parts) -> None:
    with parts.database.writing() as session:
        factories.a_list(session, slug="morning")


def test_a_file_is_imported_and_bad_rows_show_in_the_status(typed: Typed, sqlite_parts: Parts, tmp_path: Path) -> None:
    a_list(sqlite_parts)
    path = tmp_path / "readers.csv"
    path.write_text("address,name\na@inbox.example,=HYPERLINK(1)\nrubbish,\n")
    dry = typed("subscribers", "import", str(path), "--consent", "fair", "--list", "morning", "--dry-run")
    assert (dry.exit_code, "Would make 1 subscriptions" in dry.stdout) == (1, True)
    done = typed("subscribers", "import", str(path), "--consent", "fair", "--list", "morning", "--json")
    assert done.exit_code == 1
    refused, total = [json.loads(line) for line in done.stdout.splitlines()]
    assert refused["line"] == 3
    assert (total["new"], total["refused"]) == (1, 1)
    with sqlite_parts.database.reading() as session:
        assert session.exec(select(Subscription)).one().state is SubscriptionState.CONFIRMED
        assert session.exec(select(AuditEntry)).one().facts["consent"] == "fair"
    (row,) = [json.loads(line) for line in typed("subscribers", "list", "--json").stdout.splitlines()]
    assert row["lists"] == ["morning: confirmed"]
    assert "'=HYPERLINK(1)" in typed("subscribers", "list", "--csv").stdout
    assert "Nobody is found" in typed("subscribers", "list", "zzz").stdout


def test_a_clean_import_ends_well_and_long_lists_of_reasons_are_cut(
    typed: Typed, sqlite_parts: Parts, tmp_path: Path
) -> None:
    a_list(sqlite_parts)
    path = tmp_path / "readers.csv"
    path.write_text("address\n" + "a@inbox.example\n" * 30)
    done = typed("subscribers", "import", str(path), "--consent", "fair", "--list", "morning")
    assert done.exit_code == 0
    assert "and 9 more left out" in done.stdout


@pytest.mark.parametrize("words", [["--consent", " ", "--list", "morning"], ["--consent", "fair", "--list", "none"]])
def test_an_import_needs_a_consent_and_a_list_that_there_is(
    typed: Typed, sqlite_parts: Parts, tmp_path: Path, words: list[str]
) -> None:
    a_list(sqlite_parts)
    path = tmp_path / "readers.csv"
    path.write_text("address\na@inbox.example\n")
    assert typed("subscribers", "import", str(path), *words).exit_code == 1
    with sqlite_parts.database.reading() as session:
        assert session.exec(select(Subscription)).all() == []


def test_an_address_is_suppressed_once_and_kept_as_a_hash(typed: Typed, sqlite_parts: Parts) -> None:
    assert "never written to" in typed("subscribers", "suppress", "A@inbox.example").stdout
    assert "already" in typed("subscribers", "suppress", "a@inbox.example").stdout
    with sqlite_parts.database.reading() as session:
        row = session.exec(select(Suppression)).one()
        entry = session.exec(select(AuditEntry)).one()
    assert "inbox" not in row.address_hash + entry.subject
