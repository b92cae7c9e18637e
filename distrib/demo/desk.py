"""What the sample newsroom's site has out at a given moment."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from distrib.clock import Clock
from distrib.demo.paper import OWN, Piece, later, piece, read

TOWNS = (
    "Anandapur Athgarh Athmallik Banki Baripada Barpali Bhadrak Bhanjanagar Bolagarh Chandbali Champua Daspalla "
    "Deogarh Dhamnagar Gunupur Hinjili Jajpur Jaleswar Jharsuguda Joda Junagarh Karanjia Kesinga Khandapara "
    "Kuchinda Malkangiri Nabarangpur Nayagarh Niali Nimapara Padampur Pattamundai Pipili Rairangpur Rayagada "
    "Sonepur Sunabeda Surada Talcher Titlagarh Udala Umerkote"
).split()
_SLOT = re.compile(r"-(\d{5,9})(?:-\d+)?/?$")
SHOWN = 20  # of the later stories, the newest: each tale once
_STRIDE = 7  # has no factor in common with the number of later stories: mixes their sections


class Desk:
    """The stories that are out: those of the fixed day, and one more every `trickle` minutes if it is set."""

    def __init__(self, day: datetime, clock: Clock, trickle: int | None = None) -> None:
        self.day, self.clock, self.trickle = day, clock, trickle
        self._told = read(day)

    def out(self, host: str) -> list[Piece]:
        """Return what `host` shows now, newest first: an embargoed story stands in it too, with its future date."""
        now = self.clock()
        fixed = [self._now(versions, now) for versions in self._told]
        shown = [told for told in fixed if told.host == host and (told.published <= now or told.embargo)]
        if self.trickle and host == OWN:
            newest = self._slot(now)
            shown += [self._later(slot) for slot in range(newest - SHOWN + 1, newest + 1)]
        return sorted(shown, key=lambda told: (told.published, told.number), reverse=True)

    def at(self, host: str, path: str) -> Piece | None:
        """Return the story at that address, though it may have left the feeds."""
        return next((told for told in self._told_by(host, path) if told.path == path), None)

    def media(self, host: str, name: str) -> Piece | None:
        """Return the story whose picture or film has that name."""
        for told in self._told_by(host, name):
            if told.slug == name or any(shown.name == name for shown in told.pictures):
                return told
        return None

    def _told_by(self, host: str, words: str) -> Iterator[Piece]:
        """Give everything that is out, and the later story whose number stands in `words`."""
        yield from self.out(host)
        number = _SLOT.search(words)
        if self.trickle and number and host == OWN and int(number[1]) <= self._slot(self.clock()):
            yield self._later(int(number[1]))

    @staticmethod
    def _now(versions: tuple[Piece, ...], now: datetime) -> Piece:
        return versions[-1] if versions[-1].modified <= now or len(versions) == 1 else versions[0]

    def _slot(self, now: datetime) -> int:
        return int(now.timestamp() // (60 * (self.trickle or 1)))

    def _later(self, slot: int) -> Piece:
        published = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=slot * (self.trickle or 1))
        return _told_later(slot, published)


@lru_cache(maxsize=512)
def _told_later(slot: int, published: datetime) -> Piece:
    pool = later()
    turn, number = divmod(slot, len(pool))
    told = pool[(number * _STRIDE) % len(pool)]
    place, count = TOWNS[(turn + number * 5) % len(TOWNS)], str(12 + (slot * 37) % 340)
    filled = {
        key: value.replace("{place}", place).replace("{n}", count) if isinstance(value, str) else value
        for key, value in told.items()
    }
    filled |= {"hours": 0, "slug": f"{told['slug']}-{slot}", "dateline": place if "{place}" in told["title"] else None}
    filled["pictures"] = [[spec, words.replace("{place}", place)] for spec, words in told.get("pictures", ())]
    filled["authors"] = ["Post Reporters"]
    return piece(filled, published=published, number=200_000 + slot)
