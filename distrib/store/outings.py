"""Where a story stands: in editions that went out, in ones that are still to go, in posts that were placed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select

from distrib.model.editions import Edition, EditionState, Pick
from distrib.model.lists import MailingList
from distrib.model.posts import Post, Publication, PublicationState
from distrib.model.sources import Source
from distrib.model.stories import Story, StoryState

GONE_OUT = (EditionState.SENDING, EditionState.PAUSED, EditionState.SENT)
COMING = (EditionState.PLANNED, EditionState.DRAFT, EditionState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """An edition in which a story stands."""

    edition_id: int
    slug: str  #: of its list
    state: EditionState
    due_at: datetime

    @property
    def gone_out(self) -> bool:
        """Whether readers have it, or some of them."""
        return self.state in GONE_OUT


def of(session: Session, story_id: int) -> list[Outing]:
    """Return the editions in which the story went out or will, by their time."""
    query = (
        select(Edition, MailingList.slug)
        .join(Pick, col(Pick.edition_id) == col(Edition.id))
        .join(MailingList, col(MailingList.id) == col(Edition.list_id))
        .where(col(Pick.story_id) == story_id, col(Edition.state).in_([*GONE_OUT, *COMING]))
        .order_by(col(Edition.due_at), col(Edition.id))
    )
    return [
        Outing(edition_id=edition.id or 0, slug=slug, state=edition.state, due_at=edition.due_at)
        for edition, slug in session.exec(query)
    ]


def placed_posts(session: Session, story_id: int) -> int:
    """Return on how many channels the story was said."""
    query = (
        select(func.count())
        .select_from(Publication)
        .join(Post, col(Post.id) == col(Publication.post_id))
        .where(col(Post.story_id) == story_id, col(Publication.state) == PublicationState.PUBLISHED)
    )
    return session.exec(query).one()


def not_standing(session: Session, story_ids: Collection[int]) -> Sequence[Story]:
    """Return those of the stories that are not live, by id. Nobody can change one until this session ends."""
    query = select(Story).where(col(Story.id).in_(story_ids)).order_by(col(Story.id))
    if not session.connection().get_execution_options().get("postgresql_readonly"):
        query = query.with_for_update(read=True)  # so that a start and a withdrawal never pass each other by
    return [story for story in session.exec(query) if story.state is not StoryState.LIVE]


def with_fallen(session: Session) -> list[int]:
    """Return the drafts and approved editions that hold a story which is not live, the first due first."""
    query = (
        select(Edition.id)
        .join(Pick, col(Pick.edition_id) == col(Edition.id))
        .join(Story, col(Story.id) == col(Pick.story_id))
        .where(col(Edition.state).in_([EditionState.DRAFT, EditionState.APPROVED]))
        .where(col(Story.state) != StoryState.LIVE)
        .group_by(col(Edition.id), col(Edition.due_at))
        .order_by(col(Edition.due_at), col(Edition.id))
    )
    return [edition_id for edition_id in session.exec(query) if edition_id is not None]


def to_recheck(
    session: Session, *, published_after: datetime, looked_before: datetime, taken_back_by: str, limit: int
) -> Sequence[Story]:
    """Return the stories whose page is to be looked at again, the longest unseen first.

    They stand in a coming edition, or are young and of the paper's own sources, those under embargo too, since one can
    be taken back before its time; of the ones taken back, those that `taken_back_by` did, which is we ourselves.
    Stories at a shared link have no page of their own.
    """
    at = func.coalesce(Story.published_at, Story.seen_at)
    looked = func.coalesce(Story.checked_at, Story.seen_at)
    coming = (
        select(Pick.story_id)
        .join(Edition, col(Edition.id) == col(Pick.edition_id))
        .where(col(Edition.state).in_(COMING))
    )
    standing = or_(
        col(Story.state).in_([StoryState.LIVE, StoryState.EMBARGOED]),
        and_(col(Story.state) == StoryState.RETRACTED, col(Story.retracted_by) == taken_back_by),
    )
    query = (
        select(Story)
        .join(Source, col(Source.id) == col(Story.source_id))
        .where(standing, looked <= looked_before)
        .where(or_(and_(at >= published_after, col(Source.own)), col(Story.id).in_(coming)))
        .where(~col(Story.url).contains("#"))
        .order_by(looked, col(Story.id))
        .limit(limit)
    )
    return session.exec(query).all()
