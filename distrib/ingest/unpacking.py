"""Bytes from a file or an answer, unpacked where they are gzip, within limits."""

from pathlib import Path

from distrib.errors import Unreachable, Unreadable
from distrib.outbound.unpacking import Unpacker

MOST_BYTES = 60_000_000
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
