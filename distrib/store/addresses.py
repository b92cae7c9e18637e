"""Other addresses of stories: feeds' links that lead on, addresses before a move."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from distrib.model.stories import Story, StoryAddress

_AT_ONCE = 400  # SQLite takes a limited number of values in one question


def stories_at(session: Session, urls: Iterable[str]) -> dict[str, Story]:
    """Return the stories that were met under these canonical addresses besides their own."""
    whole = list(dict.fromkeys(urls))
    found: dict[str, Story] = {}
    for start in range(0, len(whole), _AT_ONCE):
        query = (
            select(StoryAddress.url, Story)
            .join(Story, col(Story.id) == col(StoryAddress.story_id))
            .where(col(StoryAddress.url).in_(whole[start : start + _AT_ONCE]))
        )
        found |= dict(session.exec(query).all())
    return found


def remember(session: Session, story: Story, url: str, *, how: str, at: datetime) -> bool:
    """Keep that `story` was met under `url`; return whether that is new. An address stays with its first story."""
    if url == story.url or session.get(StoryAddress, url) is not None:
        return False
    session.add(StoryAddress(url=url, story_id=story.id or 0, how=how, seen_at=at))
    session.flush()
    return True


def of(session: Session, story_id: int) -> Sequence[StoryAddress]:
    """Return a story's other addresses in the order they were met."""
    query = select(StoryAddress).where(col(StoryAddress.story_id) == story_id)
    return session.exec(query.order_by(col(StoryAddress.seen_at), col(StoryAddress.url))).all()
