"""`--at`: the clock of one command."""

from datetime import datetime
from typing import Annotated

import typer


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write it as 2026-11-24T07:00+05:30") from None
    if at.tzinfo is None:
        raise typer.BadParameter("it needs a zone, such as 2026-11-24T07:00+05:30")
    return at


At = Annotated[
    datetime | None,
    typer.Option("--at", parser=_moment, metavar="TIME", help="The moment this command takes for now, with its zone."),
]
