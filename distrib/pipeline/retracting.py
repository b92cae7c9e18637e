"""A story is taken back, or stands again; where readers have it already, that is said loudly.

A page that is gone for good (410), says that it was removed, or lately asks not to be listed, takes its story back at
once. One that is only missing (404) must be missing twice, half an hour apart: servers have bad minutes.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.errors import BadInput, NotFound
from distrib.ingest.entry import Page
from distrib.model.stories import Story, StoryState
from distrib.model.users import Run
from distrib.pipeline import repicking
from distrib.pipeline.asking import GONE, Opened
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import running
from distrib.store import addresses, audit, outings, stories
from distrib.wording import urls

MACHINE = "machine"  #: who took back what we found out ourselves, so that we may see it undone
APART = timedelta(minutes=30)  # between two looks at a page that is missing
FOR_GOOD = "Its page is gone for good (410)."
TWICE = "Its page was missing twice (404)."
UNLISTED = "Its page now asks not to be listed (noindex)."
REMOVED = "Its page says that it was taken back."
MISSED = "Its page was missing (404) when last looked at."  #: a first look: nothing is taken back yet


def retract(parts: Parts, story_id: int, *, why: str, by: str) -> Run:
    """Take a story back because somebody says so. Returns the Run. Raises NotFound, BadInput."""
    if not why.strip():
        raise BadInput("Say why the story is taken back: --why “…”.")
    with running(parts, "retract", f"st{story_id}") as run:
        with parts.database.writing() as session:
            story = stories.get(session, story_id)
            for sentence in withdraw(session, story, why=why.strip()[:300], by=by, at=parts.clock()):
                run.problem(sentence)
        repicking.without_the_fallen(parts, run, by=by)
        run.sentence = f"Story {story_id} was taken back. {story.retraction_why}"
    return run.row


def find(session: Session, *, url: str | None = None, guid: str | None = None, source_id: int | None = None) -> Story:
    """Return the story that is known by one of these. Raises NotFound."""
    story: Story | None = None
    if url:
        address = urls.canonical(url)
        story = stories.by_urls(session, [address]).get(address)
        story = story or addresses.stories_at(session, [address]).get(address)
        story = story or next(iter(stories.by_keys(session, [urls.twin(address)]).get(urls.twin(address), ())), None)
    if story is None and guid and source_id is not None:
        story = stories.by_guids(session, source_id, [guid]).get(guid)
    if story is None:
        raise NotFound("There is no such story here.")
    return story


def withdraw(session: Session, story: Story, *, why: str, by: str, at: datetime) -> list[str]:
    """Mark a story as taken back; return a sentence for each place that readers have it in, or soon will.

    What we ourselves stopped stays stopped, and what was taken back already keeps its first reason; but once somebody
    says so too, it is theirs to let it stand again.
    """
    if story.state is StoryState.RETRACTED and story.retracted_by == MACHINE and by != MACHINE:
        story.retracted_by = by
        audit.record(session, at=at, by=by, verb="retract", subject=f"st{story.id}", facts={"why": why, "again": True})
    if story.state in {StoryState.RETRACTED, StoryState.KILLED}:
        return []
    story.state, story.retracted_at, story.retraction_why = StoryState.RETRACTED, at, why
    story.retracted_by = by
    session.add(story)
    places = outings.of(session, story.id or 0)
    out = [place for place in places if place.gone_out]
    posts = outings.placed_posts(session, story.id or 0)
    audit.record(
        session,
        at=at,
        by=by,
        verb="retract",
        subject=f"st{story.id}",
        facts={"why": why, "went_out": [place.edition_id for place in out], "posts": posts},
    )
    session.flush()
    name = f"Story {story.id} “{story.title}” was taken back. {why}"
    said = [f"{name} Readers of {place.slug} have it (edition {place.edition_id}): correct it." for place in out]
    said += [
        f"{name} It stands in edition {place.edition_id} of {place.slug}, {place.state}: look at it before it goes out."
        for place in places
        if not place.gone_out
    ]
    if posts:
        said.append(f"{name} It was said on {posts} {'channel' if posts == 1 else 'channels'}: correct it there.")
    return said


def restore(session: Session, story: Story, *, why: str, by: str, at: datetime) -> list[str]:
    """Let a story that was taken back stand again; return the sentence that says so."""
    if story.state is not StoryState.RETRACTED:
        return []
    waits = story.published_at is not None and story.published_at > at
    story.state = StoryState.EMBARGOED if waits else StoryState.LIVE
    story.retracted_at = story.retraction_why = story.retracted_by = None
    session.add(story)
    audit.record(session, at=at, by=by, verb="restore", subject=f"st{story.id}", facts={"why": why})
    session.flush()
    return [f"Story {story.id} “{story.title}” stands again. {why}"]


def seen(session: Session, story: Story, opened: Opened, *, at: datetime) -> list[str]:
    """Note what a look at a story's own page says of whether it stands; return what must be said loudly."""
    before, story.checked_at = story.checked_at, at
    session.add(story)
    if opened.gone:
        return _missing(session, story, opened, before, at)
    if opened.page is not None and (why := objection(story, opened.page)) is not None:
        return withdraw(session, story, why=why, by=MACHINE, at=at)
    if opened.page is None and not opened.unchanged:
        return []  # no answer says nothing
    if story.state is StoryState.RETRACTED and story.retracted_by == MACHINE:
        if opened.unchanged and story.retraction_why not in {FOR_GOOD, TWICE}:
            return []  # the same page that said so
        return restore(session, story, why="Its page is there.", by=MACHINE, at=at)
    if story.retraction_why == MISSED:
        story.retraction_why = None
    if opened.page is not None and story.unlisted is None:
        story.unlisted = opened.page.noindex
    return []


def objection(story: Story | None, page: Page) -> str | None:
    """Return why a page's story must not be told (any longer), or None."""
    if page.removed:
        return REMOVED
    listed_before = story is not None and story.unlisted is False
    return UNLISTED if page.noindex and listed_before else None


def _missing(session: Session, story: Story, opened: Opened, before: datetime | None, at: datetime) -> list[str]:
    if opened.status == GONE:
        return withdraw(session, story, why=FOR_GOOD, by=MACHINE, at=at)
    if story.state is not StoryState.LIVE:
        return []
    if story.retraction_why != MISSED:
        story.retraction_why = MISSED
        return []
    if before is not None and at - before < APART:
        story.checked_at = before  # too soon to count as a second look
        return []
    return withdraw(session, story, why=TWICE, by=MACHINE, at=at)
