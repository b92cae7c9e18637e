"""Which cluster that is already known each new group continues, so that an event keeps its number."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from distrib.model.candidates import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A group, the known cluster that it continues (None: a new one), and those that end in it."""

    group: Group
    cluster: int | None
    merged: tuple[int, ...] = ()


def keep(groups: Sequence[Group]) -> list[Kept]:
    """Return each group with its cluster: a merge keeps the older number, a split leaves it where most stories are."""
    shares: dict[int, Counter[int]] = defaultdict(Counter)
    for place, one in enumerate(groups):
        for member in one.members:
            if isinstance(member.cluster, int):
                shares[member.cluster][place] += 1
    owned: dict[int, list[int]] = defaultdict(list)
    for cluster, places in shares.items():
        most = max(places.values())
        owned[min(place for place, number in places.items() if number == most)].append(cluster)
    return [
        Kept(
            group=one,
            cluster=min(owned[place]) if place in owned else None,
            merged=tuple(sorted(owned[place])[1:]) if place in owned else (),
        )
        for place, one in enumerate(groups)
    ]
