"""`distrib inspect`: what distrib reads in a feed, sitemap or page, without storing anything. JSON Lines on stdout."""

import json
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from distrib.cli import given, inspect_email, inspect_selection, inspect_share

app = typer.Typer(help="Look at what distrib reads and writes, without storing anything.", no_args_is_help=True)

Files = Annotated[list[str] | None, typer.Argument(help="Files, plain or .gz; - is standard input.", metavar="FILE…")]
Rows = Annotated[str | None, typer.Option("--from", help="Rows {file, url, …} as JSON Lines; - is standard input.")]
Url = Annotated[str | None, typer.Option("--url", help="The address that the file came from.")]


@app.command()
def feed(
    files: Files = None,
    url: Url = None,
    content_type: Annotated[str | None, typer.Option("--content-type", help="As the server named it.")] = None,
    rows: Rows = None,
) -> None:
    """Show the entries of feeds: RSS, Atom, RDF or JSON Feed."""
    from distrib.ingest.sources import feed as reader  # noqa: PLC0415 - `distrib --help` must not load the parsers

    def read(data: bytes, row: dict[str, Any]) -> Any:
        return reader.read(data, url=row.get("url"), content_type=row.get("content_type") or "")

    _answer(files, rows, {"url": url, "content_type": content_type}, read, timed=True)


@app.command()
def sitemap(files: Files = None, url: Url = None, rows: Rows = None) -> None:
    """Show the addresses in sitemaps and sitemap indexes."""
    from distrib.ingest.sources import sitemap as reader  # noqa: PLC0415 - as above

    _answer(files, rows, {"url": url}, lambda data, row: reader.read(data, url=row.get("url")))


@app.command()
def page(files: Files = None, url: Url = None, rows: Rows = None) -> None:
    """Show what an article page says of itself, and its text."""
    from distrib.ingest.sources import page as reader  # noqa: PLC0415 - as above

    _answer(files, rows, {"url": url}, lambda data, row: reader.read(data, url=row.get("url")))


# Their modules load what they need when they are asked, as those above do.
app.command("share")(inspect_share.share)
app.command("text")(inspect_share.text)
app.command("email")(inspect_email.email)
app.command("clusters")(inspect_selection.clusters)
app.command("ranking")(inspect_selection.ranking)


def _answer(
    files: list[str] | None,
    rows: str | None,
    options: dict[str, Any],
    read: Callable[[bytes, dict[str, Any]], Any],
    *,
    timed: bool = False,
) -> None:
    """Print one object per input, in input order; a bad input gives its error and the run goes on."""
    import time  # noqa: PLC0415 - as above

    from distrib.errors import DistribError  # noqa: PLC0415 - as above
    from distrib.ingest.shown import shown  # noqa: PLC0415 - as above

    if bool(files) == bool(rows):
        raise typer.BadParameter("Name files, or rows with --from.")
    for row in given.rows(rows, options) if rows else ({**options, "file": file} for file in files or []):
        began = time.perf_counter()
        try:
            answer = {"file": row["file"], **shown(read(given.read(row["file"]), row))}
        except DistribError as error:
            answer = {"file": row.get("file"), "error": str(error)}
        if timed and rows:
            answer["seconds"] = round(time.perf_counter() - began, 4)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
