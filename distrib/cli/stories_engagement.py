"""`distrib stories engagement`: what others counted of how much stories were read."""

import io
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from distrib.cli.opening import parts

SOME_UNUSABLE = 1


def engagement(
    file: Annotated[
        str, typer.Argument(help="CSV with the columns url or id, day, kind, number; - is standard input.")
    ],
) -> None:
    """Learn from page views, clicks or comments that were counted elsewhere, a row per story and day.

    Rows about one story, day and kind are added up and replace what was known of them, so the same file twice changes
    nothing. Each row that can't be used is told on stderr; the others count. The status is 1 when there was one.
    """
    from distrib.pipeline import figures  # noqa: PLC0415 - `distrib --help` must not load the rooms

    with parts() as opened, _text(file) as stream:
        run = figures.take_csv(opened, stream, tell=lambda why: typer.echo(why, err=True))
    typer.echo(run.sentence)
    if run.counts["refused"]:
        raise typer.Exit(SOME_UNUSABLE)


def _text(file: str) -> TextIO:
    """Return the file as text, whatever its bytes are. Raises BadInput."""
    from distrib.errors import BadInput  # noqa: PLC0415 - as above
    from distrib.ingest import figures  # noqa: PLC0415 - as above

    if file == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding=figures.encoding(b""), errors="replace")
    try:
        with Path(file).open("rb") as raw:
            start = raw.read(2)
        return Path(file).open(encoding=figures.encoding(start), errors="replace")
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror}.") from error
