"""How much stories were read: figures by day, and what past days tell of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy import select as columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, select

from distrib.model.candidates import Candidate, Clicked, Past
from distrib.model.editions import Edition, EditionState, Link, Pick
from distrib.model.lists import Section
from distrib.model.sources import Source
from distrib.model.stories import Engagement, Story, StoryAddress

_AT_ONCE = 400  # SQLite takes a limited number of values in one question
_T = TypeVar("_T")
Key = tuple[int, date, str]  # story, day, kind
_TOLD: tuple[Any, ...] = (Story.id, Story.title, Story.section, Story.words, Story.published_at, Source.name)


def by_address(session: Session, urls: Iterable[str]) -> dict[str, int]:
    """Return canonical address -> story id, also for the addresses that a story was met under besides its own."""
    found: dict[str, int] = {}
    for some in _batches(urls):
        found |= dict(
            session.exec(select(StoryAddress.url, StoryAddress.story_id).where(col(StoryAddress.url).in_(some))).all()
        )
        own = session.exec(select(Story.url, Story.id).where(col(Story.url).in_(some))).all()
        found |= {url: story_id for url, story_id in own if story_id is not None}
    return found


def by_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """Return address as it is compared -> story id; of several stories the newest."""
    found: dict[str, int] = {}
    for some in _batches(keys):
        query = select(Story.key, Story.id).where(col(Story.key).in_(some)).order_by(col(Story.id))
        found |= {key: story_id for key, story_id in session.exec(query) if story_id is not None}
    return found


def known(session: Session, story_ids: Iterable[int]) -> set[int]:
    """Return those of the ids that stories have."""
    found: set[int] = set()
    for some in _batches(story_ids):
        found |= {each for each in session.exec(select(Story.id).where(col(Story.id).in_(some))) if each is not None}
    return found


def put(session: Session, figures: Mapping[Key, float]) -> tuple[int, int]:
    """Store these figures in place of those there were for the same story, day and kind; return (new, changed)."""
    new = changed = 0
    for some in _batches(figures):
        days = {day for _, day, _ in some}
        query = select(Engagement).where(
            col(Engagement.story_id).in_({story for story, _, _ in some}),
            col(Engagement.day) >= min(days),
            col(Engagement.day) <= max(days),
        )
        rows = {(row.story_id, row.day, row.kind): row for row in session.exec(query)}
        for key in some:
            row = rows.get(key)
            if row is None:
                session.add(Engagement(story_id=key[0], day=key[1], kind=key[2], number=figures[key]))
                new += 1
            elif row.number != figures[key]:
                row.number = figures[key]
                session.add(row)
                changed += 1
    session.flush()
    return new, changed


def of(session: Session, story_id: int) -> list[Engagement]:
    """Return a story's figures by day and kind."""
    query = select(Engagement).where(col(Engagement.story_id) == story_id)
    return list(session.exec(query.order_by(col(Engagement.day), col(Engagement.kind))))


def read_lately(session: Session, *, since: datetime, before: datetime, day: date, most: int) -> list[Past]:
    """Return the stories told from `since` on and before `before`, with what was counted on days before `day`.

    A row per kind; its stories are compared with those of the same day and kind. Of more than `most` the newest.
    """
    query = (
        columns(*_TOLD, col(Engagement.kind), func.sum(Engagement.number))
        .join(Engagement, col(Engagement.story_id) == col(Story.id))
        .join(Source, col(Source.id) == col(Story.source_id))
        .where(col(Story.published_at) >= since, col(Story.published_at) < before, col(Engagement.day) < day)
        .group_by(*_TOLD, col(Engagement.kind))
        .order_by(col(Story.published_at).desc(), col(Story.id), col(Engagement.kind))
        .limit(most)
    )
    return [
        Past(candidate=_candidate(*told), engagement=float(number), among=f"{kind} {told[4]:%Y-%m-%d}")
        for *told, kind, number in session.execute(query)
    ]


def clicked_lately(session: Session, *, since: datetime, before: datetime, most: int) -> list[Clicked]:
    """Return the picks of editions sent from `since` on and before `before`, in order, with the clicks on each.

    Without what was paid for. Of more than `most` the newest.
    """
    place: tuple[Any, ...] = (Pick.edition_id, Edition.list_id, Edition.due_at, Pick.lead, Section.position, Pick.rank)
    query = (
        columns(*_TOLD, *place, func.sum(Link.clicks))
        .join(Source, col(Source.id) == col(Story.source_id))
        .join(Pick, col(Pick.story_id) == col(Story.id))
        .join(Section, col(Section.id) == col(Pick.section_id))
        .join(Edition, col(Edition.id) == col(Pick.edition_id))
        .join(Link, (col(Link.edition_id) == col(Edition.id)) & (col(Link.story_id) == col(Story.id)))
        .where(
            col(Edition.state) == EditionState.SENT,
            col(Edition.due_at) >= since,
            col(Edition.due_at) < before,
            col(Pick.sponsor).is_(None),
        )
        .group_by(*_TOLD, *place)
        .order_by(col(Edition.due_at).desc(), col(Pick.edition_id), col(Pick.lead).desc())
        .order_by(col(Section.position), col(Pick.rank), col(Story.id))
        .limit(most)
    )
    return [
        Clicked(candidate=_candidate(*row[:6]), edition=row[6], mailing_list=row[7], clicks=int(row[-1]))
        for row in session.execute(query)
    ]


def _candidate(story_id: int, title: str, section: str | None, words: int, at: datetime, source: str) -> Candidate:
    return Candidate(id=story_id, title=title, section=section, words=words, published=at, source=source)


def _batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    whole = list(dict.fromkeys(values))
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
