"""Clusters: which stories tell of one event, kept from edition to edition."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlmodel import Session, and_, col, func, or_, select, update

from distrib.errors import NotFound
from distrib.model.candidates import Candidate
from distrib.model.editions import Mark
from distrib.model.lists import Newsroom
from distrib.model.sources import Source
from distrib.model.stories import Cluster, Story, StoryState

HEAD = 600  # signs of a body that grouping and ranking ask for; the rest stays on the disk
_WALKED = 20_000  # stories whose tags are looked at for a thin day
_AT_ONCE = 400  # SQLite takes a limited number of values in one question


def get(session: Session, cluster_id: int) -> Cluster:
    """Return the cluster. Raises NotFound."""
    row = session.get(Cluster, cluster_id)
    if row is None:
        raise NotFound(f"There is no cluster {cluster_id}.")
    return row


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Cluster]:
    """Return the clusters with these ids."""
    found: dict[int, Cluster] = {}
    for some in _batches(ids):
        found |= {row.id or 0: row for row in session.exec(select(Cluster).where(col(Cluster.id).in_(some)))}
    return found


def members(session: Session, cluster_id: int) -> Sequence[Story]:
    """Return a cluster's stories, oldest first."""
    at = func.coalesce(Story.published_at, Story.seen_at)
    return session.exec(select(Story).where(col(Story.cluster_id) == cluster_id).order_by(at, col(Story.id))).all()


def candidates(session: Session, since: datetime, until: datetime, also: Iterable[int] = ()) -> list[Candidate]:
    """Return the live stories told or first met from `since` up to `until`, as selection sees them.

    Backlog counts by its own date only: what a first gather finds is not today's news. The stories of the clusters
    `also` are there whatever their date: an editor asked for them.
    """
    inside = and_(col(Story.published_at) >= since, col(Story.published_at) <= until)
    met = and_(col(Story.seen_at) >= since, col(Story.seen_at) <= until, col(Story.backlog).is_(False))
    told = or_(col(Story.published_at).is_(None), col(Story.published_at) <= until)
    return _live(session, or_(inside, and_(met, told), col(Story.cluster_id).in_(list(also))))


def standing(
    session: Session,
    *,
    since: datetime,
    before: datetime,
    wanted: Callable[[Sequence[str], Sequence[str]], bool],
    language: str,
    most: int,
) -> list[Candidate]:
    """Return the live stories told from `since` on and before `before` whose tags and sections are wanted.

    Of a language, or of none that is known; of more than `most` the newest.
    """
    mine = or_(col(Story.language).is_(None), func.lower(Story.language).like(f"{language[:2].lower()}%"))
    query = (
        select(Story.id, Story.tags, Story.section, Story.sections)
        .where(col(Story.published_at) >= since, col(Story.published_at) < before, mine)
        .where(col(Story.state) == StoryState.LIVE, col(Story.quarantined_at).is_(None))
        .order_by(col(Story.published_at).desc(), col(Story.id).desc())
        .limit(_WALKED)
    )
    found = (
        number
        for number, tags, section, sections in session.exec(query)
        if number is not None and wanted(tags, [section or "", *sections])
    )
    return [story for some in _batches(islice(found, most)) for story in _live(session, col(Story.id).in_(some))]


def _live(session: Session, condition: ColumnElement[bool]) -> list[Candidate]:
    """Return the live stories that meet a condition, by id, as selection sees them."""
    query = (
        select(Story, func.substr(Story.body_text, 1, HEAD), Source)
        .join(Source, col(Source.id) == col(Story.source_id))
        .where(col(Story.state) == StoryState.LIVE, col(Story.quarantined_at).is_(None))
        .where(condition)
        .order_by(col(Story.id))
        .options(defer(Story.body_text))  # type: ignore[arg-type]  # SQLModel types a column as its value
    )
    house = session.get(Newsroom, 1)
    paper = house.name if house is not None else ""
    return [_candidate(story, head, source, paper) for story, head, source in session.exec(query)]


