"""`distrib inspect share` and `text`: what the share buttons of a story carry, and how a network counts a text.

Read-only; JSON Lines out, one object per input, in input order.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from distrib.errors import BadInput
from distrib.model.shares import Shareable


def share(
    url: Annotated[str | None, typer.Option(help="The story's address.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    summary: Annotated[str, typer.Option(help="Its summary.")] = "",
    image: Annotated[str | None, typer.Option(help="The address of its picture.")] = None,
    tags: Annotated[str, typer.Option(help="Its tags, separated by commas.")] = "",
    via: Annotated[str | None, typer.Option(help="The paper's own handle.")] = None,
    campaign: Annotated[str | None, typer.Option(help="What utm_campaign says.")] = None,
    mastodon: Annotated[str | None, typer.Option(help="The Mastodon server to open.")] = None,
    rows: Annotated[
        Path | None,
        typer.Option("--from", help="JSON Lines of stories with url, title, summary, image, tags; - is stdin."),
    ] = None,
) -> None:
    """Print the share payloads of a story, one per network, as JSON."""
    if rows is not None:
        for row in _rows(rows):
            _print(_shared(row, str(rows), campaign, mastodon))
        return
    if url is None or title is None:
        raise typer.BadParameter("give --url and --title, or --from FILE.jsonl")
    row = {"url": url, "title": title, "summary": summary, "image": image, "tags": tags, "via": via}
    _print(_shared(row, url, campaign, mastodon))


def text(
    network: Annotated[str, typer.Option(help="Whose rules count: x, bluesky, mastodon …")] = "x",
    file: Annotated[Path, typer.Argument(help='JSON Lines of {"text": …}; - is stdin.')] = Path("-"),
) -> None:
    """Print how a network counts each text and what of it it would link, as JSON."""
    from distrib.wording.networks import known  # noqa: PLC0415 - the word tables would slow every start of the CLI

    try:
        name = known(network)
    except BadInput as error:
        raise typer.BadParameter(str(error)) from error
    for row in _rows(file):
        _print(_examined(row, str(file), name))


def _print(row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=True), flush=True)


def _rows(file: Path) -> Iterator[object]:
    """Yield the rows of a JSON Lines file or of stdin; a line that is no JSON as the error it is."""
    if str(file) == "-":
        yield from map(_row, filter(str.strip, sys.stdin))
        return
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            yield from map(_row, filter(str.strip, stream))
    except OSError as error:
        raise typer.BadParameter(f"{file} can't be read: {error.strerror}") from error


def _row(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return BadInput("The line is no JSON object.")


def _shared(row: object, file: str, campaign: str | None, mastodon: str | None) -> dict[str, Any]:
    """Return the payloads of one row, or the sentence that says why there are none."""
    from distrib.wording import payloads  # noqa: PLC0415 - the word tables, see text

    try:
        story, file = _story(row, file)
        made = payloads.payloads(story, campaign=campaign, mastodon_instance=mastodon)
    except BadInput as error:
        return {"file": file, "error": str(error)}
    names = ("network", "label", "url", "text", "length", "limit", "warnings")
    return {"payloads": [{name: getattr(payload, name) for name in names} for payload in made]}


def _story(row: object, file: str) -> tuple[Shareable, str]:
    """Return the story of a row and the file it names. Raises BadInput for a row that is none."""
    fields = _fields(row, {"url": str, "title": str, "summary": str, "image": str, "via": str, "file": str})
    given = row.get("tags") if isinstance(row, dict) else None
    tags = given.split(",") if isinstance(given, str) else given or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise BadInput("“tags” must be words.")
    story = Shareable(
        url=_needed(fields, "url"),
        title=fields["title"] or "",
        summary=fields["summary"] or "",
        image=fields["image"],
        tags=tuple(filter(None, map(str.strip, tags))),
        via=fields["via"],
    )
    return story, fields["file"] or file


def _needed(fields: dict[str, Any], name: str) -> str:
    if fields[name] is None:
        raise BadInput(f"The row has no “{name}”.")
    return str(fields[name])


def _fields(row: object, wanted: dict[str, type]) -> dict[str, Any]:
    """Return the wanted fields of a row, None where they are missing. Raises BadInput when they are of another kind."""
    if isinstance(row, BadInput):
        raise row
    if not isinstance(row, dict):
        raise BadInput("The line is no JSON object.")
    for name, kind in wanted.items():
        if not isinstance(row.get(name), kind | None):
            raise BadInput(f"“{name}” must be text.")
    return {name: row.get(name) for name in wanted}


def _examined(row: object, file: str, network: str) -> dict[str, Any]:
    """Return what a network says of one row's text, or the sentence that says why it says nothing."""
    from distrib.wording import weighing  # noqa: PLC0415 - the word tables, see text

    try:
        words = _needed(_fields(row, {"text": str}), "text")
    except BadInput as error:
        return {"file": file, "error": str(error)}
    seen = weighing.examine(network, words)
    found = seen.found
    return {
        "length": seen.weight.length,
        "limit": seen.weight.limit,
        "valid": seen.weight.valid,
        "urls": [{"text": link.text, "start": link.start, "end": link.end} for link in found.urls],
        "hashtags": [span.text for span in found.hashtags],
        "mentions": [span.text for span in found.mentions],
        "cashtags": [span.text for span in found.cashtags],
        "warnings": list(seen.warnings),
    }
