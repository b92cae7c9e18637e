"""The words of readers' pages in each language: `templates/web/public/words/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from distrib import resources

NAMES: Mapping[str, str] = {"en": "English", "or": "ଓଡ଼ିଆ", "hi": "हिन्दी", "ur": "اردو"}
RIGHT_TO_LEFT = frozenset({"ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; a missing one is an error, not a hole in a page."""

    language: str
    direction: str
    said: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.said[key]


@cache
def words(language: str) -> Words:
    """Return the words of a language, or the English ones for a language that we have none of."""
    code = language if language in NAMES else "en"
    path = resources.shipped("templates") / "web" / "public" / "words" / f"{code}.toml"
    said = tomllib.loads(path.read_text("utf-8"))
    return Words(language=code, direction="rtl" if code in RIGHT_TO_LEFT else "ltr", said=said)


def preferred(*wishes: str | None, accept: str = "") -> str:
    """Return the first of `wishes` that we have words for, else the browser's first such language, else English."""
    spoken = [part.split(";")[0].strip().lower().split("-")[0] for part in accept.split(",")]
    return next((wish for wish in [*wishes, *spoken] if wish in NAMES and wish is not None), "en")
