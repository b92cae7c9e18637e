"""What the console shows of editions: read models, put together in a few queries each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from distrib.model.deliveries import Delivery, DeliveryState, Notice
from distrib.model.editions import Digest, Edition, Link, PassedOver, Pick
from distrib.model.lists import Approval, MailingList, Section
from distrib.model.sources import Source
from distrib.model.stories import Cluster, Story
from distrib.model.users import Run, RunState
from distrib.store import digests, editions, lists


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition with what a line about it says."""

    edition: Edition
    mailing_list: MailingList
    readers: int  #: frozen audience, else those who would get it now
    picks: int
    sections: int
    counts: Mapping[DeliveryState, int]

    @property
    def id(self) -> int:
        """The edition's id."""
        return self.edition.id or 0

    @property
    def locks_at(self) -> datetime:
        """When picks and order freeze."""
        return self.edition.due_at - timedelta(minutes=self.mailing_list.lock_minutes)

    @property
    def needs_someone(self) -> bool:
        """Whether it waits for an editor's approval."""
        return self.edition.state.value == "draft" and self.mailing_list.approval is not Approval.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPick:
    """A pick with its story."""

    pick: Pick
    story: Story
    source: str
    size: int  #: stories of its cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNext:
    """A story that was passed over, and why."""

    passed: PassedOver
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSection:
    """A section of the desk."""

    section: Section
    picks: tuple[DeskPick, ...]
    next: tuple[DeskNext, ...]


def lines(session: Session, found: Sequence[Edition]) -> list[EditionLine]:
    """Return the editions with their lists, numbers of picks and deliveries, in the order given."""
    ids = [edition.id for edition in found]
    readers = lists.readers(session)
    picked = select(col(Pick.edition_id), func.count(), func.count(func.distinct(col(Pick.section_id))))
    numbers = {
        edition: (picks, sections)
        for edition, picks, sections in session.exec(
            picked.where(col(Pick.edition_id).in_(ids)).group_by(col(Pick.edition_id))
        ).all()
    }
    counted = select(col(Delivery.edition_id), col(Delivery.state), func.count())
    states: dict[int, dict[DeliveryState, int]] = {}
    for edition, state, count in session.exec(
        counted.where(col(Delivery.edition_id).in_(ids)).group_by(col(Delivery.edition_id), col(Delivery.state))
    ).all():
        states.setdefault(edition, {})[state] = count
    by_id = {one.id: one for one in lists.every(session)}
    return [
        EditionLine(
            edition=one,
            mailing_list=by_id[one.list_id],
            readers=one.audience if one.audience is not None else readers.get(one.list_id, 0),
            picks=numbers.get(one.id or 0, (0, 0))[0],
            sections=numbers.get(one.id or 0, (0, 0))[1],
            counts=states.get(one.id or 0, {}),
        )
        for one in found
    ]


def line(session: Session, edition_id: int) -> EditionLine:
    """Return one edition's line. Raises NotFound."""
    return lines(session, [editions.get(session, edition_id)])[0]


def neighbours(session: Session, edition: Edition) -> tuple[Edition | None, Edition | None]:
    """Return the same list's editions before and after this one."""
    same = select(Edition).where(col(Edition.list_id) == edition.list_id)
    before = same.where(col(Edition.due_at) < edition.due_at).order_by(col(Edition.due_at).desc()).limit(1)
    after = same.where(col(Edition.due_at) > edition.due_at).order_by(col(Edition.due_at)).limit(1)
    return session.exec(before).first(), session.exec(after).first()


