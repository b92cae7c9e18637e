"""What fills a thin day: older stories that a newsroom said may still be told, never counted as news."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from distrib.model.candidates import Candidate, Reason
from distrib.selection import fits

DAYS, MOST = 30, 2
_LONGEST, _LARGEST = 3650, 50
_KEYS = ("tags", "sections", "days", "most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evergreen:
    """Which stories may fill a list's thin day: with one of the tags or sections, so many days old at most."""

    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    days: int = DAYS
    most: int = MOST


def read(given: Mapping[str, object]) -> tuple[Evergreen | None, str | None]:
    """Return what a list says of it, or None where nothing fills; and a sentence where it can't be meant so."""
    if not given:
        return None, None
    tags, sections = _names(given.get("tags", ())), _names(given.get("sections", ()))
    days, most = _number(given.get("days", DAYS), _LONGEST), _number(given.get("most", MOST), _LARGEST)
    wrong = next((name for name in given if name not in _KEYS), None)
    if wrong is None and tags is not None and sections is not None and (tags or sections) and days and most:
        return Evergreen(tags=tags, sections=sections, days=days, most=most), None
    return None, (
        "The list's “evergreen” can't be used, so nothing fills a thin day: it takes tags or sections (lists of "
        f"names), days (1 to {_LONGEST}) and most (1 to {_LARGEST})."
    )


def _names(given: object) -> tuple[str, ...] | None:
    if not isinstance(given, list | tuple) or not all(isinstance(name, str) and fits.slug(name) for name in given):
        return None
    return tuple(given)


def _number(given: object, most: int) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= most else None


def stands(rule: Evergreen, tags: Iterable[str], sections: Iterable[str]) -> bool:
    """Say whether a story with these tags and sections is one that may be told later, too."""
    return fits.named(tags, rule.tags) or fits.named(sections, rule.sections)


def reason(story: Candidate) -> Reason:
    """Return what is said of such a story in place of news."""
    at = story.published or story.seen
    since = f"from {at:%-d %B}" if at else "of no known date"
    return Reason(
        signal="evergreen", value=1.0, weight=0.0, contribution=0.0,
        words=f"it is nothing new, {since}; it fills a thin day",
    )  # fmt: skip
