"""Train the pair model and print `distrib/selection/pair_model.py`: python -m benchmarks._pair_model [--check].

Logistic regression by Newton's method over pairs of neighbours with known answers, round-ups laid on days of different
fullness, with and without bodies, and thinned out so that most stories are alone. Each story counts once, however many
neighbours it has. The model for stories with bodies lies between one that knows how the best neighbours of the
two compare and one that does not: editors of round-ups split a running story finer than editors of a feed reader.
--check trains without one set at a time and prints how it does on the set left out.
"""

import dataclasses
import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import _cluster_gold as gold
from distrib.model.candidates import Candidate
from distrib.selection import clustering, neighbours, pair_model, pairing
from distrib.selection.neighbours import Pairs
from distrib.selection.texts import Floats, Texts

BESIDE = 0.3  # the part of the model that knows of the best neighbours
STRICT = 3.0  # ridge
NEIGHBOURS = {
    "log beside the lesser best", "log beside the better best", "title beside the best",
    "log beside the lesser third", "log beside the better third",
}  # fmt: skip


@dataclass(frozen=True)
class Lesson:
    """The pairs of one set with their answers."""

    family: str
    texts: Texts
    pairs: Pairs
    right: np.ndarray
    columns: dict[str, Floats]

    @property
    def both(self) -> np.ndarray:
        return self.texts.has_body[self.pairs.i] & self.texts.has_body[self.pairs.j]

    @property
    def weight(self) -> Floats:
        degree = np.bincount(np.concatenate([self.pairs.i, self.pairs.j]), minlength=len(self.texts))
        return 0.5 / degree[self.pairs.i] + 0.5 / degree[self.pairs.j]


def _share(text: str) -> float:
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8], 16) / 16**8


def lesson(family: str, told: Sequence[tuple[object, Candidate]], *, bare: bool = False, alone: float = 0.0) -> Lesson:
    """Return the set's pairs; `alone` is the part of events of which only one telling is kept."""
    kept, seen = [], set()
    for event, story in told:
        if event not in seen or _share(f"L{event}") >= alone:
            kept.append((event, dataclasses.replace(story, summary="", body="") if bare else story))
        seen.add(event)
    kept.sort(key=lambda row: (row[1].published, row[1].title, str(row[1].id)))
    stories = [story for _, story in kept]
    points, texts = clustering.points(stories, gold.NOW)
    events = [hash(kept[point[0]][0]) for point in points]
    pairs = neighbours.find(texts, neighbours.Search())
    right = np.array(events)[pairs.i] == np.array(events)[pairs.j]
    return Lesson(family, texts, pairs, right, dict(pairing.features(texts, pairs)))


def lessons() -> list[Lesson]:
    """Return everything there is to learn from."""
    roundups, stream, headlines = (gold.stories(name) for name in ("allsides", "stream", "uci"))
    laid = {days: gold.folded(roundups, days) for days in (45, 15, 10)}
    return [
        lesson("allsides", roundups), lesson("allsides", laid[45]), lesson("allsides", laid[15]),
        lesson("allsides", laid[45], alone=0.85), lesson("allsides", laid[10], alone=0.85),
        lesson("allsides", laid[45], bare=True), lesson("allsides", laid[45], bare=True, alone=0.85),
        lesson("allsides", roundups, bare=True),
        lesson("stream", stream), lesson("stream", stream, bare=True),
        lesson("uci", headlines), lesson("uci", headlines, alone=0.8),
    ]  # fmt: skip


def fit(some: Iterable[Lesson], names: Sequence[str], *, both: bool) -> dict[str, float]:
    """Return the weights of `names` that tell right pairs from wrong ones best."""
    rows, right, weights = [], [], []
    for one in some:
        inside = one.both == both
        if inside.sum() >= 20:
            weight = one.weight[inside]
            rows.append(np.column_stack([one.columns[name][inside] for name in names]))
            right.append(one.right[inside].astype(float))
            weights.append(10 * weight / np.sqrt(weight.sum()))
    table, answer, weight = np.vstack(rows), np.concatenate(right), np.concatenate(weights)
    mean = np.average(table, axis=0, weights=weight)
    spread = np.sqrt(np.average((table - mean) ** 2, axis=0, weights=weight)) + 1e-9
    table = np.column_stack([np.ones(len(table)), (table - mean) / spread])
    ridge = np.diag([1e-6, *[STRICT] * len(names)])
    found = np.zeros(len(names) + 1)
    for _ in range(40):
        guess = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weight * (guess - answer)) + ridge @ found
        step = np.linalg.solve((table * (weight * guess * (1 - guess))[:, None]).T @ table + ridge, slope)
        found -= step
        if np.abs(step).max() < 1e-7:
            break
    plain = found[1:] / spread
    return {"one": float(found[0] - plain @ mean), **dict(zip(names, map(float, plain), strict=True))}


def train(some: Sequence[Lesson]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the model for pairs with bodies, and that without: titles alone are learnt from the round-ups alone."""
    names = [name for name in some[0].columns if name != "crowd"]
    apart = fit(some, [name for name in names if name not in NEIGHBOURS], both=True)
    beside = fit(some, names, both=True)
    full = {name: BESIDE * value + (1 - BESIDE) * apart.get(name, 0.0) for name, value in beside.items()}
    titles = [one for one in some if one.family == "allsides"] or some
    return full, fit(titles, [*(name for name in names if name not in NEIGHBOURS), "crowd"], both=False)


def main(arguments: list[str]) -> None:
    every = lessons()
    if "--check" in arguments:
        for left in ("stream", "allsides", "uci", None):
            pair_model.FULL, pair_model.BARE = train([one for one in every if one.family != left])
            print(f"trained without {left}:", flush=True)
            for name, days in (("stream", None), ("allsides", None), ("allsides", 45), ("uci", None)):
                print("   ", name, days or "", gold.figures(gold.folded(gold.stories(name), days)), flush=True)
        return
    for name, model in zip(("FULL", "BARE"), train(every), strict=True):
        print(f"{name} = {{")
        print("".join(f'    "{key}": {value:.4g},\n' for key, value in model.items()) + "}")


if __name__ == "__main__":
    main(sys.argv[1:])
