"""`distrib init` and `distrib upgrade`: making an installation, and bringing it to this version."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distrib.cli.opening import quiet_logs, sentences

if TYPE_CHECKING:  # loaded by the commands below
    from distrib.pipeline.parts import Parts


def init(
    address: Annotated[str | None, typer.Option("--admin", help="The first admin's e-mail address.")] = None,
    file: Annotated[Path | None, typer.Option("--newsroom", help="A newsroom.toml; none: the shipped sample.")] = None,
) -> None:
    """Make a newsroom in DISTRIB_HOME.

    That is this folder unless it is set. Makes database, signing key, sources, lists and the first admin. Every port
    starts as the outbox, so nobody is mailed. Typed again it changes nothing but what the file says.
    """
    quiet_logs()
    with sentences():
        opened = make_house(demo=False)
        try:
            from distrib import resources  # noqa: PLC0415 - `distrib --help` must not load it
            from distrib.pipeline import newsroom  # noqa: PLC0415 - as above

            run = newsroom.apply(opened, file or resources.shipped("config") / "newsroom.toml", demo=False)
            typer.echo(f"{run.sentence}")
            for problem in run.problems:
                typer.echo(f"  {problem}")
            typer.echo(f"In {opened.home}. Mail goes to {opened.home / 'outbox'}: nobody is written to yet.")
            if address:
                first_admin(opened, address)
            else:
                typer.echo("Next: distrib users add ADDRESS --role admin, then distrib run.")
        finally:
            opened.database.close()


def make_house(*, demo: bool) -> "Parts":
    """Return the installation in DISTRIB_HOME, made if it is not there: only `init` and `demo` come here."""
    from distrib import bootstrap, clock, config  # noqa: PLC0415 - as above
    from distrib.store import schema  # noqa: PLC0415 - as above

    home = config.home()
    home.mkdir(parents=True, exist_ok=True)
    settings = config.load(home)
    bootstrap.make_state(home)
    database = bootstrap.database_at(home, settings, demo=demo)
    if schema.version(database) is None:
        schema.migrate(database)
    schema.check(database)
    return bootstrap.build(settings, home=home, database=database, clock=clock.system)


def first_admin(opened: "Parts", address: str) -> None:
    """Print the one-time link of the first admin, made if there is none with that address."""
    from distrib.pipeline import staffing  # noqa: PLC0415 - as above

    link = staffing.link_for_first_admin(opened, address)
    typer.echo(f"Sign in once, within an hour, while `distrib run` is up: {link}")


def upgrade() -> None:
    """Bring the database to this version.

    It is copied to backups/ first and verified afterwards.
    """
    from distrib import bootstrap, clock, config  # noqa: PLC0415 - as above
    from distrib.pipeline import backup  # noqa: PLC0415 - as above

    quiet_logs()
    with sentences():
        home = config.home()
        database = bootstrap.database_at(home, config.load(home))
        try:
            before, copy = backup.upgrade(database, home, clock.system())
        finally:
            database.close()
    if copy is None:
        typer.echo(f"Nothing to do: the database is at version {before}.")
    else:
        typer.echo(f"Upgraded from version {before}. The copy from before is {copy}.")
