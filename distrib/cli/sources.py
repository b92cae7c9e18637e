"""`distrib sources`: where stories come from, and how each one fares."""

from typing import Annotated, Literal

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

Kind = Literal["feed", "sitemap", "page"]  # the values of SourceKind, whose module loads the database
app = typer.Typer(no_args_is_help=True)


@app.command("list")
def every(*, as_json: AsJson = False) -> None:
    """Show every source, when it was asked and how it went."""
    from distrib.store import sources  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        rows = [
            {
                "id": each.id,
                "name": each.name,
                "kind": each.kind.value,
                "url": each.url,
                "section": each.section,
                "enabled": each.enabled,
                "last_success_at": each.last_success_at,
                "usual_entries": each.usual_entries,
                "failures": each.failures,
                "problem": each.problem,
            }
            for each in sources.every(session)
        ]
    show(rows, as_json=as_json, nothing="There is no source yet: type `distrib sources add URL`.")


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="The address of a feed, sitemap or front page.")],
    *,
    name: Annotated[str | None, typer.Option(help="What the newsroom calls it; else what it calls itself.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="What stands there; else found out by looking.")] = None,
    section: Annotated[str | None, typer.Option(help="For stories that name none.")] = None,
    language: Annotated[str | None, typer.Option(help="For stories that name none, such as or or en-IN.")] = None,
    own: Annotated[bool, typer.Option("--own/--others", help="The paper's own, or somebody else's.")] = True,
    weight: Annotated[float, typer.Option(min=0.0, max=10.0, help="How much it is trusted.")] = 1.0,
    every_minutes: Annotated[int, typer.Option("--every", min=1, max=10080, help="Minutes between two looks.")] = 15,
) -> None:
    """Add a source. It is asked once, to see that it can be read."""
    from distrib.model.sources import SourceKind  # noqa: PLC0415 - as above
    from distrib.pipeline import source_adding  # noqa: PLC0415 - as above

    with parts() as opened:
        row = source_adding.add(
            opened,
            url,
            name=name,
            kind=SourceKind(kind) if kind else None,
            section=section,
            language=language,
            own=own,
            weight=weight,
            every_minutes=every_minutes,
            by="cli",
        )
    typer.echo(f"Added {row.name} ({row.kind.value}), source {row.id}.")


@app.command()
def check(
    which: Annotated[list[str] | None, typer.Argument(metavar="[ID_OR_NAME]...", help="None: every one.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Ask sources now, store nothing, and say what they answer."""
    from distrib.pipeline import source_adding  # noqa: PLC0415 - as above

    with parts() as opened:
        rows = source_adding.check(opened, which or [])
    show(rows, as_json=as_json, nothing="There is no source yet: type `distrib sources add URL`.")
    if any(row["problem"] for row in rows):
        raise typer.Exit(1)
