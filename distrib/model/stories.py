"""The thing we distribute, its earlier texts, its pictures, and the event it tells of."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint

from distrib.model.columns import Json, UtcDateTime, enum_column


class StoryState(StrEnum):
    """Whether a story may still be distributed."""

    LIVE = "live"  #: it stands
    EMBARGOED = "embargoed"  #: its own date lies ahead
    RETRACTED = "retracted"  #: its publisher took it back
    KILLED = "killed"  #: we stopped it


class StoryKind(StrEnum):
    """What one meets behind the link."""

    ARTICLE = "article"
    VIDEO = "video"
    GALLERY = "gallery"
    LIVE = "live"
    OTHER = "other"


class Story(SQLModel, table=True):
    """One story: one row, whatever the feeds do. `url` is canonical and unique."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    url: str = Field(unique=True)
    key: str = Field(default="", index=True)  #: the address as it is compared: `wording.urls.key`
    guid: str | None = Field(default=None, index=True)
    title: str
    summary: str = ""  #: plain text
    body_text: str = ""  #: plain text, for similarity and reading time
    authors: list[str] = Field(default_factory=list, sa_type=Json)
    credit: str | None = None  #: agency, such as IANS or PTI
    dateline: str | None = None
    section: str | None = Field(default=None, index=True)  #: as its source calls it
    sections: list[str] = Field(default_factory=list, sa_type=Json)
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    image_url: str | None = None
    image_width: int | None = None
    image_height: int | None = None
    image_alt: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None
    media_seconds: int | None = None  #: a video's length
    media_count: int | None = None  #: pictures in a gallery
    kind: StoryKind = Field(default=StoryKind.ARTICLE, sa_type=enum_column(StoryKind))
    state: StoryState = Field(default=StoryState.LIVE, sa_type=enum_column(StoryState))
    language: str | None = None  #: BCP 47
    direction: str = "ltr"
    translation_key: str | None = Field(
        default=None, index=True
    )  #: equal for versions of one story in several languages
    words: int = 0
    position: int | None = None  #: place in its source's feed when last seen, from 1
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)  #: its own date
    modified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)  #: when we first met it
    backlog: bool = False  #: came with a first gather or a flood: a candidate only by its own date
    why: str = ""  #: how it was decided that this is a story of its own
    quarantined_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, index=True
    )  #: came with a suspicious batch, waits for a human: no candidate
    quarantine_why: str | None = None
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retraction_why: str | None = None
    retracted_by: str | None = None  #: "machine" where we found it out ourselves, so that we may see it undone
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: when its page was last read
    paywalled: bool | None = None
    unlisted: bool | None = None  #: its page said noindex when first read: then that is its site's habit
    fingerprint: str = ""  #: of title, summary, body and picture: another one is a new revision
    revision: int = 1
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)


class Revision(SQLModel, table=True):
    """An earlier text of a story, kept when another came."""

    id: int | None = Field(default=None, primary_key=True)
    story_id: int = Field(foreign_key="story.id", index=True)
    number: int
    title: str
    summary: str = ""
    body_text: str = ""
    image_url: str | None = None
    seen_at: datetime = Field(sa_type=UtcDateTime)
    why: str = ""  #: by what the new text was known to be this story


class Engagement(SQLModel, table=True):
    """How much a story was read on one day, as somebody counted it."""

    __table_args__ = (UniqueConstraint("story_id", "day", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    story_id: int = Field(foreign_key="story.id", index=True)
    day: date = Field(index=True)
    kind: str  #: views, clicks, comments …: only compared within its day and kind
    number: float


class StoryAddress(SQLModel, table=True):
    """An address under which a story was met besides its own: a feed's link, a redirect, an earlier address."""

    url: str = Field(primary_key=True)  #: canonical
    story_id: int = Field(foreign_key="story.id", index=True)
    how: str  #: in words: "the feed's link, which leads on", "before it moved"
    seen_at: datetime = Field(sa_type=UtcDateTime)


class Cluster(SQLModel, table=True):
    """One event, told by one or many stories."""

    id: int | None = Field(default=None, primary_key=True)
    representative_id: int | None = Field(
        default=None
    )  #: the story shown; no foreign key: the two tables would form a ring
    follows_id: int | None = Field(default=None, foreign_key="cluster.id")  #: the earlier cluster it continues
    size: int = 1
    first_seen_at: datetime = Field(sa_type=UtcDateTime, index=True)
    updated_at: datetime = Field(sa_type=UtcDateTime, index=True)


class PictureUse(StrEnum):
    """What a stored image was made for: how wide it is and how much it may weigh."""

    LEAD = "lead"
    CARD = "card"
    THUMB = "thumb"


class Picture(SQLModel, table=True):
    """A stored image: its file is `media/<hash>.<extension>`. One without a hash could not be stored."""

    __table_args__ = (UniqueConstraint("source_url", "use"),)

    id: int | None = Field(default=None, primary_key=True)
    source_url: str
    use: PictureUse = Field(sa_type=enum_column(PictureUse))
    hash: str | None = Field(default=None, index=True)  #: sha256 of the stored bytes, hex
    extension: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None  #: bytes
    problem: str | None = None  #: why it could not be stored
    broken: bool = False  #: its own address shows no picture either, so a mail shows none
    asked_at: datetime = Field(sa_type=UtcDateTime)  #: when its source was last asked


class EditionPicture(SQLModel, table=True):
    """That an edition shows a stored image: its file is kept as long as the edition is."""

    edition_id: int = Field(foreign_key="edition.id", primary_key=True)
    hash: str = Field(primary_key=True, index=True)
