"""What selection is handed and hands back: pure values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One signal's part in a score: contribution = weight * value, and the same in words."""

    signal: str
    value: float
    weight: float
    contribution: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story that could be grouped, ranked and picked. Ids are the caller's and only compared."""

    id: int | str
    title: str
    summary: str = ""
    body: str = ""
    url: str = ""
    source: str = ""  #: its source's name
    publisher: str = ""  #: who stands behind the source: all feeds of one paper are one voice; "": the source itself
    own: bool = False  #: the newsroom's own
    source_weight: float = 1.0
    published: datetime | None = None
    seen: datetime | None = None
    backlog: bool = False  #: came with a first gather or a flood: counts by its own date only
    updated: datetime | None = None
    revision: int = 1
    position: int | None = None
    section: str | None = None  #: as its source calls it
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    credit: str | None = None
    kind: str = "article"
    language: str | None = None
    image: str | None = None
    translation_key: str | None = None
    words: int = 0
    cluster: int | str | None = None

    @property
    def voice(self) -> str:
        """Who tells it."""
        return self.publisher or self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """A section as picking sees it. `rule` keys: sections, tags, sources, paths, kinds, languages."""

    id: int
    slug: str
    name: str
    position: int
    quota: int
    rule: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A candidate that made it into a section."""

    candidate: Candidate
    section_id: int
    rank: int
    score: float
    lead: bool
    update: bool
    reasons: tuple[Reason, ...]
    also: tuple[str, ...]  #: names of the other sources of its cluster
    by: str = "machine"
    breaking: bool = False
    evergreen: bool = False
    sponsor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChosen:
    """One of the next candidates of a section, and why it was passed over."""

    candidate: Candidate
    section_id: int
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Stories that tell of one event, as grouping found them; the row made of it is a Cluster."""

    members: tuple[Candidate, ...]  #: oldest first
    representative: Candidate
    capped: bool = False  #: it met the cap on a group's size: a human should look
    follows: int | None = None  #: place of the earlier group of the same running story

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of those who report it, the representative's first; all feeds of one paper are one voice."""
        names = dict.fromkeys([self.representative.voice, *(member.voice for member in self.members)])
        return tuple(name for name in names if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A group with its story for the reader, how good it is, and why."""

    candidate: Candidate
    group: Group
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A story of an earlier day and how much it was read: views, clicks or comments, only compared among its own."""

    candidate: Candidate
    engagement: float
    among: str = ""  #: with which others it is compared; "": those of its day


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """A story of an edition that was sent, and the clicks on it there."""

    candidate: Candidate
    edition: int
    mailing_list: int
    clicks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An editor's mark as picking sees it; `kind` is a MarkKind's value."""

    kind: str
    cluster: int | str
    section_id: int | None = None
    rank: int | None = None
    by: str = "an editor"
    name: str = ""  #: how the one who made it is called
    reach: int = 0  #: 0 for this edition, 1 for the list, 2 for everywhere: the nearest counts
    mark: int = 0  #: its number: of two pins at one rank the later has it
    note: str | None = None

    @property
    def who(self) -> str:
        """Who made it, in words."""
        return self.name or self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What readers of a list already got of a cluster: when its picks were locked, under which headline."""

    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What picking decided for one edition; `thin` is a sentence when there is too little to send."""

    chosen: tuple[Chosen, ...]  #: section by section, in order
    passed: tuple[NotChosen, ...]
    thin: str | None = None
    problems: tuple[str, ...] = ()
