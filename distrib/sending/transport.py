"""The port through which mail leaves."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from distrib.model.messages import Finding, Message, Receipt


class Transport(Protocol):
    """Hands messages over to a relay, a provider or the outbox."""

    name: str
    repeatable: bool  #: the same message handed over twice arrives once: what had no answer may be handed over again

    def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Take a stream, perhaps several in flight, and answer for each message exactly once.

        Raises SenderProblem when nothing can be handed over at all (connection, TLS, login): messages without a
        receipt then never left. Raises nothing else.
        """
        ...

    def check(self) -> list[Finding]:
        """Tell how the sender fares, for the doctor; sends nothing."""
        ...
