"""One addressed e-mail, ready for any transport, and the transport's answer."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Finished bytes: CRLF line ends, not dot-stuffed, no transport-specific header.

    `key` is `d<delivery>` or `n<notice>`: files, Message-IDs and logs speak of it.
    """

    key: str
    mail_from: str
    rcpt_to: str
    pieces: tuple[bytes, ...]


class Outcome(StrEnum):
    """What the other side said of one message."""

    TAKEN = "taken"  #: it is theirs now
    TRY_LATER = "try_later"  #: a 4xx: nothing was taken
    REFUSED = "refused"  #: a 5xx: for good
    UNSURE = "unsure"  #: the line broke after the last byte: it may have arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer for the message `key`, given exactly once."""

    key: str
    outcome: Outcome
    reply: str | None = None  #: one line, when it says more than ok
    remote_id: str | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of a check: of a transport, a network, a settings file or a digest."""

    id: str
    level: str  #: block, warn or info
    ok: bool | None  #: None: it needs a fact that was not at hand
    sentence: str
    place: str = ""
