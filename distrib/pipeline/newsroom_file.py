"""`newsroom.toml` as a checked value: sources, lists with their sections and times, senders, brands, channels."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from distrib import walltime
from distrib.errors import BadInput, SettingsProblem
from distrib.model.lists import Approval, IfMissing, MailStream, Measuring, UncertainPolicy
from distrib.model.posts import Via
from distrib.model.sources import SourceKind
from distrib.wording import urls


def _zone(name: str) -> str:
    try:
        walltime.check_zone(name)
    except BadInput as error:
        raise ValueError(str(error)) from error
    return name


def _web(url: str) -> str:
    if not urls.is_web(url):
        raise ValueError("this is no http or https address")
    return url


Zone = Annotated[str, AfterValidator(_zone)]
Url = Annotated[str, AfterValidator(_web)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Weekdays = list[Annotated[int, Field(ge=0, le=6)]]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class House(_Part):
    """The paper itself."""

    name: str = Field(min_length=1)
    site_url: Url


class SenderPart(_Part):
    """One `[[senders]]`."""

    name: Slug
    from_name: str
    from_address: str = Field(pattern=r"^[^\s@]+@[^\s@]+$")
    reply_to: str | None = None
    envelope_domain: str
    public_url: Url | None = None
    transport: str = "outbox"
    stream: MailStream = MailStream.BULK
    options: dict[str, Any] = {}


class BrandPart(_Part):
    """One `[[brands]]`."""

    name: Slug
    accent: Colour
    accent_dark: Colour
    accent_dark_fill: Colour
    logo_url: Url | None = None


class SourcePart(_Part):
    """One `[[sources]]`."""

    name: str
    kind: SourceKind
    url: Url
    section: str | None = None
    language: str | None = None
    weight: float = Field(default=1.0, gt=0, le=10)
    own: bool = True
    every_minutes: int = Field(default=15, ge=1)
    enabled: bool = True


class TimePart(_Part):
    """A wall time on some weekdays (0 is Monday) in a zone."""

    weekdays: Weekdays = [0, 1, 2, 3, 4, 5, 6]
    at: time
    zone: Zone


class ChannelPart(_Part):
    """One `[[channels]]`."""

    slug: Slug
    network: str
    via: Via = Via.OUTBOX
    name: str
    handle: str | None = None
    language: str | None = None
    template: str | None = None
    options: dict[str, Any] = {}
    slots: list[TimePart] = []


class SectionPart(_Part):
    """One `[[lists.sections]]`."""

    slug: Slug
    name: str
    quota: int = Field(default=3, ge=0, le=50)
    rule: dict[str, list[str]] = {}


class EvergreenPart(_Part):
    """What fills a list's thin day: stories with one of the tags or sections."""

    tags: list[Name] = []
    sections: list[Name] = []
    days: int = Field(default=30, ge=1, le=3650)
    most: int = Field(default=2, ge=1, le=50)

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if not self.tags and not self.sections:
            raise ValueError("name the tags or sections whose stories may fill a thin day")
        return self


class ListPart(_Part):
    """One `[[lists]]`."""

    slug: Slug
    name: str
    tagline: str = ""
    language: str = "en"
    zone: Zone
    look: str = "broadsheet"
    sender: Slug
    brand: Slug | None = None
    approval: Approval = Approval.ONE
    if_missing: IfMissing = IfMissing.SKIP
    measuring: Measuring = Measuring.TOTALS
    uncertain: UncertainPolicy = UncertainPolicy.LEAVE
    postal_address: str
    editor_name: str | None = None
    editor_title: str | None = None
    intro: str | None = None
    lock_minutes: int = Field(default=15, ge=0)
    catch_up_minutes: int = Field(default=360, ge=0)
    minimum_picks: int = Field(default=3, ge=1)
    no_repeat_days: int = Field(default=3, ge=0)
    weights: dict[str, Finite] = {}
    caps: dict[Literal["source", "author", "tag"], Annotated[int, Field(ge=1, le=1000)]] = {}
    evergreen: EvergreenPart | None = None
    public: bool = True
    times: list[TimePart] = []
    sections: list[SectionPart] = Field(min_length=1)


class NewsroomFile(_Part):
    """The whole file."""

    newsroom: House
    senders: list[SenderPart]
    brands: list[BrandPart] = []
    sources: list[SourcePart] = []
    channels: list[ChannelPart] = []
    lists: list[ListPart] = []


def read(path: Path) -> NewsroomFile:
    """Return the file's content. Raises SettingsProblem that names the place when something can't be used."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        found = NewsroomFile(**raw)
    except OSError as error:
        raise SettingsProblem(f"{path} can't be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"{path} is no readable TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsProblem(f"{path}, {place}: {first['msg'][0].lower()}{first['msg'][1:]}.") from error
    _agree(found, path)
    return found


def _agree(found: NewsroomFile, path: Path) -> None:
    """Refuse names that are given twice or are meant but nowhere made."""
    for what, names in (
        ("sender", [part.name for part in found.senders]),
        ("brand", [part.name for part in found.brands]),
        ("source", [part.name for part in found.sources]),
        ("channel", [part.slug for part in found.channels]),
        ("list", [part.slug for part in found.lists]),
        *((f"section of {each.slug}", [part.slug for part in each.sections]) for each in found.lists),
    ):
        for name in names:
            if names.count(name) > 1:
                raise SettingsProblem(f"{path} names the {what} {name} twice.")
    senders, brands = {part.name for part in found.senders}, {part.name for part in found.brands}
    for each in found.lists:
        if each.sender not in senders:
            raise SettingsProblem(
                f"{path}: the list {each.slug} asks for the sender {each.sender}, which is not there."
            )
        if each.brand is not None and each.brand not in brands:
            raise SettingsProblem(f"{path}: the list {each.slug} asks for the brand {each.brand}, which is not there.")
