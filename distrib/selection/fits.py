"""Whether a story meets a section's rule and a list's language."""

import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from distrib.model.candidates import Candidate, SectionRule

LOOKED_AT = 300  # signs of a name: no newsroom's are longer
KEYS = ("sections", "tags", "sources", "paths", "kinds", "languages")


def fits(story: Candidate, section: SectionRule, language: str) -> bool:
    """Say whether `story` may stand in `section` of a list written in `language`.

    Each given key needs one match; an empty rule takes every story. Without `languages` the list's own counts,
    and a story that does not say its language is taken to be in it.
    """
    rule = section.rule
    if not speaks(story, rule.get("languages") or (language,)):
        return False
    checks: Mapping[str, bool] = {
        "sections": named((story.section or "", *story.sections), rule.get("sections", ())),
        "tags": named(story.tags, rule.get("tags", ())),
        "sources": named((story.source,), rule.get("sources", ())),
        "paths": any(_path(story.url).startswith(_start(start)) for start in rule.get("paths", ())),
        "kinds": story.kind in rule.get("kinds", ()),
    }
    return all(met for key, met in checks.items() if rule.get(key))


def speaks(story: Candidate, languages: Iterable[str]) -> bool:
    """Say whether the story is in one of `languages`, regions aside; unknown counts as yes."""
    return story.language is None or primary(story.language) in {primary(language) for language in languages}


def primary(language: str) -> str:
    """Return "en" of "en-IN"."""
    return language.replace("_", "-").partition("-")[0].casefold()


def slug(name: str) -> str:
    """Return how a section's name is written in an address: "Science & Tech" is "science-tech", and compares equal."""
    folded = unicodedata.normalize("NFKC", name[:LOOKED_AT]).casefold()
    return "-".join("".join(sign if _in_word(sign) else " " for sign in folded.replace("'", "")).split())


def _in_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def named(names: Iterable[str], wanted: Iterable[str]) -> bool:
    """Say whether one of `names` is wanted: compared as a whole and, of a path like "Business / Markets", by parts."""
    wished = {slug(name) for name in wanted} - {""}
    return any(slug(part) in wished for name in names for part in (name, *name[:LOOKED_AT].split("/")))


def _path(url: str) -> str:
    return unquote(urlsplit(url).path).casefold().rstrip("/") + "/"


def _start(path: str) -> str:
    return "/" + path.casefold().strip("/") + ("/" if path.strip("/") else "")
