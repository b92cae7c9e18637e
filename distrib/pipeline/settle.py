"""An edition whose copies are all accounted for is sent; one that was cancelled lets nothing wait."""

from distrib.model.editions import Edition, EditionState
from distrib.pipeline.handing import CANCELLED
from distrib.pipeline.parts import Parts
from distrib.store import deliveries, editions


def settle(parts: Parts, edition_id: int) -> Edition:
    """Return the edition, `sent` once no copy of it is open; twice changes nothing."""
    now = parts.clock()
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state is EditionState.CANCELLED:
            deliveries.cancel_open(session, edition_id, at=now, reason=CANCELLED)
        settled = edition.frozen_at is not None and deliveries.is_settled(session, edition_id)
        if edition.state is EditionState.SENDING and settled:
            edition.move(EditionState.SENT, now)
            edition.sent_at = now
            session.add(edition)
    return edition
