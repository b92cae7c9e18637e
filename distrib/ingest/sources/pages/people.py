"""The names in a byline, freed from what stands around them."""

import re

from distrib.ingest.cleaning import line
from distrib.ingest.written_dates import without_day

_BY = re.compile(
    r"^(?:by|von|vom|por|par|di|da|od|автор|text|texte|story|af|door|av|auth?or(?:en|in)?|auteur|autorin/autor"
    r"|writer|reporter|redaktion(?=:)"
    r"|(?:written|reported|posted|created|submitted|artikel|article|text|words|story) (?:by|von|par|por)"
    r"|(?:veröffentlicht|eingestellt|verfasst|geschrieben|erstellt|gepostet) (?:von|durch)|gespeichert von"
    r"|pressemitteilung von|publié par|escrito por|publicado por)\b\s*:?\s*(?=\S)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[•·|@→]|/\s*(?=\w+:)|\s[–—-]\s|\bupdated\b|\bpublished\b|\bposted\b|\bsee full bio\b|\bread more\b"
    r"|\bstand\b\s*:?|\bveröffentlicht\b)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:am|on|vor|um|at|said|says|sagt|schrieb|wrote|stand|in)\s*:?,?\s*$", re.IGNORECASE)
_TWICE = re.compile(r"^(.{2,60}?) by \1$", re.IGNORECASE)  # a face's name, and then the byline
_DEGREE = re.compile(r"^(?:ph\.?\s?d|m\.?d|dr|jr|sr|m\.?a|b\.?a|esq)\.?$", re.IGNORECASE)
_LINK = re.compile(r"(?:https?:|www\.)\S*", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&|und|et|y|with)\s+", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:;|\||、|\bim Gespräch mit\b|\bin conversation with\b)\s*", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|@|admin$|administrator$|editor$|null$|undefined$|none$|n/a$|webmaster$|no author$|unknown$"
    r"|anonymous$|author$"
    r"|posted$|posted on$|name \(|by$|von$|(?:view|see|show|read) (?:all|more)|all posts|more (?:by|from)"
    r"|alle (?:beiträge|artikel)"
    r"|zeige alle|(?:mehr|über) |veröffentlicht|link\d+$)|[{}<>=]",
    re.IGNORECASE,
)


def names(values: list[str], most: int = 12) -> tuple[str, ...]:
    """Return people's and desks' names, one each, as they are."""
    found: dict[str, str] = {}
    for value in values:
        whole = _TWICE.sub(r"\1", line(_LINK.sub("", _MAIL.sub("", value)), 200) or "")
        whole = _AFTER.split(without_day(_BY.sub("", whole)), maxsplit=1)[0].strip(" ,;|•-–—/(")
        for part in _parts(whole):
            name = _TAIL.sub("", _BY.sub("", part)).strip(" ,;|•-–—:/")
            name = name if re.search(r"\b\w\.$", name) else name.rstrip(".")
            if 2 <= len(name) <= 80 and not _NO_NAME.search(name) and not _DEGREE.match(name):  # noqa: PLR2004 - no name is longer
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:most]


def _parts(whole: str) -> list[str]:
    """Return the names in a line: split where each part can be a name by itself."""
    pieces = [part for part in _LIST.split(whole) if part]
    for mark in (re.compile(r"\s*/\s*"), _AND, re.compile(r"\s*,\s*")):
        pieces = [part for piece in pieces for part in _split(piece, mark)]
    return pieces


def _split(piece: str, mark: re.Pattern[str]) -> list[str]:
    parts = [part for part in mark.split(piece) if part.strip()]
    lengths = {min(len(part.split()), 2) for part in parts}
    if mark.pattern.strip("\\s*") == ",":
        return parts if 2 in lengths else [piece]  # noqa: PLR2004 - "Surname, Name" has one word each
    return parts if len(lengths) == 1 and (lengths == {2} or len(parts) == 2) else [piece]  # noqa: PLR2004 - first names


def looks_personal(name: str) -> bool:
    """Return whether a name is a person's rather than a paper's or a sign: two words, each like a name."""
    words = name.split()
    cased = all(word[:1].isupper() or word[:1].lower() == word[:1].upper() for word in words)
    return ":" not in name and cased and len(words) in {2, 3, 4}
