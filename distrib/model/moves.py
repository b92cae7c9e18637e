"""The one door through which a row changes its state: a table of allowed moves per enum."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from distrib.errors import IllegalMove

S = TypeVar("S", bound=StrEnum)


class Movable(Protocol[S]):
    """A row with a state and the moment it came into it."""

    state: S
    moved_at: datetime


def step(row: Movable[S], to: S, at: datetime, allowed: Mapping[S, frozenset[S]]) -> None:
    """Move `row` to the state `to`. Raises IllegalMove when the table of moves has no such step."""
    if to not in allowed.get(row.state, frozenset()):
        raise IllegalMove(f"{type(row).__name__} can't go from {row.state} to {to}.")
    row.state, row.moved_at = to, at
