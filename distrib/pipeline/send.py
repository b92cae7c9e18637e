"""An edition leaves: started if it was only approved, notices first, then copy by copy until nothing is due."""

from collections.abc import Callable
from threading import Lock

from distrib.errors import NotAllowed, SenderProblem
from distrib.model.deliveries import DeliveryState
from distrib.model.editions import Edition, EditionState
from distrib.model.ledger import Copy
from distrib.model.lists import MailingList, Sender, UncertainPolicy
from distrib.model.messages import Message
from distrib.model.users import Run
from distrib.pipeline import composing, handing, notify, runs, settle, start
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running
from distrib.pipeline.start import PlanMaker
from distrib.sending.ledgers import EditionLedger
from distrib.store import deliveries, editions, lists, notices

Progress = Callable[[int, int], None]
ComposeMaker = Callable[[Parts, Edition, Sender], Callable[[Copy], Message]]
NOTHING_LEFT = "Nothing was left to send."


def send(
    parts: Parts,
    edition_id: int,
    progress: Progress | None = None,
    *,
    by: str = "machine",
    plans: PlanMaker = composing.assembler,
    compose: ComposeMaker = composing.composer,
) -> Run:
    """Send what is due of an edition and settle it; done again it sends nothing twice and says so.

    Copies put off wait for another call; the edition then stays sending. When the sender can hand over nothing, the
    edition is paused with a sentence and SenderProblem is raised; all that did not leave waits.
    """
    with runs.running(parts, "send", f"e{edition_id}") as run:
        if _state(parts, edition_id) is EditionState.SENT:
            run.sentence = NOTHING_LEFT
        else:
            _start_and_send(parts, edition_id, run, progress, by=by, plans=plans, compose=compose)
    return run.row


def _start_and_send(
    parts: Parts,
    edition_id: int,
    run: Running,
    progress: Progress | None,
    *,
    by: str,
    plans: PlanMaker,
    compose: ComposeMaker,
) -> None:
    try:
        edition = start.start(parts, edition_id, by=by, plans=plans)
    except NotAllowed:
        if _state(parts, edition_id) is not EditionState.SENT:
            raise
        run.sentence = NOTHING_LEFT  # another process sent the last of it meanwhile
        return
    with parts.database.reading() as session:
        mailing_list = lists.get(session, edition.list_id)
        sender = lists.sender(session, mailing_list.sender_id)
        known = deliveries.uncertain_ids(session, edition_id)
    _notices_first(parts)
    _send(parts, edition, mailing_list, sender, run, progress, compose, known)


def _notices_first(parts: Parts) -> None:
    """Let nobody's confirmation wait behind bulk; its troubles stand on its own Run."""
    with parts.database.reading() as session:
        waiting = notices.open_count(session, parts.clock())
    if waiting:
        notify.notify(parts)


def _send(
    parts: Parts,
    edition: Edition,
    mailing_list: MailingList,
    sender: Sender,
    run: Running,
    progress: Progress | None,
    compose: ComposeMaker,
    known: set[int],
) -> None:
    """Hand over and settle; what is uncertain and not `known` to be so is a problem of this run, whoever found it."""
    edition_id = edition.id or 0
    if mailing_list.uncertain is UncertainPolicy.RESEND:
        handing.settle_the_dead(parts)
        with parts.database.writing() as session:
            most = len(parts.settings.sending.retry_minutes)
            deliveries.resend_uncertain(session, edition_id, at=parts.clock(), most_attempts=most)
            known &= deliveries.uncertain_ids(session, edition_id)
    bar = _Bar(parts, edition_id, progress)
    ended = handing.hand_over(
        parts, EditionLedger(edition_id), sender, compose(parts, edition, sender), on_noted=bar.moved
    )
    _tell(parts, edition_id, run, ended.noted, known)
    if ended.broken:
        _pause(parts, edition_id, sender, ended.broken)
        raise SenderProblem(f"Edition {edition_id} is paused: {ended.broken}")
    after = settle.settle(parts, edition_id)
    bar.moved(0)
    run.sentence = _sentence(parts, after, ended.noted, ended.halt)


def _tell(parts: Parts, edition_id: int, run: Running, noted: dict[DeliveryState, int], known: set[int]) -> None:
    """Note what became of the copies; those that recovery found uncertain are among them, though no lane noted them."""
    with parts.database.reading() as session:
        uncertain = len(deliveries.uncertain_ids(session, edition_id) - known)
    for state, many in noted.items():
        if state is not DeliveryState.UNCERTAIN:
            run.count(state.value, many)
    failed = noted.get(DeliveryState.FAILED, 0)
    if failed:
        run.problem(f"{failed} {_copies(failed)} could not be delivered.")
    if uncertain:
        run.count(DeliveryState.UNCERTAIN.value, uncertain)
        run.problem(f"{uncertain} {_copies(uncertain)} may or may not have arrived.")


class _Bar:
    """Tells a progress callback how many copies of the audience are final."""

    def __init__(self, parts: Parts, edition_id: int, progress: Progress | None) -> None:
        self._progress, self._lock = progress, Lock()
        with parts.database.reading() as session:
            counts = deliveries.counts(session, edition_id)
        self._total = sum(counts.values())
        waiting = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.DEFERRED)
        self._done = self._total - sum(counts[state] for state in waiting)
        self.moved(0)

    def moved(self, many: int) -> None:
        with self._lock:
            self._done += many
            if self._progress is not None:
                self._progress(self._done, self._total)


def _state(parts: Parts, edition_id: int) -> EditionState:
    with parts.database.reading() as session:
        return editions.get(session, edition_id).state


def _pause(parts: Parts, edition_id: int, sender: Sender, why: str) -> None:
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state is EditionState.SENDING:
            edition.move(EditionState.PAUSED, parts.clock())
            edition.reason = why
            session.add(edition)
        stored = lists.sender(session, sender.id or 0)
        stored.problem = why
        session.add(stored)


def _sentence(parts: Parts, edition: Edition, noted: dict[DeliveryState, int], halt: str | None) -> str:
    """Return how it went, in one sentence."""
    if halt or edition.state in {EditionState.PAUSED, EditionState.CANCELLED}:
        return f"It stopped: {halt or f'The edition is {edition.state}.'}"
    sent = noted.get(DeliveryState.SENT, 0)
    if edition.state is EditionState.SENDING:
        with parts.database.reading() as session:
            due = deliveries.next_due(session, edition.id or 0)
            held = deliveries.counts(session, edition.id or 0)[DeliveryState.CLAIMED]
        if due is not None:
            return f"{sent} {_copies(sent)} sent; some were put off, the first until {due:%H:%M} UTC."
        if held:
            return f"{sent} {_copies(sent)} sent; {held} more {'is' if held == 1 else 'are'} with another process."
    if not noted:
        return NOTHING_LEFT
    return f"{sent} {_copies(sent)} sent."


def _copies(number: int) -> str:
    return "copy" if number == 1 else "copies"
