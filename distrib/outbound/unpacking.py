"""Packed bytes become plain ones, never more than allowed: a bomb is stopped before it is in memory."""

import zlib

from distrib.errors import Unreachable

_GZIP, _ZLIB, _BARE = 31, 15, -15  # zlib's window sizes for gzip, zlib and headerless deflate
_STEP = 65_536


class TooMuch(Unreachable):
    """The other side sent more than distrib takes."""


class Unpacker:
    """Takes an answer piece by piece, unpacks it, and refuses what goes beyond `most` bytes."""

    def __init__(self, encoding: str, most: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity"}]
        if len(names) > 1 or not set(names) <= {"gzip", "x-gzip", "deflate"}:
            raise Unreachable(f"The other side packs its answers in a way distrib can't read: {encoding[:60]}.")
        self._kind = names[0] if names else ""
        self._zlib = zlib.decompressobj(_ZLIB if self._kind == "deflate" else _GZIP) if names else None
        self._most = most
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> None:
        """Take the next piece. Raises TooMuch, or Unreachable for what can't be unpacked."""
        if self._zlib is None:
            self._keep(data)
            return
        try:
            self._unpack(data)
        except zlib.error as error:
            if self._kind == "deflate" and self._size == 0:  # many servers mean headerless deflate
                self._kind, self._zlib = "bare", zlib.decompressobj(_BARE)
                self.feed(data)
                return
            raise Unreachable("What the other side sent is damaged: it can't be unpacked.") from error

    def whole(self) -> bytes:
        """Return everything taken so far, unpacked."""
        return b"".join(self._parts)

    def _unpack(self, data: bytes) -> None:
        while data and self._zlib is not None:
            self._keep(self._zlib.decompress(data, _STEP))
            data = self._zlib.unconsumed_tail
            if self._zlib.eof:
                data, self._zlib = self._zlib.unused_data, zlib.decompressobj(_GZIP)
                if not data.startswith(b"\x1f\x8b"):  # padding after the last member
                    return

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._most:
            raise TooMuch(f"The answer is larger than {self._most / 1_000_000:g} MB, the most distrib takes.")
        self._parts.append(data)
