"""Sparse rows of words: of length one, the title counts more, copies of megabytes cost nothing."""

import numpy as np
import pytest

from distrib.selection import texts
from distrib.selection.texts import Reader
from tests.selection.told import NOON, a_candidate


def test_each_row_has_length_one_or_says_nothing() -> None:
    reader = Reader()
    for title, body in (("flood in puri", "water rose"), ("rain", ""), ("", ""), ("bridge closed for repair", "")):
        reader.add(title, body, NOON)
    read = reader.texts()

    lengths = [float(np.linalg.norm(read.weights[read.starts[n] : read.starts[n + 1]])) for n in range(len(read))]
    assert lengths == pytest.approx([1, 0, 0, 1])
    assert read.has_body.tolist() == [True, False, False, False]


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> texts.Texts:
        reader = Reader()
        for n in range(50):
            reader.add(f"flood {n % 7} in puri ward {n}", f"water rose {n % 3} ପୁରୀ", NOON)
        return reader.texts()

    whole = read()
    monkeypatch.setattr(texts, "ROWS_AT_ONCE", 7)

    np.testing.assert_array_equal(whole.weights, read().weights)
    np.testing.assert_array_equal(whole.titles, read().titles)


def test_rarity_is_counted_within_a_script() -> None:
    reader = Reader()
    for n in range(30):
        reader.add(f"flood number{n} river bridge", "", NOON)
    reader.add("ପୁରୀ ବନ୍ୟା ପାଣି", "", NOON)
    read = reader.texts()
    seen = dict(zip(reader.vocabulary.stems, read.rarity.tolist(), strict=True))

    assert seen["ପୁରୀ"] == pytest.approx(seen["flood"])


def test_only_the_beginning_of_a_story_is_read() -> None:
    title, body = texts.head(a_candidate("Word " * 100_000, summary="S " * 100_000, body="late"))

    assert len(title) <= texts.TITLE_SIGNS
    assert len(body) <= texts.BODY_SIGNS
    assert "late" not in body
