"""How a listing is shown: a table for people, one JSON object a line with `--json`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


def show(rows: Iterable[Mapping[str, Any]], *, as_json: bool, nothing: str = "There is nothing here.") -> None:
    """Print the rows: their keys are the columns, in the order of the first row."""
    rows = list(rows)
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=_written))
        return
    if not rows:
        typer.echo(nothing)
        return
    table(rows, list(rows[0]))


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str | None = None) -> None:
    """Print a table whose lines are never cut, on a terminal as wide as it is and elsewhere as wide as needed."""
    from rich.console import Console  # noqa: PLC0415 - `distrib --help` does without
    from rich.table import Table  # noqa: PLC0415 - as above

    drawn = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        numeric = all(isinstance(row.get(column), int | float | None) for row in rows)
        drawn.add_column(column.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(_cell(row.get(column)) for column in columns))
    console = Console()
    console.print(drawn) if console.is_terminal else Console(width=160).print(drawn)


def _written(value: Any) -> str:
    """Return what JSON has no word for: a moment or a day as ISO 8601 writes it, everything else as it is said."""
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
