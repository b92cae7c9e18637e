"""What the desk shows beside its picks: who marked what, and stories that could come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from distrib.model.editions import Edition, Mark, Pick
from distrib.model.stories import Cluster, Story, StoryState
from distrib.store import marks

MOST_WORDS = 6
_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """A mark with the stories that it speaks of."""

    mark: Mark
    reach: int  #: 0 for this edition, 1 for its list, 2 for everywhere
    story: Story | None  #: its cluster's; None once nothing is left of it
    instead_of: Story | None = None  #: of a replacement: the story that went


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A story that was searched for, and its place in the edition if it has one."""

    story: Story
    pick: Pick | None


def mark_lines(session: Session, edition: Edition) -> list[MarkLine]:
    """Return the marks that count for an edition or did, newest first; the two of a replacement are one line."""
    every = marks.on(session, edition, undone=True)
    halves = {one.id: one for one in every if one.id in {other.pair_id for other in every}}
    told = _told(session, [one.cluster_id for one in every])
    return [
        MarkLine(
            mark=one,
            reach=marks.reach(one),
            story=told.get(one.cluster_id),
            instead_of=told.get(halves[one.pair_id].cluster_id) if one.pair_id in halves else None,
        )
        for one in reversed(every)
        if one.id not in halves
    ]


def search(session: Session, edition: Edition, words: str, *, limit: int = 10) -> list[Found]:
    """Return live stories with all these words in their headline, or of this number; the newest first."""
    wanted = words.split()[:MOST_WORDS]
    if not wanted:
        return []
    query = select(Story).where(col(Story.state) == StoryState.LIVE, col(Story.quarantined_at).is_(None))
    if len(wanted) == 1 and wanted[0].isascii() and wanted[0].isdigit() and len(wanted[0]) <= 9:  # noqa: PLR2004 - ids of a 32-bit column
        query = query.where(col(Story.id) == int(wanted[0]))
    else:
        for word in wanted:
            query = query.where(col(Story.title).ilike(f"%{word.translate(_ESCAPED)}%", escape="\\"))
    newest = (col(Story.published_at).desc(), col(Story.id).desc())
    found = session.exec(query.order_by(*newest).limit(limit).options(defer(Story.body_text))).all()  # type: ignore[arg-type]  # SQLModel types a column as its value
    mine = select(Pick).where(col(Pick.edition_id) == edition.id)
    places = {pick.cluster_id: pick for pick in session.exec(mine)}
    return [Found(story=story, pick=places.get(story.cluster_id or 0)) for story in found]


def _told(session: Session, cluster_ids: Sequence[int]) -> Mapping[int, Story]:
    """Return cluster id -> the story that stands for it."""
    query = (
        select(Cluster, Story)
        .join(Story, col(Story.id) == col(Cluster.representative_id))
        .where(col(Cluster.id).in_(set(cluster_ids)))
        .options(defer(Story.body_text))  # type: ignore[arg-type]  # as above
    )
    return {cluster.id or 0: story for cluster, story in session.exec(query).all()}
