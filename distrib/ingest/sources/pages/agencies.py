"""Where a story came from: the agency it is credited to, and the place its dateline names."""

import re

AGENCIES = {
    "IANS": "IANS", "PTI": "PTI", "ANI": "ANI", "UNI": "UNI", "AP": "AP", "THE ASSOCIATED PRESS": "AP",
    "ASSOCIATED PRESS": "AP", "AFP": "AFP", "AGENCE FRANCE-PRESSE": "AFP", "REUTERS": "Reuters", "DPA": "dpa",
    "DEUTSCHE PRESSE-AGENTUR": "dpa", "XINHUA": "Xinhua", "TASS": "TASS", "EFE": "EFE", "ANSA": "ANSA",
    "KYODO": "Kyodo", "BLOOMBERG": "Bloomberg", "UPI": "UPI", "APA": "APA", "SID": "SID", "BELGA": "Belga",
    "PA MEDIA": "PA", "TNN": "TNN", "ENA": "ENA", "PNA": "PNA", "MENA": "MENA", "KUNA": "KUNA", "SPA": "SPA",
    "IRNA": "IRNA", "MTI": "MTI", "PAP": "PAP", "ČTK": "ČTK", "CTK": "ČTK", "NTB": "NTB", "RITZAU": "Ritzau",
    "BNS": "BNS", "HINA": "Hina", "TANJUG": "Tanjug", "APP": "APP", "UNB": "UNB", "NAN": "NAN", "GNA": "GNA",
    "ANP": "ANP", "KEYSTONE-SDA": "Keystone-SDA", "EUROPA PRESS": "Europa Press", "TÉLAM": "Télam",
    "TELAM": "Télam", "ANTARA": "Antara", "PRESS TRUST OF INDIA": "PTI", "PRESS ASSOCIATION": "PA",
    "AGENCIES": "Agencies", "INPUTS": "Agencies", "भाषा": "Bhasha", "वार्ता": "UNI Varta",
    "पीटीआई": "PTI", "आईएएनएस": "IANS",
    "एएनआई": "ANI", "ଆଇଏଏନଏସ": "IANS", "ପିଟିଆଇ": "PTI", "یو این آئی": "UNI", "AGENCIA EFE": "EFE",
    "HINDUSTHAN SAMACHAR": "Hindusthan Samachar", "THE CANADIAN PRESS": "The Canadian Press", "AAP": "AAP",
    "YONHAP": "Yonhap", "ANADOLU": "Anadolu", "INTERFAX": "Interfax", "EPD": "epd", "KNA": "KNA",
    "SPUTNIK": "Sputnik", "WAM": "WAM", "BERNAMA": "Bernama", "JIJI": "Jiji", "BSS": "BSS", "LUSA": "Lusa",
    "VNA": "VNA", "CNA": "CNA",
}  # fmt: skip
_END = re.compile(r"[(\[—–-]\s*((?:with )?(?:inputs? (?:from|by) )?[^\W\d_][^()\[\].!?;:]{1,40})[)\]]?\s*\.?$")
_SOURCED = re.compile(
    r"(?:^|[.!?।]\s*|[(\[])\s*(?:sources?|courtesy|credits?|agency|quelle|fuente|fonte|with (?:agency )?inputs? from"
    r"|inputs? from|स्रोत|ସୂତ୍ର)\s*:?\s+([^.()\[\]]{2,40})[.)\]]*\s*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:[.!?।”\"'’]\s*[(\[]\s*([A-Z]{2,6})\s*[)\]]|(?:--|—|–)\s*([A-Z]{2,6})(?:[/ ][a-z/]+)?)\s*$")
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


def agency(authors: tuple[str, ...], body: list[str]) -> str | None:
    """Return the agency a story came from: named as its author, or at the end of its text."""
    for name in authors:
        if found := _known(name):
            return found
    if body and (alone := _ALONE.fullmatch(body[-1])):  # a last line in brackets is a credit, whoever it is
        return _known(alone[1]) or alone[1]
    for words in reversed(body[-3:]):
        if found := _ends_with(words[-120:]):
            return found
    return None


def _ends_with(words: str) -> str | None:
    """Return the agency that a paragraph ends with: in brackets, after a dash, after "Source:"."""
    if sourced := _SOURCED.search(words):
        named = re.split(r"[,/&]| and ", sourced[1])[0].strip(" .)]")
        return _known(named) or (named if named.isupper() else None)
    ended = _END.search(words)
    parts = re.split(r"[,/&]| and ", ended[1]) if ended else []
    if found := next((known for part in parts if (known := _known(part))), None):
        return found
    if signed := _SIGNED.search(words):
        named = signed[1] or signed[2]
        return _known(named) or named
    return None


def _known(name: str) -> str | None:
    """Return an agency's name as it is usually written."""
    bare = re.sub(
        r"^(?:with )?(?:agency )?(?:inputs? (?:from|by) )?|\s+(?:inputs?|wire)$",
        "",
        name.strip(" .()[]"),
        flags=re.IGNORECASE,
    )
    return AGENCIES.get(bare.upper()) or AGENCIES.get(
        re.split(r"[\s/]", bare.upper() + " ")[0] if bare.isupper() else ""
    )


def dateline(body: list[str]) -> tuple[str | None, str | None]:
    """Return the place that the first paragraph starts with, and the agency named beside it."""
    matches = (_DATELINE.match(words[:140]) for words in body[:2])  # a standfirst may come first
    return next((told for found in matches if found and (told := _placed(found)) != (None, None)), (None, None))


def _placed(found: re.Match[str]) -> tuple[str | None, str | None]:
    place, named, mark = found[1].strip(" ,"), _known(found[2] or ""), found[3]
    if named is None and mark and re.fullmatch(r"[A-Z]{2,6}", found[2] or ""):
        named = found[2]
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
