"""The shape of the database: which version it has, and the way to the one this distrib knows.

Migrations are Alembic's (`store/migrations`), from the first table on, the same for SQLite and PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from distrib.errors import SchemaMismatch
from distrib.store.engine import Database

if TYPE_CHECKING:  # Alembic takes most of a second to load; only those who migrate need it
    from alembic.config import Config

HEAD = "0003"  #: the newest migration; a test holds it against the folder
_MIGRATIONS = Path(__file__).parent / "migrations"


def version(database: Database) -> str | None:
    """Return the database's version, None for one without tables of ours."""
    with database.reading() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def check(database: Database) -> None:
    """Refuse a database of another version, with the command to type. Raises SchemaMismatch."""
    found = version(database)
    if found == HEAD:
        return
    if found is None:
        raise SchemaMismatch("This database is empty: type `distrib init`.")
    if found < HEAD:
        raise SchemaMismatch(f"The database is at version {found}, distrib at {HEAD}: type `distrib upgrade`.")
    raise SchemaMismatch(
        f"The database is at version {found}, newer than this distrib ({HEAD}): install the newer distrib again."
    )


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`, from nothing or from any earlier version. Running it twice changes nothing."""
    from alembic import command  # noqa: PLC0415 - see above

    with _config(database) as config:
        command.upgrade(config, revision)


def differences(database: Database) -> list[str]:
    """Return how the tables differ from what the rows say; [] when they agree. For tests and `distrib upgrade`."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see above

    from distrib.model import tables  # noqa: PLC0415 - every table must be known before they are compared

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return [str(difference) for difference in compare_metadata(context, tables.metadata())]


@contextmanager
def _config(database: Database) -> "Iterator[Config]":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        yield config
