"""`distrib sources`: where stories come from, and how each one fares."""

from typing import Annotated

import typer

from distrib.cli import sources_add, sources_change, sources_health, sources_hook, sources_quarantine
from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)
app.command()(sources_add.add)
app.command()(sources_add.find)
app.command()(sources_hook.hook)
app.command()(sources_hook.calls)
app.command()(sources_health.health)
app.command()(sources_change.change)
app.command()(sources_change.enable)
app.command()(sources_change.disable)
app.add_typer(sources_quarantine.app, name="quarantine", help="What came with a suspicious batch and waits for you.")


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
                "next_gather_at": each.next_gather_at,
                "usual_per_day": each.usual_per_day,
                "failures": each.failures,
                "problem": each.problem,
            }
            for each in sources.every(session)
        ]
    show(rows, as_json=as_json, nothing="There is no source yet: type `distrib sources add URL`.")


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
