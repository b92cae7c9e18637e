"""`distrib sources health`: how the sources are, the worst first, each with what to type."""

from typing import TYPE_CHECKING, Any

import typer

from distrib.cli.listing import AsJson, show, table
from distrib.cli.opening import parts

if TYPE_CHECKING:  # `distrib --help` must not load the database
    from distrib.pipeline.health import Health

NEEDS_HUMAN = 1


def health(*, as_json: AsJson = False) -> None:
    """Show how every source is, the worst first, and what to type where something is to be done.

    Ends with status 1 when a source needs a human before the next edition.
    """
    from distrib.pipeline import health as verb  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened:
        found = verb.look(opened)
    if as_json:
        show((_facts(each) for each in found), as_json=True)
    elif not found:
        typer.echo("There is no source yet: type `distrib sources add URL`.")
    else:
        _draw(found)
    if any(each.needs_human for each in found):
        raise typer.Exit(NEEDS_HUMAN)


def _facts(each: "Health") -> dict[str, Any]:
    source, today = each.source, each.today
    return {
        "id": source.id,
        "name": source.name,
        "state": each.state,
        "needs_human": each.needs_human,
        "last_success_at": source.last_success_at,
        "next_gather_at": source.next_gather_at,
        "failures": source.failures,
        "problem": source.problem,
        "today": today.new + today.quarantined if today else 0,
        "usual_per_day": source.usual_per_day,
        "quarantined": each.waiting,
        "silent_sections": list(each.silent_sections),
        "moved_to": source.moved_to,
        "troubles": [
            {
                "what": trouble.what,
                "sentence": trouble.sentence,
                "type": trouble.type_this,
                "needs_human": trouble.needs_human,
            }
            for trouble in each.troubles
        ],
    }


def _draw(found: list["Health"]) -> None:
    table([_row(each) for each in found], ("id", "source", "state", "last fine", "today", "usual", "how it is"))
    todo = [trouble.type_this for each in found for trouble in each.troubles if trouble.type_this]
    if todo:
        typer.echo("\nWhat to type:")
        for command in dict.fromkeys(todo):
            typer.echo(f"  {command}")
    human = sum(each.needs_human for each in found)
    needs = "1 needs a human" if human == 1 else f"{human} need a human"
    typer.echo(
        f"\n{len(found)} {'source' if len(found) == 1 else 'sources'}, {needs if human else 'none needs a human'}."
    )


def _row(each: "Health") -> dict[str, object]:
    source, today = each.source, each.today
    well = "Switched off." if not source.enabled else "Well."
    return {
        "id": source.id,
        "source": source.name,
        "state": each.state,
        "last fine": source.last_success_at,
        "today": today.new + today.quarantined if today else 0,
        "usual": f"{source.usual_per_day:.1f}",
        "how it is": " ".join(trouble.sentence for trouble in each.troubles) or well,
    }
