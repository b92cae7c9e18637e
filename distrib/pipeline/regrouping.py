"""The stories of some days, grouped anew, become Cluster rows: known events keep their number."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from distrib.model.candidates import Candidate, Group
from distrib.model.stories import Cluster
from distrib.pipeline.parts import Parts
from distrib.selection import clustering, keeping
from distrib.selection.keeping import Kept
from distrib.store import clusters

AT_ONCE = 200  # groups per transaction: nobody waits long for the database
T = TypeVar("T")


def regroup(parts: Parts, candidates: Sequence[Candidate], now: datetime) -> list[Group]:
    """Return the candidates in groups, every member with the number of its cluster, which is stored."""
    kept = keeping.keep(clustering.group(candidates, now))
    numbers: list[int] = []
    for some in _batches(kept):
        with parts.database.writing() as session:
            new = [one for one in some if one.cluster is None]
            made = iter(clusters.make(session, [_first_seen(one.group, now) for one in new], now))
            for one in some:
                number = next(made) if one.cluster is None else one.cluster
                numbers.append(number)
                if one.merged:
                    clusters.merge(session, number, one.merged)
                clusters.place(
                    session, number, [_id(member) for member in one.group.members if member.cluster != number]
                )
    groups = [_numbered(one.group, number) for one, number in zip(kept, numbers, strict=True)]
    _store_rows(parts, kept, groups, numbers, now)
    return groups


def _store_rows(
    parts: Parts, kept: Sequence[Kept], groups: Sequence[Group], numbers: Sequence[int], now: datetime
) -> None:
    """Say of each cluster who represents it, how large it is and what it follows; rows that stay equal are left."""
    for some in _batches(list(zip(kept, groups, numbers, strict=True))):
        ids = [number for _, _, number in some]
        with parts.database.reading() as session:
            rows, sizes = clusters.by_ids(session, ids), clusters.sizes(session, ids)
        changed: list[Cluster] = []
        for _, group, number in some:
            row = rows[number]
            wanted = {
                "representative_id": group.representative.id,
                "size": sizes.get(number, 0),
                "follows_id": row.follows_id if group.follows is None else numbers[group.follows],
            }
            if any(getattr(row, name) != value for name, value in wanted.items()):
                for name, value in wanted.items():
                    setattr(row, name, value)
                row.updated_at = now
                changed.append(row)
        if changed:
            with parts.database.writing() as session:
                for row in changed:
                    session.merge(row)


def _numbered(group: Group, number: int) -> Group:
    members = tuple(replace(member, cluster=number) for member in group.members)
    representative = next(member for member in members if member.id == group.representative.id)
    return replace(group, members=members, representative=representative)


def _first_seen(group: Group, now: datetime) -> datetime:
    return min((member.seen for member in group.members if member.seen), default=now)


def _id(candidate: Candidate) -> int:
    return int(candidate.id)


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
