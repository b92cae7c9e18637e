"""Copy the database and its pictures aside, and bring it to the version that this distrib knows."""

import shutil
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path

from distrib.errors import DistribError, SchemaMismatch
from distrib.pipeline import media
from distrib.store import schema
from distrib.store.engine import Database


class BackupProblem(DistribError):
    """The database could not be copied; nothing was changed."""


def back_up(database: Database, home: Path, at: datetime) -> Path:
    """Copy the whole database to `home/backups` and return the file: whole even while others write.

    Stored pictures go to `home/backups/media`, each once: their names are the hashes of their bytes.

    Raises BackupProblem when there is no room, no right to write, or no `pg_dump` for PostgreSQL.
    """
    folder = home / "backups"
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if database.is_sqlite:
            target = folder / f"{Path(str(database.engine.url.database)).stem}-{stamp}.db"
            _copy_sqlite(Path(str(database.engine.url.database)), target)
        else:
            target = folder / f"distrib-{stamp}.dump"
            _dump_postgres(database, target)
        target.chmod(0o600)
        _keep_pictures(media.folder(home), folder / "media")
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise BackupProblem(f"The database could not be copied to {folder}: {type(error).__name__}.") from error
    return target


def upgrade(database: Database, home: Path, at: datetime) -> tuple[str | None, Path | None]:
    """Back up, migrate and verify; return the version it had and the copy (None where nothing was to do).

    Raises SchemaMismatch for a database of a newer distrib or of none; BackupProblem; DistribError when the tables
    differ from what they should be afterwards: the copy is then the way back.
    """
    before = schema.version(database)
    if before == schema.HEAD:
        return before, None
    if before is None or before > schema.HEAD:
        schema.check(database)
        raise SchemaMismatch
    copy = back_up(database, home, at)
    schema.migrate(database)
    wrong = schema.differences(database)
    if wrong:
        raise DistribError(f"After the upgrade the tables are not as they should be ({wrong[0]}); the copy is {copy}.")
    return before, copy


def _keep_pictures(source: Path, target: Path) -> None:
    """Keep every picture that is not kept yet: as another name of the same file, or copied to another disk."""
    if not source.is_dir():
        return
    target.mkdir(mode=0o700, exist_ok=True)
    for path in source.iterdir():
        kept = target / path.name
        if path.name.startswith(".") or kept.exists():
            continue
        try:
            kept.hardlink_to(path)
        except FileNotFoundError:  # tidied away meanwhile
            continue
        except OSError:
            shutil.copy2(path, kept)


def _copy_sqlite(source: Path, target: Path) -> None:
    here, there = sqlite3.connect(source), sqlite3.connect(target)
    try:
        here.backup(there)
        verdict = there.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        here.close()
        there.close()
    if verdict != "ok":
        raise BackupProblem(f"The copy of the database is damaged: {verdict}.")


def _dump_postgres(database: Database, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupProblem("pg_dump is not installed: apt-get install postgresql-client.")
    url = database.engine.url
    command = [program, "--format=custom", f"--file={target}", f"--host={url.host}", f"--port={url.port or 5432}"]
    environment = {"PGPASSWORD": str(url.password)} if url.password else {}
    subprocess.run(  # noqa: S603 - our own database's address, no shell
        [*command, f"--username={url.username}", str(url.database)],
        check=True,
        env={"PATH": str(Path(program).parent), **environment},
        capture_output=True,
    )
