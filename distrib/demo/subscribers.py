"""The sample newsroom's readers: a thousand who get mail today, and a few who must not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from distrib.demo import names
from distrib.model.subscribers import SubscriptionState

ENGLISH, ODIA, HINDI, URDU = "tarini-morning", "sakala", "subah", "subh-bakhair"
SILENT = "odisha-special"  #: the section that has no story on the sample's day
SECTIONS = {
    ENGLISH: (
        "odisha",
        "nation",
        "world",
        "sports",
        "business",
        "entertainment",
        "videos",
        "science-tech",
        "photo-gallery",
        SILENT,
    ),
    ODIA: ("rajya", "desha-bidesha", "khela", "artha-bigyana", "manoranjana"),
    HINDI: ("pradesh", "desh-duniya", "khel", "karobar-vigyan"),
    URDU: ("riyasat", "mulk-o-dunya", "khel-aur-science"),
}
READING = {ENGLISH: 760, ODIA: 110, HINDI: 80, URDU: 50}
UNCONFIRMED, SUPPRESSED, NO_NEWS, UNSUBSCRIBED = 5, 5, 5, 3
_LANGUAGES = {ENGLISH: "en", ODIA: "or", HINDI: "hi", URDU: "ur"}
_MAILBOXES = ("inbox.example", "mail.example", "reader.example", "post.example", "letters.example")
_ALL_SECTIONS, _FAVOURITE = 0.3, 0.6  # shares: of readers who take everything; of the rest who take Odisha too


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSubscriber:
    """Somebody who signed up in the sample newsroom."""

    address: str
    name: str
    language: str
    list_slug: str
    sections: tuple[str, ...] | None  #: slugs; None: all of them
    state: SubscriptionState = SubscriptionState.CONFIRMED
    suppressed: bool = False  #: the address is never to be written to


def sample_subscribers() -> list[SampleSubscriber]:
    """Return the sample's readers, the same ones every time.

    A thousand have something to read on the sample's day. Besides them: some who never confirmed, some whose address
    is suppressed, some who chose only the section without news, and some who left.
    """
    dice = Random("the readers of the sample")  # noqa: S311 - whoever guesses them finds nobody
    readers = [_reader(slug, dice) for slug, count in READING.items() for _ in range(count)]
    dice.shuffle(readers)
    besides = [
        *[replace(_reader(ENGLISH, dice), state=SubscriptionState.UNCONFIRMED) for _ in range(UNCONFIRMED)],
        *[replace(_reader(ENGLISH, dice), suppressed=True) for _ in range(SUPPRESSED)],
        *[replace(_reader(ENGLISH, dice), sections=(SILENT,)) for _ in range(NO_NEWS)],
        *[replace(_reader(ODIA, dice), state=SubscriptionState.UNSUBSCRIBED) for _ in range(UNSUBSCRIBED)],
    ]
    return [
        replace(reader, address=f"{reader.address}.{number:03d}@{_MAILBOXES[number % len(_MAILBOXES)]}")
        for number, reader in enumerate([*readers, *besides], start=1)
    ]


def _reader(slug: str, dice: Random) -> SampleSubscriber:
    """Return a reader of the list `slug`, whose address still lacks its number and mailbox."""
    name, local = _name(slug, dice)
    return SampleSubscriber(
        address=local, name=name, language=_LANGUAGES[slug], list_slug=slug, sections=_choice(SECTIONS[slug], dice)
    )


def _choice(offered: Sequence[str], dice: Random) -> tuple[str, ...] | None:
    """Return some sections in the list's order, at least one of which has stories."""
    if dice.random() < _ALL_SECTIONS:
        return None
    told = [section for section in offered if section != SILENT]
    chosen = set(dice.sample(told, dice.randint(1, len(told) - 1)))
    if dice.random() < _FAVOURITE:
        chosen.add(offered[0])
    if SILENT in offered and dice.random() < 1 / 4:
        chosen.add(SILENT)
    return tuple(section for section in offered if section in chosen)


def _name(slug: str, dice: Random) -> tuple[str, str]:
    """Return a name in its own letters and as it stands in an address."""
    if slug == ENGLISH:
        first, last = dice.choice(names.LATIN), dice.choice(names.LATIN_LAST)
        return f"{first} {last}", f"{first}.{last}".lower()
    firsts, lasts = {
        ODIA: (names.ODIA, names.ODIA_LAST),
        HINDI: (names.HINDI, names.HINDI_LAST),
        URDU: (names.URDU, names.URDU_LAST),
    }[slug]
    given, family = dice.choice(firsts), dice.choice(lasts)
    return f"{given[0]} {family[0]}", f"{given[1]}.{family[1]}"
