"""A lane: claims a handful of rows, composes them, hands them over and notes what became of each.

Around each effect on the world stand two commits: claimed, committed, begun, committed, handed over, noted,
committed. Whatever dies between any two of them, the rows and the lane's journal tell how far it came
(`recovering`). Deliveries and notices go the same way; which rows, a `Ledger` says; how they become messages, the
`compose` that is handed in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from distrib.clock import Clock
from distrib.errors import BadInput, HandOverError, NotFound, SenderProblem, TemplateProblem
from distrib.model.deliveries import DeliveryState
from distrib.model.ledger import Noted
from distrib.model.messages import Message
from distrib.sending.answers import Retries
from distrib.sending.flight import Flight
from distrib.sending.journal import Journal
from distrib.sending.transport import Transport
from distrib.store import claims
from distrib.store.engine import Database

NOTE_EVERY = 100  #: answers kept in memory; the journal has them already


class Row(Protocol):
    """What a lane needs to know of a claimed row."""

    @property
    def id(self) -> int: ...
    @property
    def attempts(self) -> int: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Generic[R]):
    """What a second look at claimed rows found, after the claim was committed."""

    halt: str | None = None  #: why nothing may be handed over now
    go: Sequence[R] = ()
    stop: Mapping[int, str] = field(default_factory=dict)  #: id -> why this one is suppressed


class Ledger(Protocol[R]):
    """The rows a lane works on: an edition's deliveries, or notices."""

    rows: claims.Ledger
    letter: str  #: d or n: first letter of the keys

    def claim(self, session: Session, *, owner: str, at: datetime, until: datetime, limit: int) -> list[int]: ...
    def look(self, session: Session, ids: Sequence[int]) -> Look[R]: ...
    def halted(self, session: Session) -> str | None: ...


@dataclass(slots=True, kw_only=True)
class Ended:
    """How a lane's work ended."""

    noted: dict[DeliveryState, int] = field(default_factory=dict)
    halt: str | None = None  #: a human or a brake stopped it
    broken: str | None = None  #: the sender can't hand over anything

    def add(self, outcomes: Sequence[Noted]) -> None:
        """Count what was noted."""
        for outcome in outcomes:
            self.noted[outcome.state] = self.noted.get(outcome.state, 0) + 1


@dataclass(kw_only=True)
class Lane(Generic[R]):
    """One worker on one ledger; `owner` is this host and the lane's seat, which nobody else holds."""

    database: Database
    ledger: Ledger[R]
    transport: Transport
    compose: Callable[[R], Message]
    clock: Clock
    owner: str
    journal: Journal
    lease: timedelta
    claim: int
    retries: Retries
    stop: Event = field(default_factory=Event)
    on_noted: Callable[[int], None] = lambda _: None
    ended: Ended = field(default_factory=Ended)

    def run(self) -> Ended:
        """Work until nothing can be claimed, something halts it, or the sender breaks."""
        while not self.stop.is_set() and self._round():
            pass
        return self.ended

    def _round(self) -> bool:
        """Claim and hand over once; False when there is nothing more to do."""
        until = self.clock() + self.lease
        with self.database.writing() as session:
            ids = self.ledger.claim(session, owner=self.owner, at=self.clock(), until=until, limit=self.claim)
        if not ids:
            return False
        with self.database.reading() as session:
            look = self.ledger.look(session, ids)
        if look.halt:
            self.ended.halt = look.halt
            self._give_back(ids)
            return False
        failed, messages = self._composed(look, ids)
        stopped = [Noted(id=one, state=DeliveryState.SUPPRESSED, reason=why) for one, why in look.stop.items()]
        self._note([*failed, *stopped])
        return self._hand_over(messages, {row.id: row.attempts + 1 for row in look.go}, until)

    def _composed(self, look: Look[R], ids: Sequence[int]) -> tuple[list[Noted], dict[int, Message]]:
        """Return the messages, and what could not become one: that row's trouble, the others go on."""
        failed, messages = [], {}
        try:
            for row in look.go:
                try:
                    messages[row.id] = self.compose(row)
                except (TemplateProblem, BadInput, NotFound) as error:
                    reason = f"It could not be composed: {error}"
                    failed.append(Noted(id=row.id, state=DeliveryState.FAILED, reason=reason))
        except Exception:
            self._give_back(ids)  # nothing left the house; whoever mends it finds them queued
            raise
        return failed, messages

    def _hand_over(self, messages: Mapping[int, Message], attempts: Mapping[int, int], until: datetime) -> bool:
        """Hand messages over and note the answers; False when the lane must stop."""
        if not messages:
            return True
        try:
            self.journal.begin(until, repeatable=self.transport.repeatable)
        except SenderProblem as problem:
            self.ended.broken = str(problem)
            self._give_back(list(messages))
            return False
        with self.database.writing() as session:
            begun = claims.begin(session, self.ledger.rows, list(messages), owner=self.owner, at=self.clock())
        flight = Flight(
            {one: messages[one] for one in sorted(begun)},
            journal=self.journal,
            clock=self.clock,
            until=until,
            halted=self._halted,
        )
        try:
            for receipt in self.transport.deliver(flight.feed()):
                flight.answered(receipt)
                if flight.waiting >= NOTE_EVERY:
                    self._note_answers(flight, attempts)
        except HandOverError as problem:
            self.ended.broken = str(problem)
            self._note_answers(flight, attempts)
            # By the port's promise what has no receipt never left.
            self._give_back([*flight.unanswered(), *flight.never_handed()])
            return False
        except (Exception, KeyboardInterrupt):
            if self.transport.repeatable:
                self._note_answers(flight, attempts)
                self._give_back([*flight.unanswered(), *flight.never_handed()])
            else:
                self._settle(flight, attempts)
            raise
        self._settle(flight, attempts)
        self.ended.halt, self.ended.broken = flight.halt, flight.broken
        return not (flight.halt or flight.broken)

    def _settle(self, flight: Flight, attempts: Mapping[int, int]) -> None:
        """Note every answer; what was handed over without one may have arrived, the rest goes back."""
        self._note_answers(flight, attempts)
        reason = "It may have arrived: there was no answer."
        self._note([Noted(id=one, state=DeliveryState.UNCERTAIN, reason=reason) for one in flight.unanswered()])
        self._give_back(flight.never_handed())

    def _note_answers(self, flight: Flight, attempts: Mapping[int, int]) -> None:
        now = self.clock()
        self._note([self.retries.noted(one, attempts[one], receipt, now) for one, receipt in flight.landed()])

    def _halted(self) -> str | None:
        if self.stop.is_set():
            return "The lane was told to stop."
        with self.database.reading() as session:
            return self.ledger.halted(session)

    def _note(self, outcomes: Sequence[Noted]) -> None:
        if outcomes:
            with self.database.writing() as session:
                claims.note(session, self.ledger.rows, outcomes, owner=self.owner, at=self.clock())
            self.ended.add(outcomes)
            self.on_noted(sum(outcome.state is not DeliveryState.DEFERRED for outcome in outcomes))

    def _give_back(self, ids: Sequence[int]) -> None:
        if ids:
            with self.database.writing() as session:
                claims.give_back(session, self.ledger.rows, ids, owner=self.owner, at=self.clock())
