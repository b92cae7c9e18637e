"""Stories made up by the thousand, as a busy newsroom's fortnight would look: for measuring cost, not quality."""

import random
from bisect import bisect
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from distrib.model.candidates import Candidate

DAYS, WORDS, VOCABULARY = 14, 60, 60_000
END = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
SIZES = [1] * 60 + [2] * 16 + [3] * 9 + [4] * 5 + [6] * 4 + [10] * 3 + [18] * 2 + [30]
TEMPLATES = (
    "Gold price today: 24 carat at Rs {n}", "Horoscope today: what {w} brings", "Weather forecast for {w}: {n} degrees",
    "Live score: {w} {n} for 3", "Sensex closes at {n}", "Lottery result {n}", "Dengue: {n} new cases in {w}",
)  # fmt: skip
TEMPLATED = 0.05
_SYLLABLES = ("ka", "ri", "pu", "mo", "sen", "tal", "dar", "ni", "bha", "go", "lu", "than", "vi", "ro", "sam", "ek")


def _word(number: int) -> str:
    parts = []
    number += 17
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts)


def stories(number: int, seed: int = 1) -> list[Candidate]:
    """Return `number` stories: words as common as Zipf says, events of 1 to 30 stories, templates, 14 days."""
    chance = random.Random(seed)  # noqa: S311 - made-up stories, no secrets
    vocabulary = [_word(place) for place in range(VOCABULARY)]
    common = list(accumulate(1 / (place + 20) for place in range(VOCABULARY)))

    def some(count: int) -> list[str]:
        return [vocabulary[bisect(common, chance.random() * common[-1])] for _ in range(count)]

    made: list[Candidate] = []

    def add(title: str, body: str, at: datetime) -> None:
        n = len(made)
        made.append(
            Candidate(
                id=n, title=title, summary=body, url=f"https://paper.example/{n}", source=f"Source {n % 50}",
                published=at, seen=at, position=n % 30, section=f"Section {n % 9}", language="en",
            )
        )  # fmt: skip

    while len(made) < number:
        at = END - timedelta(seconds=chance.random() * DAYS * 86400)
        if chance.random() < TEMPLATED:
            title = chance.choice(TEMPLATES).format(n=chance.randrange(100, 99_999), w=some(1)[0])
            add(title, " ".join(some(WORDS)), at)
            continue
        event = some(22) + [vocabulary[chance.randrange(2_000, VOCABULARY)] for _ in range(5)]
        for _ in range(min(chance.choice(SIZES), number - len(made))):
            own = chance.sample(event, 17)
            body = own + some(WORDS - len(own))
            chance.shuffle(body)
            title = chance.sample(event, 6) + some(3)
            chance.shuffle(title)
            later = timedelta(seconds=chance.expovariate(1 / 20_000))
            add(" ".join(title).capitalize(), " ".join(body).capitalize() + ".", min(at + later, END))
    return made
