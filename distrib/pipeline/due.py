"""What is due now: sources to ask, drafts to make, editions to approve or skip, mails and posts to hand over.

Each function is one job of the clock or the sender and calls the verbs; any of them may run twice or late.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.errors import DistribError, SenderProblem
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import Approval, IfMissing, MailingList
from distrib.pipeline import approve as approving
from distrib.pipeline import gather as gathering
from distrib.pipeline import notify as notifying
from distrib.pipeline import plan as planning
from distrib.pipeline import prepare as preparing
from distrib.pipeline import publish as publishing
from distrib.pipeline import pushed, repicking, websub
from distrib.pipeline import recheck as rechecking
from distrib.pipeline import send as sending
from distrib.pipeline import tidy as tidying
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import log
from distrib.store import audit, deliveries, editions, lists, notices, posts, runs, sources

FRESH = timedelta(minutes=20)  # before an edition is drafted or locked, every source is asked within this time


def gather_due(parts: Parts) -> None:
    """Ask every source whose next check has come, and look again at a few pages of stories."""
    now = parts.clock()
    with parts.database.reading() as session:
        fresh_since = _fresh_since(session, parts, now)
        ids = [source.id for source in sources.due(session, now, fresh_since) if source.id is not None]
    if ids:
        gathering.gather(parts, ids)
    rechecking.recheck_due(parts)


def _fresh_since(session: Session, parts: Parts, now: datetime) -> datetime | None:
    """Return since when every source should have been asked, because an edition is picked soon; None: no edition is."""
    draft = timedelta(minutes=parts.settings.schedule.draft_minutes)
    coming = editions.in_state(
        session, EditionState.PLANNED, EditionState.DRAFT, due_before=now + max(draft, timedelta(days=1)) + FRESH
    )
    picked: list[datetime] = []
    for edition in coming:
        lock = timedelta(minutes=lists.get(session, edition.list_id).lock_minutes)
        picked += [edition.due_at - draft, edition.due_at - lock]
    return max((at - FRESH for at in picked if now < at <= now + FRESH), default=None)


def pushes_due(parts: Parts) -> None:
    """Do what the newsroom's own system said and is not done yet, and keep the hubs of feeds pushing."""
    pushed.do_due(parts)
    websub.keep_up(parts)


def advance_editions(parts: Parts) -> None:
    """Plan ahead, draft what comes up, approve what needs nobody, skip what nobody approved in time.

    Before all that, no coming edition keeps a story that stands no longer, however that came to be known.
    """
    repicking.keep_up(parts)
    planning.plan(parts)
    now = parts.clock()
    horizon = now + timedelta(minutes=parts.settings.schedule.draft_minutes)
    with parts.database.reading() as session:
        waiting = editions.in_state(session, EditionState.PLANNED, EditionState.DRAFT, due_before=horizon)
        pairs = [(edition, lists.get(session, edition.list_id)) for edition in waiting]
    for edition, each in pairs:
        try:
            _advance(parts, edition, each, now)
        except DistribError as error:  # one list's trouble is not the others'
            log.warning("edition did not advance", edition=edition.id, error=str(error))
        except Exception as error:  # noqa: BLE001 - nor is a fault of ours: it would come again at every turn
            log.error("edition did not advance", edition=edition.id, error=type(error).__name__)


def _advance(parts: Parts, edition: Edition, each: MailingList, now: datetime) -> None:
    edition_id = edition.id or 0
    if now > edition.due_at + timedelta(minutes=each.catch_up_minutes):
        _skip(parts, edition_id, "It is too late for it to be useful.")
        return
    if edition.state is EditionState.PLANNED:
        preparing.prepare(parts, edition_id)
        with parts.database.reading() as session:
            edition = editions.get(session, edition_id)
    locked = now >= edition.due_at - timedelta(minutes=each.lock_minutes)
    if edition.state is not EditionState.DRAFT or not locked:
        return
    if each.approval is Approval.NONE:
        preparing.prepare(parts, edition_id)  # what came in since the draft belongs to this edition too
        approving.approve(parts, edition_id, "machine")
    elif now >= edition.due_at:
        if each.if_missing is IfMissing.SEND:
            approving.approve(parts, edition_id, "machine")
        else:
            _skip(parts, edition_id, f"Nobody approved it in time. {edition.reason or ''}".rstrip())


def _skip(parts: Parts, edition_id: int, reason: str) -> None:
    now = parts.clock()
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state not in {EditionState.PLANNED, EditionState.DRAFT}:
            return
        edition.reason = reason
        edition.move(EditionState.SKIPPED, now)
        session.add(edition)
        audit.record(session, at=now, by="machine", verb="skip", subject=f"e{edition_id}", facts={"reason": reason})


def send_due(parts: Parts) -> None:
    """Hand over waiting notices, then every approved edition whose time has come and whatever was begun before."""
    now = parts.clock()
    with parts.database.reading() as session:
        waiting = notices.open_count(session, now) > 0
        begun = [edition.id for edition in editions.in_state(session, EditionState.SENDING)]
        begun = [edition_id for edition_id in begun if edition_id and deliveries.has_work(session, edition_id, now)]
        approved = [edition.id for edition in editions.in_state(session, EditionState.APPROVED, due_before=now)]
    if waiting:
        notifying.notify(parts)
    for edition_id in [*begun, *approved]:
        try:
            sending.send(parts, edition_id or 0)
        except SenderProblem as error:  # recorded on its Run; another list may have another sender
            log.warning("edition paused", edition=edition_id, error=str(error))
        except DistribError as error:
            log.warning("edition not sent", edition=edition_id, error=str(error))


def tidy_due(parts: Parts) -> None:
    """Remove what nobody needs any more, once a day."""
    with parts.database.reading() as session:
        last = next(iter(runs.recent(session, verb="tidy", limit=1)), None)
    if last is None or last.started_at <= parts.clock() - timedelta(days=1):
        tidying.tidy(parts)


def publish_due(parts: Parts) -> None:
    """Say every queued post whose time has come."""
    with parts.database.reading() as session:
        waiting = posts.due_count(session, parts.clock()) > 0
    if waiting:
        publishing.publish(parts)
