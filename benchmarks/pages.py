"""What is read of article pages: precision and recall per field on three captured sets, beside the libraries for it.

The sets are other people's and lie beside the project, for its developers only (DISTRIB_DATA, else ../shared/data).
A peer is measured in the same run where it is installed; else its figures stand here as they were measured.
`python -m benchmarks.pages fundus title` prints what is wrong in one field of one set.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import _page_gold as gold
from benchmarks import _page_readers as readers

Figures = dict[str, tuple[float, float]]  #: by field: precision, recall

# Measured as below with trafilatura 2.3.1 and newspaper4k 0.9.6; PUBLISHED says what a set's own authors publish.
MEASURED: dict[str, dict[str, Figures]] = {
    "trafilatura": {
        "fundus": {
            "title": (0.6778, 0.6778),
            "date": (0.9778, 0.9778),
            "authors": (0.869, 0.8202),
            "tags": (0.3396, 0.2308),
            "image": (0.3836, 0.3784),
            "body": (0.9583, 0.9583),
        },
        "trafilatura": {
            "body": (0.9166, 0.9387),
            "title": (0.5901, 0.5901),
            "date": (0.8668, 0.8646),
            "section": (0.6901, 0.3984),
            "authors": (0.7056, 0.5821),
            "tags": (0.6111, 0.4037),
        },
        "postlight": {
            "title": (0.8421, 0.8421),
            "authors": (0.619, 0.5098),
            "date": (0.7143, 0.7143),
            "image": (1.0, 0.02),
        },
    },
    "newspaper4k": {
        "fundus": {
            "title": (0.7381, 0.6889),
            "date": (1.0, 0.9333),
            "authors": (0.775, 0.6966),
            "tags": (0.9286, 0.5),
            "image": (0.3913, 0.3649),
            "body": (0.8222, 0.8222),
        },
        "trafilatura": {
            "body": (0.9386, 0.7679),
            "title": (0.6818, 0.6757),
            "date": (0.8904, 0.6979),
            "section": (0.0, 0.0),
            "authors": (0.5104, 0.35),
            "tags": (0.9286, 0.2385),
        },
        "postlight": {
            "title": (0.5833, 0.4912),
            "authors": (0.6316, 0.2353),
            "date": (0.8214, 0.4694),
            "image": (0.125, 0.08),
        },
    },
}
PUBLISHED = {("trafilatura", "body"): ("trafilatura (published F)", 0.924)}
GOALS = {
    ("fundus", "title"): 0.90, ("fundus", "date"): 0.97, ("fundus", "authors"): 0.85, ("fundus", "image"): 0.70,
    ("fundus", "body"): 0.93,
}  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """Two rows per field of each set: how much of what is answered is right, how much of what is known was found."""
    folder = Path(os.environ.get("DISTRIB_DATA") or Path(__file__).parents[2] / "shared" / "data") / "pages"
    found: list[dict[str, Any]] = []
    for name in gold.SETS:
        if not (folder / name).is_dir():
            found.append({"name": f"pages/{name}", "ours": None, "met": None, "skipped": "data not there"})
            print(f"pages/{name}: skipped: data not there")
            continue
        cases = list(gold.cases(folder / name))
        ours, seconds = _figures(cases, readers.ours)
        found += _rows(name, ours, _peers(name, cases))
        found.append(
            {"name": f"{name}: pages in a second of processor", "ours": round(len(cases) / seconds, 1), "unit": "pages"}
        )
    return found


def _rows(name: str, ours: Figures, peers: dict[str, Figures]) -> list[dict[str, Any]]:
    found = []
    for field, figures in ours.items():
        for place, kind in enumerate(("precision", "recall")):
            peer, best = max(
                ((who, told[field][place]) for who, told in peers.items() if field in told), key=lambda each: each[1]
            )
            goal = GOALS.get((name, field)) if kind == "recall" else None
            row = {
                "name": f"{name} {field} {kind}",
                "ours": figures[place],
                "peer": best,
                "peer_name": peer,
                "unit": "share",
            }
            met = figures[place] >= goal if goal is not None else None
            found.append({**row, "ratio": round(figures[place] / best, 2) if best else None, "goal": goal, "met": met})
        if published := PUBLISHED.get((name, field)):
            f1 = round(2 * figures[0] * figures[1] / (sum(figures) or 1), 4)
            row = {
                "name": f"{name} {field} F",
                "ours": f1,
                "peer_name": published[0],
                "peer": published[1],
                "unit": "share",
            }
            found.append({**row, "ratio": round(f1 / published[1], 2), "goal": published[1], "met": f1 >= published[1]})
    return found


def _peers(name: str, cases: list[gold.Case]) -> dict[str, Figures]:
    """Return the peers' figures: as they come out now where they are installed, else as they were."""
    told = {}
    for who, make in (("trafilatura", readers.trafilatura), ("newspaper4k", readers.newspaper4k)):
        reader = make()
        told[who] = _figures(cases, reader)[0] if reader else MEASURED[who][name]
    return told


def _figures(cases: list[gold.Case], reader: readers.Reader) -> tuple[Figures, float]:
    tallies, began = gold.Tallies(), time.process_time()
    for case in cases:
        tallies.judge(case, reader(case.path.read_bytes(), case.url))
    spent = time.process_time() - began
    return {name: (tally.precision, tally.recall) for name, tally in tallies.fields.items()}, spent


def show(name: str, field: str) -> None:
    """Print the pages of a set whose field is wrong."""
    folder = Path(os.environ.get("DISTRIB_DATA") or Path(__file__).parents[2] / "shared" / "data") / "pages"
    for case in gold.cases(folder / name):
        answer = readers.ours(case.path.read_bytes(), case.url)
        if field in gold.Tallies().judge(case, answer):
            print(case.path.name, "|", str(answer.get(field))[:120], "| known:", str(case.known.get(field))[:120])


if __name__ == "__main__":
    show(*sys.argv[1:3])
