"""An approved edition starts: it may leave, its digest is the approved one, its audience is frozen."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from distrib.errors import NotAllowed
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import MailingList, Newsroom, Sender
from distrib.pipeline import composing, freezing, leaving, standing
from distrib.pipeline.freezing import Freeze, Plans
from distrib.pipeline.parts import Parts
from distrib.store import audience, audit, digests, editions, lists

HOLD = "The newsroom is on hold: nothing is sent until a human looks."
PlanMaker = Callable[[Parts, int, int], Plans]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    edition: Edition
    mailing_list: MailingList
    sender: Sender
    newsroom: Newsroom
    real_readers: bool


def start(parts: Parts, edition_id: int, *, by: str = "machine", plans: PlanMaker = composing.assembler) -> Edition:
    """Return the edition, sending, its audience frozen: a delivery for each reader, queued or suppressed.

    Started twice it changes nothing; stopped half-way it goes on. Raises NotAllowed when it may not leave.
    """
    found = _found(parts, edition_id)
    if found.newsroom.hold:
        raise NotAllowed(HOLD)
    if found.mailing_list.paused:
        raise NotAllowed(f"The list {found.mailing_list.name} is paused.")
    if found.edition.state not in {EditionState.APPROVED, EditionState.SENDING}:
        raise NotAllowed(_why_not(found.edition))
    leaving.check_sender(parts, found.newsroom, found.sender, real_readers=found.real_readers)
    with parts.database.writing() as session:
        refused = _fallen(session, parts, edition_id, by)
        freeze_of = None if refused else _begun(session, parts, edition_id, by)
    if refused:
        raise NotAllowed(refused)
    if freeze_of is not None:
        version, freeze = freeze_of
        freezing.freeze_all(parts, freeze(plans(parts, edition_id, version)))
    with parts.database.reading() as session:
        return editions.get(session, edition_id)


def _found(parts: Parts, edition_id: int) -> _Found:
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        mailing_list = lists.get(session, edition.list_id)
        return _Found(
            edition=edition,
            mailing_list=mailing_list,
            sender=lists.sender(session, mailing_list.sender_id),
            newsroom=lists.newsroom(session),
            real_readers=audience.has_real_readers(session, edition.list_id),
        )


def _fallen(session: Session, parts: Parts, edition_id: int, by: str) -> str | None:
    """Return why an approved edition that holds a story which stands no longer is a draft again, or None."""
    edition = editions.get(session, edition_id)
    gone = standing.fallen(session, edition_id) if edition.state is EditionState.APPROVED else ()
    if not gone:
        return None
    standing.withdraw_approval(session, edition, gone, by=by, at=parts.clock())
    return f"Edition {edition_id} can't leave: {standing.told(gone)}. Pick its stories anew and approve it again."


def _begun(session: Session, parts: Parts, edition_id: int, by: str) -> tuple[int, Callable[[Plans], Freeze]] | None:
    """Move the edition to sending, bound to the digest that was approved; None when nothing is left to freeze."""
    now = parts.clock()
    edition = editions.get(session, edition_id)
    if edition.state is EditionState.APPROVED:
        digest = digests.newest(session, edition_id)
        if digest is None or digest.hash != edition.approved_hash:
            raise NotAllowed("The digest is not the one that was approved: approve it again.")
        edition.move(EditionState.SENDING, now)
        edition.started_at, edition.digest_version, edition.reason = now, digest.version, None
        audit.record(session, at=now, by=by, verb="start", subject=f"e{edition_id}", facts={"hash": digest.hash})
    if edition.state is not EditionState.SENDING:
        raise NotAllowed(_why_not(edition))
    session.add(edition)
    if edition.frozen_at is not None:
        return None
    # Whoever says start before the edition's time means now.
    wave_id = audience.wave(session, edition_id, min(edition.due_at, now)).id or 0
    list_id, repeats = edition.list_id, freezing.may_repeat(edition)
    sections = {section.id or 0: section.slug for section in lists.sections(session, list_id)}
    exempt = frozenset(audience.exempt(session, edition_id))

    def freeze(plans: Plans) -> Freeze:
        return Freeze(
            edition_id=edition_id,
            list_id=list_id,
            wave_id=wave_id,
            plans=plans,
            sections=sections,
            exempt=exempt,
            repeats=repeats,
        )

    return edition.digest_version or 0, freeze


def _why_not(edition: Edition) -> str:
    sentences = {
        EditionState.PLANNED: "has no draft yet: prepare it first",
        EditionState.DRAFT: "is not approved yet",
        EditionState.PAUSED: f"is paused: {edition.reason or 'resume it first'}",
        EditionState.SENT: "was sent already",
        EditionState.CANCELLED: "was cancelled",
        EditionState.SKIPPED: f"was skipped: {edition.reason or 'nothing worth sending'}",
    }
    return f"Edition {edition.id} {sentences.get(edition.state, 'can not be sent now')}."
