"""A newsroom that upgrades keeps every row it had."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlmodel import select

from distrib.clock import Clock
from distrib.model.sources import Source
from distrib.model.stories import Picture, Revision, Story
from distrib.pipeline import gather
from distrib.signing import Signer
from distrib.store import schema, stories
from distrib.store.engine import Database, sqlite_url
from distrib.wording import urls
from tests import fakes

_FIRST_ROWS = """
INSERT INTO source (id, name, kind, url, weight, own, enabled, every_minutes, usual_entries, failures)
 VALUES (1, 'Tarini', 'feed', 'https://tarinipost.example/feed', 1.0, :yes, :yes, 15, 4.0, 0);
INSERT INTO story (id, source_id, url, title, summary, body_text, authors, sections, tags, kind, state, direction,
 words, seen_at, backlog, fingerprint, revision) VALUES (7, 1, 'https://tarinipost.example/a', 'Bridge opens', '', '',
 '[]', '[]', '[]', 'article', 'live', 'ltr', 3, :at, :no, 'f', 2);
INSERT INTO revision (id, story_id, number, title, summary, body_text, seen_at)
 VALUES (3, 7, 1, 'Bridge to open', '', '', :at);
INSERT INTO picture (hash, extension, source_url, width, height, size, stored_at)
 VALUES ('aa', 'jpg', 'https://tarinipost.example/a.jpg', 1, 1, 1, :at)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the first release, with rows."""
    url = (
        sqlite_url(tmp_path / "first.db")
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_server").empty()
    )
    database = Database(url)
    schema.migrate(database, "0001")
    with database.writing() as session:
        for row in _FIRST_ROWS.split(";"):
            wanted = {"yes": True, "no": False, "at": "2026-11-24 05:00:00+00:00"}
            session.connection().execute(text(row), {k: v for k, v in wanted.items() if f":{k}" in row})
    yield database
    database.close()


def test_stories_sources_and_earlier_texts_are_all_there_after_an_upgrade(first: Database) -> None:
    schema.migrate(first)
    assert schema.differences(first) == []
    with first.reading() as session:
        source, story = session.exec(select(Source)).one(), session.exec(select(Story)).one()
        assert (source.usual_entries, source.usual_per_day, source.zone) == (4.0, 0.0, None)
        assert (story.title, story.revision, story.why, story.quarantined_at) == ("Bridge opens", 2, "", None)
        assert session.exec(select(Revision)).one().title == "Bridge to open"
        assert session.exec(select(Picture)).all() == []  # they are made again when a digest needs them


def test_stories_of_the_first_release_are_known_under_every_spelling_of_their_address(first: Database) -> None:
    rows = [{"id": 100 + n, "url": f"http://www.tarinipost.example/odisha/{n}/"} for n in range(600)]
    with first.writing() as session:
        session.connection().execute(
            text(
                "INSERT INTO story (id, source_id, url, title, summary, body_text, authors, sections, tags, kind,"
                " state, direction, words, seen_at, backlog, fingerprint, revision)"
                " SELECT :id, source_id, :url, title, '', '', authors,"
                " sections, tags, kind, state, direction, 3, seen_at, backlog, '', 1"
                " FROM story WHERE id = 7"
            ),
            [*rows, {"id": 90, "url": "no address"}],
        )

    schema.migrate(first)

    with first.reading() as session:
        twins = [urls.twin(f"https://tarinipost.example/odisha/{n}") for n in range(600)]
        assert sorted(stories.by_keys(session, twins)) == sorted(twins)
        assert stories.get(session, 90).key == ""


def test_a_story_of_the_first_release_does_not_come_again_under_another_spelling(
    first: Database, clock: Clock, signer: Signer, tmp_path: Path
) -> None:
    schema.migrate(first)
    parts = fakes.parts(first, clock, signer, tmp_path, fakes.SETTINGS)
    with first.writing() as session:
        source = session.exec(select(Source)).one()
        source.own = False
    parts.fetcher.pages["https://tarinipost.example/feed"] = (
        b"<rss version='2.0'><channel><item><title>Bridge opens to all</title>"
        b"<link>http://www.tarinipost.example/a/</link><guid>new</guid></item></channel></rss>"
    )

    gather.gather(parts)

    with first.reading() as session:
        (story,) = session.exec(select(Story)).all()
    assert (story.id, story.title) == (7, "Bridge opens to all")


def test_the_way_back_to_the_first_release_keeps_the_stories(first: Database) -> None:
    schema.migrate(first)
    with schema._config(first) as config:
        command.downgrade(config, "0001")
    with first.reading() as session:
        titles = session.connection().execute(text("SELECT title FROM story")).scalars().all()
    assert titles == ["Bridge opens"]
