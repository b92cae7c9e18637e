"""What keeps an edition varied: no two near-identical headlines, not all from one source or one hand."""

import math
from collections import Counter
from dataclasses import dataclass, field

from distrib.model.candidates import Candidate
from distrib.selection import words

NEAR = 0.7  # of the telling words of two headlines shared: they read as one
SOURCE_PART = 2 / 3
"""Of a section's places one source fills at most this part while another source has something."""
PER_AUTHOR = 3
"""Stories of one author in an edition while others have something."""


def near(one: str, other: str) -> bool:
    """Say whether two headlines read as one."""
    mine, theirs = frozenset(words.telling(one[:300])), frozenset(words.telling(other[:300]))
    if not mine or not theirs:
        return words.plain(one).strip() == words.plain(other).strip()
    return len(mine & theirs) / len(mine | theirs) >= NEAR


@dataclass(slots=True)
class Taken:
    """What an edition holds so far."""

    titles: list[str] = field(default_factory=list)
    sources: Counter[tuple[int, str]] = field(default_factory=Counter)  #: (section, source)
    authors: Counter[str] = field(default_factory=Counter)

    def add(self, story: Candidate, section_id: int) -> None:
        self.titles.append(story.title)
        self.sources[section_id, story.source] += 1
        self.authors.update({words.plain(author) for author in story.authors})

    def double(self, story: Candidate) -> str | None:
        """Return the headline already there that `story` nearly repeats."""
        return next((title for title in self.titles if near(title, story.title)), None)

    def crowds(self, story: Candidate, section_id: int, quota: int) -> str | None:
        """Return why `story` should wait until others had their turn, or None. A paper's own stories need not."""
        if not story.own and self.sources[section_id, story.source] >= max(1, math.ceil(quota * SOURCE_PART)):
            return f"{story.source or 'Its source'} already fills most of the section."
        crowded = next((name for name in story.authors if self.authors[words.plain(name)] >= PER_AUTHOR), None)
        return f"{crowded} already has {PER_AUTHOR} stories in this edition." if crowded else None
