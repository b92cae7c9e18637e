"""`distrib sources quarantine`: what came with a suspicious batch waits here for a human."""

from typing import Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(invoke_without_command=True)
Which = Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="The source.")]
Stories = Annotated[list[int] | None, typer.Option("--story", help="Only this story; may be given several times.")]


@app.callback()
def _root(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        every()


@app.command("list")
def every(
    which: Annotated[str | None, typer.Argument(metavar="[ID_OR_NAME]", help="Only of this source.")] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show the stories that wait, and why."""
    from distrib.store import quarantine, sources  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        source_id = sources.find(session, which).id if which else None
        waiting = quarantine.count(session, source_id)
        names = {each.id: each.name for each in sources.every(session)}
        rows = [
            {
                "story": each.id,
                "source": names.get(each.source_id, ""),
                "published_at": each.published_at,
                "title": each.title,
                "since": each.quarantined_at,
                "why": each.quarantine_why,
            }
            for each in quarantine.listed(session, source_id, limit=limit)
        ]
    show(rows, as_json=as_json, nothing="Nothing waits in quarantine.")
    if rows and not as_json:
        if waiting > len(rows):
            typer.echo(f"\n{len(rows)} of {waiting} are shown: --limit shows more.")
        typer.echo(
            "\nTo take them: distrib sources quarantine release SOURCE. To leave them out for good: … drop SOURCE."
        )


@app.command()
def release(which: Which, stories: Stories = None) -> None:
    """Let the stories of a source be picked, by their own dates."""
    from distrib.pipeline import quarantine  # noqa: PLC0415 - as above

    with parts() as opened:
        number = quarantine.release(opened, which, by="cli", story_ids=stories or ())
    typer.echo(f"{_stories(number)} can be picked now, by their own dates.")


@app.command()
def drop(which: Which, stories: Stories = None) -> None:
    """Leave the stories of a source out for good; they are kept, so that they do not come as new ones again."""
    from distrib.pipeline import quarantine  # noqa: PLC0415 - as above

    with parts() as opened:
        number = quarantine.drop(opened, which, by="cli", story_ids=stories or ())
    typer.echo(f"{_stories(number)} will never be picked.")


def _stories(number: int) -> str:
    return "1 story" if number == 1 else f"{number} stories"
