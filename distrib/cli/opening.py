"""How a command opens the house: settings, database and ports, and errors as one sentence with a status."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:  # `distrib --help` must not load the database and the ports
    from datetime import datetime

    from distrib.bootstrap import Hosts
    from distrib.pipeline.parts import Parts


@contextmanager
def parts(
    *, at: "datetime | None" = None, demo: bool | None = None, hosts: "Hosts | None" = None, **flags: Any
) -> "Iterator[Parts]":
    """Open the installation in DISTRIB_HOME for one command; `at` stops its clock there.

    `flags` are parts of the settings (`web={"port": 9000}`); a None in them means that the flag was not given.

    Errors of ours end the command with their sentence on stderr and status 1.
    """
    from distrib import bootstrap  # noqa: PLC0415 - only a command that needs the house opens it

    with sentences():
        opened = bootstrap.open_house(at=at, demo=demo, hosts=hosts, flags=flags)
        quiet_logs()
        try:
            yield opened
        finally:
            opened.database.close()


@contextmanager
def sentences() -> Iterator[None]:
    """End the command with an error's own sentence and status 1 in place of a traceback."""
    from distrib.errors import DistribError  # noqa: PLC0415 - as above

    try:
        yield
    except DistribError as error:
        typer.echo(f"distrib: {error}", err=True)
        raise typer.Exit(1) from error


def quiet_logs() -> None:
    """Send a command's logs to stderr, warnings only unless the environment asks for more: a command speaks itself."""
    from distrib import logs  # noqa: PLC0415 - as above

    logs.configure(level=os.environ.get("DISTRIB_LOGS__LEVEL") or "warning")
