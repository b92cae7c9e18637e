"""How much stories were read, as others counted it: rows of a CSV file or of a call, each good or with its sentence.

A line is a row: a quote that is never closed spoils its own line and no other.
"""

import csv
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from distrib.errors import BadInput

MOST_SIGNS = 10_000  # of a line
MOST_ROWS = 500  # of a call
DEFAULT_KIND = "views"
COLUMNS = "url or id, day, kind, number"
_SIGNS = (",", ";", "\t", "|")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_KIND = re.compile(r"[a-z][a-z0-9 _-]{0,29}")
_ID = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How often a story was read on a day; `url` or `story_id` says which story."""

    place: str  #: "Line 7", as a sentence about it begins
    url: str | None = None
    story_id: int | None = None
    day: date
    kind: str = DEFAULT_KIND
    number: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """A row that can't be used, and why not in a sentence."""

    why: str


def read_csv(stream: TextIO) -> Iterator[Figure | Unfit]:
    """Give each row of a file in order. Raises BadInput when its first line does not name the columns."""
    lines = _lines(stream)
    first = next((line for _, line in lines if line and line.strip() and not line.startswith("#")), "")
    sign, names = _header(first)
    for number, line in lines:
        place = f"Line {number}"
        if line is None:
            yield Unfit(why=f"{place} is longer than {MOST_SIGNS:,} signs.")
        elif line.strip(f" {sign}\n") and not line.startswith("#"):
            yield _of_line(place, line, sign, names)


def encoding(start: bytes) -> str:
    """Return how a file that begins so is to be opened; what is no such text is replaced, sign by sign."""
    return "utf-16" if start[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8-sig"


def _lines(stream: TextIO) -> Iterator[tuple[int, str | None]]:
    """Give (number, line); None stands for one that is too long, whatever its length."""
    number = 0
    while line := stream.readline(MOST_SIGNS):
        number += 1
        whole = line.endswith("\n") or len(line) < MOST_SIGNS
        yield number, line if whole else None
        while not whole and (rest := stream.readline(MOST_SIGNS)):
            whole = rest.endswith("\n")


def _header(line: str) -> tuple[str, list[str]]:
    """Return the sign between columns and the columns' names."""
    for sign in _SIGNS:
        names = [name.strip().casefold() for name in _cells(line, sign) or ()]
        if {"day", "number"} <= set(names) and {"url", "id"} & set(names):
            return sign, names
    raise BadInput(f"The first line must name the columns: {COLUMNS} (kind may be left out).")


def _cells(line: str, sign: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=sign, strict=True), [])
    except csv.Error:
        return None


def _of_line(place: str, line: str, sign: str, names: list[str]) -> Figure | Unfit:
    cells = _cells(line, sign)
    if cells is None:
        return Unfit(why=f"{place} has a quotation mark that does not belong there or is never closed.")
    if len(cells) != len(names):
        return Unfit(why=f"{place} has {len(cells)} columns, the first line names {len(names)}.")
    return figure(place, dict(zip(names, cells, strict=True)))


def read_call(body: bytes) -> list[Figure | Unfit]:
    """Return the rows of a call, `{"figures": [{"url": …, "day": …, "number": …}, …]}`. Raises BadInput."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInput("The body is not JSON in UTF-8.") from None
    rows = said.get("figures") if isinstance(said, dict) and set(said) == {"figures"} else None
    if not isinstance(rows, list) or not rows:
        raise BadInput("The body must be one object with “figures”: a list of objects with url or id, day, number.")
    if len(rows) > MOST_ROWS:
        raise BadInput(f"A call may hold {MOST_ROWS} figures; this one has {len(rows)}.")
    return [
        figure(f"Figure {number}", {str(key): _plain(value) for key, value in row.items()})
        if isinstance(row, dict)
        else Unfit(why=f"Figure {number} is no object.")
        for number, row in enumerate(rows, start=1)
    ]


def _plain(value: object) -> str:
    """Return a JSON value as it would stand in a file; what no file could say is no number and no word."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "" if value is None else "\0"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def figure(place: str, row: Mapping[str, str]) -> Figure | Unfit:
    """Return what a row says, or why it can't be used."""
    url, story, day, number, kind = (row.get(name, "").strip() for name in ("url", "id", "day", "number", "kind"))
    kind, on = kind.casefold() or DEFAULT_KIND, _day(day)
    if not url and not story:
        return Unfit(why=f"{place} says neither url nor id.")
    checks = (
        (url.isprintable(), url, "holds signs that no address has."),
        (not story or _ID.fullmatch(story), story, "is no story's id."),
        (on, day, "is no day; write it as 2026-11-24."),
        (_NUMBER.fullmatch(number), number, "is no number from 0 on; write it as 1234."),
        (_KIND.fullmatch(kind), kind, "is no kind; write a word such as views or clicks."),
    )
    for good, said, why in checks:
        if not good:
            return Unfit(why=f"{place}: “{_short(said)}” {why}")
    return Figure(
        place=place,
        url=None if story else url,
        story_id=int(story) if story else None,
        day=on or date.min,
        kind=kind,
        number=float(number),
    )


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _short(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in text[:40])
    return shown + ("…" if len(text) > 40 else "")  # noqa: PLR2004 - what a sentence can hold
