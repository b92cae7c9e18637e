"""Posts: what is said about a story, in which words on which channel, when, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, func, or_, select

from distrib.errors import NotFound
from distrib.model.posts import Channel, Post, PostState, Publication, PublicationState, Slot, Via, Wording

B = PublicationState
_GONE = (B.CANCELLED, B.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A claimed publication with all that its saying needs."""

    publication: Publication
    post: Post
    channel: Channel
    wording: Wording


# -- posts and their words ---------------------------------------------------------------------------------------


def get(session: Session, post_id: int) -> Post:
    """Return one post. Raises NotFound."""
    row = session.get(Post, post_id)
    if row is None:
        raise NotFound(f"There is no post {post_id}.")
    return row


def of_edition(session: Session, edition_id: int) -> Sequence[Post]:
    """Return the posts offered for an edition's picks, in the order they were made."""
    return session.exec(select(Post).where(col(Post.edition_id) == edition_id).order_by(col(Post.id))).all()


def recent(session: Session, *, state: PostState | None = None, limit: int = 100) -> Sequence[Post]:
    """Return the newest posts first, of one state if it is given."""
    query = select(Post).order_by(col(Post.id).desc()).limit(limit)
    return session.exec(query if state is None else query.where(col(Post.state) == state)).all()


def told(session: Session, story_ids: Collection[int]) -> set[int]:
    """Return those stories that a post speaks of already, unless it was cancelled."""
    query = select(Post.story_id).where(col(Post.story_id).in_(story_ids), col(Post.state) != PostState.CANCELLED)
    return set(session.exec(query).all())


def add(session: Session, post: Post, wordings: Sequence[Wording]) -> Post:
    """Store a post with its words and return it with its id."""
    session.add(post)
    session.flush()
    for wording in wordings:
        wording.post_id = post.id or 0
        session.add(wording)
    session.flush()
    return post


def wordings(session: Session, post_id: int) -> Sequence[Wording]:
    """Return a post's words, channel by channel."""
    return session.exec(select(Wording).where(col(Wording.post_id) == post_id).order_by(col(Wording.channel_id))).all()


def publications(session: Session, post_ids: Collection[int]) -> dict[int, list[Publication]]:
    """Return post id -> its publications."""
    query = select(Publication).where(col(Publication.post_id).in_(post_ids)).order_by(col(Publication.id))
    found: dict[int, list[Publication]] = {}
    for row in session.exec(query).all():
        found.setdefault(row.post_id, []).append(row)
    return found


# -- channels and their times ------------------------------------------------------------------------------------


def channels(session: Session) -> Sequence[Channel]:
    """Return every channel."""
    return session.exec(select(Channel).order_by(col(Channel.id))).all()


def slots(session: Session, channel_id: int) -> Sequence[Slot]:
    """Return a channel's posting times, and hold the channel so that nobody else hands out the same one."""
    session.exec(select(Channel.id).where(col(Channel.id) == channel_id).with_for_update()).first()
    return session.exec(select(Slot).where(col(Slot.channel_id) == channel_id).order_by(col(Slot.id))).all()


def taken(session: Session, channel_id: int, after: datetime) -> set[datetime]:
    """Return the times from `after` on at which a channel has something to say."""
    query = select(Publication.due_at).where(
        col(Publication.channel_id) == channel_id,
        col(Publication.due_at) >= after,
        col(Publication.state).not_in(_GONE),
    )
    return set(session.exec(query).all())


# -- saying ------------------------------------------------------------------------------------------------------


def due_count(session: Session, at: datetime) -> int:
    """Return how many publications could be said now, or lie with a claim that ended."""
    stale = (col(Publication.state) == B.CLAIMED) & (col(Publication.claimed_until) < at)
    query = (
        select(func.count())
        .select_from(Publication)
        .join(Channel, col(Channel.id) == col(Publication.channel_id))
        .join(Post, col(Post.id) == col(Publication.post_id))
        .where(or_(_due(at), stale))
    )
    return session.exec(query).one()


