"""`distrib lists`: what one signs up to."""

from typing import Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def every(*, as_json: AsJson = False) -> None:
    """Show every list with its readers."""
    from distrib.store import lists  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        readers = lists.readers(session)
        rows = [
            {
                "slug": each.slug,
                "name": each.name,
                "language": each.language,
                "look": each.look,
                "times": [f"{time.at:%H:%M} {time.zone}" for time in lists.times(session, each.id)],
                "approval": each.approval.value,
                "readers": readers.get(each.id or 0, 0),
                "paused": each.paused,
            }
            for each in lists.every(session)
        ]
    show(rows, as_json=as_json, nothing="There is no list yet: type `distrib newsroom apply FILE`.")


@app.command("sections")
def sections(slug: Annotated[str, typer.Argument(help="The list's slug.")], *, as_json: AsJson = False) -> None:
    """Show the sections of a list from the top of the paper down."""
    from distrib.store import lists  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        each = lists.by_slug(session, slug)
        rows = [
            {"position": row.position, "slug": row.slug, "name": row.name, "quota": row.quota, "rule": row.rule}
            for row in lists.sections(session, each.id or 0)
        ]
    show(rows, as_json=as_json)
