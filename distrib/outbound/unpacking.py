"""Packed bytes become plain ones, never more than allowed: a bomb is stopped before it is in memory."""

import zlib

from distrib.errors import Unreachable

_GZIP, _ZLIB, _BARE = 31, 15, -15  # zlib's window sizes for gzip, zlib and headerless deflate
_MAGIC = b"\x1f\x8b"
_STEP = 65_536
_MOST_MEMBERS = 10_000  # of one gzip stream; compressors that work in parallel make one per 64 kB or more


class TooMuch(Unreachable):
    """The other side sent more than distrib takes."""


class Unpacker:
    """Takes an answer piece by piece, unpacks it, and refuses what goes beyond `most` bytes."""

    def __init__(self, encoding: str, most: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity"}]
        if len(names) > 1 or not set(names) <= {"gzip", "x-gzip", "deflate"}:
            raise Unreachable(f"The other side packs its answers in a way distrib can't read: {encoding[:60]}.")
        self._kind = names[0] if names else ""
        self._zlib = zlib.decompressobj(_ZLIB if self._kind == "deflate" else _GZIP)
        self._most = most
        self._kept = bytearray()  # not a list of pieces: they may be a byte long
        self._members = 0
        self._between: bytes | None = None  # what came after a member and may begin the next

    def feed(self, data: bytes) -> None:
        """Take the next piece. Raises TooMuch, or Unreachable for what can't be unpacked."""
        if not self._kind:
            self._keep(data)
            return
        for start in range(0, len(data), _STEP):  # zlib copies what it has not read yet, at every step
            self._feed(data[start : start + _STEP])

    def whole(self) -> bytes:
        """Return everything taken so far, unpacked."""
        return bytes(self._kept)

    def _feed(self, data: bytes) -> None:
        try:
            while data:
                data = self._unpack(data) if self._between is None else self._begin(self._between + data)
        except zlib.error as error:
            if self._kind == "deflate" and not self._kept:  # many servers mean headerless deflate
                self._kind, self._zlib = "bare", zlib.decompressobj(_BARE)
                self._feed(data)
                return
            raise Unreachable("What the other side sent is damaged: it can't be unpacked.") from error

    def _unpack(self, data: bytes) -> bytes:
        """Unpack one step and return what is left to read."""
        self._keep(self._zlib.decompress(data, _STEP))
        if not self._zlib.eof:
            return self._zlib.unconsumed_tail
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise Unreachable("What the other side sent is packed in more pieces than anything real is.")
        self._between = b""
        return self._zlib.unused_data

    def _begin(self, data: bytes) -> bytes:
        """Begin the next member; what is none is padding, and nothing follows padding."""
        if data.startswith(_MAGIC) and self._kind not in {"deflate", "bare"}:
            self._between, self._zlib = None, zlib.decompressobj(_GZIP)
            return data
        self._between = data[:2]
        return b""

    def _keep(self, data: bytes) -> None:
        if len(self._kept) + len(data) > self._most:
            raise TooMuch(f"The answer is larger than {self._most / 1_000_000:g} MB, the most distrib takes.")
        self._kept += data
