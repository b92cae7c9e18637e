"""`distrib inspect email`: what the preflight says of a finished mail or of the HTML of one. JSON Lines on stdout."""

import json
import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from distrib.cli import given

Files = Annotated[
    list[str] | None,
    typer.Argument(
        help="Messages (.eml) or the HTML of one (.html), plain or .gz; - is standard input.", metavar="FILE…"
    ),
]
Rows = Annotated[str | None, typer.Option("--from", help="Rows {file, at} as JSON Lines; - is standard input.")]
At = Annotated[str | None, typer.Option("--at", help="The moment it would leave, as ISO 8601: judges its date.")]


def email(files: Files = None, at: At = None, rows: Rows = None) -> None:
    """Show what the preflight says of mails: rules by id, with level and sentence."""
    from distrib.errors import DistribError  # noqa: PLC0415 - `distrib --help` must not load the parsers

    if bool(files) == bool(rows):
        raise typer.BadParameter("Name files, or rows with --from.")
    named: list[dict[str, Any]] = [{"file": file, "at": at} for file in files or []]
    for row in given.rows(rows, {"at": at}) if rows else named:
        moment = _moment(row.get("at"))
        try:
            answer = {"file": row["file"], **inspected(given.read(row["file"]), str(row["file"]), moment)}
        except DistribError as error:
            answer = {"file": row["file"], "error": str(error)}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def inspected(data: bytes, name: str, at: datetime | None) -> dict[str, Any]:
    """Return `blocked` and the checks of one input: HTML by its name or its first sign, else a message."""
    from distrib.preflight import checking  # noqa: PLC0415 - as above

    stem = name.lower().removesuffix(".gz")
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if stem.endswith((".html", ".htm")) or start.startswith((b"<!doctype", b"<html", b"<!--", b"<body", b"<table")):
        found = checking.check_html(data.decode("utf-8", "replace"))
    else:
        found = checking.check_message(data, now=at)
    checks = [
        {"id": one.id, "level": one.level, "ok": one.ok, "sentence": one.sentence, "place": one.place or None}
        for one in found
    ]
    return {"blocked": checking.blocked(found), "checks": checks}


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no moment such as 2026-11-24T06:30+05:30.") from None
    if moment.tzinfo is None:
        raise typer.BadParameter("A moment needs its time zone.")
    return moment
