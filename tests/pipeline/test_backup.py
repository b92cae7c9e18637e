"""A copy that is whole, and an upgrade that can be undone."""

import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from distrib.errors import SchemaMismatch
from distrib.pipeline import backup, media
from distrib.pipeline.backup import BackupProblem
from distrib.store import schema
from distrib.store.engine import Database, sqlite_url
from tests.factories import a_newsroom


@pytest.fixture
def migrated(tmp_path: Path) -> Database:
    database = Database(sqlite_url(tmp_path / "distrib.db"))
    schema.migrate(database)
    return database


def test_the_copy_holds_what_was_stored_and_only_its_owner_reads_it(
    migrated: Database, tmp_path: Path, now: datetime
) -> None:
    with migrated.writing() as session:
        a_newsroom(session, name="The Copied Post")
    copy = backup.back_up(migrated, tmp_path, now)
    assert copy.stat().st_mode & 0o777 == 0o600
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT name FROM newsroom").fetchall() == [("The Copied Post",)]
    connection.close()


def test_a_current_database_has_nothing_to_upgrade(migrated: Database, tmp_path: Path, now: datetime) -> None:
    assert backup.upgrade(migrated, tmp_path, now) == (schema.HEAD, None)


def test_a_newer_database_is_not_touched(migrated: Database, tmp_path: Path, now: datetime) -> None:
    with migrated.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaMismatch, match="newer"):
        backup.upgrade(migrated, tmp_path, now)
    assert not (tmp_path / "backups").exists()


def test_an_older_database_is_copied_before_it_is_migrated(
    migrated: Database, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with migrated.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    monkeypatch.setattr(schema, "migrate", lambda _: None)
    before, copy = backup.upgrade(migrated, tmp_path, now)
    assert before == "0000"
    assert copy is not None
    assert copy.exists()


def test_tables_that_are_wrong_after_an_upgrade_name_the_copy(
    migrated: Database, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with migrated.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
        session.connection().execute(text("DROP TABLE auditentry"))
    monkeypatch.setattr(schema, "migrate", lambda _: None)
    with pytest.raises(Exception, match=r"the copy is .*backups"):
        backup.upgrade(migrated, tmp_path, now)


def test_a_folder_that_can_not_be_written_is_said(migrated: Database, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "backups").write_text("a file where a folder should be")
    with pytest.raises(BackupProblem, match="could not be copied"):
        backup.back_up(migrated, tmp_path, now)


@pytest.mark.postgres
def test_postgresql_is_dumped(
    request: pytest.FixtureRequest, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = request.getfixturevalue("postgres_server")
    if shutil.which("pg_dump") is None:
        monkeypatch.setenv("PATH", str(server.binaries))
    database = Database(server.fresh())
    copy = backup.back_up(database, tmp_path, now)
    assert copy.read_bytes().startswith(b"PGDMP")
    database.close()


def test_postgresql_without_pg_dump_says_what_to_install(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupProblem, match="apt-get install"):
        backup.back_up(Database("postgresql://nobody@127.0.0.1:1/none"), tmp_path, now)


def test_stored_pictures_are_kept_with_the_copy_each_once(migrated: Database, tmp_path: Path, now: datetime) -> None:
    first = media.write(tmp_path, b"a picture", "jpg")
    backup.back_up(migrated, tmp_path, now)
    second = media.write(tmp_path, b"another", "jpg")
    (media.folder(tmp_path) / ".unfinished-x").write_bytes(b"half")
    backup.back_up(migrated, tmp_path, now + timedelta(hours=1))
    (media.folder(tmp_path) / f"{first}.jpg").unlink()

    kept = tmp_path / "backups" / "media"
    assert {path.name for path in kept.iterdir()} == {f"{first}.jpg", f"{second}.jpg"}
    assert (kept / f"{first}.jpg").read_bytes() == b"a picture"


@pytest.mark.parametrize("error", [OSError, FileNotFoundError])
def test_pictures_are_copied_where_they_can_not_have_two_names(
    migrated: Database, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    name = media.write(tmp_path, b"a picture", "jpg")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    backup.back_up(migrated, tmp_path, now)

    kept = tmp_path / "backups" / "media" / f"{name}.jpg"
    assert kept.exists() is (error is OSError)  # gone meanwhile is gone
