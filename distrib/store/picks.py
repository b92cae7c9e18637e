"""What was chosen into an edition and what was passed over."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, select

from distrib.model.candidates import Sent
from distrib.model.editions import Edition, EditionState, PassedOver, Pick
from distrib.model.lists import Section
from distrib.model.stories import Revision, Story

_NEVER_LEFT = (EditionState.PLANNED, EditionState.DRAFT, EditionState.CANCELLED, EditionState.SKIPPED)


def of(session: Session, edition_id: int) -> Sequence[Pick]:
    """Return an edition's picks, section by section, in order."""
    query = (
        select(Pick)
        .join(Section, col(Section.id) == col(Pick.section_id))
        .where(col(Pick.edition_id) == edition_id)
        .order_by(col(Section.position), col(Section.id), col(Pick.rank), col(Pick.id))
    )
    return session.exec(query).all()


def passed_over(session: Session, edition_id: int) -> Sequence[PassedOver]:
    """Return what an edition passed over, section by section, best first."""
    query = (
        select(PassedOver)
        .join(Section, col(Section.id) == col(PassedOver.section_id))
        .where(col(PassedOver.edition_id) == edition_id)
        .order_by(col(Section.position), col(Section.id), col(PassedOver.score).desc(), col(PassedOver.id))
    )
    return session.exec(query).all()


def replace(session: Session, edition_id: int, picks: Iterable[Pick], passed: Iterable[PassedOver]) -> None:
    """Give an edition these picks and passed-over stories instead of those it had."""
    session.exec(delete(Pick).where(col(Pick.edition_id) == edition_id))
    session.exec(delete(PassedOver).where(col(PassedOver.edition_id) == edition_id))
    session.flush()
    session.add_all([*picks, *passed])
    session.flush()


def sent_lately(session: Session, list_id: int, since: datetime, before: datetime) -> dict[int, Sent]:
    """Return cluster -> what readers of the list got of it in its editions due from `since` on and before `before`.

    By the cluster that the story belongs to today, since clusters merge; the latest sending counts, under the headline
    that it had then.
    """
    query = (
        select(Pick, Story, Edition)
        .join(Edition, col(Edition.id) == col(Pick.edition_id))
        .join(Story, col(Story.id) == col(Pick.story_id))
        .where(
            col(Edition.list_id) == list_id,
            col(Edition.due_at) >= since,
            col(Edition.due_at) < before,
            col(Edition.state).not_in(_NEVER_LEFT),
        )
        .order_by(col(Edition.due_at), col(Pick.id))
        .options(defer(Story.body_text))  # type: ignore[arg-type]  # SQLModel types a column as its value
    )
    found: dict[int, Sent] = {}
    for pick, story, edition in session.exec(query).all():
        at = edition.window_until or edition.due_at
        sent = Sent(at=at, title=_title_then(session, story, at))
        found |= {cluster: sent for cluster in (story.cluster_id, pick.cluster_id) if cluster is not None}
    return found


def _title_then(session: Session, story: Story, at: datetime) -> str:
    """Return the story's headline as it stood at that moment: of the first text that was replaced later."""
    if story.revision == 1:
        return story.title
    query = (
        select(Revision.title)
        .where(col(Revision.story_id) == story.id, col(Revision.seen_at) > at)
        .order_by(col(Revision.number))
        .limit(1)
    )
    return session.exec(query).first() or story.title