def claim_next(
    session: Session, *, owner: str, at: datetime, due_by: datetime, until: datetime, not_on: Collection[int] = ()
) -> Due | None:
    """Return the publication due first, now `owner`'s until `until`; none on the channels `not_on`.

    One whose useful time has passed becomes late instead and is never said.
    """
    query = (
        select(Publication, Post, Channel, Wording)
        .join(Post, col(Post.id) == col(Publication.post_id))
        .join(Channel, col(Channel.id) == col(Publication.channel_id))
        .join(
            Wording,
            (col(Wording.post_id) == col(Publication.post_id))
            & (col(Wording.channel_id) == col(Publication.channel_id)),
        )
        .where(_due(due_by), col(Channel.id).not_in(list(not_on)))
        .order_by(col(Publication.due_at), col(Publication.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Publication)
    )
    while (found := session.exec(query).first()) is not None:
        publication, post, channel, wording = found
        if post.useful_until is not None and post.useful_until < at:
            publication.move(B.LATE, at)
            publication.reason = "Its useful time had passed."
            session.add(publication)
            session.flush()
            continue
        publication.move(B.CLAIMED, at)
        publication.owner, publication.claimed_until, publication.begun = owner, until, False
        session.add(publication)
        session.flush()
        return Due(publication=publication, post=post, channel=channel, wording=wording)
    return None


def begin(session: Session, publication_id: int, *, owner: str) -> bool:
    """Tell whether `owner` may say it now: still claimed, on its way, its post not cancelled in between."""
    beginning = (
        update(Publication)
        .where(
            col(Publication.id) == publication_id,
            col(Publication.state) == B.CLAIMED,
            col(Publication.owner) == owner,
            col(Publication.begun).is_(False),
            col(Publication.post_id).in_(select(Post.id).where(col(Post.state) == PostState.QUEUED)),
        )
        .values(begun=True, attempts=col(Publication.attempts) + 1)
    )
    return int(session.connection().execute(beginning).rowcount) == 1


def note(
    session: Session,
    publication_id: int,
    to: PublicationState,
    *,
    at: datetime,
    reason: str | None = None,
    remote_id: str | None = None,
    url: str | None = None,
    due_at: datetime | None = None,
) -> Publication:
    """Write down what became of a claimed publication."""
    row = session.get_one(Publication, publication_id)
    row.move(to, at)
    row.owner = row.claimed_until = None
    row.begun, row.reason = False, reason
    row.remote_id, row.url = remote_id or row.remote_id, url or row.url
    row.due_at = due_at or row.due_at
    session.add(row)
    return row


def stranded(session: Session, *, owner: str) -> list[Due]:
    """Return what `owner` holds: it lies stranded once it is known that the owner is gone."""
    query = (
        select(Publication, Post, Channel, Wording)
        .join(Post, col(Post.id) == col(Publication.post_id))
        .join(Channel, col(Channel.id) == col(Publication.channel_id))
        .join(
            Wording,
            (col(Wording.post_id) == col(Publication.post_id))
            & (col(Wording.channel_id) == col(Publication.channel_id)),
        )
        .where(col(Publication.state) == B.CLAIMED, col(Publication.owner) == owner)
        .order_by(col(Publication.id))
    )
    return [
        Due(publication=publication, post=post, channel=channel, wording=wording)
        for publication, post, channel, wording in session.exec(query).all()
    ]


def owners(session: Session, *, expired_before: datetime | None = None) -> set[str]:
    """Return who holds publications, or only those whose claim ended before a moment."""
    query = select(Publication.owner).where(col(Publication.state) == B.CLAIMED).distinct()
    if expired_before is not None:
        query = query.where(col(Publication.claimed_until) < expired_before)
    return {owner for owner in session.exec(query).all() if owner is not None}


def cancel_pending(session: Session, post_id: int, *, at: datetime) -> int:
    """Cancel what was not said yet of a post. Returns how many."""
    cancelling = (
        update(Publication)
        .where(col(Publication.post_id) == post_id, col(Publication.state).in_([B.PENDING, B.LATE]))
        .values(state=B.CANCELLED, moved_at=at, reason="The post was cancelled.")
    )
    return int(session.connection().execute(cancelling).rowcount)


def _due(at: datetime) -> Any:
    """Say which publications the machine may say: intents are clicked by people."""
    return (
        (col(Publication.state) == B.PENDING)
        & (col(Publication.due_at) <= at)
        & (col(Post.state) == PostState.QUEUED)
        & (col(Channel.via) != Via.INTENT)
        & col(Channel.paused).is_(False)
    )