def desk(session: Session, edition: Edition) -> list[DeskSection]:
    """Return the sections of the edition's list with what was picked, and what was next in line."""
    picked = (
        select(Pick, Story, Source.name, Cluster.size)
        .join(Story, col(Story.id) == col(Pick.story_id))
        .join(Source, col(Source.id) == col(Story.source_id))
        .join(Cluster, col(Cluster.id) == col(Pick.cluster_id))
        .where(col(Pick.edition_id) == edition.id)
        .order_by(col(Pick.rank), col(Pick.id))
    )
    passed = (
        select(PassedOver, Story)
        .join(Story, col(Story.id) == col(PassedOver.story_id))
        .where(col(PassedOver.edition_id) == edition.id)
        .order_by(col(PassedOver.score).desc())
    )
    picks: dict[int, list[DeskPick]] = {}
    for pick, story, source, size in session.exec(picked).all():
        picks.setdefault(pick.section_id, []).append(DeskPick(pick=pick, story=story, source=source, size=size))
    following: dict[int, list[DeskNext]] = {}
    for over, story in session.exec(passed).all():
        following.setdefault(over.section_id, []).append(DeskNext(passed=over, story=story))
    return [
        DeskSection(
            section=section,
            picks=tuple(picks.get(section.id or 0, ())),
            next=tuple(following.get(section.id or 0, ())),
        )
        for section in lists.sections(session, edition.list_id)
    ]


def newest_hash(session: Session, edition_id: int) -> str | None:
    """Return the hash of the newest digest, without reading its content."""
    found = digests.versions(session, edition_id)
    return found[0][1] if found else None


def compiled_at(session: Session, edition_id: int) -> datetime | None:
    """Return when the edition's newest digest was compiled."""
    return session.exec(select(func.max(col(Digest.compiled_at))).where(col(Digest.edition_id) == edition_id)).first()


def troubled_runs(session: Session, since: datetime) -> Sequence[Run]:
    """Return the latest run of each verb and subject since then, where that run did not end well."""
    newest = select(func.max(col(Run.id))).where(col(Run.started_at) >= since).group_by(col(Run.verb), col(Run.subject))
    query = select(Run).where(col(Run.id).in_(newest), col(Run.state).in_([RunState.FAILED, RunState.PARTLY]))
    return session.exec(query.order_by(col(Run.id).desc())).all()


def uncertain(session: Session) -> list[tuple[int, int]]:
    """Return (edition id, uncertain deliveries) of editions that have any."""
    query = (
        select(col(Delivery.edition_id), func.count())
        .where(col(Delivery.state) == DeliveryState.UNCERTAIN)
        .group_by(col(Delivery.edition_id))
    )
    return list(session.exec(query).all())


def stuck_notices(session: Session, before: datetime) -> int:
    """Return how many notices have waited since before that moment."""
    query = select(func.count()).select_from(Notice)
    query = query.where(
        col(Notice.state).in_([DeliveryState.QUEUED, DeliveryState.DEFERRED]), col(Notice.made_at) < before
    )
    return session.exec(query).one()


def stories_by_hour(session: Session, since: datetime, now: datetime) -> dict[int, list[int]]:
    """Return source id -> stories seen in each full hour from `since` to now."""
    hours = int((now - since).total_seconds() // 3600) + 1
    found: dict[int, list[int]] = {}
    query = select(col(Story.source_id), col(Story.seen_at)).where(col(Story.seen_at) >= since)
    for source, seen in session.exec(query):
        hour = int((seen - since).total_seconds() // 3600)
        if 0 <= hour < hours:
            found.setdefault(source, [0] * hours)[hour] += 1
    return found


def clicked(session: Session, edition_ids: Sequence[int], limit: int = 4) -> list[tuple[Any, ...]]:
    """Return (story id, title, language, clicks) of what was clicked most in these editions."""
    total = func.sum(col(Link.clicks))
    query = (
        select(col(Story.id), col(Story.title), col(Story.language), total)
        .join(Link, col(Link.story_id) == col(Story.id))
        .where(col(Link.edition_id).in_(edition_ids))
        .group_by(col(Story.id), col(Story.title), col(Story.language))
        .having(total > 0)
        .order_by(total.desc(), col(Story.id))
        .limit(limit)
    )
    return [tuple(row) for row in session.exec(query).all()]
