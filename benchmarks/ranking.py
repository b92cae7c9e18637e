"""Ranking: what earlier readers' habits bring, beside newest first, feed order, chance, and section prior x log words.

A newspaper's articles (many comments or few), week by week, all before a week given as history: nDCG at 10, a row per
contender, and the gains with their 95 % intervals over days. Data and scoring script lie beside the project (or where
DISTRIB_DATA and DISTRIB_SCORE say); without them one row says that it was skipped. The set knows no feed: its own
order stands for it.
"""

import importlib.util
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BESIDE = Path(__file__).parents[2] / "shared"
DATA = Path(os.environ.get("DISTRIB_DATA", BESIDE / "data")) / "ranking" / "nytblog"
SCORE = Path(os.environ.get("DISTRIB_SCORE", BESIDE / "checks" / "score.py"))
GROUPS = {"section": "a section's day", "day": "a day"}
RIVALS = {"newest": "newest first", "prior_words": "section prior x log words"}
GOALS = {
    ("with history", "section", "prior_words"): (0.01, -0.005),
    ("with history", "section", "newest"): (None, 0.05),
    ("without history", "section", "newest"): (None, 0.0),
}
"""(least gain, where its interval must begin) of what was promised."""

Inspect = Callable[..., tuple[list[dict[str, Any]], float, float]]


def rows() -> list[dict[str, Any]]:
    """Rows of nDCG and of gains; one that was skipped where the data is not there."""
    missing = next((place for place in (DATA, SCORE) if not place.exists()), None)
    if missing is not None:
        return [_row("ranking", None, skipped=f"data not there: {missing}")]
    score = _script()
    own: Inspect = score.inspect
    chance = random.Random(1)  # noqa: S311 - no secret
    told: dict[str, Inspect] = {
        "with history": own,
        "without history": lambda what, _, history, rows: _headlines(own, what, Path(history), rows),
        "without history or headlines of other weeks": lambda what, *_, rows: own(what, rows=rows),
        "in the order of the set": lambda *_, rows: _ordered(rows),
        "by chance": lambda *_, rows: _ordered(chance.sample(rows, len(rows))),
    }
    made: list[dict[str, Any]] = []
    for name, inspect in told.items():
        score.inspect = inspect
        made += _figures(name, score.ranking(DATA), ours=inspect is own or name.startswith("without"))
    return made


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("score", SCORE)
    if spec is None or spec.loader is None:
        sys.exit(f"{SCORE} is no script.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _ordered(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float, float]:
    """Answer as `distrib inspect ranking` does, each batch in the order given."""
    places: Counter[str] = Counter()
    found = []
    for row in rows:
        places[row["batch"]] += 1
        found.append({"batch": row["batch"], "id": row["id"], "rank": places[row["batch"]]})
    return found, 0.0, 0.0


def _headlines(own: Inspect, what: str, history: Path, rows: list[dict[str, Any]]) -> Any:
    """Ask with the headlines of earlier weeks, which every newsroom has, and nothing of how they were read."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as plain:
        for line in history.read_text("utf-8").splitlines():
            row = json.loads(line)
            del row["engagement"]
            plain.write(json.dumps(row) + "\n")
        plain.flush()
        return own(what, "--history", plain.name, rows=rows)


def _figures(name: str, found: dict[str, Any], *, ours: bool) -> Iterator[dict[str, Any]]:
    for group, words in GROUPS.items():
        for rival, rival_words in RIVALS.items():
            over = f"{group}_over_{rival}10"
            gain, low, high = (found[over + end] for end in ("", "_low", "_high"))
            least, begins = GOALS.get((name, group, rival), (None, None))
            met = None if begins is None else (least is None or gain >= least) and low >= begins
            yield _row(
                f"ranking {words}, {name}: nDCG@10",
                found[f"{group}_ndcg10"],
                peer=found[f"{group}_{rival}_ndcg10"],
                peer_name=f"{rival_words}; gain {gain:+.3f} [{low:+.3f} {high:+.3f}]",
                goal=None if begins is None else f"{'' if least is None else f'gain {least}, '}interval from {begins}",
                met=met if ours else None,
            )


def _row(name: str, ours: float | None, **more: Any) -> dict[str, Any]:
    return {"name": name, "ours": ours, "peer": None, "peer_name": None, "unit": "", "ratio": None, "goal": None,
            "met": None, **more}  # fmt: skip


if __name__ == "__main__":
    for each in rows():
        print(each)
