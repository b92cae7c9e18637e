"""The port through which posts leave."""

from typing import Protocol

from distrib.model.messages import Finding
from distrib.model.placing import Placed, Placing


class Network(Protocol):
    """Says a wording on a channel."""

    name: str

    def place(self, placing: Placing) -> Placed:
        """Say it once and tell what became of it. Raises SenderProblem when the account can't be used at all."""
        ...

    def reconcile(self, placing: Placing) -> Placed | None:
        """Ask the network whether `placing` is out; None where it does not let us look."""
        ...

    def check(self) -> list[Finding]:
        """Tell whose account it is and how it fares; posts nothing."""
        ...
