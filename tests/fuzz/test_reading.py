"""The fuzzer's promises, held to its seeds, to all that it ever found, and to some thousand changes of them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import HERE, TARGETS, hold, seeds

PIECES = [
    line.strip()[1:-1].encode().decode("unicode_escape").encode("latin-1")
    for line in (HERE / "words.dict").read_text().splitlines()
    if line.startswith('"')
]


@pytest.mark.parametrize("kind", TARGETS)
def test_the_seeds_and_all_that_was_found_keep_the_promises(kind: str) -> None:
    for path in seeds(kind):
        hold(kind, path.read_bytes())


@pytest.mark.parametrize("kind", TARGETS)
def test_changed_seeds_keep_the_promises(kind: str) -> None:
    chance = random.Random(kind)
    given_ = [path.read_bytes() for path in seeds(kind)]
    for _ in range(60):
        hold(kind, _changed(chance, chance.choice(given_)))


@pytest.mark.parametrize("kind", TARGETS)
@given(data=st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=40).map(b"".join))
@settings(max_examples=60)
def test_pieces_in_any_order_keep_the_promises(kind: str, data: bytes) -> None:
    hold(kind, data)


def _changed(chance: random.Random, data: bytes) -> bytes:
    """Return `data` with pieces put in, taken out, doubled and turned."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        piece = data[at : at + chance.randint(1, 200)]
        change = chance.randrange(4)
        if change == 0:
            data = data[:at] + chance.choice(PIECES) + data[at:]
        elif change == 1:
            data = data[:at] + data[at + len(piece) :]
        elif change == 2:
            data = data[:at] + piece * 5 + data[at:]
        else:
            data = data[:at] + bytes(chance.randrange(256) for _ in piece[:3]) + data[at + 3 :]
    return data
