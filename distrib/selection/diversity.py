"""What keeps an edition varied: no two near-identical headlines, not all from one source or one hand."""

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


def near(one: str, other: str) -> bool:
    """Say whether two headlines read as one."""
    mine, theirs = frozenset(words.telling(one[:300])), frozenset(words.telling(other[:300]))
    if not mine or not theirs:
        return words.plain(one).strip() == words.plain(other).strip()
    return len(mine & theirs) / len(mine | theirs) >= NEAR


@dataclass(slots=True)
class Taken:
    """What an edition holds so far. A cap that the list sets holds; the usual ones only let others go first."""

    caps: Mapping[str, int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    sources: Counter[tuple[int, str]] = field(default_factory=Counter)  #: (section, source)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)  #: (source, author or tag; which one)

    def add(self, story: Candidate, section: SectionRule) -> None:
        self.titles.append(story.title)
        self.sources[section.id, story.source] += 1
        self.counted.update({(kind, key) for kind, key, _ in _named(story, section)})

    def double(self, story: Candidate) -> str | None:
        """Return the headline already there that `story` nearly repeats."""
        return next((title for title in self.titles if near(title, story.title)), None)

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
        crowded = next((n for n in story.authors if self.counted["author", words.plain(n)] >= PER_AUTHOR), None)
        return f"{crowded} already has {PER_AUTHOR} stories in this edition." if crowded else None


def _named(story: Candidate, section: SectionRule) -> Iterable[tuple[str, str, str]]:
    """Give (kind, how it is compared, name) of all that a cap may count for `story`.

    The paper's own sources are no source to be capped, and a tag that only says the section again is no subject.
    """
    if not story.own:
        yield "source", story.source, story.source or "Its source"
    for author in story.authors:
        yield "author", words.plain(author), author
    said = {fits.slug(name) for name in (section.name, section.slug, *section.rule.get("tags", ()))}
    said |= {fits.slug(name) for name in (story.section or "", *story.sections)}
    for tag in story.tags:
        if (key := fits.slug(tag)) and key not in said:
            yield "tag", key, tag
