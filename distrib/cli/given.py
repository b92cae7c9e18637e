"""What `distrib inspect` is given: rows of `--from`, and the bytes of a file or of standard input."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from distrib.ingest.unpacking import Stream

_WORDS = frozenset({"file", "url", "content_type"})
_SMALL = 4_000_000


def rows(place: str, options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give each row of the JSON Lines file `place` (`-`: standard input) over `options`.

    Raises BadParameter for a file that can't be opened and for a line that is no row with a `file`; what is odd
    inside a row is that row's own trouble (`checked`).
    """
    try:
        source = sys.stdin if place == "-" else Path(place).open(encoding="utf-8", errors="replace")  # noqa: SIM115 - closed below
    except OSError as error:
        raise typer.BadParameter(f"{place} can't be opened: {error.strerror}.") from error
    with source:
        for number, words in enumerate(source, start=1):
            if not words.strip():
                continue
            try:
                row = json.loads(words)
            except ValueError as error:
                raise typer.BadParameter(f"Line {number} of {place} is not JSON.") from error
            if not isinstance(row, dict) or not isinstance(row.get("file"), str):
                raise typer.BadParameter(f"Line {number} of {place} names no file.")
            yield {**options, **row}


def checked(row: Mapping[str, Any]) -> None:
    """Raise Unreadable where a row's option is no text, or its file's name can't be one."""
    from distrib.errors import Unreadable  # noqa: PLC0415 - as below

    odd = next((name for name, value in row.items() if name in _WORDS and not isinstance(value, str | None)), None)
    if odd is not None:
        raise Unreadable(f"The row's {odd} is no text.")
    if "\0" in row["file"]:
        raise Unreadable("The file's name holds a NUL.")


def small(file: str) -> bytes | None:
    """Return a file's unpacked bytes if it is small enough to be read whole, and mended; None: read it in pieces."""
    from distrib.errors import Unreadable  # noqa: PLC0415 - as below
    from distrib.ingest.unpacking import read_file  # noqa: PLC0415 - as below

    if file == "-":
        return None
    try:
        return read_file(Path(file), _SMALL)
    except Unreadable:
        return None


def read(file: str) -> bytes:
    """Return the unpacked bytes of a file, or of standard input for `-`."""
    from distrib.ingest.unpacking import read_file, unpacked  # noqa: PLC0415 - `distrib --help` must not load it

    return unpacked(sys.stdin.buffer.read()) if file == "-" else read_file(Path(file))


@contextmanager
def opened(file: str) -> "Iterator[Stream]":
    """Give a file, or standard input for `-`, unpacked piece by piece. Raises Unreadable."""
    from distrib.ingest.unpacking import Stream, open_file  # noqa: PLC0415 - as above

    if file == "-":
        yield Stream(sys.stdin.buffer)
    else:
        with open_file(Path(file)) as source:
            yield Stream(source)
