"""What a digest is drawn from: one typed value per template, all words already chosen.

A card is one story as drawn; the digest page holds every card in every form it may take.
Templates speak of nothing but these fields.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Form(StrEnum):
    """How a card is drawn."""

    LEAD = "lead"
    STANDARD = "standard"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardImage:
    """A picture with what must stand beside it."""

    url: str
    alt: str
    width: int | None = None
    height: int | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One story as a digest shows it."""

    key: str  #: `c<story id>`: the name of its pieces
    story_id: int
    cluster_id: int
    section: str  #: slug
    title: str
    url: str  #: where its headline leads (tracked or with UTM)
    share_url: str | None  #: `/s/<story>`; None without a public host
    shares: tuple[tuple[str, str, str], ...]  #: (network, label, short link), lead order
    summary: str
    byline: str  #: "By A and B" ready in the digest's language, or ""
    minutes: int
    kind: str  #: article, video, gallery, live, other
    language: str
    direction: str
    image: CardImage | None = None
    thumb: CardImage | None = None
    media_note: str = ""  #: "Video, 2:10" / "9 pictures"
    also: tuple[str, ...] = ()
    update: bool = False
    sponsor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBlock:
    """A section of the digest and its cards in order."""

    slug: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """A brand's accent: on light paper, as text on dark paper, as fill on dark paper."""

    accent: str
    accent_dark: str
    accent_dark_fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """All that `templates/digest/<look>/` may speak of."""

    edition_id: int
    version: int
    list_name: str
    list_slug: str
    tagline: str
    paper_name: str
    site_url: str
    public_url: str
    day: date
    day_words: str  #: in the digest's language
    time_words: str  #: "Morning edition" …
    language: str
    direction: str
    palette: Palette
    editor_name: str | None
    editor_title: str | None
    intro: str | None
    sections: tuple[SectionBlock, ...]
    postal_address: str
    compiled_at: datetime
    logo_url: str | None = None
