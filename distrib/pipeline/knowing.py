"""What is known of one story: how it was told from others, its addresses, its texts, and what was refused near it."""

from dataclasses import dataclass
from datetime import datetime

from distrib.model.sources import RefusedEntry, Source
from distrib.model.stories import Revision, Story, StoryAddress, StoryState
from distrib.pipeline.parts import Parts
from distrib.pipeline.retracting import MISSED
from distrib.store import addresses, outings, refused, sources, stories
from distrib.store.outings import Outing
from distrib.wording import differing


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One story with everything that explains it."""

    story: Story
    source: Source
    state: str  #: in a sentence
    addresses: list[StoryAddress]
    changes: list["Change"]
    refused: list[RefusedEntry]
    editions: list[Outing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one text of a story became the next."""

    number: int  #: of the text that it became
    at: datetime
    why: str
    parts: dict[str, str]  #: title, summary, body_text, image_url -> what was changed, marked


def explain(parts: Parts, story_id: int) -> Explained:
    """Return what is known of the story. Raises NotFound."""
    with parts.database.reading() as session:
        story = stories.get(session, story_id)
        others = list(addresses.of(session, story_id))
        return Explained(
            story=story,
            source=sources.get(session, story.source_id),
            state=_state(story),
            addresses=others,
            changes=changes(story, list(stories.revisions(session, story_id))),
            refused=list(refused.near(session, story, [each.url for each in others])),
            editions=outings.of(session, story_id),
        )


def changes(story: Story, earlier: list[Revision]) -> list[Change]:
    """Return how each earlier text became the next one, up to the story's own."""
    texts: list[Revision | Story] = [*earlier, story]
    return [
        Change(
            number=before.number + 1,
            at=before.seen_at,
            why=before.why,
            parts={
                name: differing.shown(old or "", new or "")
                for name in ("title", "summary", "body_text", "image_url")
                if (old := getattr(before, name)) != (new := getattr(after, name))
            },
        )
        for before, after in zip(earlier, texts[1:], strict=True)
    ]


def _state(story: Story) -> str:
    told = {
        StoryState.LIVE: "It stands.",
        StoryState.EMBARGOED: f"It waits for its own date, {_at(story.published_at)}.",
        StoryState.RETRACTED: f"It was taken back on {_at(story.retracted_at)}. {story.retraction_why or ''}".rstrip(),
        StoryState.KILLED: "The newsroom stopped it.",
    }[story.state]
    if story.quarantined_at is not None:
        told += f" It waits for a human since {_at(story.quarantined_at)}. {story.quarantine_why or ''}".rstrip()
    if story.retraction_why == MISSED:
        told += f" {MISSED}"
    if story.backlog:
        told += " It came with a backlog: its own date alone makes it a candidate."
    return told


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "an unknown day"
