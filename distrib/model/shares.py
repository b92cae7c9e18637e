"""Share buttons of a story."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePayload:
    """What one share button opens. `url` is None where only a script can share (copy link, Web Share)."""

    network: str
    label: str  #: Share, Tweet, Send, Pin …
    url: str | None
    text: str
    length: int
    limit: int | None
    warnings: tuple[str, ...] = ()
