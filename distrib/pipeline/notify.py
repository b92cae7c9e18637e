"""Notices leave: confirmations, welcomes, sign-in links; by the transactional sender, before any bulk mail."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from distrib.errors import BadInput, NotAllowed, NotFound
from distrib.model.deliveries import DeliveryState, Notice
from distrib.model.ledger import ClaimedNotice
from distrib.model.lists import MailStream, Sender
from distrib.model.messages import Message
from distrib.model.users import Run
from distrib.pipeline import handing, leaving, noticing, runs
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running
from distrib.sending.ledgers import HOLD, NoticeLedger, held_back
from distrib.store import audience, lists, notices

ComposeMaker = Callable[[Parts, Sender], Callable[[ClaimedNotice], Message]]
MOST = 1_000  #: looked at in one go; the rest comes with the next


def notify(parts: Parts, *, compose: ComposeMaker = noticing.composer) -> Run:
    """Hand over the notices that wait; what can't leave now waits on, with its reason on the Run."""
    with runs.running(parts, "notify") as run:
        uncertain = handing.settle_the_dead(parts).get(DeliveryState.UNCERTAIN, 0)
        if uncertain:
            run.problem(f"{uncertain} {'mail' if uncertain == 1 else 'mails'} may or may not have arrived.")
        with parts.database.reading() as session:
            waiting = notices.waiting(session, parts.clock(), limit=MOST)
            newsroom = lists.newsroom(session)
            if newsroom.hold and any(held_back(notice.kind) for notice in waiting):
                run.problem(HOLD)
                waiting = [notice for notice in waiting if not held_back(notice.kind)]
            groups = _by_sender(session, waiting)
        for sender, group in groups:
            try:
                leaving.check_sender(parts, newsroom, sender, real_readers=_any_real(parts, group))
            except NotAllowed as error:
                run.problem(str(error))
                continue
            _hand_over(parts, sender, group, run, compose(parts, sender))
        sent = int(run.counts.get(DeliveryState.SENT.value, 0))
        run.sentence = f"{sent} {'notice' if sent == 1 else 'notices'} sent."
    return run.row


def _hand_over(
    parts: Parts, sender: Sender, group: Sequence[Notice], run: Running, compose: Callable[[ClaimedNotice], Message]
) -> None:
    ledger = NoticeLedger([notice.id or 0 for notice in group], sender_id=sender.id or 0)
    ended = handing.hand_over(parts, ledger, sender, compose)
    for state, many in ended.noted.items():
        run.count(state.value, many)
    failed = ended.noted.get(DeliveryState.FAILED, 0)
    if failed:
        run.problem(f"{failed} {'notice' if failed == 1 else 'notices'} could not be delivered.")
    if ended.broken:
        run.problem(ended.broken)
        with parts.database.writing() as session:
            stored = lists.sender(session, sender.id or 0)
            stored.problem = ended.broken
            session.add(stored)


def _by_sender(session: Session, waiting: Sequence[Notice]) -> list[tuple[Sender, list[Notice]]]:
    """Return senders with the notices each carries: the transactional one where there is one, else the list's."""
    senders = {sender.id: sender for sender in lists.senders(session)}
    transactional = [one for one in senders.values() if one.stream is MailStream.TRANSACTIONAL and not one.paused]
    groups: dict[int | None, list[Notice]] = {}
    for notice in waiting:
        if transactional:
            chosen = transactional[0].id
        elif notice.list_id is not None:
            chosen = lists.get(session, notice.list_id).sender_id
        else:
            chosen = next(iter(senders), None)
        groups.setdefault(chosen, []).append(notice)
    return [(senders[chosen], group) for chosen, group in groups.items() if chosen in senders]


def _any_real(parts: Parts, group: Sequence[Notice]) -> bool:
    """Tell whether any of these goes to an address that somebody could own."""
    for notice in group:
        try:
            address, _, _ = noticing.recipient(parts, notice)
        except (BadInput, NotFound):
            continue  # it will fail with its own sentence when it is composed
        if not audience.is_reserved(address):
            return True
    return False
