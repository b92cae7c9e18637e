"""What editors want of one event, of all their marks together: the nearest counts, and of equals the last."""

from collections.abc import Iterable
from dataclasses import dataclass

from distrib.model.candidates import Reason, Wish

REFUSING = {"exclude": "excluded", "set_aside": "set aside"}
PLACING = {"pin", "move", "breaking"}
ASKING = PLACING | {"sponsored"}
"""Kinds that bring an event in whatever its score and date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What people asked for one event; all None when nobody did."""

    refused: Wish | None = None
    placed: Wish | None = None
    sponsored: Wish | None = None

    @property
    def wanted(self) -> Wish | None:
        """The mark that brings the event in, if one does."""
        return None if self.refused else self.placed or self.sponsored

    @property
    def section_id(self) -> int | None:
        """The section it was given, if any."""
        wish = self.wanted
        return wish.section_id if wish else None

    @property
    def rank(self) -> int | None:
        """The rank it was given, if any; what is not pinned stands where its score puts it."""
        return self.placed.rank if self.placed and self.placed.kind != "move" and not self.refused else None

    @property
    def first(self) -> int:
        """0 for breaking, 1 for pinned, 2 for what stands by its score: how a section is ordered."""
        if self.refused or self.placed is None or self.placed.kind == "move":
            return 2
        return 0 if self.placed.kind == "breaking" else 1

    @property
    def sponsor(self) -> str | None:
        """Who paid for its place, as it is labelled."""
        return (self.sponsored.note or "") if self.sponsored and not self.refused else None

    def refusal(self) -> str | None:
        """Return why it may not be in, or None."""
        return f"It was {REFUSING[self.refused.kind]} by {self.refused.who}." if self.refused else None

    def reasons(self) -> list[Reason]:
        """Return a reason per mark that brought it in: they weigh nothing, they stand before everything."""
        made = [(_words(wish), wish) for wish in (self.placed, self.sponsored) if wish]
        return [
            Reason(signal="mark", value=1.0, weight=0.0, contribution=0.0, words=f"{words} by {wish.who}")
            for words, wish in made
        ]


NOTHING = Asked()


def asked(wishes: Iterable[Wish], cluster: int | str | None) -> Asked:
    """Return what the marks on this cluster come to.

    A mark on this edition stands over one on the list, and that over one for everywhere; of equals the last made.
    Being sponsored is a label beside the place, and goes with it when the event is kept out.
    """
    mine = [wish for wish in wishes if cluster is not None and wish.cluster == cluster]
    if not mine:
        return NOTHING
    place = [wish for wish in mine if wish.kind in PLACING or wish.kind in REFUSING]
    last = min(reversed(place), key=lambda wish: wish.reach, default=None)
    sponsored = next((wish for wish in reversed(mine) if wish.kind == "sponsored"), None)
    refused = last if last and last.kind in REFUSING else None
    return Asked(refused=refused, placed=last if last and not refused else None, sponsored=sponsored)


def _words(wish: Wish) -> str:
    if wish.kind == "pin":
        return f"pinned to place {wish.rank}" if wish.rank else "pinned"
    if wish.kind == "sponsored":
        return f"paid for by {wish.note}, marked" if wish.note else "marked sponsored"
    return {"move": "put here", "breaking": "marked breaking"}[wish.kind]
