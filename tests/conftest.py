"""What every test may lean on: a stopped clock, a fresh database on both engines, parts made of fakes."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from distrib.clock import Clock, stopped
from distrib.pipeline.parts import Parts
from distrib.signing import Key, Signer
from distrib.store import schema
from distrib.store.engine import Database, sqlite_url
from tests import fakes
from tests.postgres import Server

NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)  # noon in Cuttack
APT = "apt-get install -y --no-install-recommends postgresql chromium fonts-noto-core fonts-lohit-orya fonts-lohit-deva"

for _name in [name for name in os.environ if name.startswith("DISTRIB_") and not name.startswith("DISTRIB_TEST_")]:
    del os.environ[_name]  # a developer's own settings must not change what a test sees


def skip_or_fail(what: str) -> None:
    """Skip visibly where a real part is not installed; fail where the full suite was asked for."""
    words = f"{what} is not installed: {APT}"
    if os.environ.get("DISTRIB_TEST_FULL"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Undo what a test made of the logs: a later one would write into a stream that is closed."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def clock(now: datetime) -> Clock:
    return stopped(now)


@pytest.fixture
def signer() -> Signer:
    return Signer([Key(id=1, secret=b"k" * 32)])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(sqlite_url(path))
    schema.migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        skip_or_fail("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="distrib-pg-"))
    server = Server(binaries[-1].parent, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "distrib.db"
    shutil.copy(sqlite_template, path)
    database = Database(sqlite_url(path))
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh migrated database; a test that takes it runs on both engines."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    server: Server = request.getfixturevalue("postgres_server")
    fresh = Database(server.fresh())
    yield fresh
    fresh.close()


@pytest.fixture
def parts(database: Database, clock: Clock, signer: Signer, tmp_path: Path) -> Parts:
    """The ports, filled with fakes that tests can look into (`parts.fetcher`, `parts.transport(sender)` …)."""
    return fakes.parts(database, clock, signer, tmp_path, fakes.SETTINGS)


@pytest.fixture
def sqlite_parts(sqlite_database: Database, clock: Clock, signer: Signer, tmp_path: Path) -> Parts:
    return fakes.parts(sqlite_database, clock, signer, tmp_path, fakes.SETTINGS)


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None:
        skip_or_fail("Chromium")
    return str(path)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Captured data of others; lies beside the project for its developers only."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the captured data beside the project is not there")
    return folder
