"""Grouping: how well on what others labelled, beside plain baselines; and what a fortnight of stories costs."""

import dataclasses
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlmodel import SQLModel

from benchmarks import _cluster_gold as gold
from benchmarks import _made_stories as made
from distrib.model.sources import Source, SourceKind
from distrib.model.stories import Cluster, Story
from distrib.pipeline import placing
from distrib.pipeline.parts import Parts
from distrib.selection import clustering, neighbours, ranking
from distrib.store.engine import Database, sqlite_url

SETS = {
    "stream": ("stream", None, 0.92, 0.70),
    "allsides": ("allsides", None, 0.91, 0.80),
    "allsides on 45 days": ("allsides", 45, 0.87, 0.74),
    "uci": ("uci", None, 0.72, 0.69),
}
SINGLE_PASS = [n / 20 for n in range(2, 13)]  # thresholds of the baseline; the best on the answers is shown
COSTS = {30_000: 8.0, 100_000: 30.0}  # seconds of CPU, grouped and ranked
MIB, TIMES, PLACED_MS, PLACED = 500, 5.0, 5.0, 500


def rows() -> list[dict[str, Any]]:
    """One row per measurement."""
    found: list[dict[str, Any]] = []
    if gold.there():
        for name, (folder, days, b3, pairwise) in SETS.items():
            found += _quality(name, gold.folded(gold.stories(folder), days), b3, pairwise)
    else:
        found.append({"name": "grouping", "ours": None, "met": None, "skipped": f"data not there: {gold.DATA}"})
    costs = {number: _in_a_process(number) for number in COSTS}
    for number, cost in costs.items():
        seconds = cost["group"] + cost["rank"]
        found.append(_row(f"group and rank {number:,} stories", seconds, "s of CPU", COSTS[number], higher=False))
    least, most = (costs[number] for number in COSTS)
    times = (most["group"] + most["rank"]) / (least["group"] + least["rank"])
    found.append(_row("100,000 stories against 30,000", times, "times", TIMES, higher=False))
    found.append(_row("memory with 100,000 stories", most["mib"], "MiB", MIB, higher=False))
    found.append(_row("place one among 30,000, p99 with its reads", least["place_p99"], "ms", PLACED_MS, higher=False))
    return found


def _row(name: str, ours: float, unit: str, goal: float, *, higher: bool, **more: Any) -> dict[str, Any]:
    met = ours >= goal if higher else ours <= goal
    return {"name": name, "ours": round(ours, 4), "unit": unit, "goal": goal, "met": met, **more}


def _quality(name: str, told: gold.Told, b3: float, pairwise: float) -> list[dict[str, Any]]:
    ours, plain = gold.figures(told), single_pass(told)
    alone = gold.scored(told, {story.id: place for place, (_, story) in enumerate(told)})
    peer = f"TF-IDF single pass, at its best (every story alone: {alone['b3']})"
    return [
        _row(f"{name}: B-cubed F1", ours["b3"], "", b3, higher=True, peer=plain["b3"], peer_name=peer),
        _row(f"{name}: pairwise F1", ours["pairwise"], "", pairwise, higher=True, peer=plain["pairwise"]),
    ]


def single_pass(told: gold.Told) -> dict[str, float]:
    """Return what the usual way gives: each story joins that of the most similar earlier one, if similar enough."""
    stories = sorted((story for _, story in told), key=lambda story: (story.published, story.title, str(story.id)))
    points, texts = clustering.points(stories, gold.NOW)
    pairs = neighbours.find(texts, neighbours.Search())
    best: dict[int, tuple[float, int]] = {}
    for i, j, cosine in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.cosine.tolist(), strict=True):
        best[j] = max(best.get(j, (0.0, i)), (cosine, i))
    return max((_joined(told, stories, points, best, least) for least in SINGLE_PASS), key=lambda one: one["b3"])


def _joined(
    told: gold.Told,
    stories: Sequence[Any],
    points: Sequence[Sequence[int]],
    best: dict[int, tuple[float, int]],
    least: float,
) -> dict[str, float]:
    label: dict[int, int] = {}
    for place in range(len(points)):
        cosine, nearest = best.get(place, (0.0, place))
        label[place] = label[nearest] if cosine >= least else place
    return gold.scored(told, {stories[one].id: label[place] for place, point in enumerate(points) for one in point})


def _in_a_process(number: int) -> dict[str, float]:
    """Return what a process of its own needs, so that memory is that of this alone."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.grouping", str(number)], capture_output=True, check=True, text=True
    )
    return cast("dict[str, float]", json.loads(done.stdout))


def cost(number: int) -> dict[str, float]:
    """Return the seconds of CPU that `number` stories take, the memory, and how long placing one more takes."""
    stories = made.stories(number)
    began = time.process_time()
    groups = clustering.group(stories, made.END)
    grouped = time.process_time()
    ranking.rank(groups, now=made.END)
    ranked = time.process_time()
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"group": grouped - began, "rank": ranked - grouped, "mib": mib}
    if number <= min(COSTS):
        home = {member.id: place for place, one in enumerate(groups) for member in one.members}
        found["place_p99"] = _placed([dataclasses.replace(story, cluster=home[story.id]) for story in stories])
    return found


def _placed(stories: Sequence[Any]) -> float:
    """Return the 99th percentile, in milliseconds of CPU, of placing one story left out, with what it asks for."""
    every = max(len(stories) // PLACED, 1)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder) / "distrib.db"))
        SQLModel.metadata.create_all(database.engine)
        with database.writing() as session:
            session.add(Source(id=1, name="Source", kind=SourceKind.FEED, url="https://paper.example/feed"))
            session.flush()
            session.add_all(
                Cluster(id=number + 1, first_seen_at=made.END, updated_at=made.END, size=1)
                for number in {story.cluster for story in stories}
            )
            session.flush()
            session.add_all(
                Story(
                    id=story.id + 1, source_id=1, url=story.url, key=story.url, title=story.title,
                    summary=story.summary, published_at=story.published, seen_at=story.published,
                    cluster_id=story.cluster + 1,
                )
                for place, story in enumerate(stories)
                if place % every
            )  # fmt: skip
        parts = cast("Parts", SimpleNamespace(database=database))
        among = placing.window(parts, made.END)
        times = []
        with database.reading() as session:
            for story in stories[::every]:
                began = time.process_time()
                placing.place(session, among, story, made.END)
                times.append(time.process_time() - began)
        database.close()
    return 1000 * sorted(times)[int(len(times) * 0.99)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(cost(int(sys.argv[1]))))
    else:
        for each in rows():
            print(each)
