"""What a story has in common with its versions in other languages: picture, author, tags, numbers, names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from distrib.model.candidates import Candidate
from distrib.selection import common_names, names, words
from distrib.selection.names import Name

TELLING_DIGITS = 3  # 345 crore says something, 12 people does not
ROUND = {"100", "1000"}
LEAST_CONSONANTS = 3  # pr is Puri, and a dozen everyday words
SIGNS = 400  # of summary and text
APART = 10  # words between title and text: their ends are not side by side

_WRITTEN = re.compile(r"[A-Za-z]+(?:['’]s)?|[\u0900-\u0d7f\u200c\u200d]+|\S")
_CAPITAL = re.compile(r"[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name as it stands in a text."""

    word: str
    name: Name
    place: int
    last: bool  #: its ending says that the name ends here


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """What one story can bear witness with."""

    picture: str
    authors: frozenset[tuple[str, datetime]]
    tags: frozenset[str]
    numbers: frozenset[str]  #: of three digits or more, no years
    figures: frozenset[str]  #: all of them, of title and summary
    names: Mapping[str, Sequence[Spoken]]  #: by their consonants

    def given(self) -> Iterator[tuple[str, object]]:
        """Yield each witness with its kind."""
        if self.picture:
            yield "picture", self.picture
        for kind, values in (("author", self.authors), ("tag", self.tags), ("number", self.numbers)):
            for value in sorted(values):
                yield kind, value
        for key in self.names:
            yield "name", key

    def beside(self, one: str, other: str) -> bool:
        """Say whether two names stand side by side: a first name and a surname are one person."""
        return any(
            mine.place == theirs.place
            or (mine.place + 1 == theirs.place and not mine.last)
            or (theirs.place + 1 == mine.place and not theirs.last)
            for mine in self.names[one]
            for theirs in self.names[other]
        )

    def contradicts(self, other: "Witnesses") -> bool:
        """Say whether both give figures and none in common: two accidents in one district."""
        return bool(self.figures and other.figures and not self.figures & other.figures)


def of(story: Candidate, at: datetime) -> Witnesses:
    """Return what `story`, told at `at`, can bear witness with."""
    texts = (story.title[:300], story.summary[:SIGNS], story.body[:SIGNS])
    whole = words.numbers(" ".join(texts))
    return Witnesses(
        picture=(story.image or "").partition("?")[0],
        authors=frozenset((words.plain(author), at.replace(second=0, microsecond=0)) for author in story.authors),
        tags=frozenset(filter(None, (words.plain(tag).strip() for tag in story.tags))),
        numbers=frozenset(number for number in whole if _tells(number)),
        figures=words.numbers(" ".join(texts[:2])),
        names=_names(texts),
    )


def keys_of(text: str) -> set[str]:
    """Return the consonants of the words of `text`, such as a tag's."""
    return {name.consonants for word in words.words(text) for name in names.read(word)}


def usual_words(stories: Sequence[Candidate]) -> frozenset[str]:
    """Return the words that some story writes without a capital: in a headline set in capitals they look like names."""
    small = re.compile(r"\b[a-z]+\b")
    return frozenset(
        word for story in stories for word in small.findall(f"{story.summary[:SIGNS]} {story.body[:SIGNS]}")
    )


def _tells(number: str) -> bool:
    if ":" in number or number in ROUND:
        return False
    signs = number.replace(".", "")
    return len(signs) >= TELLING_DIGITS and not (len(number) == len("2026") and number.startswith(("19", "20")))


def _names(texts: Sequence[str]) -> dict[str, list[Spoken]]:
    found: dict[str, list[Spoken]] = defaultdict(list)
    place = 0
    for text in texts:
        for word in _WRITTEN.findall(text):
            place += 1
            if word.isascii() and not _CAPITAL.match(word):
                continue
            written = words.plain(word).removesuffix("'s")
            for name in _read(written):
                found[name.consonants].append(Spoken(written, name, place, names.ended(written)))
        place += APART
    return dict(found)


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[Name, ...]:
    """Return the ways to read a word that could be a rare name."""
    if word in words.EMPTY:
        return ()
    return tuple(
        name
        for name in names.read(word)
        if len(name.consonants) >= LEAST_CONSONANTS and not common_names.everyday(name)
    )
