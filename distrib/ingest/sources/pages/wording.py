"""Names, credits, datelines and titles, freed from what stands around them."""

import re

from distrib.ingest.cleaning import line
from distrib.ingest.written_dates import without_day

AGENCIES = {
    "IANS": "IANS", "PTI": "PTI", "ANI": "ANI", "UNI": "UNI", "AP": "AP", "THE ASSOCIATED PRESS": "AP",
    "ASSOCIATED PRESS": "AP", "AFP": "AFP", "AGENCE FRANCE-PRESSE": "AFP", "REUTERS": "Reuters", "DPA": "dpa",
    "DEUTSCHE PRESSE-AGENTUR": "dpa", "XINHUA": "Xinhua", "TASS": "TASS", "EFE": "EFE", "ANSA": "ANSA",
    "KYODO": "Kyodo", "BLOOMBERG": "Bloomberg", "UPI": "UPI", "APA": "APA", "SID": "SID", "BELGA": "Belga",
    "PA MEDIA": "PA", "THE CANADIAN PRESS": "The Canadian Press", "AAP": "AAP", "YONHAP": "Yonhap",
    "ANADOLU": "Anadolu", "INTERFAX": "Interfax", "EPD": "epd", "KNA": "KNA", "SPUTNIK": "Sputnik", "WAM": "WAM",
    "BERNAMA": "Bernama", "JIJI": "Jiji", "BSS": "BSS", "LUSA": "Lusa", "VNA": "VNA", "CNA": "CNA",
}  # fmt: skip
_BY = re.compile(
    r"^(?:by|von|vom|por|par|di|da|od|автор|text|story|af|door|av|auth?or(?:en|in)?|(?:written|reported|posted) by"
    r"|(?:veröffentlicht|eingestellt|verfasst|geschrieben) von)\b\s*:?\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[/•·|@]|\s[–—-]\s|\bupdated\b|\bpublished\b|\bsee full bio\b|\bread more\b)\s*", re.IGNORECASE
)
_LINK = re.compile(r"(?:https?:|www\.)\S*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:;|\||\band\b|&|\bund\b|\bwith\b)\s*", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|@|admin$|administrator$|editor$|null$|undefined$|none$|n/a$|webmaster$)|[{}<>=]", re.IGNORECASE
)
_END = re.compile(r"[(\[—–-]\s*((?:with )?(?:inputs? (?:from|by) )?[A-Za-z][\w .&/,-]{1,40})[)\]]?\s*\.?$")
_ALONE = re.compile(r"[(\[]\s*([A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})\s*[)\]]")
_DATELINE = re.compile(
    r"^\s*([^\W\d_][^\d:;!?\"“”()—–]{1,48}?)"
    r"(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?)?"
    r"\s*(?:\(([A-Za-z][\w .&/-]{1,30})\))?\s*(:|—|–|--|\s-|(?<=\)))\s+\S"
)
_NO_PLACE = frozenset(
    ["note", "update", "updated", "editor", "read", "also", "watch", "listen", "photo", "image", "source", "question",
     "answer", "q", "a", "warning", "correction", "disclaimer", "analysis", "opinion", "exclusive", "breaking", "live",
     "video", "picture", "pictures", "file", "advertisement", "topics", "tags", "by", "summary", "related"]
)  # fmt: skip
_SEPARATOR = re.compile(r"\s+[|–—\-·»:•/]+\s+|\s*\|\s*|\s+::\s+|\s+– ")


def names(values: list[str], most: int = 12) -> tuple[str, ...]:
    """Return people's and desks' names, one each, as they are."""
    found: dict[str, str] = {}
    for value in values:
        whole = line(_LINK.sub("", _MAIL.sub("", value)), 200) or ""
        whole = _AFTER.split(without_day(_BY.sub("", whole)), maxsplit=1)[0].strip(" ,;|•-–—/(")
        for part in _parts(whole):
            name = _BY.sub("", part).strip(" ,.;|•-–—:")
            if 2 <= len(name) <= 80 and not _NO_NAME.search(name):  # noqa: PLR2004 - no name is longer
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:most]


def _parts(whole: str) -> list[str]:
    pieces = _AND.split(whole)
    if all(len(piece.split()) >= 2 for piece in whole.split(",")):  # noqa: PLR2004 - "Surname, Name" has one word each
        pieces = [part for piece in pieces for part in piece.split(",")]
    return pieces


