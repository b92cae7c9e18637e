"""The database's version: made from nothing, checked at every start, the same on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from distrib.errors import SchemaMismatch
from distrib.store import schema
from distrib.store.engine import Database, sqlite_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        sqlite_url(tmp_path / "empty.db")
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_server").empty()
    )
    database = Database(url)
    yield database
    database.close()


def test_the_migrations_make_exactly_the_tables_that_the_rows_need(empty: Database) -> None:
    schema.migrate(empty)
    assert schema.differences(empty) == []
    schema.check(empty)


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    schema.migrate(empty)
    schema.migrate(empty)
    assert schema.version(empty) == schema.HEAD


def test_the_newest_migration_is_the_one_the_code_knows() -> None:
    folder = Path(schema.__file__).parent / "migrations" / "versions"
    assert max(path.name[:4] for path in folder.glob("[0-9]*.py")) == schema.HEAD


def test_an_empty_database_says_what_to_type(empty: Database) -> None:
    with pytest.raises(SchemaMismatch, match="distrib init"):
        schema.check(empty)


@pytest.mark.parametrize(("version", "words"), [("0000", "distrib upgrade"), ("9999", "newer than this distrib")])
def test_another_version_is_refused_with_what_to_do(empty: Database, version: str, words: str) -> None:
    schema.migrate(empty)
    with empty.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    with pytest.raises(SchemaMismatch, match=words):
        schema.check(empty)


def test_the_way_back_drops_every_table(empty: Database) -> None:
    schema.migrate(empty)
    with schema._config(empty) as config:
        command.downgrade(config, "base")
    assert schema.version(empty) is None
