"""The messages of one claim on their way: which were handed over, which answered, and when to stop."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from distrib.clock import Clock
from distrib.errors import SenderProblem
from distrib.model.messages import Message, Receipt
from distrib.sending.journal import Journal

LOOK_EVERY = timedelta(seconds=1)  #: how long a pause, a cancel or a hold may go unseen while handing over
MARGIN = timedelta(seconds=5)  #: before the lease's end nothing new is begun


class Flight:
    """Feeds a transport and takes its answers. `halted` tells why nothing more may leave, or None."""

    def __init__(
        self,
        messages: Mapping[int, Message],
        *,
        journal: Journal,
        clock: Clock,
        until: datetime,
        halted: Callable[[], str | None],
    ) -> None:
        self._messages, self._journal, self._clock = messages, journal, clock
        self._until, self._halted = until, halted
        self._ids = {message.key: one for one, message in messages.items()}
        self._open: set[int] = set()  #: handed over, not answered
        self._left = set(messages)  #: not handed over
        self._landed: list[tuple[int, Receipt]] = []
        self.halt: str | None = None
        self.broken: str | None = None

    def feed(self) -> Iterator[Message]:
        """Give one message after another, while nothing speaks against it."""
        looked = self._clock()
        for one, message in self._messages.items():
            now = self._clock()
            if now - looked >= LOOK_EVERY:
                looked, self.halt = now, self._halted()
            if self.halt or self.broken or now >= self._until - MARGIN:
                return
            try:
                self._journal.handed(message)
            except SenderProblem as problem:
                # Raised from here it would look like the transport's own trouble; so the stream just ends.
                self.broken = str(problem)
                return
            self._left.discard(one)
            self._open.add(one)
            yield message

    def answered(self, receipt: Receipt) -> None:
        """Take an answer; one for a message that is not open is no answer."""
        one = self._ids.get(receipt.key)
        if one is None or one not in self._open:
            return
        self._open.discard(one)
        self._landed.append((one, receipt))
        try:
            self._journal.answered(receipt)
        except SenderProblem as problem:
            self.broken = str(problem)  # this answer is in memory and will be noted; nothing more is begun

    @property
    def waiting(self) -> int:
        """How many answers wait to be noted."""
        return len(self._landed)

    def landed(self) -> list[tuple[int, Receipt]]:
        """Return the answers since the last call."""
        landed, self._landed = self._landed, []
        return landed

    def unanswered(self) -> list[int]:
        """Return what was handed over without an answer so far."""
        return sorted(self._open)

    def never_handed(self) -> list[int]:
        """Return what was not handed over."""
        return sorted(self._left)
