"""`distrib gather`: ask the sources, or read feeds, sitemaps and pages by hand."""

from typing import Annotated

import typer

from distrib.cli.moments import At
from distrib.cli.opening import parts
from distrib.cli.progress import bar


def gather(
    places: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE_OR_URL]...", help="Read these; none: ask every source.")
    ] = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="Ask only the sources whose time has come.")] = False,
    at: At = None,
) -> None:
    """Take in what the sources have.

    Sources whose host asked to be left alone are not asked. What can't be read is said and left; the rest goes on.
    """
    from distrib.pipeline import gather as verb  # noqa: PLC0415 - `distrib --help` must not load the readers

    with parts(at=at) as opened, bar("Gathering") as progress:
        if places:
            run = verb.gather_given(opened, places)
        else:
            run = verb.gather(opened, None, progress) if due else verb.gather_ready(opened, progress)
    typer.echo(run.sentence)
    for problem in run.problems:
        typer.echo(f"  {problem}", err=True)
    if run.problems:
        raise typer.Exit(1)
