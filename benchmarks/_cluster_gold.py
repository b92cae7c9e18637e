"""Stories of which others said what belongs together; read as `inspect clusters` would be handed them."""

import csv
import gzip
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from distrib.model.candidates import Candidate
from distrib.selection import clustering

DATA = Path(os.environ.get("DISTRIB_DATA", Path(__file__).parents[2] / "shared" / "data")) / "clusters"
NOW = datetime(2100, 1, 1, tzinfo=UTC)
Told = Sequence[tuple[object, Candidate]]
LATE = (0.66, 0.28, 0.04, 0.02)  # the part of tellings that come so many days after the first


def there() -> bool:
    """Say whether the data is beside the project."""
    return DATA.is_dir()


def _hidden(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def _late(key: str) -> int:
    rest = int(_hidden("j" + key), 16) / 16**12
    for days, part in enumerate(LATE):
        if rest < part:
            return days
        rest -= part
    return 0


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def stories(name: str) -> list[tuple[object, Candidate]]:
    """Return (event, story) of the set; ids and order say nothing."""
    found = {"stream": _stream, "allsides": _allsides, "uci": _uci}[name]()
    return sorted(found, key=lambda row: str(row[1].id))


def _stream() -> list[tuple[object, Candidate]]:
    groups = json.loads((DATA / "stream" / "gold.json").read_text("utf-8"))["clusters"]
    event = {place: number for number, group in enumerate(groups) for place in group}
    found: dict[str, tuple[object, Candidate]] = {}
    for place, line in enumerate((DATA / "stream" / "items.jsonl").read_text("utf-8").splitlines()):
        row = json.loads(line)
        at = datetime.fromisoformat(row["published"])
        story = Candidate(
            id=_hidden(str(place)), title=row["title"], body=row["summary"] or "", source=row["outlet"], published=at
        )
        found.setdefault(row["link"], (event[place], story))
    return list(found.values())


def _allsides() -> list[tuple[object, Candidate]]:
    found: list[tuple[object, Candidate]] = []
    with gzip.open(DATA / "allsides" / "stories.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["date"]:
                late = _late(row["id"]) if row.get("date_inherited") else 0
                at = _noon(date.fromisoformat(row["date"][:10])) + timedelta(days=late)
                body = row["text"] or row["lead"] or ""
                story = Candidate(
                    id=_hidden(row["id"]), title=row["title"] or "", body=body, source=row["source"] or "", published=at
                )
                found.append((row["story"], story))
    return found


def _uci() -> list[tuple[object, Candidate]]:
    path = next((DATA / "uci").glob("*.csv"))
    with path.open(encoding="utf-8", errors="replace", newline="") as rows:
        return [
            (
                row["STORY"],
                Candidate(
                    id=_hidden(row["ID"]),
                    title=row["TITLE"],
                    source=row["PUBLISHER"],
                    published=_noon(date(2014, 3, 10)),
                ),
            )
            for row in csv.DictReader(rows)
            if row.get("TIMESTAMP")
        ]


def folded(told: Told, days: int | None) -> list[tuple[object, Candidate]]:
    """Return the stories with their days laid upon each other, as full as a newsroom's."""
    if days is None:
        return list(told)
    first: dict[object, date] = {}
    for event, story in told:
        day = _day(story)
        first[event] = min(first.get(event, day), day)
    start = date(2026, 1, 1)
    return [
        (event, _on(story, start + timedelta(days=first[event].toordinal() % days) + (_day(story) - first[event])))
        for event, story in told
    ]


def _day(story: Candidate) -> date:
    assert story.published is not None
    return story.published.date()


def _on(story: Candidate, day: date) -> Candidate:
    return Candidate(id=story.id, title=story.title, body=story.body, source=story.source, published=_noon(day))


def figures(told: Told) -> dict[str, float]:
    """Return how well grouping does on these stories."""
    groups = clustering.group([story for _, story in told], NOW)
    return scored(told, {member.id: place for place, one in enumerate(groups) for member in one.members})


def scored(told: Told, labels: dict[int | str, int]) -> dict[str, float]:
    """Return B-cubed F1 and precision, and pairwise F1, of these labels."""
    wanted = Counter(event for event, _ in told)
    made = Counter(labels.values())
    both = Counter((event, labels[story.id]) for event, story in told)
    precision = sum(n * n / made[label] for (_, label), n in both.items()) / len(told)
    recall = sum(n * n / wanted[event] for (event, _), n in both.items()) / len(told)
    right = _pairs(both.values())
    return {
        "b3": round(2 * precision * recall / (precision + recall), 4),
        "b3 precision": round(precision, 4),
        "pairwise": round(2 * right / (_pairs(made.values()) + _pairs(wanted.values())), 4),
    }


def _pairs(sizes: Iterable[int]) -> float:
    return sum(n * (n - 1) / 2 for n in sizes)
