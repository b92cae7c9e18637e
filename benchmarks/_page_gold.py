"""Pages of other people's test sets, of which title, date, authors ... are known; and how an answer is judged."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SETS = ("fundus", "trafilatura", "postlight")
FIELDS = ("title", "date", "authors", "section", "tags", "image", "body")
Answer = Mapping[str, Any]  #: by the names in FIELDS: strings, and lists of strings for authors, section and tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One page and what is known of it."""

    path: Path
    url: str
    known: Answer
    inside: tuple[str, ...] = ()  #: pieces that the body must have
    outside: tuple[str, ...] = ()  #: pieces that it must not have


@dataclass(slots=True)
class Tally:
    """Right answers beside those given and those known."""

    right: float = 0
    given: float = 0
    known: float = 0

    def add(self, right: float, given: float, known: float) -> None:
        """Count one page."""
        self.right, self.given, self.known = self.right + right, self.given + given, self.known + known

    @property
    def precision(self) -> float:
        """Return the share of what was answered that is right."""
        return round(self.right / self.given, 4) if self.given else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what is known that was found."""
        return round(self.right / self.known, 4) if self.known else 0.0


@dataclass(slots=True)
class Tallies:
    """What came of one set."""

    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def judge(self, case: Case, answer: Answer) -> list[str]:
        """Count one page's answer, field by field, and return the fields that are wrong."""
        wrong = []
        for name in FIELDS:
            if name == "body" and (case.inside or case.outside):
                marks = _pieces(case, answer.get("body") or "")
            elif case.known.get(name):
                marks = _MARKS.get(name, _one)(answer.get(name), case.known[name])
            else:
                continue
            self.fields[name].add(*marks)
            if not marks[0]:
                wrong.append(name)
        return wrong


def cases(folder: Path) -> Iterator[Case]:
    """Give every page of a set that is there."""
    read = {"gold.jsonl": _fundus, "evaldata.json": _trafilatura, "gold.json": _postlight}
    for name, reader in read.items():
        if (folder / name).exists():
            yield from (case for case in reader(folder, (folder / name).read_text("utf-8")) if case.path.exists())


def _fundus(folder: Path, gold: str) -> Iterator[Case]:
    for row in map(json.loads, gold.splitlines()):
        known = {
            "title": row["title"],
            "date": str(row["publishing_date"] or "")[:10],
            "authors": row["authors"],
            "tags": row["topics"],
            "image": row["cover_image"],
            "body": " ".join([*(row["summary"] or []), *row["paragraphs"]]),
        }
        yield Case(path=folder / row["file"], url=row["url"], known=known)


def _trafilatura(folder: Path, gold: str) -> Iterator[Case]:
    for url, row in json.loads(gold).items():
        known = {name: row.get(name) for name in ("title", "date", "tags")}
        known |= {"authors": row.get("author"), "section": row.get("categories")}
        path = folder / "html" / f"{row['file']}.gz"
        yield Case(path=path, url=url, known=known, inside=tuple(row["with"]), outside=tuple(row["without"]))


def _postlight(folder: Path, gold: str) -> Iterator[Case]:
    for row in json.loads(gold):
        want = row["expect"]
        known = {name: want.get(name) for name in ("title", "author")}
        known |= {"authors": want.get("author"), "image": want.get("lead_image_url")}
        known["date"] = want.get("date_published")
        yield Case(path=folder / "html" / row["file"], url=row["url"], known=known)


def plain(words: str | None) -> str:
    """Return words as they are compared: lower case, without punctuation."""
    return re.sub(r"[^\w]+", " ", unicodedata.normalize("NFKC", words or "").lower()).strip()


def named(value: Any) -> set[str]:
    """Return the names in a list, or in one string."""
    parts = value if isinstance(value, list | tuple) else re.split(r";|,| and | und | & ", value or "")
    return {plain(part) for part in parts if plain(part)}


def _one(answer: Any, known: Any) -> tuple[float, float, float]:
    return float(plain(answer) == plain(known)), float(bool(answer)), 1


def _day(answer: Any, known: Any) -> tuple[float, float, float]:
    return float((answer or "")[:10] == known[:10]), float(bool(answer)), 1


def _address(answer: Any, known: Any) -> tuple[float, float, float]:
    return float((answer or "").split("?")[0] == known.split("?")[0]), float(bool(answer)), 1


def _whole_set(answer: Any, known: Any) -> tuple[float, float, float]:
    return float(named(answer) == named(known)), float(bool(named(answer))), 1


def _any_of(answer: Any, known: Any) -> tuple[float, float, float]:
    return float(bool(named(answer) & named(known))), float(bool(named(answer))), 1


def _words(answer: Any, known: Any) -> tuple[float, float, float]:
    """Give the page's precision and recall in words, so that the means are over pages."""
    got, want = Counter(plain(answer).split()), Counter(plain(known).split())
    common = sum((got & want).values())
    f1 = 2 * common / (sum(got.values()) + sum(want.values())) if common else 0.0
    return f1, 1, 1


def _pieces(case: Case, body: str) -> tuple[float, float, float]:
    """Give pieces found that must be there, all that were found, and all that must."""
    found = sum(piece in body for piece in case.inside)
    return found, found + sum(piece in body for piece in case.outside), len(case.inside)


_MARKS = {
    "date": _day, "authors": _whole_set, "section": _any_of, "tags": _any_of, "image": _address, "body": _words,
}  # fmt: skip
