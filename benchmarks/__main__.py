"""Run every measurement, or the one named, print a table and write `benchmarks/latest.json`."""

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
COLUMNS = ("name", "ours", "peer", "peer_name", "unit", "ratio", "goal", "met")


def modules() -> list[str]:
    """Return the names of what can be measured: modules here that have `rows()`."""
    return sorted(each.name for each in pkgutil.iter_modules([str(FOLDER)]) if not each.name.startswith("_"))


def main(wanted: list[str]) -> int:
    """Measure and return 0 when every goal that was measured is met."""
    unknown = set(wanted) - set(modules())
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(modules())}.")
        return 2
    rows: list[dict[str, Any]] = []
    for name in wanted or modules():
        rows += importlib.import_module(f"benchmarks.{name}").rows()
    latest = FOLDER / "latest.json"
    kept = json.loads(latest.read_text()) if wanted and latest.exists() else []
    names = {row["name"] for row in rows}
    latest.write_text(json.dumps([row for row in kept if row["name"] not in names] + rows, indent=1) + "\n")
    widths = [max(len(_cell(row.get(column))) for row in [dict.fromkeys(COLUMNS), *rows]) for column in COLUMNS]
    widths = [max(width, len(column)) for width, column in zip(widths, COLUMNS, strict=True)]
    for line in [dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]:
        print("  ".join(_cell(line.get(c)).ljust(w) for c, w in zip(COLUMNS, widths, strict=True)).rstrip())
    return 0 if all(row.get("met") is not False for row in rows) else 1


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,.3g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
