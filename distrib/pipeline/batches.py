"""One source's entries at one gather: what each of them is to us, before anything is read further or stored."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from distrib.ingest.entry import Entry
from distrib.ingest.identity import Found, Refusal
from distrib.ingest.judging import Judged, Verdict
from distrib.model.sources import Source

FLOOD = 10  # times the usual number of new stories
ARCHIVE = timedelta(days=14)  # older than this when it is first met, a story is history and no news found late


@dataclass(slots=True, kw_only=True)
class Plan:
    """What will become of a source's entries, before anything is read further or stored."""

    source: Source
    zone: str = "UTC"  #: of times that name none
    judged: list[tuple[Found, Judged]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)  #: reason -> entries
    news: list[str] = field(default_factory=list)  #: what must be said loudly: a story taken back that readers have

    def of(self, verdict: Verdict) -> list[Found]:
        """Return the entries with this verdict."""
        return [found for found, judged in self.judged if judged.verdict is verdict]

    def unread(self) -> list[str]:
        """Return the addresses of the pages worth reading: of new stories, ones told anew, ones that moved."""
        wanted = {Verdict.NEW, Verdict.REVISION}
        return [
            found.url
            for found, judged in self.judged
            if not found.shared and (judged.verdict in wanted or judged.moved)
        ]

    @property
    def backlog(self) -> bool:
        """Whether this is no news: a first gather, or a flood."""
        flood = len(self.of(Verdict.NEW)) > FLOOD * max(self.source.usual_entries, 1.0)
        return self.source.first_gathered_at is None or flood

    def refuse(self, entry: Entry, why: str) -> None:
        """Note that an entry is not stored."""
        self.refusals.append(Refusal(entry=entry, why=why))
        self.refused[why] += 1


def is_archive(published: datetime | None, now: datetime) -> bool:
    """Say whether a story is so old by its own date that meeting it today makes it no news: it is backlog."""
    return published is not None and published < now - ARCHIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """What to do with a suspicious batch: some of its new stories stay candidates, the rest waits for a human."""

    why: str
    since: datetime  #: stories with a date of their own from here up to now may stay
    spared: int = 0  #: so many of them, the newest: the source's usual rhythm
