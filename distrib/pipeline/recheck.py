"""RECHECK: look again at the pages of stories that stand in a coming edition or are young, to see whether they stand.

A few at a time, the longest unseen first, and only "has it changed?" is asked. Where most pages of a site are missing
at once, three at least, the site is in trouble, and no story is taken back for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from sqlmodel import Session

from distrib.ingest import storyfields, telling
from distrib.ingest.entry import Entry, Page
from distrib.ingest.fetching import Check
from distrib.ingest.identity import Found
from distrib.model.stories import Story, StoryState
from distrib.model.users import Run
from distrib.pipeline import asking, repicking, retracting
from distrib.pipeline.asking import NOT_FOUND, Opened
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.pipeline.turns import Turns, host_of
from distrib.store import lists, outings, sources, stories

_MANY = 3  # pages of a site that are missing at once: fewer say something of each story
_FROM_PAGE = ("summary", "body_text", "words", "image_url", "image_width", "image_height", "image_alt", "modified_at")


def recheck(parts: Parts, story_ids: Sequence[int] | None = None) -> Run:
    """Look again at the pages that are due, or at those of the stories named. Returns the Run."""
    with running(parts, "recheck", ",".join(f"st{story_id}" for story_id in story_ids or ())) as run:
        with parts.database.reading() as session:
            chosen = _due(parts, session) if story_ids is None else [stories.get(session, one) for one in story_ids]
        settings = parts.settings.fetching
        turns = Turns(settings.per_host, gap_seconds=settings.host_gap_seconds)
        answers = asking.in_threads(
            lambda story: asking.open_page(story.url, parts.fetcher, turns, _since(story)),
            chosen,
            threads=settings.threads,
            done=lambda: None,
        )
        looks = [
            (story, Opened(problem=asking.sentence(answer)) if isinstance(answer, Exception) else answer)
            for story, answer in zip(chosen, answers, strict=True)
        ]
        troubled = _troubled(looks, run)
        for story, opened in looks:
            _note(parts, story.id or 0, opened, run, troubled=host_of(story.url) in troubled)
        repicking.without_the_fallen(parts, run)
        run.count("pages", len(looks))
        back, again = (int(run.counts.get(name, 0)) for name in ("retracted", "restored"))
        run.sentence = f"{len(looks)} {'page' if len(looks) == 1 else 'pages'} looked at again, {back} taken back" + (
            f", {again} there again." if again else "."
        )
    return run.row


def recheck_due(parts: Parts) -> Run | None:
    """Look again at a few pages if any are due."""
    with parts.database.reading() as session:
        waiting = _due(parts, session)
    return recheck(parts) if waiting else None


def _due(parts: Parts, session: Session) -> Sequence[Story]:
    settings, now = parts.settings.fetching, parts.clock()
    if settings.recheck_at_once == 0:
        return []
    return outings.to_recheck(
        session,
        published_after=now - timedelta(days=settings.recheck_days),
        looked_before=now - timedelta(minutes=settings.recheck_minutes),
        taken_back_by=retracting.MACHINE,
        limit=settings.recheck_at_once,
    )


def _since(story: Story) -> Check | None:
    """Return what makes the question a small one: whether the page has changed since it was last looked at."""
    return Check(last_modified=format_datetime(story.checked_at, usegmt=True)) if story.checked_at else None


def _troubled(looks: Sequence[tuple[Story, Opened]], run: Running) -> set[str]:
    """Return the hosts where so many pages are missing that it says nothing of any story.

    Only pages that ought to be there count: one of a story under embargo, or taken back, is missing by right.
    """
    by_host: dict[str, list[bool]] = defaultdict(list)
    for story, opened in looks:
        if story.state is not StoryState.LIVE:
            continue
        by_host[host_of(story.url)].append(opened.status == NOT_FOUND)
    troubled = {host for host, missing in by_host.items() if sum(missing) >= _MANY and sum(missing) > len(missing) / 2}
    for host in sorted(troubled):
        run.problem(
            f"{sum(by_host[host])} of {len(by_host[host])} pages of {host} are missing (404): the site may be in"
            " trouble. No story was taken back for that."
        )
    return troubled


def _note(parts: Parts, story_id: int, opened: Opened, run: Running, *, troubled: bool) -> None:
    now = parts.clock()
    with parts.database.writing() as session:
        story = stories.get(session, story_id)
        if opened.status == NOT_FOUND and troubled:
            story.checked_at = now
            session.add(story)
            return
        before = story.state
        for sentence in retracting.seen(session, story, opened, at=now):
            run.problem(sentence)
        if story.state is not before:
            run.count("retracted" if story.state is StoryState.RETRACTED else "restored", 1)
        elif opened.page is not None and _retold(session, story, opened.page, now):
            run.count("changed", 1)


def _retold(session: Session, story: Story, page: Page, now: datetime) -> bool:
    """Take over what the page tells anew, when it says itself that it was changed since; return whether it was."""
    source = sources.get(session, story.source_id)
    zone = source.zone or lists.zone(session)
    found = Found(
        entry=Entry(title=story.title, summary=story.summary),
        url=story.url,
        key=story.key,
        guid=story.guid,
        fingerprint=story.fingerprint,
        position=story.position or 0,
    )
    fields = storyfields.fields(found, page, source, now=now, zone=zone)
    modified, known = fields["modified_at"], story.modified_at or story.published_at
    if modified is None or known is None or modified <= known:
        return False
    changes: dict[str, Any] = {name: fields[name] for name in _FROM_PAGE if fields[name]}
    changes = telling.without_trifles(story, changes)
    return stories.change(session, story, changes, at=now, why="Its page says that it was changed.")
