"""What keeps two stories apart however alike their words are: opposite outcomes, headlines cut from one template."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from distrib.model.candidates import Candidate
from distrib.selection import words

_OPPOSITES = """
    win lose; won lost; victory defeat; win defeat; rise fall; rose fell; gain loss; gain lose; up down; high low
    open close; accept reject; approve reject; approve deny; confirm deny; admit deny; allow ban; lift impose
    begin end; start end; start stop; begin stop; arrive leave; join quit; join leave; increase decrease
    convict acquit; guilty acquit; grant deny; grant refuse; pass fail; support oppose; agree refuse; born dead
    arrest release; hire fire; buy sell; first second; first third; second third
"""
OPPOSITES = frozenset(
    frozenset(words.stem(word) for word in pair.split()) for pair in _OPPOSITES.strip().replace("\n", ";").split(";")
)
"""Pairs of stems of which a headline holds one where its opposite holds the other."""

_SERIES = """
    horoscope horoscopes zodiac astrology rashifal panchang tarot lottery crossword sudoku wordle puzzle quiz almanac
    राशिफल पंचांग लॉटरी ରାଶିଫଳ ପାଞ୍ଜି ଲଟେରୀ زائچہ لاٹری
"""
SERIES = frozenset(words.stem(word) for word in _SERIES.split())
"""Words of headlines that come every day: two of them tell of one event only when nothing else in them differs."""

_TEMPLATES = """
    weather forecast temperature score scorecard scores odds result results price prices rate rates sensex nifty
    bulletin मौसम भाव कीमत रेट ପାଣିପାଗ ଦର ମୂଲ୍ୟ موسم قیمت ریٹ
"""
TEMPLATES = SERIES | frozenset(words.stem(word) for word in _TEMPLATES.split())
"""Words of headlines that are often cut from one template: like the series, when the rest reads alike too."""

SAME_BUT = 2  # words that may differ between two headlines still cut from one template
SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Headline:
    """A title as the guards read it."""

    order: tuple[str, ...]  #: telling words in order, numbers left out
    set: frozenset[str]  #: the same without their order
    figures: frozenset[str]
    negated: bool
    at: datetime


def headline(story: Candidate, at: datetime) -> Headline:
    """Return the title of `story` as the guards read it."""
    every = words.words(story.title[:300])
    order = tuple(stem for stem in words.told(every) if not stem[0].isdigit())
    figures = frozenset(words.digits(word) for word in every if word[0].isdigit())
    return Headline(order, frozenset(order), figures, any(word in words.NEGATIONS for word in every), at)


def apart(one: Headline, other: Headline) -> bool:
    """Say whether the two headlines must not tell of one event, however alike they read."""
    mine, theirs = one.set, other.set
    if not mine or not theirs:
        return False
    differing = mine ^ theirs
    close = len(differing) <= 2 * SAME_BUT and len(mine & theirs) >= max(len(mine), len(theirs)) / 2
    shared = mine & theirs
    if shared & (TEMPLATES if close else SERIES):
        return bool(differing) or one.figures != other.figures or abs(one.at - other.at) > SOON
    if not close:
        return False
    return _opposed(one, other, differing) or _renumbered(one, other, differing)


def templated(title: str) -> bool:
    """Say whether headlines like `title` come every day: horoscopes, prices, scores, the weather."""
    return bool(TEMPLATES & set(words.telling(title[:300])))


def _opposed(one: Headline, other: Headline, differing: frozenset[str]) -> bool:
    """One headline says what the other denies, of the same subject."""
    if one.negated != other.negated and len(differing) <= SAME_BUT:
        return True
    shared = one.set & other.set
    if [w for w in one.order if w in shared] != [w for w in other.order if w in shared]:
        return False  # "India beat Japan" and "Japan lose to India" are one event told from two sides
    mine, theirs = one.set - other.set, other.set - one.set
    return any(frozenset((a, b)) in OPPOSITES for a in mine for b in theirs)


def _renumbered(one: Headline, other: Headline, differing: frozenset[str]) -> bool:
    """The same words with other figures on another day: a count, a price, a part of a series."""
    if differing or not one.figures or not other.figures or one.figures & other.figures:
        return False
    return abs(one.at - other.at) > SOON
