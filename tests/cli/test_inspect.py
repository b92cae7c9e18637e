"""`distrib inspect`: one object per input, in order, and a bad input does not stop the others."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from distrib.cli.inspect import app

DATA = Path(__file__).parents[1] / "data"


def run(*arguments: object, given: bytes | str | None = None) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], input=given)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_feed_is_shown_with_every_field() -> None:
    (row,) = rows(run("feed", DATA / "feeds" / "wordpress.xml", "--url", "https://paper.example/feed"))

    assert list(row) == ["file", "format", "title", "url", "language", "hub", "entries", "problems"]
    assert list(row["entries"][0]) == [
        "id", "url", "title", "summary", "content_html", "authors", "published", "updated", "sections", "tags", "image",
        "media", "language",
    ]  # fmt: skip
    assert list(row["entries"][0]["image"]) == ["url", "width", "height", "alt", "caption", "credit"]
    assert row["entries"][0]["published"] == "2026-11-24T04:15:00+00:00"
    assert row["entries"][1]["updated"] is None


def test_a_page_is_shown_with_every_field() -> None:
    (row,) = rows(
        run("page", DATA / "pages" / "jnews.html", "--url", "https://paper.example/odisha/coast-guard-search")
    )

    assert list(row) == [
        "file", "url", "canonical_url", "title", "description", "authors", "credit", "dateline", "published",
        "modified", "section", "sections", "tags", "image", "kind", "language", "direction", "paywalled", "related",
        "previous", "next", "body_text", "words", "minutes",
    ]  # fmt: skip


def test_a_sitemap_is_shown_with_every_field() -> None:
    (row,) = rows(run("sitemap", DATA / "sitemaps" / "news.xml"))

    assert list(row) == ["file", "kind", "entries", "problems"]
    assert list(row["entries"][0]) == ["url", "lastmod", "title", "published", "language", "tags", "images", "videos"]


def test_a_bad_file_is_answered_and_the_run_goes_on(tmp_path: Path) -> None:
    bad, packed = tmp_path / "bad.xml", tmp_path / "good.xml.gz"
    bad.write_bytes(b"nothing")
    packed.write_bytes(gzip.compress((DATA / "feeds" / "atom.xml").read_bytes()))

    first, second, third = rows(run("feed", bad, tmp_path / "missing", packed))

    assert first == {"file": str(bad), "error": "This is not a feed: neither RSS, Atom, RDF nor JSON Feed."}
    assert second["error"].endswith("can't be opened: No such file or directory.")
    assert third["format"] == "atom1.0"


def test_rows_name_files_and_their_options_and_are_timed(tmp_path: Path) -> None:
    listed = tmp_path / "rows.jsonl"
    row = {"file": str(DATA / "feeds" / "feed.json"), "url": "https://paper.example/feed.json"}
    listed.write_text(json.dumps(row) + "\n\n" + json.dumps({"file": "missing"}) + "\n")

    first, second = rows(run("feed", "--from", listed))

    assert first["entries"][0]["url"] == "https://paper.example/bharat/varsha"
    assert first["seconds"] >= 0
    assert "seconds" in second


def test_rows_and_files_may_come_from_standard_input() -> None:
    row = json.dumps({"file": str(DATA / "feeds" / "rdf.xml")})
    (listed,) = rows(run("feed", "--from", "-", given=row))
    (piped,) = rows(run("feed", "-", given=(DATA / "feeds" / "rdf.xml").read_bytes()))

    assert (listed["format"], piped["format"], piped["file"]) == ("rdf", "rdf", "-")


@pytest.mark.parametrize(
    "arguments", [["feed"], ["feed", "a", "--from", "b"], ["feed", "--from", "-"], ["page", "--nonsense"], ["nonsense"]]
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    assert run(*arguments, given="not json\n").exit_code == 2


def test_rows_without_a_file_are_wrong_usage() -> None:
    assert run("feed", "--from", "-", given="{}\n").exit_code == 2


@pytest.mark.parametrize("noun", ["feed", "sitemap", "page"])
def test_an_odd_row_has_its_sentence_and_the_run_goes_on(noun: str) -> None:
    rows = '{"file": "nowhere.xml", "url": 5}\n{"file": "nul\\u0000x"}\n{"file": "nowhere.xml"}\n'
    told = [json.loads(row)["error"] for row in run(noun, "--from", "-", given=rows).stdout.splitlines()]
    assert told[:2] == ["The row's url is no text.", "The file's name holds a NUL."]
    assert "can't be opened" in told[2]


def test_a_sitemap_is_inspected_as_a_gather_reads_it(tmp_path: Path) -> None:
    broken = tmp_path / "map.xml"
    broken.write_text("<urlset><url><loc>https://paper.example/a?b=1&c=2</loc></url></urlset>")
    (row,) = [json.loads(line) for line in run("sitemap", str(broken)).stdout.splitlines()]
    assert [each["url"] for each in row["entries"]] == ["https://paper.example/a?b=1&c=2"]


def test_rows_that_are_not_there_are_wrong_usage() -> None:
    assert run("feed", "--from", "/nowhere/rows.jsonl").exit_code == 2


def test_every_inspection_has_its_door() -> None:
    shown = run("--help").output

    assert all(word in shown for word in ("feed", "sitemap", "page", "share", "text", "email", "clusters", "ranking"))
