"""`distrib inspect clusters|ranking`: JSON Lines in and out, bad rows answered, nothing stored."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from distrib.cli import inspect_selection

app = typer.Typer()
app.command()(inspect_selection.clusters)
app.command()(inspect_selection.ranking)

STORIES: list[dict[str, Any]] = [
    {
        "id": "a",
        "title": "Cyclone Asani nears Puri coast",
        "body": "Asani is near the coast, forty thousand in shelters",
        "source": "Post",
        "published": "2026-11-24T05:00:00Z",
        "section": "Odisha",
        "position": 1,
        "words": 300,
    },
    {
        "id": "b",
        "title": "Shelters fill as Asani nears Puri",
        "body": "Near the coast cyclone Asani sent forty thousand to shelters",
        "source": "Agency",
        "published": "2026-11-24T06:00:00+00:00",
        "section": "Odisha",
        "image": {"url": "https://x.example/i"},
    },
    {"id": "c", "title": "Assembly passes bill", "summary": "Teachers get more pay", "published": "2026-11-23"},
]


def lines(path: Path, rows: list[Any]) -> str:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return str(path)


def run(*arguments: str, status: int = 0, given: str | None = None) -> tuple[list[dict[str, Any]], str]:
    result = CliRunner().invoke(app, list(arguments), input=given)
    assert result.exit_code == status, result.output
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")], result.stderr


def test_clusters_give_every_row_once_in_order(tmp_path: Path) -> None:
    found, _ = run("clusters", lines(tmp_path / "s.jsonl", STORIES))

    assert [row["id"] for row in found] == ["a", "b", "c"]
    assert found[0]["cluster"] == found[1]["cluster"] != found[2]["cluster"]


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    path = lines(tmp_path / "s.jsonl", STORIES)

    assert CliRunner().invoke(app, ["ranking", path]).stdout == CliRunner().invoke(app, ["ranking", path]).stdout


def test_bad_rows_are_answered_and_the_rest_goes_on(tmp_path: Path) -> None:
    odd = {"id": 7, "title": None, "published": "soon", "tags": None, "words": "many", "image": None}
    rows = ["{", "[1]", "", {"title": "no id"}, odd, {"id": 8, "published": "0001-01-01T00:00:00+14:00"}]

    found, _ = run("clusters", lines(tmp_path / "s.jsonl", rows), str(tmp_path / "absent"))

    assert [row.get("error", row.get("id")) for row in found] == [
        "Line 1 is no JSON object.",
        "Line 2 is no JSON object.",
        "Line 4 has no id.",
        7,
        8,
        f"{tmp_path / 'absent'} can't be read: No such file or directory.",
    ]


def test_standard_input_is_a_dash() -> None:
    found, _ = run("clusters", "-", given=json.dumps(STORIES[0]) + "\n")

    assert [row["id"] for row in found] == ["a"]


def test_ranking_comes_batch_by_batch_best_first_with_reasons(tmp_path: Path) -> None:
    rows = [{**row, "batch": batch} for batch in ("x", "y") for row in STORIES]

    found, _ = run("ranking", lines(tmp_path / "s.jsonl", rows))

    assert [(row["batch"], row["rank"]) for row in found] == [(batch, n) for batch in "xy" for n in (1, 2, 3)]
    assert sorted(row["id"] for row in found[:3]) == ["a", "b", "c"]
    assert found[0]["id"] == "b"  # as covered as the other, fresher, and with a picture
    assert set(found[0]) == {"batch", "id", "rank", "score", "cluster", "reasons"}
    assert set(found[0]["reasons"][0]) == {"signal", "value", "weight", "contribution", "words"}
    assert found[0]["score"] == pytest.approx(sum(r["contribution"] for r in found[0]["reasons"]), abs=1e-5)


def test_history_teaches_priors_and_what_is_not_older_is_counted(tmp_path: Path) -> None:
    past = [
        {
            "id": n,
            "title": f"Past {n}",
            "section": section,
            "published": f"2026-11-{n + 1:02}T05:00:00Z",
            "engagement": views,
        }
        for n in range(9)
        for section, views in (("Odisha", 900), ("Weather", 10))
    ]
    young = {"id": 99, "published": "2026-12-01T00:00:00Z", "engagement": 5}

    found, stderr = run(
        "ranking", lines(tmp_path / "s.jsonl", STORIES),
        "--history", lines(tmp_path / "h.jsonl", [*past, young, {"id": 1, "engagement": None}]),
        "--now", "2026-11-24T06:00:00",
    )  # fmt: skip

    words = {reason["signal"]: reason["words"] for reason in found[0]["reasons"]}
    assert words["section prior"] == "stories of Odisha were read 1.3 × the usual (9 stories)"
    assert stderr == "1 stories of the history are not older than what is ranked; they were ignored.\n"


def test_a_list_brings_its_weights_and_sections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "newsroom.toml").write_text(
        """
        [newsroom]
        name = "The Test Post"
        site_url = "https://paper.example"
        [[senders]]
        name = "bulk"
        from_name = "Post"
        from_address = "post@paper.example"
        envelope_domain = "b.paper.example"
        [[lists]]
        slug = "morning"
        name = "Morning"
        zone = "Asia/Kolkata"
        sender = "bulk"
        postal_address = "1 Road"
        weights = { freshness = 0, coverage = -1 }
        [[lists.sections]]
        slug = "odisha"
        name = "Odisha"
        rule = { sections = ["Odisha"] }
        """,
        "utf-8",
    )
    monkeypatch.setenv("DISTRIB_HOME", str(tmp_path))
    path = lines(tmp_path / "s.jsonl", STORIES)

    found, stderr = run("ranking", path, "--list", "morning")

    assert "freshness" not in {reason["signal"] for row in found for reason in row["reasons"]}
    assert "it fits no section of the list; picking would leave it out" in str(found[-1]["reasons"])
    assert "“coverage” can't be -1" in stderr
    assert "There is no list evening. Lists: morning." in run("ranking", path, "--list", "evening", status=1)[1]


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    run("ranking", lines(tmp_path / "s.jsonl", STORIES), "--now", "soon", status=2)
    run("clusters", status=2)


BROKEN: list[Any] = [
    {"id": 1},
    {"id": 2, "title": None, "published": "yesterday", "section": 7, "tags": 5, "authors": "Asha", "image": [1]},
    {
        "id": 3,
        "title": "Rain",
        "published": "9999-12-31T23:59:59+00:00",
        "position": float("nan"),
        "words": float("inf"),
    },
    {"id": 4, "title": "Rain", "published": "0001-01-01T00:00:00+00:00", "source_weight": 10**400, "position": 10**400},
    {"id": 5, "title": "\ud800 half a letter", "published": "2026-11-24T05:00:00Z", "words": -5, "position": True},
    {"id": "\ud800", "title": ["Rain"], "body": {"a": 1}, "tags": [None, {"a": 1}]},
    {"id": [7], "title": "x" * 1_000_000, "body": "y " * 500_000, "section": "a/" * 500_000},
]


@pytest.mark.parametrize("command", ["clusters", "ranking"])
def test_rows_that_are_half_broken_are_all_answered(tmp_path: Path, command: str) -> None:
    path = lines(tmp_path / "s.jsonl", [*BROKEN, "[" * 100_000, "no JSON", {"title": "without an id"}])

    found, _ = run(command, path)

    assert sum("error" in row for row in found) == 3
    answered = [row["id"] for row in found if "id" in row]
    assert sorted(map(repr, answered)) == sorted(repr(row["id"]) for row in BROKEN)


def test_thousands_of_equal_headlines_come_back_each_once(tmp_path: Path) -> None:
    rows = [{"id": n, "title": "Gold price today in Cuttack", "published": "2026-11-24"} for n in range(1000)]

    found, _ = run("ranking", lines(tmp_path / "s.jsonl", rows))

    assert sorted(row["id"] for row in found) == list(range(1000))
    notes = [reason["words"] for row in found for reason in row["reasons"] if reason["signal"] == "picking"]
    assert len(notes) == 999


@pytest.mark.parametrize("engagement", [None, "many", True, float("nan"), float("inf"), 10**400])
def test_history_without_a_number_only_tells_which_headlines_come_back(tmp_path: Path, engagement: Any) -> None:
    story = {"title": "Morning agenda: rain", "section": "City", "published": "2026-11-24T05:00:00Z"}
    past = [
        {
            "id": f"p{n}",
            "engagement": engagement,
            **story,
            "title": f"Morning agenda: {word}",
            "published": f"2026-11-1{n}",
        }
        for n, word in enumerate(("fog", "sun", "wind", "hail", "frost", "snow"))
    ]

    found, _ = run(
        "ranking", lines(tmp_path / "s.jsonl", [{"id": 1, **story}]), "--history", lines(tmp_path / "h.jsonl", past)
    )

    signals = {reason["signal"] for reason in found[0]["reasons"]}
    assert "recurring" in signals
    assert "section prior" not in signals
