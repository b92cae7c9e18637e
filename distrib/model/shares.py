"""Share buttons of a story, and a post's words before they are a row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shareable:
    """What may be said of a story: all that share buttons and posts are made of."""

    url: str
    title: str
    summary: str = ""
    image: str | None = None
    image_alt: str | None = None
    tags: tuple[str, ...] = ()
    via: str | None = None  #: the paper's own handle, with or without @
    language: str | None = None  #: BCP 47


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PostText:
    """A post's words for one network, fitted to it, and what was left out to make them fit."""

    network: str
    text: str
    url: str  #: the story's link with its UTM, as it stands in the text or in its card
    title: str
    image: str | None
    image_alt: str | None
    length: int
    limit: int | None
    removed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
