"""A known story that a feed gives again is brought up to date: its address, its text, whether it still stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from distrib.ingest import storyfields, telling
from distrib.ingest.addressing import Real
from distrib.ingest.entry import Page
from distrib.ingest.identity import Found
from distrib.ingest.judging import Judged, Verdict
from distrib.model.stories import Story, StoryState
from distrib.pipeline import owning, retracting
from distrib.pipeline.asking import Opened
from distrib.pipeline.batches import Plan
from distrib.store import addresses, stories
from distrib.wording import urls

_KEPT_ON_CHANGE = frozenset(
    {"url", "key", "guid", "section", "sections", "published_at", "position", "unlisted", "checked_at"}
)


def renew(
    session: Session,
    planned: Plan,
    found: Found,
    judged: Judged,
    story: Story,
    opened: Opened | None,
    real: Real | None,
    *,
    at: datetime,
) -> list[str]:
    """Bring a known story up to date; return what happened: changed or seen, retracted, restored, guids_changed."""
    taken_over = _tells(judged) and owning.takes_over(session, planned.source, story, found.url)
    own = taken_over or story.source_id == planned.source.id
    happened: list[str] = []
    if own and opened is not None and not found.shared:
        before = story.state
        planned.news += retracting.seen(session, story, opened, at=at)
        if story.state is not before:
            happened.append("retracted" if story.state is StoryState.RETRACTED else "restored")
        if opened.gone or "retracted" in happened:
            return happened or ["seen"]
    page = opened.page if opened else None
    fields = storyfields.fields(found, page, planned.source, now=at, zone=planned.zone)
    changes: dict[str, Any] = {"sections": _joined(story.sections, fields["sections"])}
    if taken_over:
        return [*happened, *_taken_over(session, planned, found, judged, story, fields, opened, real, at=at)]
    if own:
        changes["position"] = found.position
        if found.guid and found.guid != story.guid:
            changes["guid"] = found.guid
            happened.append("guids_changed")
    if judged.verdict is Verdict.REVISION:
        changes |= _revised(story, fields, page, at)
    changes |= _moved(session, found, judged, story, opened, real, own=own, at=at)
    seen = stories.change(session, story, changes, at=at, why=judged.why)
    return [*happened, "changed" if seen else "seen"]


def _tells(judged: Judged) -> bool:
    """Tell whether this entry is the one of its batch to tell the story: a NEW one came from outside meanwhile."""
    return judged.verdict in {Verdict.NEW, Verdict.REVISION}


def _taken_over(
    session: Session,
    planned: Plan,
    found: Found,
    judged: Judged,
    story: Story,
    fields: Mapping[str, Any],
    opened: Opened | None,
    real: Real | None,
    *,
    at: datetime,
) -> list[str]:
    """Make a story that another told first our own source's: nothing stays of what the other said of it."""
    if not fields["title"]:
        return ["seen"]  # its page can't be read now: the next look takes it over
    changes = {name: value for name, value in fields.items() if name not in {"url", "key"}}
    changes |= {"source_id": planned.source.id, "quarantined_at": None, "quarantine_why": None}
    if story.state in {StoryState.LIVE, StoryState.EMBARGOED}:
        changes["state"] = storyfields.state_for(fields["published_at"], at)
    changes |= _moved(session, found, replace(judged, moved=True), story, opened, real, own=True, at=at)
    seen = stories.change(session, story, changes, at=at, why=f"{judged.why} {owning.WHY}")
    return ["changed" if seen else "seen"]


def _revised(story: Story, fields: Mapping[str, Any], page: Page | None, at: datetime) -> dict[str, Any]:
    """Return what a new text changes. A page that could not be read again must not empty what it once said."""
    changes = {
        name: value for name, value in fields.items() if name not in _KEPT_ON_CHANGE and (page is not None or value)
    }
    if page is None and story.body_text:
        for name in ("body_text", "words"):
            changes.pop(name, None)
    changes = telling.without_trifles(story, changes)
    published = fields["published_at"]
    if published is not None and (story.published_at is None or story.state is StoryState.EMBARGOED):
        changes["published_at"] = published  # else the first date stands: feeds let it drift
        if story.state is StoryState.LIVE and published > at:
            changes["state"] = StoryState.EMBARGOED
    return changes


def _moved(
    session: Session,
    found: Found,
    judged: Judged,
    story: Story,
    opened: Opened | None,
    real: Real | None,
    *,
    own: bool,
    at: datetime,
) -> dict[str, Any]:
    """Return the story's new address if it has one; the old one is remembered, and so is a link that leads on."""
    if found.shared:
        return {}  # its fragment is of our own making
    now = real.url if real is not None else found.url
    for other in {found.url, *found.others} - {now}:
        addresses.remember(session, story, other, how="The feed's link, which leads on.", at=at)
    if now == story.url:
        return {}
    known = addresses.stories_at(session, [now]) or stories.by_urls(session, [now])
    safer = now.startswith("https:") and urls.twin(now) == story.key and not story.url.startswith("https:")
    unread = opened is not None and opened.page is None
    if not own or known or not (judged.moved or safer or real is not None) or unread:
        addresses.remember(session, story, now, how="A feed gives it under this link.", at=at)
        return {}
    was = story.url
    story.url = now
    session.flush()
    addresses.remember(session, story, was, how="Here it stood before it moved.", at=at)
    return {"key": urls.twin(now)}


def _joined(first: Sequence[str], more: Sequence[str]) -> list[str]:
    known = {each.casefold() for each in first}
    return [*first, *(each for each in more if each.casefold() not in known)]
