"""What keeps an edition varied: no two near-identical headlines, not all from one source or one hand."""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from distrib.model.candidates import Candidate, SectionRule
from distrib.selection import fits, words

NEAR = 0.7  # of the telling words of two headlines shared: they read as one
SOURCE_PART = 2 / 3
"""Of a section's places one source fills at most this part while another source has something."""
PER_AUTHOR = 3
"""Stories of one author in an edition while others have something."""
CAPPED = ("source", "author", "tag")
MOST = 1000
LOOKED_AT = 300  # signs of a headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What a list allows at most in an edition, by what it is counted; and a sentence for what can't be a cap."""

    values: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def caps(given: Mapping[str, object]) -> Caps:
    """Return a list's own caps; what can't be one is left out and told."""
    values, problems = dict[str, int](), []
    for name, value in given.items():
        if name not in CAPPED:
            problems.append(f"There is no cap “{name}”; it is ignored. Known: {', '.join(CAPPED)}.")
        elif isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
            problems.append(f"The cap “{name}” can't be {value!r}; it is a whole number from 1 on. It is ignored.")
        else:
            values[name] = value
    return Caps(values=MappingProxyType(values), problems=tuple(problems))


def is_headline(title: str) -> bool:
    """Say whether there is anything to see in a title."""
    return any(sign.isprintable() and not sign.isspace() for sign in title[:LOOKED_AT])


def near(one: str, other: str) -> bool:
    """Say whether two headlines read as one."""
    headlines = Headlines()
    headlines.add(one)
    return headlines.like(other) is not None


class Headlines:
    """Headlines, and which of them another reads as: the first of those that share enough of their telling words."""

    def __init__(self) -> None:
        self._told: list[tuple[str, frozenset[str]]] = []
        self._known: set[frozenset[str]] = set()
        self._with: dict[str, list[int]] = {}  # word -> places of the headlines that have it, in order
        self._bare: dict[str, str] = {}  # of headlines that say nothing, as they are compared

    def add(self, title: str) -> None:
        """Keep a headline; one with the very words of an earlier one is no other."""
        said = _telling(title)
        if not said:
            self._bare.setdefault(_plain(title), title)
        elif said not in self._known:
            self._known.add(said)
            for word in said:
                self._with.setdefault(word, []).append(len(self._told))
            self._told.append((title, said))

    def like(self, title: str) -> str | None:
        """Return the first headline kept that `title` reads as, or None."""
        said = _telling(title)
        if not said:
            return self._bare.get(_plain(title))
        return self._near(said)

    def _near(self, said: frozenset[str]) -> str | None:
        """Return the first that shares enough with `said`: it has at least one of so many of its words, the rarest."""
        rarest = sorted(said, key=lambda word: (len(self._with.get(word, ())), word))
        asked = rarest[: len(said) - math.ceil(NEAR * len(said)) + 1]
        for place in heapq.merge(*(self._with.get(word, ()) for word in asked)):
            title, theirs = self._told[place]
            if len(said & theirs) / len(said | theirs) >= NEAR:
                return title
        return None


def _telling(title: str) -> frozenset[str]:
    return frozenset(words.telling(title[:LOOKED_AT]))


def _plain(title: str) -> str:
    return words.plain(title[:LOOKED_AT]).strip()


@dataclass(slots=True)
class Taken:
    """What an edition holds so far. A cap that the list sets holds; the usual ones only let others go first."""

    caps: Mapping[str, int] = field(default_factory=dict)
    headlines: Headlines = field(default_factory=Headlines)
    sources: Counter[tuple[int, str]] = field(default_factory=Counter)  #: (section, source)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)  #: (source, author or tag; which one)

    def add(self, story: Candidate, section: SectionRule) -> None:
        self.headlines.add(story.title)
        self.sources[section.id, story.source] += 1
        self.counted.update({(kind, key) for kind, key, _ in _named(story, section)})

    def double(self, story: Candidate) -> str | None:
        """Return the headline already there that `story` nearly repeats."""
        return self.headlines.like(story.title)

    def keeps_out(self, story: Candidate, section: SectionRule) -> str | None:
        """Return what of the edition so far leaves no room for `story`: its own like, or a cap that the list sets."""
        if (double := self.double(story)) is not None:
            return f"Its headline is nearly that of “{double}”."
        for kind, key, name in _named(story, section):
            most = self.caps.get(kind)
            if most is not None and self.counted[kind, key] >= most:
                stories = "story" if most == 1 else "stories"
                whose = f"The tag {name}" if kind == "tag" else name
                return f"{whose} already has {most} {stories} in this edition, the most that the list allows."
        return None

    def crowds(self, story: Candidate, section: SectionRule) -> str | None:
        """Return why `story` should wait until others had their turn, or None. A paper's own stories need not."""
        places = max(1, math.ceil(section.quota * SOURCE_PART))
        if "source" not in self.caps and not story.own and self.sources[section.id, story.source] >= places:
            return f"{story.source or 'Its source'} already fills most of the section."
        if "author" in self.caps:
            return None
        crowded = next(
            (
                name
                for kind, key, name in _named(story, section)
                if kind == "author" and self.counted[kind, key] >= PER_AUTHOR
            ),
            None,
        )
        return f"{crowded} already has {PER_AUTHOR} stories in this edition." if crowded else None


def _named(story: Candidate, section: SectionRule) -> Iterable[tuple[str, str, str]]:
    """Give (kind, how it is compared, name) of all that a cap may count for `story`.

    The paper's own sources are no source to be capped, and a tag that only says the section again is no subject.
    """
    if not story.own:
        yield "source", story.source, story.source or "Its source"
    for author in story.authors:
        yield "author", words.plain(author[:LOOKED_AT]), author[:LOOKED_AT]
    said = {fits.slug(name) for name in (section.name, section.slug, *section.rule.get("tags", ()))}
    said |= {fits.slug(name) for name in (story.section or "", *story.sections)}
    for tag in story.tags:
        if (key := fits.slug(tag)) and key not in said:
            yield "tag", key, tag[:LOOKED_AT]
