"""The database and its two doors: `reading()` sees, `writing()` changes; nobody else opens a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from distrib.errors import BadInput, DistribError

BUSY_MS = 30_000


class StoreBusy(DistribError):
    """The database is busy or its disk is full; nothing was changed."""


class AlreadyThere(DistribError):
    """There is one already; nothing was changed."""


class Database:
    """One database, SQLite (WAL, on a local disk) or PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url) if self.is_sqlite else create_engine(_psycopg(url), pool_pre_ping=True, pool_size=10)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one moment of the database and can change nothing.

        Raises BadInput for a number or text from outside that no column can hold.
        """
        with _fitting(), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            session.connection(execution_options={"distrib_mode": "reading", "postgresql_readonly": True})
            yield session  # closing ends the transaction; a rollback would empty the rows that were read

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are committed at the end, or not at all.

        It holds SQLite's one write lock from its first moment: no network, no composing inside, at most some 50 ms.
        Raises StoreBusy, AlreadyThere and BadInput in place of the driver's errors.
        """
        with _fitting(), Session(self.engine, expire_on_commit=False) as session:
            try:
                session.connection(execution_options={"distrib_mode": "writing"})
                yield session
                session.commit()
            except OperationalError as error:
                session.rollback()
                raise StoreBusy(f"The database could not be written: {_short(error)}.") from error
            except IntegrityError as error:
                session.rollback()
                raise AlreadyThere(f"The database refused a double: {_short(error)}.") from error
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Hold one idle connection meanwhile: SQLite folds its log back each time that the last one is closed."""
        with self.engine.connect():
            yield

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@contextmanager
def _fitting() -> Iterator[None]:
    """Turn what the drivers say of an endless number or a NUL into one sentence: an address bar can hold both."""
    try:
        yield
    except (DataError, OverflowError) as error:
        raise BadInput("There is nothing of that number or name here.") from error


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=NullPool if ":memory:" not in url else None,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # Deferred transactions that later write lose updates on SQLite; whoever writes says so first.
        if connection.get_execution_options().get("distrib_mode") == "reading":
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN DEFERRED")
        else:
            connection.exec_driver_sql("PRAGMA query_only=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _short(error: Exception) -> str:
    return str(getattr(error, "orig", error)).split("\n", 1)[0]


def sqlite_url(path: Path) -> str:
    """Return the address of the SQLite file at `path`."""
    return f"sqlite:///{path}"
