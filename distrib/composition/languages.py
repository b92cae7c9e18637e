"""Words, numbers and days in the language of a digest, from the Babel catalogues in `templates/languages/`."""

import io
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from distrib.errors import TemplateProblem

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ks", "ps", "sd", "ug", "ur"})
_ODIA_DIGITS = str.maketrans("0123456789", "୦୧୨୩୪୫୬୭୮୯")
_FAST_READERS = frozenset({"en"})  # words a minute: 230 in English, fewer in scripts with longer words
FALLBACK = "en"


class Language:
    """One language: its catalogue, its numerals, its dates."""

    def __init__(self, code: str, translations: NullTranslations) -> None:
        self.code = code
        self.translations = translations

    @cached_property
    def direction(self) -> str:
        """`rtl` for right-to-left scripts, else `ltr`."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    def say(self, message: str, **given: object) -> str:
        """Return the message in this language with `%(name)s` filled; English where the catalogue is silent."""
        return str(self.translations.ugettext(message)) % given

    def count(self, one: str, many: str, number: int) -> str:
        """Return the form for `number`, with `%(num)s` filled by this language's numerals."""
        return str(self.translations.ungettext(one, many, number)) % {"num": self.number(number)}

    def number(self, number: int) -> str:
        """Return `number` in the numerals that papers of this language use: Odia its own, the others 0-9."""
        text = str(number)
        return text.translate(_ODIA_DIGITS) if self.code == "or" else text

    def day(self, day: date) -> str:
        """Return weekday, day, month and year."""
        try:
            text = format_date(day, "EEEE d MMMM y", locale=Locale.parse(self.code))
        except (UnknownLocaleError, ValueError):
            text = format_date(day, "EEEE d MMMM y", locale=FALLBACK)
        return text.translate(_ODIA_DIGITS) if self.code == "or" else text

    def minutes(self, words: int) -> int:
        """Return how long `words` take to read: at least one minute, none for no words."""
        if words <= 0:
            return 0
        return max(1, round(words / (230 if self.code in _FAST_READERS else 180)))

    def clock(self, seconds: int) -> str:
        """Return a length as `2:05`."""
        text = f"{seconds // 60}:{seconds % 60:02}"
        return text.translate(_ODIA_DIGITS) if self.code == "or" else text

    def and_list(self, names: Iterable[str]) -> str:
        """Return "A", "A and B" or "A, B and C"."""
        *first, last = list(names) or [""]
        if not first:
            return last
        return self.say("%(first)s and %(last)s", first=", ".join(first), last=last)


class Languages:
    """Every catalogue found in the given folders, read once; later folders win."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._known: dict[str, Language] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.po")):
                self._known[path.stem] = Language(path.stem, _read(path))

    def __getitem__(self, code: str) -> Language:
        """Return the language, English words for one without a catalogue."""
        short = code.replace("_", "-").split("-")[0].lower()
        found = self._known.get(short)
        if found is not None:
            return found
        english = self._known.get(FALLBACK)
        return Language(short, english.translations if english else NullTranslations())

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages that have a catalogue."""
        return tuple(sorted(self._known))


def _read(path: Path) -> Translations:
    """Compile a catalogue in memory, so that no build step stands between a translator and the mail."""
    try:
        with path.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
    except (PoFileError, ValueError, OSError) as error:
        raise TemplateProblem(f"The catalogue {path.name} can't be read: {error}.") from error
    compiled.seek(0)
    return Translations(compiled)
