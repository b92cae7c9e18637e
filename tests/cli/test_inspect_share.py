"""`distrib inspect share` and `text`: one JSON object a line, errors among them."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from distrib.cli import inspect_share

app = typer.Typer()
app.command("share")(inspect_share.share)
app.command("text")(inspect_share.text)


def run(*arguments: str, given: str = "") -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, list(arguments), input=given)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_story_given_by_hand_has_its_payloads() -> None:
    (row,) = run(
        "share",
        "--url",
        "https://news.example/a",
        "--title",
        "Rain",
        "--tags",
        "Odisha, heavy rain",
        "--campaign",
        "day",
    )

    assert len(row["payloads"]) == 17
    tweet = row["payloads"][1]
    assert set(tweet) == {"network", "label", "url", "text", "length", "limit", "warnings"}
    assert (tweet["network"], tweet["label"]) == ("x", "Tweet")
    assert "hashtags=Odisha%2CHeavyRain" in tweet["url"]
    assert "utm_campaign%3Dday" in tweet["url"]
    copy = row["payloads"][-2]
    assert copy["url"] is None
    assert copy["text"].endswith("utm_campaign=day")


def test_rows_answer_in_order_and_a_bad_one_says_why(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    lines: list[Any] = [
        {"url": "https://news.example/a", "title": "Rain", "tags": ["Odisha"]},
        {"url": "javascript:x", "title": "Rain", "file": "a.html"},
        {"title": "Rain"},
        {"url": 5, "title": "Rain"},
        {"url": "https://news.example/a", "tags": {"a": 1}},
        ["no object"],
    ]
    rows.write_text("".join(json.dumps(line) + "\n" for line in lines) + "no json\n\n", "utf-8")
    good, *bad = run("share", "--from", str(rows))

    assert len(good["payloads"]) == 17
    assert [row["file"] for row in bad] == ["a.html", *[str(rows)] * 5]
    assert [row["error"] for row in bad] == [
        "“javascript:x” does not begin with http:// or https://.",
        "The row has no “url”.",
        "“url” must be text.",
        "“tags” must be words.",
        "The line is no JSON object.",
        "The line is no JSON object.",
    ]


def test_texts_from_stdin_are_examined() -> None:
    given = json.dumps({"text": "#rain @paper $INR news.com \ud83d\ude00"}) + "\n" + json.dumps({"txt": 1}) + "\n"
    seen, wrong = run("text", "--network", "twitter", given=given)

    assert seen["length"] == 44
    assert (seen["limit"], seen["valid"]) == (280, True)
    assert seen["urls"] == [{"text": "news.com", "start": 18, "end": 26}]
    assert (seen["hashtags"], seen["mentions"], seen["cashtags"]) == (["rain"], ["paper"], ["INR"])
    assert len(seen["warnings"]) == 2
    assert wrong == {"file": "-", "error": "The row has no “text”."}


@pytest.mark.parametrize(
    "arguments",
    [
        ["share"],
        ["share", "--url", "https://a.example"],
        ["share", "--from", "/no/such/file"],
        ["text", "--network", "myspace"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments, input="").exit_code == 2
