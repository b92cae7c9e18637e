import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from distrib.cli.inspect_email import email
from distrib.cli.main import app as whole
from tests.preflight.mails import HTML, a_mail

app = typer.Typer()
app.command()(email)


def run(*words: str, typed: str | bytes | None = None, status: int = 0) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, list(words), input=typed)
    assert result.exit_code == status, result.output
    return [json.loads(line) for line in result.stdout.splitlines()] if status == 0 else []


def test_each_file_is_answered_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    good, bad, page = tmp_path / "good.eml", tmp_path / "bad.eml", tmp_path / "page.html"
    good.write_bytes(a_mail())
    bad.write_bytes(b"no mail")
    page.write_text(HTML.replace("</p>", "</p><script></script>"))
    first, second, third, fourth = run(str(good), str(bad), str(page), str(tmp_path / "absent.eml"))

    assert first["file"] == str(good)
    assert first["blocked"] is False
    assert set(first["checks"][0]) == {"id", "level", "ok", "sentence", "place"}
    assert second == {"file": str(bad), "error": "This is no mail: it has no headers."}
    assert third["blocked"] is True
    assert "can't be opened" in fourth["error"]


def test_a_date_is_judged_when_the_moment_is_given(tmp_path: Path) -> None:
    file = tmp_path / "m.eml"
    file.write_bytes(a_mail())

    assert run(str(file), "--at", "2026-11-24T07:00:00+05:30")[0]["blocked"] is False
    assert run(str(file), "--at", "2027-11-24T07:00:00+05:30")[0]["blocked"] is True


def test_rows_name_files_and_moments(tmp_path: Path) -> None:
    file, rows = tmp_path / "m.eml", tmp_path / "rows.jsonl"
    file.write_bytes(a_mail())
    rows.write_text(json.dumps({"file": str(file), "at": "2027-01-01T00:00:00Z"}) + "\n\n")

    assert run("--from", str(rows))[0]["blocked"] is True


def test_a_mail_may_come_by_standard_input() -> None:
    assert run("-", typed=a_mail())[0]["file"] == "-"


@pytest.mark.parametrize(
    "words", [[], ["x.eml", "--from", "y"], ["x.eml", "--at", "soon"], ["x.eml", "--at", "2026-11-24T07:00"]]
)
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    run(*words, status=2)


@pytest.mark.parametrize("line", ["nonsense", '{"name": 1}'])
def test_rows_that_are_none_are_wrong_usage(line: str) -> None:
    run("--from", "-", typed=line, status=2)


def test_rows_that_can_not_be_opened_are_wrong_usage() -> None:
    result = CliRunner().invoke(whole, ["inspect", "email", "--from", "/nowhere/rows.jsonl"])
    assert result.exit_code == 2
    assert "can't be opened" in result.output
