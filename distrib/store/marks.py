"""What editors want of events: marks, made, undone, and the ones that count for an edition."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select

from distrib.errors import NotFound
from distrib.model.editions import Edition, EditionState, Mark, MarkKind, Pick
from distrib.model.users import AuditEntry

_OPEN = (EditionState.DRAFT, EditionState.APPROVED)


def on(session: Session, edition: Edition, *, undone: bool = False) -> Sequence[Mark]:
    """Return the marks that count for an edition: its own, its list's, and those for everywhere; oldest first.

    `undone` gives the ones that were taken back as well.
    """
    here = or_(
        col(Mark.edition_id) == edition.id,
        and_(col(Mark.edition_id).is_(None), or_(col(Mark.list_id) == edition.list_id, col(Mark.list_id).is_(None))),
    )
    query = select(Mark).where(here).order_by(col(Mark.id))
    return session.exec(query if undone else query.where(col(Mark.undone_at).is_(None))).all()


def reach(mark: Mark) -> int:
    """Return how far a mark goes: 0 for one edition, 1 for a list, 2 for everywhere."""
    if mark.edition_id is not None:
        return 0
    return 1 if mark.list_id is not None else 2


def stamp(session: Session, edition: Edition) -> tuple[int, ...]:
    """Return something that is another whenever a mark on the edition was made or undone."""
    return tuple(mark.id or 0 for mark in on(session, edition))


def get(session: Session, mark_id: int) -> Mark:
    """Return the mark. Raises NotFound."""
    row = session.get(Mark, mark_id)
    if row is None:
        raise NotFound(f"There is no mark {mark_id}.")
    return row


def make(
    session: Session,
    *,
    kind: MarkKind,
    cluster_id: int,
    by: str,
    at: datetime,
    edition_id: int | None = None,
    list_id: int | None = None,
    section_id: int | None = None,
    rank: int | None = None,
    note: str | None = None,
    pair_id: int | None = None,
) -> Mark:
    """Return a new mark: for one edition, else for one list, else for everywhere."""
    row = Mark(
        kind=kind,
        cluster_id=cluster_id,
        by=by,
        made_at=at,
        edition_id=edition_id,
        list_id=list_id,
        section_id=section_id,
        rank=rank,
        note=note,
        pair_id=pair_id,
    )
    session.add(row)
    session.flush()
    return row


def undo(session: Session, mark_id: int, at: datetime, by: str) -> list[Mark]:
    """Return the mark and the other half of a replacement, undone. Undone twice, the first time stands."""
    first = get(session, mark_id)
    root = first.pair_id or first.id
    rows = list(session.exec(select(Mark).where(or_(col(Mark.id) == root, col(Mark.pair_id) == root))).all())
    for row in rows:
        if row.undone_at is None:
            row.undone_at, row.undone_by = at, by
            session.add(row)
    session.flush()
    return rows


def last_by(session: Session, edition_id: int, by: str) -> Mark | None:
    """Return the newest mark that a person made at an edition's desk and that still counts: their last step.

    What was kept out of the list, or everywhere, from that desk is such a step, too; the audit knows where it was made.
    """
    told = select(AuditEntry.facts).where(
        col(AuditEntry.subject) == f"e{edition_id}", col(AuditEntry.by) == by, col(AuditEntry.verb).startswith("mark ")
    )
    made_here = [facts["mark"] for facts in session.exec(told) if isinstance(facts.get("mark"), int)]
    here = or_(col(Mark.edition_id) == edition_id, col(Mark.id).in_(made_here))
    query = select(Mark).where(here, col(Mark.by) == by, col(Mark.undone_at).is_(None))
    return session.exec(query.order_by(col(Mark.id).desc())).first()


def touched(session: Session, clusters: Iterable[int], list_id: int | None) -> list[int]:
    """Return the open editions (drafts and approved ones) that hold one of these clusters, of a list if it is given."""
    query = (
        select(col(Edition.id))
        .join(Pick, col(Pick.edition_id) == col(Edition.id))
        .where(col(Edition.state).in_(_OPEN), col(Pick.cluster_id).in_(list(clusters)))
        .group_by(col(Edition.id))
        .order_by(func.min(Edition.due_at), col(Edition.id))
    )
    if list_id is not None:
        query = query.where(col(Edition.list_id) == list_id)
    return [edition_id for edition_id in session.exec(query) if edition_id is not None]


def drafts(session: Session, list_id: int | None) -> list[int]:
    """Return the open editions (drafts and approved ones), of a list if it is given, earliest due first."""
    query = select(col(Edition.id)).where(col(Edition.state).in_(_OPEN)).order_by(col(Edition.due_at), col(Edition.id))
    if list_id is not None:
        query = query.where(col(Edition.list_id) == list_id)
    return [edition_id for edition_id in session.exec(query) if edition_id is not None]
