"""Whether every story of an edition still stands: one that was taken back or stopped must not reach a reader."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from distrib.composition.digest import unpack
from distrib.model.editions import Edition, EditionState
from distrib.model.stories import Story, StoryState
from distrib.store import audit, digests, outings, picks

_WHY = {
    StoryState.RETRACTED: "was taken back",
    StoryState.KILLED: "was stopped by the newsroom",
    StoryState.EMBARGOED: "is under embargo now",
}


def fallen(session: Session, edition_id: int) -> Sequence[Story]:
    """Return the stories of its picks and of its newest digest that stand no longer; nobody takes back one meanwhile.

    The digest is asked too: picks may be others by now, where it could not be compiled since.
    """
    held = {pick.story_id for pick in picks.of(session, edition_id)}
    newest = digests.newest(session, edition_id)
    if newest is not None:
        held |= {card.story_id for card in unpack(newest.content).cards}
    return outings.not_standing(session, held)


def told(gone: Sequence[Story]) -> str:
    """Return which stories stand no longer and why, as the beginning of a sentence."""
    first = gone[0]
    more = f" (and {len(gone) - 1} more)" if len(gone) > 1 else ""
    return f"story {first.id} “{first.title}” {_WHY.get(first.state, 'stands no longer')}{more}"


def withdraw_approval(session: Session, edition: Edition, gone: Sequence[Story], *, by: str, at: datetime) -> bool:
    """Make the edition a draft again that says why, without a subject of an editor's about such a story.

    Return whether it had been approved.
    """
    lead = next((pick.story_id for pick in picks.of(session, edition.id or 0) if pick.lead), None)
    if edition.subject and (edition.subject_story_id or lead) in {story.id for story in gone}:
        edition.subject = edition.subject_story_id = None
    approved = edition.state is EditionState.APPROVED
    if approved:
        drop_approval(session, edition, by=by, at=at)
        edition.reason = f"Its approval was dropped: {told(gone)}."
    session.add(edition)
    return approved


def drop_approval(session: Session, edition: Edition, *, by: str, at: datetime) -> None:
    """Make an approved edition a draft again, and write that down."""
    facts = {"hash": edition.approved_hash}
    edition.move(EditionState.DRAFT, at)
    edition.approved_hash = edition.approved_at = edition.approved_by = None
    session.add(edition)
    audit.record(session, at=at, by=by, verb="approval dropped", subject=f"e{edition.id}", facts=facts)
