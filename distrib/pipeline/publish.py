"""Posts leave: one publication after another is claimed, said and noted; nothing is ever said twice."""

from datetime import datetime, timedelta

from distrib.errors import BadInput, DistribError, SenderProblem
from distrib.model.placing import Placed, PlaceOutcome, Placing
from distrib.model.posts import Channel, PublicationState, Via
from distrib.model.users import Run
from distrib.pipeline import runs, seats
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running
from distrib.publishing.network import Network
from distrib.sending.ledgers import HOLD
from distrib.store import lists, posts
from distrib.store.posts import Due
from distrib.wording.intents import intent

B = PublicationState
LEASE, AWAY = timedelta(minutes=5), timedelta(minutes=10)
UNSURE = "It may be out: there was no answer."
DIED = "It may be out: the machine stopped before the answer was noted."


def publish(parts: Parts, until: datetime | None = None) -> Run:
    """Say every queued post whose time has come, or comes up to `until`; done again it says nothing twice."""
    with runs.running(parts, "publish") as run:
        with parts.database.reading() as session:
            newsroom = lists.newsroom(session)
        if newsroom.hold:
            run.problem(HOLD)
        else:
            with seats.any_seat(parts, "publish") as seat:
                _settle_the_dead(parts, seat.owner)
                _say_all(parts, run, seat.owner, until, demo=newsroom.demo)
        said = int(run.counts.get(B.PUBLISHED.value, 0))
        run.sentence = f"{said} {'post' if said == 1 else 'posts'} published." if said else "Nothing was due."
    return run.row


def _say_all(parts: Parts, run: Running, owner: str, until: datetime | None, *, demo: bool) -> None:
    silent: set[int] = set()  # channels whose account can't be used now
    while True:
        now = parts.clock()
        with parts.database.writing() as session:
            due = posts.claim_next(session, owner=owner, at=now, due_by=until or now, until=now + LEASE, not_on=silent)
        if due is None:
            return
        publication_id = due.publication.id or 0
        try:
            network = _network(parts, due.channel, demo=demo)
        except DistribError as error:
            silent.add(due.channel.id or 0)
            run.problem(f"{due.channel.name}: {error}")
            _note(parts, publication_id, B.PENDING)
            continue
        with parts.database.writing() as session:
            begun = posts.begin(session, publication_id, owner=owner)
        if not begun:
            _note(parts, publication_id, B.CANCELLED, reason="The post was cancelled.")
            continue
        _say(parts, run, due, network, silent)


def _say(parts: Parts, run: Running, due: Due, network: Network, silent: set[int]) -> None:
    """Say one publication and note what became of it."""
    publication_id, placing = due.publication.id or 0, placing_of(due)
    try:
        placed = network.place(placing)
    except SenderProblem as error:  # by the port's promise nothing was said
        silent.add(due.channel.id or 0)
        run.problem(f"{due.channel.name}: {error}")
        _note(parts, publication_id, B.PENDING)
        return
    except Exception:
        _note(parts, publication_id, B.UNCERTAIN, reason=UNSURE)
        raise
    if placed.outcome is PlaceOutcome.UNSURE:
        placed = network.reconcile(placing) or placed
    state = _noted(parts, publication_id, placed, due.publication.attempts + 1)
    run.count(state.value, 1)
    if state in {B.FAILED, B.UNCERTAIN}:
        run.problem(f"{due.channel.name}: {placed.reply or UNSURE}")


def placing_of(due: Due) -> Placing:
    """Return what a network is handed, with the link that says the same by hand."""
    wording, channel = due.wording, due.channel
    try:
        by_hand = intent(
            channel.network, wording.text, wording.url, title=wording.title, image=wording.image_url, via=channel.handle
        )
    except BadInput:
        by_hand = None
    return Placing(
        key=f"p{due.publication.id}",
        network=channel.network,
        channel=channel.slug,
        text=wording.text,
        url=wording.url,
        title=wording.title,
        image_url=wording.image_url,
        image_alt=wording.image_alt,
        share_url=by_hand,
    )


def _network(parts: Parts, channel: Channel, *, demo: bool) -> Network:
    if demo and channel.via is not Via.OUTBOX:
        raise SenderProblem("The demo publishes nothing: its channels keep to the outbox.")
    return parts.network(channel)


def _noted(parts: Parts, publication_id: int, placed: Placed, attempts: int) -> PublicationState:
    """Write down a network's answer and return the state it led to."""
    minutes = parts.settings.sending.retry_minutes
    if placed.outcome is PlaceOutcome.PLACED:
        return _note(parts, publication_id, B.PUBLISHED, remote_id=placed.remote_id, url=placed.url)
    if placed.outcome is PlaceOutcome.UNSURE:
        return _note(parts, publication_id, B.UNCERTAIN, reason=placed.reply or UNSURE)
    reason = placed.reply or "The network gave no reason."
    if placed.outcome is PlaceOutcome.REFUSED or attempts > len(minutes):
        return _note(parts, publication_id, B.FAILED, reason=reason)
    due_at = parts.clock() + timedelta(minutes=minutes[attempts - 1])
    return _note(parts, publication_id, B.PENDING, reason=reason, due_at=due_at)


def _note(
    parts: Parts,
    publication_id: int,
    to: PublicationState,
    *,
    reason: str | None = None,
    remote_id: str | None = None,
    url: str | None = None,
    due_at: datetime | None = None,
) -> PublicationState:
    with parts.database.writing() as session:
        posts.note(
            session,
            publication_id,
            to,
            at=parts.clock(),
            reason=reason,
            remote_id=remote_id,
            url=url,
            due_at=due_at,
        )
    return to


def _settle_the_dead(parts: Parts, mine: str) -> None:
    """Settle what dead publishers of this host left, and hosts that are long gone: ask the network where it lets us."""
    with parts.database.reading() as session:
        everyone = posts.owners(session)
        gone = posts.owners(session, expired_before=parts.clock() - AWAY)
    for owner in sorted(everyone):
        host, _, name = owner.partition(":")
        if owner == mine or (host != parts.host_id and owner in gone):
            _settle(parts, owner)
        elif host == parts.host_id:
            with seats.seat(parts, name) as held:
                if held is not None:
                    _settle(parts, owner)


def _settle(parts: Parts, owner: str) -> None:
    with parts.database.reading() as session:
        left = posts.stranded(session, owner=owner)
    for due in left:
        publication_id = due.publication.id or 0
        if not due.publication.begun:
            _note(parts, publication_id, B.PENDING)
            continue
        try:
            found = parts.network(due.channel).reconcile(placing_of(due))
        except DistribError:
            found = None
        _noted(
            parts,
            publication_id,
            found or Placed(outcome=PlaceOutcome.UNSURE, reply=DIED),
            due.publication.attempts,
        )
