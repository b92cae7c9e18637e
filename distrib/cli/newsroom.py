"""`distrib newsroom`: what the file says becomes what the database holds."""

from pathlib import Path
from typing import Annotated

import typer

from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)


@app.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(help="A newsroom.toml; the shipped one shows every key.")],
) -> None:
    """Make or change sources, lists, sections, senders and channels as the file says."""
    from distrib.pipeline import newsroom  # noqa: PLC0415 - `distrib --help` must not load it

    with parts() as opened:
        run = newsroom.apply(opened, file)
    typer.echo(run.sentence)
    for problem in run.problems:
        typer.echo(f"  {problem}")


@app.command("show")
def show() -> None:
    """Show the newsroom's own row."""
    from distrib.store import lists  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        house = lists.newsroom(session)
        readers = sum(lists.readers(session).values())
        typer.echo(f"{house.name}, {house.site_url}{', the demo' if house.demo else ''}: {readers} subscriptions.")
