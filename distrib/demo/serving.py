"""The sample newsroom running: one edition of today stands in draft, some posts wait. Its own day is never touched."""

from collections.abc import Sequence
from datetime import time, timedelta

from distrib import walltime
from distrib.demo.day import EDITOR
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import MailingList
from distrib.pipeline import by_hand, gather, offer, prepare
from distrib.pipeline.parts import Parts
from distrib.store import editions, lists, posts

AHEAD = timedelta(hours=2)  # how long its draft waits for somebody before it is due
ROUND = timedelta(minutes=5)
LAST = time(23, 55)


def keep_a_draft(parts: Parts) -> Edition:
    """Return an edition of today that waits for approval, made from what the site has if there is none.

    Some posts about it are offered in the editor's name, so that somebody else must approve them.
    """
    with parts.database.reading() as session:
        each = lists.every(session)[0]
        waiting = _waiting(editions.recent(session, list_id=each.id), parts)
    if waiting is not None:
        return waiting
    gather.gather(parts, None)
    edition_id = _planned(parts, each)
    prepare.prepare(parts, edition_id)
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        offered = posts.of_edition(session, edition_id)
    if edition.state is EditionState.DRAFT and not offered:
        offer.offer(parts, edition_id, EDITOR)
    return edition


def _waiting(recent: Sequence[Edition], parts: Parts) -> Edition | None:
    now = parts.clock()
    return next(
        (edition for edition in recent if edition.state is EditionState.DRAFT and edition.due_at > now + ROUND), None
    )


def _planned(parts: Parts, each: MailingList) -> int:
    now = parts.clock()
    last = walltime.moment(walltime.local(now, each.zone).date(), LAST, each.zone)  # still today's, late in the evening
    due_at = min(now + AHEAD, last) if last > now + timedelta(minutes=each.lock_minutes) + ROUND else now + AHEAD
    due_at -= timedelta(minutes=due_at.minute % 5, seconds=due_at.second, microseconds=due_at.microsecond)
    return by_hand.planned(parts, each, due_at).id or 0
