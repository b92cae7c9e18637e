"""Seats: which lane of this host is whose. A seat is a locked file, so the system frees it when its process dies.

The claims of lane 3 carry `<host id>:lane-3`. Whoever holds that seat is their owner; whoever gets it after a crash
knows by the lock alone that the one before is dead, and settles what was left behind before anything else.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from distrib.pipeline.parts import Parts

FOLDER = "journals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A lane of this host, held."""

    name: str  #: lane-0 …
    owner: str  #: as claims carry it
    journal: Path


@contextmanager
def any_seat(parts: Parts, kind: str) -> Iterator[Seat]:
    """Hold the first free seat of a kind."""
    for number in count():
        with seat(parts, f"{kind}-{number}") as held:
            if held is not None:
                yield held
                return


@contextmanager
def seat(parts: Parts, name: str) -> Iterator[Seat | None]:
    """Hold the seat of this name; None when somebody holds it."""
    folder = parts.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield Seat(name=name, owner=f"{parts.host_id}:{name}", journal=folder / f"{name}.journal")
    finally:
        os.close(file)
