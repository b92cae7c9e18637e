"""What a person asks for by hand about editions: prepare one now, verify them all."""

from datetime import datetime, timedelta

from distrib import walltime
from distrib.errors import NotAllowed
from distrib.model.editions import Edition
from distrib.model.lists import MailingList
from distrib.model.messages import Finding
from distrib.model.users import Run
from distrib.pipeline import prepare as preparing
from distrib.pipeline import verify as verifying
from distrib.pipeline.parts import Parts
from distrib.store import editions, lists


def prepare_now(parts: Parts, slug: str, *, stopped: bool = False) -> tuple[Run, Edition]:
    """Pick and compile an edition of the list from the news up to now; return the Run and the edition.

    Its lock is this minute, so it is due `lock_minutes` later. `stopped` says that the clock was set by hand. Raises
    NotAllowed when it was and the list's mail leaves the house: a draft of another day must never reach a reader.
    """
    now = parts.clock()
    with parts.database.reading() as session:
        each = lists.by_slug(session, slug)
        sender = lists.sender(session, each.sender_id)
    if stopped and sender.transport != "outbox":
        raise NotAllowed(f"--at is for lists whose mail goes to the outbox; {slug} mails by {sender.transport}.")
    lock = now if now.second == now.microsecond == 0 else now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    due_at = lock + timedelta(minutes=each.lock_minutes)
    edition = planned(parts, each, due_at)
    run = preparing.prepare(parts, edition.id or 0)
    with parts.database.reading() as session:
        return run, editions.get(session, edition.id or 0)


def planned(parts: Parts, each: MailingList, due_at: datetime) -> Edition:
    """Return the list's edition that is due at this moment, made if there is none."""
    local = walltime.local(due_at, each.zone)
    with parts.database.writing() as session:
        return editions.plan(
            session,
            list_id=each.id or 0,
            day=local.date(),
            at=local.time().replace(tzinfo=None),
            due_at=due_at,
            now=parts.clock(),
        )


def verify_all(parts: Parts, edition_id: int | None = None) -> list[Finding]:
    """Return what `verify` finds on one edition, or on every one that was started."""
    with parts.database.reading() as session:
        chosen = [editions.get(session, edition_id)] if edition_id else editions.recent(session, limit=10_000)
        ids = [edition.id for edition in chosen if edition_id or edition.started_at is not None]
    return [finding for each in ids if each is not None for finding in verifying.verify(parts, each)]
