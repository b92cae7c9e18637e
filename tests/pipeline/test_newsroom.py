"""The newsroom's file becomes rows; afterwards the database is the master."""

from pathlib import Path

import pytest

from distrib import resources
from distrib.errors import SettingsProblem
from distrib.model.users import RunState
from distrib.pipeline import newsroom
from distrib.pipeline.parts import Parts
from distrib.store import lists

FILE = """
[newsroom]
name = "The Small Post"
site_url = "https://small.example"
[[senders]]
name = "morning"
from_name = "The Small Post"
from_address = "morning@small.example"
envelope_domain = "bounces.small.example"
[[brands]]
name = "brick"
accent = "#9a2a1d"
accent_dark = "#ff9e87"
accent_dark_fill = "#e0705a"
[[sources]]
name = "Own feed"
kind = "feed"
url = "https://small.example/feed"
[[channels]]
slug = "x"
network = "x"
name = "X"
slots = [{ weekdays = [0, 6], at = "08:00", zone = "Asia/Kolkata" }]
[[lists]]
slug = "morning"
name = "Morning"
zone = "Asia/Kolkata"
sender = "morning"
brand = "brick"
postal_address = "1 Small Road"
times = [{ weekdays = [0, 1, 2, 3, 4], at = "07:00", zone = "Asia/Kolkata" }]
[[lists.sections]]
slug = "odisha"
name = "Odisha"
rule = { sections = ["Odisha"] }
"""

BRAND_AGAIN = """[[brands]]
name = "brick"
accent = "#000000"
accent_dark = "#ffffff"
accent_dark_fill = "#aaaaaa"
[[brands]]"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "newsroom.toml"
    path.write_text(FILE)
    return path


def test_what_the_file_says_is_stored(parts: Parts, file: Path) -> None:
    run = newsroom.apply(parts, file)
    assert run.state is RunState.DONE
    with parts.database.reading() as session:
        each = lists.by_slug(session, "morning")
        assert [section.slug for section in lists.sections(session, each.id or 0)] == ["odisha"]
        assert [f"{time.at:%H:%M}" for time in lists.times(session, each.id)] == ["07:00"]
        assert lists.sender(session, each.sender_id).transport == "outbox"
        assert lists.newsroom(session).name == "The Small Post"


def test_applying_twice_gives_the_same_rows(parts: Parts, file: Path) -> None:
    newsroom.apply(parts, file)
    newsroom.apply(parts, file)
    with parts.database.reading() as session:
        assert len(lists.every(session)) == 1
        assert len(lists.times(session)) == 1
        assert len(lists.sections(session, 1)) == 1


def test_a_section_that_the_file_does_not_name_stays_and_is_said(parts: Parts, file: Path) -> None:
    newsroom.apply(parts, file)
    file.write_text(FILE.replace('slug = "odisha"', 'slug = "state"'))
    run = newsroom.apply(parts, file)
    assert any("odisha" in problem for problem in run.problems)
    with parts.database.reading() as session:
        assert {section.slug for section in lists.sections(session, 1)} == {"odisha", "state"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("https://small.example/feed", "ftp://small.example"), "sources.0.url"),
        (('zone = "Asia/Kolkata"\nsender', 'zone = "Asia/Cuttack"\nsender'), "lists.0.zone"),
        (('sender = "morning"', 'sender = "evening"'), "sender evening"),
        (('brand = "brick"', 'brand = "sea"'), "brand sea"),
        (("#9a2a1d", "brick"), "brands.0.accent"),
        (('slug = "x"', "slog = 'x'"), "channels.0"),
        (("weekdays = [0, 6]", "weekdays = [7]"), "channels.0.slots.0.weekdays"),
        (("[newsroom]", "[newsroom"), "no readable TOML"),
        (("[[brands]]", BRAND_AGAIN), "brick twice"),
        (
            ("[[lists]]", "[[lists]]\nweights = { freshness = nan }"),
            "lists.0.weights.freshness: input should be a finite",
        ),
        (
            ("[[lists]]", "[[lists]]\nweights = { freshness = 'much' }"),
            "lists.0.weights.freshness: input should be a v",
        ),
        (("[[lists]]", "[[lists]]\ncaps = { sauce = 2 }"), "lists.0.caps.sauce.*'source', 'author' or 'tag'"),
        (
            ("[[lists]]", "[[lists]]\ncaps = { source = 0 }"),
            "lists.0.caps.source: input should be greater than or equal to 1",
        ),
        (("[[lists]]", "[[lists]]\nevergreen = { days = 9 }"), "lists.0.evergreen: .*name the tags or sections"),
        (("[[lists]]", "[[lists]]\nevergreen = { tags = ['a'], day = 9 }"), "lists.0.evergreen.day: extra inputs"),
    ],
    ids=[
        "address",
        "zone",
        "sender",
        "brand",
        "colour",
        "key",
        "weekday",
        "toml",
        "twice",
        "weight of no number",
        "weight in words",
        "cap of nothing",
        "cap of zero",
        "evergreen of nothing",
        "evergreen key",
    ],
)
def test_what_can_not_be_used_is_named_and_changes_nothing(
    sqlite_parts: Parts, file: Path, change: tuple[str, str], named: str
) -> None:
    file.write_text(FILE.replace(*change))
    with pytest.raises(SettingsProblem, match=named):
        newsroom.apply(sqlite_parts, file)
    with sqlite_parts.database.reading() as session:
        assert lists.every(session) == []


def test_caps_and_evergreen_stories_are_stored_as_they_are_set(sqlite_parts: Parts, file: Path) -> None:
    newsroom.apply(sqlite_parts, file)
    with sqlite_parts.database.reading() as session:
        assert (lists.get(session, 1).caps, lists.get(session, 1).evergreen) == ({}, {})

    file.write_text(
        FILE.replace("[[lists]]", "[[lists]]\ncaps = { tag = 2 }\nevergreen = { tags = ['Long read'], most = 1 }")
    )
    newsroom.apply(sqlite_parts, file)

    with sqlite_parts.database.reading() as session:
        row = lists.get(session, 1)
    assert row.caps == {"tag": 2}
    assert row.evergreen == {"tags": ["Long read"], "sections": [], "days": 30, "most": 1}


def test_a_file_that_is_not_there_is_said(sqlite_parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="can't be read"):
        newsroom.apply(sqlite_parts, tmp_path / "nowhere.toml")


def test_the_shipped_sample_can_be_applied(sqlite_parts: Parts) -> None:
    run = newsroom.apply(sqlite_parts, resources.shipped("config") / "newsroom.toml")
    assert run.problems == []
    with sqlite_parts.database.reading() as session:
        assert len(lists.every(session)) == 4
        assert all(sender.transport == "outbox" for sender in lists.senders(session))
