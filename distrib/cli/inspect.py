"""`distrib inspect`: what distrib reads in a feed, sitemap or page, without storing anything. JSON Lines on stdout."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
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

    def read(row: dict[str, Any]) -> Iterator[str]:
        data, content_type = given.read(row["file"]), row.get("content_type") or ""
        found = reader.begin(data, url=row.get("url"), content_type=content_type)
        return _one_at_a_time(found.head, found.entries, found.problems)

    _answer(files, rows, {"url": url, "content_type": content_type}, read, timed=True)


@app.command()
def sitemap(files: Files = None, url: Url = None, rows: Rows = None) -> None:
    """Show the addresses in sitemaps and sitemap indexes, of any size."""
    from distrib.ingest.entry import Sitemap  # noqa: PLC0415 - as above
    from distrib.ingest.sources import sitemap as reader  # noqa: PLC0415 - as above

    def read(row: dict[str, Any]) -> Iterator[str]:
        if (whole := given.small(row["file"])) is not None:  # as a gather reads it: mended where it is broken
            yield from _inside(reader.read(whole, url=row.get("url")))
            return
        with given.opened(row["file"]) as source:
            found = reader.begin(source, url=row.get("url"))
            yield from _one_at_a_time(Sitemap(kind=found.kind), found.entries, found.problems)

    _answer(files, rows, {"url": url}, read)


@app.command()
def page(files: Files = None, url: Url = None, rows: Rows = None) -> None:
    """Show what an article page says of itself, and its text."""
    from distrib.ingest.sources import page as reader  # noqa: PLC0415 - as above

    def read(row: dict[str, Any]) -> Iterator[str]:
        yield from _inside(reader.read(given.read(row["file"]), url=row.get("url")))

    _answer(files, rows, {"url": url}, read)


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
    read: Callable[[dict[str, Any]], Iterator[str]],
    *,
    timed: bool = False,
) -> None:
    """Print one object per input, in input order; a bad input gives its error and the run goes on.

    `read` gives what stands in the object piece by piece: it may be larger than the memory.
    """
    import time  # noqa: PLC0415 - as above

    from distrib.errors import DistribError  # noqa: PLC0415 - as above

    if bool(files) == bool(rows):
        raise typer.BadParameter("Name files, or rows with --from.")
    for row in given.rows(rows, options) if rows else ({**options, "file": file} for file in files or []):
        began = time.perf_counter()
        try:
            given.checked(row)
            pieces = read(row)
            first = next(pieces)  # a bad input shows here
        except DistribError as error:
            first, pieces = _written({"error": str(error)}), iter(())
        sys.stdout.write(f"{{{_written({'file': row.get('file')})}, {first}")
        sys.stdout.writelines(pieces)
        if timed and rows:
            sys.stdout.write(", " + _written({"seconds": round(time.perf_counter() - began, 4)}))
        sys.stdout.write("}\n")
        sys.stdout.flush()


def _one_at_a_time(head: Any, entries: Iterable[Any], problems: list[str]) -> Iterator[str]:
    """Give the head's fields, each entry as it is read, and at the end what was odd."""
    from distrib.ingest.shown import shown  # noqa: PLC0415 - as above

    fields = shown(head)
    del fields["entries"], fields["problems"]
    start = _written(fields) + ', "entries": ['
    for entry in entries:
        yield start + json.dumps(shown(entry), ensure_ascii=False)
        start = ", "
    yield ("" if start == ", " else start) + "], " + _written({"problems": problems})


def _inside(value: Any) -> Iterator[str]:
    from distrib.ingest.shown import shown  # noqa: PLC0415 - as above

    yield _written(shown(value))


def _written(fields: dict[str, Any]) -> str:
    """Return the fields as they stand inside an object."""
    return json.dumps(fields, ensure_ascii=False)[1:-1]
