"""Bytes are unpacked piece by piece, and never more than allowed."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import Unreadable
from distrib.ingest.unpacking import Stream, open_file, read_file


def whole(data: bytes, *, size: int = 7, most: int = 1_000_000) -> bytes:
    stream = Stream(io.BytesIO(data), most)
    return b"".join(iter(lambda: stream.read(size), b""))


@given(st.binary(max_size=300), st.integers(1, 400))
def test_plain_and_packed_bytes_come_out_whole(data: bytes, size: int) -> None:
    assert whole(gzip.compress(data), size=size) == data
    assert whole(gzip.compress(data) + gzip.compress(data) + b"\0\0", size=size) == data * 2
    if not data.startswith(b"\x1f\x8b"):
        assert whole(data, size=size) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x1f\x8b damaged", "damaged"),
        (gzip.compress(b"x" * 5000)[:-9], "breaks off"),
        (gzip.compress(b"x" * 2_000_000), "larger than 1 MB"),
        (b"x" * 2_000_000, "larger than 1 MB"),
    ],
    ids=range(4),
)
def test_what_can_t_be_unpacked_ends_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        whole(data, size=60_000)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for read in (open_file, read_file):
        with pytest.raises(Unreadable, match="can't be opened"):
            read(tmp_path / "none.xml")
