"""A day as people write it in a line of text, in the languages of the newsrooms we know."""

import re
from datetime import date

# Beginnings of month names, so that full, short and bent forms are all known.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "jän", "ene", "gen", "янв", "जनवरी", "ଜାନୁଆରୀ", "جنوری", "oca", "sty", "led", "জানুয়ারি"),
    ("feb", "fév", "fev", "фев", "फरवरी", "फ़रवरी", "ଫେବୃଆରୀ", "فروری", "şub", "lut", "úno", "ফেব্রুয়ারি"),
    ("mar", "mär", "mrz", "maart", "мар", "मार्च", "ମାର୍ଚ୍ଚ", "مارچ", "bře", "মার্চ"),
    ("apr", "avr", "abr", "апр", "अप्रैल", "ଅପ୍ରେଲ", "اپریل", "nis", "kwi", "dub", "এপ্রিল"),
    ("may", "mai", "mag", "mei", "мая", "май", "मई", "ମଇ", "مئی", "maj", "kvě", "মে"),
    ("jun", "juin", "giu", "июн", "जून", "ଜୁନ", "جون", "haz", "cze", "čer", "জুন"),
    ("jul", "juil", "lug", "июл", "जुलाई", "ଜୁଲାଇ", "جولائی", "tem", "lip", "জুলাই"),
    ("aug", "aoû", "aou", "ago", "авг", "अगस्त", "ଅଗଷ୍ଟ", "اگست", "ağu", "sie", "srp", "আগস্ট"),
    ("sep", "set", "сен", "सितंबर", "सितम्बर", "ସେପ୍ଟେମ୍ବର", "ستمبر", "eyl", "wrz", "zář", "সেপ্টেম্বর"),
    ("oct", "okt", "out", "ott", "окт", "अक्टूबर", "ଅକ୍ଟୋବର", "اکتوبر", "eki", "paź", "říj", "অক্টোবর"),
    ("nov", "noi", "ноя", "नवंबर", "नवम्बर", "ନଭେମ୍ବର", "نومبر", "kas", "lis", "নভেম্বর"),
    ("dec", "dez", "dic", "déc", "дек", "दिसंबर", "दिसम्बर", "ଡିସେମ୍ବର", "دسمبر", "ara", "gru", "pro", "ডিসেম্বর"),
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = "(" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")[\w.’']{0,9}"
_FORMS = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"),
    re.compile(r"(?P<y>(?:19|20)\d\d)\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]"),
    re.compile(r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>(?:19|20)\d\d)\b"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+|of\s+)?(?P<n>{_MONTH}),?\s+(?:de\s+|del\s+)?(?P<y>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<n>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
)


def day_in(words: str) -> date | None:
    """Return the first whole day named in `words`; of 3/4/2026 the day comes first, as in most of the world."""
    best: tuple[int, date] | None = None
    for form in _FORMS:
        for found in form.finditer(words):
            day = _day(found)
            if day is not None and (best is None or found.start() < best[0]):
                best = (found.start(), day)
                break
    return best[1] if best else None


def without_day(words: str) -> str:
    """Return `words` cut where a day or time begins."""
    cut = re.search(rf"\b(?:{_MONTH}\s+\d|\d)", words, re.IGNORECASE)
    return words[: cut.start()] if cut else words


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = int(parts["m"]) if parts.get("m") else _month(parts.get("n") or "")
    day = int(parts["d"])
    if month > 12 >= day:  # noqa: PLR2004 - an American wrote it
        month, day = day, month
    try:
        return date(int(parts["y"]), month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    plain = name.lower()
    return next((number for start, number in _BY_LENGTH if plain.startswith(start)), 0)


_BY_LENGTH = sorted(_NUMBERS.items(), key=lambda pair: -len(pair[0]))
