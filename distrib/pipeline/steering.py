"""A human's hand on an edition on its way: pause, resume, cancel. Lanes notice within a second."""

from distrib.errors import NotAllowed
from distrib.model.editions import Edition, EditionState
from distrib.pipeline import settle
from distrib.pipeline.parts import Parts
from distrib.store import audit, editions, lists


def pause(parts: Parts, edition_id: int, by: str, reason: str = "") -> Edition:
    """Stop an edition on its way; what is on the wire is finished, the rest waits. Raises NotAllowed."""
    return _moved(parts, edition_id, EditionState.PAUSED, by, "pause", reason or f"Paused by {by}.")


def resume(parts: Parts, edition_id: int, by: str) -> Edition:
    """Let a paused edition go on, with its sender's last problem forgotten. Raises NotAllowed."""
    return _moved(parts, edition_id, EditionState.SENDING, by, "resume", None)


def cancel(parts: Parts, edition_id: int, by: str, reason: str = "") -> Edition:
    """End an edition for good: whatever waits is cancelled. Raises NotAllowed once it was sent."""
    _moved(parts, edition_id, EditionState.CANCELLED, by, "cancel", reason or f"Cancelled by {by}.")
    return settle.settle(parts, edition_id)


def _moved(parts: Parts, edition_id: int, to: EditionState, by: str, verb: str, reason: str | None) -> Edition:
    now = parts.clock()
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state is to:
            return edition
        if verb == "resume" and edition.state is not EditionState.PAUSED:
            raise NotAllowed(f"Edition {edition_id} is {edition.state}: there is nothing to resume.")
        if verb == "pause" and edition.state is not EditionState.SENDING:
            raise NotAllowed(f"Edition {edition_id} is {edition.state}: there is nothing to pause.")
        if edition.state in editions.ENDED:
            raise NotAllowed(f"Edition {edition_id} is {edition.state} already.")
        edition.move(to, now)
        edition.reason = reason
        if verb == "resume":
            lists.sender(session, lists.get(session, edition.list_id).sender_id).problem = None
        audit.record(session, at=now, by=by, verb=verb, subject=f"e{edition_id}", facts={"reason": reason or ""})
    return edition
