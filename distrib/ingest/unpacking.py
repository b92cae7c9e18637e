"""Bytes from a file or an answer, unpacked where they are gzip, within limits."""

import zlib
from pathlib import Path
from typing import BinaryIO

from distrib.errors import Unreachable, Unreadable
from distrib.outbound.unpacking import Unpacker

MOST_BYTES = 60_000_000
MOST_STREAMED = 4_000_000_000  #: of what is read piece by piece, so that its size costs time but no memory
_STEP = 1 << 16
_GZIP = 31  # zlib's window size for it
_GZIP_MAGIC = b"\x1f\x8b"


def unpacked(data: bytes, most: int = MOST_BYTES) -> bytes:
    """Return `data`, unpacked if it is gzip. Raises Unreadable for damaged or oversized bytes."""
    if len(data) > most:
        raise Unreadable(f"This is larger than {most / 1_000_000:g} MB, the most distrib reads.")
    if not data.startswith(_GZIP_MAGIC):
        return data
    unpacker = Unpacker("gzip", most)
    try:
        unpacker.feed(data)
    except Unreachable as error:
        raise Unreadable(f"The packed file can't be read: {error}") from error
    return unpacker.whole()


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what the file holds, unpacked if it is gzip. Raises Unreadable."""
    try:
        if path.stat().st_size > most:
            raise Unreadable(f"{path} is larger than {most / 1_000_000:g} MB, the most distrib reads.")
        return unpacked(path.read_bytes(), most)
    except OSError as error:
        raise Unreadable(f"{path} can't be opened: {error.strerror or error}.") from error


def open_file(path: Path) -> BinaryIO:
    """Return the file, opened. Raises Unreadable."""
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path} can't be opened: {error.strerror or error}.") from error


class Stream:
    """Bytes taken piece by piece, unpacked if they are gzip. Raises Unreadable for damaged or too many ones."""

    def __init__(self, source: BinaryIO, most: int = MOST_STREAMED) -> None:
        self.taken = 0  #: plain bytes given so far
        self._source, self._most = source, most
        self._packed = source.read(2)
        self._is_packed = self._packed == _GZIP_MAGIC
        self._unpacker = zlib.decompressobj(_GZIP) if self._is_packed else None

    def read(self, size: int = _STEP) -> bytes:
        """Return the next bytes, `size` at most; none at the end."""
        size = min(size, _STEP) if size > 0 else _STEP
        data = self._unpacked(size) if self._is_packed else self._plain(size)
        self.taken += len(data)
        if self.taken > self._most:
            raise Unreadable(f"This is larger than {self._most / 1_000_000:g} MB, the most distrib reads.")
        return data

    def _plain(self, size: int) -> bytes:
        data, self._packed = self._packed[:size], self._packed[size:]
        return data or self._source.read(size)

    def _unpacked(self, size: int) -> bytes:
        while self._unpacker is not None:
            packed = self._packed or self._source.read(_STEP)
            try:
                data = self._unpacker.decompress(packed, size)
            except zlib.error as error:
                raise Unreadable("The packed file is damaged: it can't be unpacked.") from error
            self._packed = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                self._packed = self._unpacker.unused_data or self._source.read(_STEP)
                more = self._packed.startswith(_GZIP_MAGIC)  # else padding after the last member
                self._unpacker = zlib.decompressobj(_GZIP) if more else None
            elif not packed:
                raise Unreadable("The packed file breaks off.")
            if data:
                return data
        self._packed = b""
        return b""