def _candidate(story: Story, head: str, source: Source, paper: str) -> Candidate:
    return Candidate(
        id=story.id or 0,
        title=story.title,
        summary=story.summary,
        body=head,
        url=story.url,
        source=source.name,
        publisher=paper if source.own else "",
        own=source.own,
        source_weight=source.weight,
        published=story.published_at,
        seen=story.seen_at,
        backlog=story.backlog,
        updated=story.modified_at,
        revision=story.revision,
        position=story.position,
        section=story.section,
        sections=tuple(story.sections),
        tags=tuple(story.tags),
        authors=tuple(story.authors),
        credit=story.credit,
        kind=story.kind.value,
        language=story.language,
        image=story.image_url,
        translation_key=story.translation_key,
        words=story.words,
        cluster=story.cluster_id,
    )


def of_stories(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """Return the cluster that each of these stories is in now; those without one are left out."""
    query = select(Story.id, Story.cluster_id).where(col(Story.id).in_(list(ids)), col(Story.cluster_id).is_not(None))
    return {story or 0: cluster or 0 for story, cluster in session.exec(query)}


def headlines(session: Session, since: datetime, until: datetime) -> list[tuple[str, date]]:
    """Return the headlines of a time with their days: what tells a recurring column from news."""
    query = select(Story.title, Story.published_at).where(
        col(Story.published_at) >= since, col(Story.published_at) <= until
    )
    return [(title, at.date()) for title, at in session.exec(query) if at is not None]


def make(session: Session, first_seen: Sequence[datetime], at: datetime) -> list[int]:
    """Return the ids of as many new clusters, still empty, one per moment when its first story was met."""
    rows = [Cluster(first_seen_at=moment, updated_at=at, size=0) for moment in first_seen]
    session.add_all(rows)
    session.flush()
    return [row.id or 0 for row in rows]


def place(session: Session, cluster_id: int, story_ids: Iterable[int]) -> None:
    """Say that these stories tell of this cluster's event."""
    for some in _batches(story_ids):
        session.exec(update(Story).where(col(Story.id).in_(some)).values(cluster_id=cluster_id))


def represent(session: Session, cluster_id: int, story_id: int) -> None:
    """Say that this story stands for its cluster."""
    session.exec(update(Cluster).where(col(Cluster.id) == cluster_id).values(representative_id=story_id, size=1))


def merge(session: Session, kept: int, gone: Iterable[int]) -> None:
    """Move the stories and marks of the clusters `gone` to the older one `kept`; their rows stay, empty.

    Picks of earlier editions go on pointing at the rows that were theirs.
    """
    for some in _batches(gone):
        session.exec(update(Story).where(col(Story.cluster_id).in_(some)).values(cluster_id=kept))
        session.exec(update(Mark).where(col(Mark.cluster_id).in_(some)).values(cluster_id=kept))
        session.exec(
            update(Cluster).where(col(Cluster.id).in_(some)).values(size=0, representative_id=None, follows_id=kept)
        )
        session.exec(update(Cluster).where(col(Cluster.follows_id).in_(some)).values(follows_id=kept))


def sizes(session: Session, ids: Iterable[int]) -> Mapping[int, int]:
    """Return how many stories each of these clusters has."""
    found: dict[int, int] = {}
    for some in _batches(ids):
        query = (
            select(Story.cluster_id, func.count())
            .where(col(Story.cluster_id).in_(some))
            .group_by(col(Story.cluster_id))
        )
        found |= {cluster: number for cluster, number in session.exec(query) if cluster is not None}
    return found


def _batches(values: Iterable[int]) -> Iterable[list[int]]:
    whole = sorted(set(values))
    return (whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE))


def count(session: Session) -> int:
    """Return how many clusters there are."""
    return session.exec(select(func.count()).select_from(Cluster)).one()