def looks_personal(name: str) -> bool:
    """Return whether a name is a person's rather than a paper's or a sign: two words, each like a name."""
    words = name.split()
    cased = all(word[:1].isupper() or word[:1].lower() == word[:1].upper() for word in words)
    return ":" not in name and cased and len(words) in {2, 3, 4}


def agency(authors: tuple[str, ...], body: list[str]) -> str | None:
    """Return the agency a story came from: named as its author, or at the end of its text."""
    for name in authors:
        if found := AGENCIES.get(name.upper()):
            return found
    if body and (alone := _ALONE.fullmatch(body[-1])):  # a last line in brackets is a credit, whoever it is
        return AGENCIES.get(alone[1].upper(), alone[1])
    for words in reversed(body[-3:]):
        found_end = _END.search(words[-90:])
        if found_end:
            for part in re.split(r"[,/&]| and ", found_end[1]):
                bare = re.sub(r"^(?:with )?(?:inputs? (?:from|by) )", "", part.strip(), flags=re.IGNORECASE)
                if credit := AGENCIES.get(bare.upper().strip()):
                    return credit
    return None


def dateline(body: list[str]) -> tuple[str | None, str | None]:
    """Return the place that the first paragraph starts with, and the agency named beside it."""
    found = _DATELINE.match(body[0][:140]) if body else None
    if found is None:
        return None, None
    place, named, mark = found[1].strip(" ,"), AGENCIES.get((found[2] or "").upper()), found[3]
    if not mark and named is None:  # only an agency in brackets ends a dateline by itself
        return None, None
    words = place.split()
    cased = [word for word in words if word[:1].lower() != word[:1].upper()]
    small = {"of", "de", "la", "the", "del", "al", "and"}
    if cased:
        fits = len(words) <= 5 and all(word[0].isupper() or word.lower() in small for word in cased)  # noqa: PLR2004
    else:
        fits = len(words) <= 2 and mark == ":"  # noqa: PLR2004 - without capitals only one or two words are a place
    if not fits or words[0].casefold().strip(",'’") in _NO_PLACE:
        return None, None
    return place, named


def title(candidates: list[str], sites: list[str], host: str) -> str | None:
    """Return the headline among the candidates (best first), without the site's name."""
    for value in candidates:
        whole = line(value, 400)
        if not whole:
            continue
        bare = without_site(whole, sites, host)
        if bare:
            return bare
    return None


def likest(candidates: list[str], others: list[str | None]) -> str | None:
    """Return the candidate that shares most of its words with one of the others; the first, where there are none."""
    known = [set(plain(other).split()) for other in others if other]
    if not known:
        return candidates[0] if candidates else None
    best, best_share = None, 0.3  # less in common is another thing: the paper's name, a section
    for candidate in candidates:
        words = set(plain(candidate).split())
        share = max((len(words & other) / max(len(words), 1) for other in known), default=0.0)
        if share > best_share:
            best, best_share = candidate, share
    return best


def same(one: str, other: str) -> bool:
    """Return whether two titles are one but for punctuation and case."""
    return plain(one) == plain(other)


def without_site(whole: str, sites: list[str], host: str) -> str:
    """Return a title without the names of its site at either end."""
    known = {plain(site) for site in sites if plain(site)}
    label = plain(host.removeprefix("www.").split(".")[0])
    whole = whole.strip(" |–—-·»:•")
    while True:
        pieces = list(_SEPARATOR.finditer(whole))
        if not pieces:
            return "" if plain(whole) in known else whole
        first, last = whole[: pieces[0].start()], whole[pieces[-1].end() :]
        if _is_site(last, known, label):
            whole = whole[: pieces[-1].start()].strip()
        elif _is_site(first, known, label):
            whole = whole[pieces[0].end() :].strip()
        else:
            return whole


def _is_site(piece: str, known: set[str], label: str) -> bool:
    bare = plain(piece)
    return bool(bare) and (bare in known or bare.replace(" ", "") == label.replace(" ", ""))


def plain(words: str) -> str:
    """Return words as they are compared: lower case, without punctuation."""
    return re.sub(r"[^\w]+", " ", words.casefold().lstrip("@")).strip()
