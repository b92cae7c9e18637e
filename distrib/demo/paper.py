"""The stories of the sample newsroom, read from `stories/*.toml` and dated for one day."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from babel.dates import format_date

from distrib.demo.pictures import Drawing

OWN, COAST_WIRE, DELTA_DISPATCH = "tarinipost.example", "coastwire.example", "deltadispatch.example"
NAMES = {OWN: "The Tarini Post", COAST_WIRE: "Coast Wire", DELTA_DISPATCH: "Delta Dispatch"}
ZONE = ZoneInfo("Asia/Kolkata")
SECTIONS = {
    "Odisha": "odisha",
    "Nation": "nation",
    "World": "world",
    "Sports": "sports",
    "Business": "business",
    "Entertainment": "entertainment",
    "Videos": "videos",
    "Science & Tech": "science-tech",
    "Photo Gallery": "photo-gallery",
    "Odisha Special": "odisha-special",
}
LANGUAGES = {"en": "English", "or": "ଓଡ଼ିଆ", "hi": "हिन्दी", "ur": "اردو"}
_ARTIST = "Drawing: Mira Senapati / The Tarini Post"
_ARTISTS = {COAST_WIRE: "Drawing: CW", DELTA_DISPATCH: "Drawing: R. Samal / Delta Dispatch"}
_DATED = re.compile(r"\{(weekday|date|iso)([+-]\d+)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture in a story, with what stands below it."""

    name: str  #: its file without size and ending
    drawing: Drawing
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One story as the site tells it."""

    number: int  #: the site's own, as in `/?p=1042`
    host: str
    path: str
    section: str
    language: str
    kind: str  #: article, video, gallery
    title: str
    dek: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    credit: str | None  #: agency
    dateline: str | None
    tags: tuple[str, ...]
    pictures: tuple[Shown, ...]
    published: datetime
    modified: datetime
    seconds: int | None = None
    translation: str | None = None  #: equal for versions of one story in several languages
    note: str | None = None  #: of a correction
    embargo: bool = False

    @property
    def url(self) -> str:
        """Return its address as readers know it."""
        return f"https://{self.host}{self.path}"

    @property
    def direction(self) -> str:
        """Return which way it is read."""
        return "rtl" if self.language == "ur" else "ltr"

    @property
    def slug(self) -> str:
        """Return the last part of its address."""
        return self.path.strip("/").rpartition("/")[2]


def day_of(moment: datetime) -> date:
    """Return the newsroom's date at that moment."""
    return moment.astimezone(ZONE).date()


def read(day: datetime) -> tuple[tuple[Piece, ...], ...]:
    """Return every story of the paper and its neighbours as a pair (before, after its correction) or alone.

    `day` is the moment at which the morning edition is locked; the stories' hours count back from it.
    """
    return tuple(
        _versions({**_common(whole), **entry}, day)
        for name, whole in _files().items()
        if name != "later"
        for entry in whole["story"]
    )


def later() -> list[dict[str, Any]]:
    """Return the short stories that come in while the site runs on."""
    return list(_files()["later"]["story"])


def piece(entry: Mapping[str, Any], *, published: datetime, number: int, corrected: bool = True) -> Piece:
    """Return the story `entry`, dated; `corrected` says whether its correction is in yet."""
    host, language = entry.get("host", OWN), entry.get("language", "en")
    correction = entry.get("correction")

    def said(key: str) -> str:
        words = dated(str(entry.get(key, "")), published, language).strip()
        return words.replace(correction["now"], correction["was"]) if correction and not corrected else words

    slug = said("slug")
    kind = entry.get("kind", "article")
    changed = (
        published + timedelta(hours=entry["hours"] - correction["hours"]) if correction and corrected else published
    )
    return Piece(
        number=number,
        host=host,
        path=_path(host, language, entry["section"], slug),
        section=entry["section"],
        language=language,
        kind=kind,
        title=said("title"),
        dek=said("dek"),
        paragraphs=tuple(said("body").split("\n\n")),
        authors=tuple(entry.get("authors", ())),
        credit=entry.get("credit"),
        dateline=entry.get("dateline"),
        tags=tuple(entry.get("tags", ())),
        pictures=_pictures(entry, slug, host, language, said("caption") or said("dek"), published),
        published=published,
        modified=changed,
        seconds=entry.get("seconds"),
        translation=entry.get("translation"),
        note=correction["note"] if correction and corrected else None,
        embargo=entry.get("embargo", False),
    )


def dated(words: str, published: datetime, language: str) -> str:
    """Return `words` with {weekday}, {date} and {iso} filled in, counted from the story's own day."""

    def fill(found: re.Match[str]) -> str:
        day = day_of(published) + timedelta(days=int(found[2] or 0))
        if found[1] == "iso":
            return f"{day:%Y%m%d}"
        return format_date(day, "EEEE" if found[1] == "weekday" else "d MMMM", locale=language)

    return _DATED.sub(fill, words)


@cache
def _files() -> dict[str, dict[str, Any]]:
    folder = Path(__file__).parent / "stories"
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}


def _common(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if key != "story"}


def _versions(entry: Mapping[str, Any], day: datetime) -> tuple[Piece, ...]:
    published = day - timedelta(hours=entry["hours"])
    number = 1000 + crc32(f"{entry.get('language')} {entry['slug']} {entry['hours']}".encode()) % 90000
    after = piece(entry, published=published, number=number)
    if "correction" not in entry:
        return (after,)
    return piece(entry, published=published, number=number, corrected=False), after


def _path(host: str, language: str, section: str, slug: str) -> str:
    if host != OWN:
        return f"/{section.lower()}/{slug}"
    return f"/{SECTIONS[section]}/{slug}/" if language == "en" else f"/{language}/{slug}/"


def _pictures(
    entry: Mapping[str, Any], slug: str, host: str, language: str, caption: str, published: datetime
) -> tuple[Shown, ...]:
    credit = entry.get("artist") or _ARTISTS.get(host, _ARTIST)
    kind = entry.get("kind", "article")
    file = slug if language == "en" else f"{language}-{slug}"
    first = [entry["picture"], caption, entry.get("alt") or entry["picture"].split()[0].replace("_", " ").capitalize()]
    rest = [[spec, dated(words, published, language), words] for spec, words in entry.get("pictures", ())]
    shown = []
    for place, (spec, words, alt) in enumerate([first, *rest], start=1):
        scene, palette = spec.split()
        seed = crc32(f"{entry.get('translation') or slug} {place}".encode()) % 1000
        drawing = Drawing(scene=scene, palette=palette, seed=seed, play=kind == "video")
        shown.append(Shown(name=f"{file}-{place}", drawing=drawing, alt=alt, caption=words, credit=credit))
    return tuple(shown)
