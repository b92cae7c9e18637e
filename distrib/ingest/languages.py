"""Languages as others name them become BCP 47 tags; and which way they are written."""

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?", re.IGNORECASE)
_LEFTWARD = frozenset({"ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "ckb", "dv", "ks"})
_NAMES = {
    "english": "en",
    "hindi": "hi",
    "odia": "or",
    "oriya": "or",
    "urdu": "ur",
    "german": "de",
    "deutsch": "de",
    "bengali": "bn",
}


def language_tag(value: object) -> str | None:
    """Return `value` (en_us, EN-GB, English) as a BCP 47 tag, or None if it is none."""
    if not isinstance(value, str):
        return None
    words = value.strip()
    words = _NAMES.get(words.lower(), words)
    found = _TAG.fullmatch(words[:35])
    if found is None:
        return None
    language, script, region = found.groups()
    parts = [language.lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


def direction(language: str | None) -> str:
    """Return which way the language is written: `rtl` or `ltr`."""
    if not language:
        return "ltr"
    parts = language.lower().split("-")
    return "rtl" if parts[0] in _LEFTWARD or {"arab", "hebr"} & set(parts[1:]) else "ltr"
