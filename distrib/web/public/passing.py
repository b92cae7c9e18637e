"""A story that may be passed on, and what its share buttons open: for the share page, short links and JSON."""

from sqlmodel import Session
from starlette.requests import Request

from distrib.errors import BadInput, NotFound
from distrib.model.shares import Shareable, SharePayload
from distrib.model.stories import Story, StoryState
from distrib.store import lists, stories
from distrib.web import house
from distrib.wording.payloads import payloads


def live(session: Session, story_id: int) -> Story:
    """Return a story that may be passed on. Raises NotFound for one that is gone or was stopped."""
    story = stories.get(session, story_id)
    if story.state is not StoryState.LIVE:
        raise NotFound("This story is not to be had any more.")
    return story


def shared(story: Story, networks: tuple[str, ...] | None = None, *, server: str | None = None) -> list[SharePayload]:
    """Return what a story's share buttons open; `server` is the reader's on Mastodon.

    Raises NotFound for a network that is none, or gone, and for a server that is none.
    """
    shareable = Shareable(
        url=story.url,
        title=story.title,
        summary=story.summary,
        image=story.image_url,
        image_alt=story.image_alt,
        tags=tuple(story.tags),
        language=story.language,
    )
    try:
        return payloads(shareable, networks=networks, mastodon_instance=server)
    except BadInput as error:
        raise NotFound(str(error)) from error


def own_pages(request: Request, session: Session) -> str:
    """Return the address of our own pages as readers know it, else as this request knows it."""
    told = next((one.public_url for one in lists.senders(session) if one.public_url), None)
    return told or house.parts_of(request).settings.web.public_url or str(request.base_url)
