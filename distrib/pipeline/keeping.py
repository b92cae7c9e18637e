"""The database's part of gathering: entries become stories, in short writes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from distrib.ingest import intake
from distrib.ingest.entry import Entry, Page
from distrib.ingest.intake import Found, Judged, Known, Verdict
from distrib.model.sources import Source
from distrib.model.stories import Story, StoryState
from distrib.pipeline.asking import Opened
from distrib.pipeline.parts import Parts
from distrib.store import stories

FLOOD = 10  # times the usual number of new stories
_BATCH = 50
_REMEMBERED = timedelta(days=30)
_KEPT_ON_CHANGE = frozenset({"url", "section", "sections", "published_at", "position", "guid"})


@dataclass(slots=True, kw_only=True)
class Plan:
    """What will become of a source's entries, before anything is read further or stored."""

    source: Source
    judged: list[tuple[Found, Judged]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def of(self, verdict: Verdict) -> list[Found]:
        """Return the entries with this verdict."""
        return [found for found, judged in self.judged if judged.verdict is verdict]

    @property
    def backlog(self) -> bool:
        """Whether this is no news: a first gather, or a flood."""
        flood = len(self.of(Verdict.NEW)) > FLOOD * max(self.source.usual_entries, 1.0)
        return self.source.first_gathered_at is None or flood


def plan(session: Session, source: Source, entries: Sequence[Entry], now: datetime) -> Plan:
    """Return what each entry is to us. Reads only."""
    found, refused = intake.identify(entries)
    source_id = source.id or 0
    known = Known(
        by_url=stories.by_urls(session, (each.url for each in found)),
        by_guid=stories.by_guids(session, source_id, (each.guid for each in found if each.guid)),
    )
    if any(each.url not in known.by_url and each.guid not in known.by_guid for each in found):
        for story in stories.lately(session, source_id, now - _REMEMBERED):
            known.by_title.setdefault(intake.title_key(story.title), []).append(story)
    return Plan(
        source=source,
        judged=[(each, intake.judge(each, known, source)) for each in found],
        refused=Counter(each.why for each in refused),
    )


def keep(parts: Parts, planned: Plan, opened: Mapping[str, Opened], *, backlog: bool) -> Counter[str]:
    """Store what was planned and return counts: new, changed, seen, refused, retracted, embargoed."""
    counts: Counter[str] = Counter()
    for start in range(0, len(planned.judged), _BATCH):
        some = planned.judged[start : start + _BATCH]
        with parts.database.writing() as session:
            # Since planning, another source or process may have stored the same address.
            there = stories.by_urls(session, (found.url for found, _ in some))
            for found, judged in some:
                story = there.get(found.url)
                if story is None and judged.story is not None:
                    story = session.get(Story, judged.story.id)
                page = opened.get(found.url)
                if story is None:
                    counts.update(_new(session, planned, found, page, at=parts.clock(), backlog=backlog))
                else:
                    counts.update(_again(session, planned.source, found, judged, story, page, at=parts.clock()))
    return counts


def _new(
    session: Session, planned: Plan, found: Found, opened: Opened | None, *, at: datetime, backlog: bool
) -> list[str]:
    if opened is not None and opened.gone:
        planned.refused["Its page is gone."] += 1
        return []
    fields = intake.fields(found, opened.page if opened else None, planned.source, now=at)
    if not fields["title"]:
        planned.refused["It has no title."] += 1
        return []
    state = intake.state_for(fields["published_at"], at)
    stories.add(session, {**fields, "source_id": planned.source.id, "seen_at": at, "backlog": backlog, "state": state})
    return ["new", "embargoed"] if state is StoryState.EMBARGOED else ["new"]


def _again(
    session: Session, source: Source, found: Found, judged: Judged, story: Story, opened: Opened | None, *, at: datetime
) -> list[str]:
    """Bring a known story up to date."""
    if opened is not None and opened.gone and story.state is not StoryState.KILLED:
        story.state = StoryState.RETRACTED
        session.add(story)
        return ["retracted"]
    page = opened.page if opened else None
    fields = intake.fields(found, page, source, now=at)
    changes: dict[str, Any] = {"sections": _joined(story.sections, fields["sections"])}
    if story.source_id == source.id:
        changes["position"] = found.position
    if judged.verdict is Verdict.REVISION:
        changes |= _revised(story, fields, page)
        if story.state is StoryState.RETRACTED and page is not None:
            changes["state"] = StoryState.LIVE
    if judged.verdict is not Verdict.NEW and story.url != found.url and story.source_id == source.id:
        changes |= {"url": found.url, "guid": found.guid}  # the feed moved; the next gather must find it there
    return ["changed"] if stories.change(session, story, changes, at=at) else ["seen"]


def _revised(story: Story, fields: Mapping[str, Any], page: Page | None) -> dict[str, Any]:
    """Return what a new text changes. A page that could not be read again must not empty what it once said."""
    changes = {
        name: value for name, value in fields.items() if name not in _KEPT_ON_CHANGE and (page is not None or value)
    }
    if page is None and story.body_text:
        for name in ("body_text", "words"):
            changes.pop(name, None)
    if story.published_at is None or story.state is StoryState.EMBARGOED:
        changes["published_at"] = fields["published_at"]  # else the first date stands: feeds let it drift
    return changes


def _joined(first: Sequence[str], more: Sequence[str]) -> list[str]:
    known = {each.casefold() for each in first}
    return [*first, *(each for each in more if each.casefold() not in known)]
