"""Sources: who is due, who is found, and names that stay apart."""

from datetime import timedelta

import pytest

from distrib.errors import NotFound
from distrib.model.sources import SourceKind
from distrib.store import sources
from distrib.store.engine import AlreadyThere, Database
from tests.factories import NOON, a_source


def test_the_papers_own_and_most_trusted_are_asked_first(database: Database) -> None:
    with database.writing() as session:
        a_source(session, name="agency", own=False, weight=5)
        a_source(session, name="plain")
        a_source(session, name="trusted", weight=2)
        a_source(session, name="off", enabled=False)
        a_source(session, name="later", next_gather_at=NOON + timedelta(minutes=1))
        a_source(session, name="now", next_gather_at=NOON, weight=1.5)

    with database.reading() as session:
        assert [each.name for each in sources.due(session, NOON)] == ["trusted", "now", "plain", "agency"]


def test_a_source_is_found_by_number_and_by_name(database: Database) -> None:
    with database.writing() as session:
        row = a_source(session, name="The Paper")

    with database.reading() as session:
        assert sources.find(session, "the paper").id == row.id
        assert sources.find(session, str(row.id)).id == row.id
        assert sources.get(session, row.id or 0).name == "The Paper"
        with pytest.raises(NotFound, match=r"no source other\. Sources: The Paper\."):
            sources.find(session, "other")


def test_what_is_not_there_is_said(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        with pytest.raises(NotFound, match=r"Sources: none\."):
            sources.find(session, "any")
        with pytest.raises(NotFound):
            sources.chosen(session, [7])
        assert sources.by_url(session, "https://paper.example/") is None


def test_all_sources_or_the_enabled_ones(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        a_source(session, name="on")
        a_source(session, name="off", enabled=False)

    with sqlite_database.reading() as session:
        assert [each.name for each in sources.every(session)] == ["on", "off"]
        assert [each.name for each in sources.every(session, enabled_only=True)] == ["on"]


def test_an_address_is_added_once(database: Database) -> None:
    with database.writing() as session:
        sources.add(session, name="One", kind=SourceKind.FEED, url="https://paper.example/feed")

    with database.writing() as session, pytest.raises(AlreadyThere):
        sources.add(session, name="Two", kind=SourceKind.FEED, url="https://paper.example/feed")


def test_a_free_name_is_found(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        for name in ("Post", "Post 2", "Poster"):
            a_source(session, name=name)
        assert sources.free_name(session, "Post") == "Post 3"
        assert sources.free_name(session, "Other") == "Other"
