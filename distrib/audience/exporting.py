"""CSV that leaves the house: no cell of it may run as a formula in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what spreadsheets take as the start of a formula (OWASP, CSV injection)


def lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as CSV with CRLF line ends (RFC 4180), each cell harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(str(cell)) for cell in row])
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return the cell, with an apostrophe before what a spreadsheet would run."""
    return "'" + cell if cell.startswith(RUNS) else cell
