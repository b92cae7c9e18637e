"""The port through which a form leaves: to a hub that is asked to push."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What the other side answered."""

    status: int
    text: str = ""  #: the beginning of what it said


class Poster(Protocol):
    """Guarded, capped in size and time, follows no redirect.

    Raises Blocked for an address that must not be asked and Unreachable when there was no usable answer.
    """

    def post(self, url: str, form: Mapping[str, str]) -> Posted: ...
