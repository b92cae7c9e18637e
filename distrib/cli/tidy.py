"""`distrib tidy`: remove what nobody needs any more."""

import typer

from distrib.cli.opening import parts


def tidy() -> None:
    """Remove stored pictures that no edition shows and no recent story has. The clock does it once a day."""
    from distrib.pipeline import tidy as verb  # noqa: PLC0415 - `distrib --help` must not load it

    with parts() as opened:
        typer.echo(verb.tidy(opened).sentence)
