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
class StoredImage:
    """A picture as it lies with us, in its own size."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFacts:
    """What a card is made of: a picked story with its links already decided. No row."""

    story_id: int
    cluster_id: int
    title: str
    url: str  #: where the headline leads: tracked, or with UTM
    summary: str = ""
    authors: tuple[str, ...] = ()
    credit: str | None = None  #: agency
    words: int = 0
    kind: str = "article"
    language: str | None = None
    direction: str = "ltr"
    image_url: str | None = None
    image_width: int | None = None
    image_height: int | None = None
    image_alt: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None
    lead_image: StoredImage | None = None  #: made for that form; None: the source's own is shown
    wide_image: StoredImage | None = None
    thumb_image: StoredImage | None = None
    media_seconds: int | None = None
    media_count: int | None = None
    also: tuple[str, ...] = ()
    update: bool = False
    breaking: bool = False
    sponsor: str | None = None  #: who paid for its place; "" if that is not said
    share_url: str | None = None
    shares: tuple[tuple[str, str], ...] = ()  #: (network, address of its button), lead order


@dataclass(frozen=True, slots=True, kw_only=True)
class CardImage:
    """A picture with what must stand beside it; `width` and `height` are those it is shown at."""

    url: str
    alt: str
    width: int
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
    minutes: int  #: to read the whole story
    minutes_words: str  #: the same in words, or "" for what is not read
    kind: str  #: article, video, gallery, live, other
    language: str
    direction: str
    image: CardImage | None = None
    wide: CardImage | None = None  #: as wide as a lead's and lighter: a film or a gallery shows it
    thumb: CardImage | None = None
    media_note: str = ""  #: "Video, 2:10" / "9 pictures"
    also: tuple[str, ...] = ()
    update: bool = False
    breaking: bool = False
    sponsor: str | None = None  #: who paid for its place, or "": then it is boxed and labelled, never drawn as news
    label: str = ""  #: "Sponsored · Tara Bank" or "Breaking" in the digest's language, for text


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBlock:
    """A section of the digest and its cards in order."""

    slug: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """A brand's accent: on light paper, as text on dark paper, as fill on dark paper. Each `#rrggbb`."""

    accent: str
    accent_dark: str
    accent_dark_fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who mails, as the headers of a digest say it."""

    from_name: str
    from_address: str
    reply_to: str | None
    list_name: str
    list_slug: str
    help_url: str
    campaign: str  #: first field of Feedback-ID


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSubject:
    """An editor's own subject and the story it speaks of: readers without that story get the generated one."""

    story_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """All that `templates/digest/<look>/` may speak of."""

    edition_id: int
    list_name: str
    list_slug: str
    tagline: str
    paper_name: str
    site_url: str
    public_url: str
    marks_url: str | None  #: folder of the share marks; None: words only
    sign_up_url: str
    privacy_url: str
    letter_url: str | None  #: mailto of the editor
    day: date
    day_words: str  #: in the digest's language
    time_words: str  #: "Morning edition" …
    end_words: str  #: one sentence that says it is over
    language: str
    direction: str
    look: str
    palette: Palette
    editor_name: str | None
    editor_title: str | None
    intro: str | None
    sections: tuple[SectionBlock, ...]
    imprint: str  #: who mails, and from where
    own_subject: OwnSubject | None = None
    logo_url: str | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card in reading order."""
        return tuple(card for section in self.sections for card in section.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """All that `templates/notices/<kind>/` may speak of, and the headers of that mail."""

    kind: str
    key: str  #: `n5`: names the Message-ID
    address: str
    name: str
    language: str
    dated_at: datetime
    from_name: str
    from_address: str
    reply_to: str | None
    paper_name: str
    site_url: str
    imprint: str  #: who mails, and from where if that is known
    list_name: str = ""
    link: str = ""  #: the one thing to press
    second_link: str = ""  #: preferences, undo …
    minutes: int = 0  #: how long a link holds, when it matters
    sentence: str = ""  #: an alarm's own words
    latest_title: str = ""  #: of the list's last edition, in a welcome
    latest_url: str = ""
    palette: Palette = Palette(accent="#9a2a1d", accent_dark="#ff9e87", accent_dark_fill="#e0705a")
