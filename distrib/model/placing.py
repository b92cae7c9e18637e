"""What a network is handed and what it answers."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """One wording on its way to a channel. `key` is `p<publication>`."""

    key: str
    network: str
    channel: str  #: its slug
    text: str
    url: str
    title: str
    image_url: str | None
    image_alt: str | None
    share_url: str | None  #: the intent that says the same by hand


class PlaceOutcome(StrEnum):
    """What the network said."""

    PLACED = "placed"
    TRY_LATER = "try_later"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The network's answer."""

    outcome: PlaceOutcome
    remote_id: str | None = None
    url: str | None = None
    reply: str | None = None
