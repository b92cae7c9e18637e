"""Which cards make one reader's copy, and what is filled into it."""

from dataclasses import dataclass
from datetime import datetime

from distrib.errors import BadInput
from distrib.model.cards import Form

_FORMS = {form.value[0].upper(): form for form in Form}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The cards of one copy in order, each in its form. `key` says the same in letters and is stored *as sent*."""

    digest_version: int
    cards: tuple[tuple[int, Form], ...]  #: (story id, form); empty: nothing for this reader
    arm: str = ""

    @property
    def key(self) -> str:
        """`v3:12L,14S,9H` (and `:b` for arm b): short, readable, enough to make the same copy again."""
        cards = ",".join(f"{story}{form.value[0].upper()}" for story, form in self.cards)
        return f"v{self.digest_version}:{cards}" + (f":{self.arm}" if self.arm else "")

    @classmethod
    def read(cls, key: str) -> "Plan":
        """Return the plan that `key` writes. Raises BadInput for anything else."""
        version, _, rest = key.partition(":")
        cards, _, arm = rest.partition(":")
        try:
            return cls(
                digest_version=int(version.removeprefix("v")),
                cards=tuple((int(card[:-1]), _FORMS[card[-1]]) for card in cards.split(",") if card),
                arm=arm,
            )
        except (ValueError, KeyError):
            raise BadInput("This is not the key of a plan.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanks:
    """What differs from reader to reader. Everything else of a copy comes from the digest's pieces."""

    key: str  #: `d5`: names the Message-ID
    address: str
    name: str
    dated_at: datetime  #: the Date header; kept for retries
    view_url: str
    unsubscribe_url: str
    preferences_url: str
