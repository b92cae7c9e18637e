"""What the console shows of posts and channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from distrib.model.posts import Channel, Post, PostState, Publication, PublicationState, Slot, Wording
from distrib.model.stories import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post's words on one channel, and what became of them."""

    wording: Wording
    channel: Channel
    publication: Publication | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post with its story and its words."""

    post: Post
    story: Story
    said: tuple[Said, ...]

    @property
    def due_at(self) -> datetime | None:
        """When it goes out first, if it is queued."""
        return min((one.publication.due_at for one in self.said if one.publication), default=None)

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of its channels."""
        return tuple(one.channel.name for one in self.said)


def in_states(session: Session, *states: PostState, since: datetime | None = None, limit: int = 100) -> list[PostLine]:
    """Return the newest posts in these states, those made since then."""
    query = select(Post).where(col(Post.state).in_(states)).order_by(col(Post.id).desc()).limit(limit)
    return _lines(session, session.exec(query if since is None else query.where(col(Post.made_at) >= since)).all())


def count(session: Session, state: PostState) -> int:
    """Return how many posts are in a state."""
    return session.exec(select(func.count()).select_from(Post).where(col(Post.state) == state)).one()


def slots(session: Session) -> dict[int, list[Slot]]:
    """Return channel id -> its posting times."""
    found: dict[int, list[Slot]] = {}
    for row in session.exec(select(Slot).order_by(col(Slot.at), col(Slot.id))).all():
        found.setdefault(row.channel_id, []).append(row)
    return found


def publications(session: Session, start: datetime, end: datetime) -> list[tuple[Publication, Story]]:
    """Return what is due, or was, between two moments, with its story."""
    query = (
        select(Publication, Story)
        .join(Post, col(Post.id) == col(Publication.post_id))
        .join(Story, col(Story.id) == col(Post.story_id))
        .where(col(Publication.due_at) >= start, col(Publication.due_at) < end)
        .order_by(col(Publication.due_at), col(Publication.id))
    )
    return list(session.exec(query).all())


def unsettled(session: Session) -> list[tuple[Publication, Channel]]:
    """Return the publications that a person must look at."""
    query = (
        select(Publication, Channel)
        .join(Channel, col(Channel.id) == col(Publication.channel_id))
        .where(col(Publication.state).in_([PublicationState.UNCERTAIN, PublicationState.FAILED]))
        .order_by(col(Publication.id).desc())
        .limit(20)
    )
    return list(session.exec(query).all())


def offered(session: Session, edition_ids: Sequence[int]) -> set[int]:
    """Return those of the editions whose picks have posts already."""
    query = select(col(Post.edition_id)).where(col(Post.edition_id).in_(edition_ids)).distinct()
    return {one for one in session.exec(query).all() if one is not None}


def _lines(session: Session, posts: Sequence[Post]) -> list[PostLine]:
    ids = [row.id for row in posts]
    stories = {
        row.id: row
        for row in session.exec(select(Story).where(col(Story.id).in_([row.story_id for row in posts]))).all()
    }
    published = {
        (row.post_id, row.channel_id): row
        for row in session.exec(select(Publication).where(col(Publication.post_id).in_(ids))).all()
    }
    words: dict[int, list[Said]] = {}
    query = (
        select(Wording, Channel)
        .join(Channel, col(Channel.id) == col(Wording.channel_id))
        .where(col(Wording.post_id).in_(ids))
        .order_by(col(Wording.id))
    )
    for wording, channel in session.exec(query).all():
        publication = published.get((wording.post_id, wording.channel_id))
        words.setdefault(wording.post_id, []).append(Said(wording=wording, channel=channel, publication=publication))
    return [PostLine(post=row, story=stories[row.story_id], said=tuple(words.get(row.id or 0, ()))) for row in posts]
