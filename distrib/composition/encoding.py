"""A body in quoted-printable or base64, whichever is shorter, with its blanks left open.

A plan's text is encoded once; a reader's values are then put between finished bytes. In quoted-printable a blank
starts a new line. In base64 the bytes before a blank may end inside a group of three: each text behind a blank is
kept in the three ways it can continue, and the value is encoded together with the odd bytes on both sides.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from distrib.composition.cutting import Segment

_QP_LINE = 75  #: characters before the soft break's `=`
_B64_LINE = 57  #: bytes of a line of 76 letters


class Encoded(Protocol):
    """A body that waits for its blanks."""

    @property
    def name(self) -> str:
        """What Content-Transfer-Encoding says."""
        ...

    @property
    def size(self) -> int:
        """Bytes without the blanks."""
        ...

    def fill(self, values: Mapping[str, bytes]) -> list[bytes]:
        """Return the finished body in pieces. Raises KeyError for a blank without a value."""
        ...


def encode(segments: Sequence[Segment]) -> Encoded:
    """Return the shorter of the two encodings of a text with blanks; lines end in CRLF."""
    texts = [part if isinstance(part, tuple) else part.replace("\r\n", "\n").encode("utf-8") for part in segments]
    printable = QuotedPrintable.of(texts)
    letters = Base64(texts)
    return printable if printable.size <= letters.size else letters


@dataclass(frozen=True, slots=True)
class QuotedPrintable:
    """Finished lines; a blank's value stands on lines of its own behind a soft break."""

    parts: tuple[bytes | tuple[str], ...]
    size: int
    name: str = "quoted-printable"

    @classmethod
    def of(cls, parts: Sequence[bytes | tuple[str]]) -> "QuotedPrintable":
        """Encode every text; each but the last ends in a soft break, so that a value may follow."""
        done: list[bytes | tuple[str]] = []
        for number, part in enumerate(parts):
            if isinstance(part, tuple):
                done.append(part)
            else:
                done.append(_lines(part) + (_soft(part) if number + 1 < len(parts) else b""))
        return cls(parts=tuple(done), size=sum(len(part) for part in done if isinstance(part, bytes)))

    def fill(self, values: Mapping[str, bytes]) -> list[bytes]:
        """Return the finished body in pieces."""
        return [
            part if isinstance(part, bytes) else _lines(values[part[0]]) + _soft(values[part[0]]) for part in self.parts
        ]


class Base64:
    """Texts that follow 0, 1 or 2 odd bytes of an unfinished group; each way is made when it is first needed."""

    name = "base64"

    def __init__(self, parts: Sequence[bytes | tuple[str]]) -> None:
        self._parts = [part if isinstance(part, tuple) else _Continued(part.replace(b"\n", b"\r\n")) for part in parts]
        self.size = sum(-(-part.size // _B64_LINE) * 78 for part in self._parts if isinstance(part, _Continued))

    def fill(self, values: Mapping[str, bytes]) -> list[bytes]:
        """Return the finished body in pieces."""
        out: list[bytes] = []
        odd = b""  # not yet encoded: fewer than three bytes, or a value and what stood before it
        for part in self._parts:
            if isinstance(part, tuple):
                odd += values[part[0]]
                continue
            needed, lines, left = part.after(len(odd) % 3)
            odd += needed
            if len(odd) % 3:  # the text was too short to complete the group
                continue
            out += (_letters(odd), lines)
            odd = left
        out.append(_letters(odd))
        return out


class _Continued:
    """A text, and its encoding after 0, 1 or 2 odd bytes."""

    def __init__(self, text: bytes) -> None:
        self.size = len(text)
        self._text = text
        self._ways: dict[int, tuple[bytes, bytes, bytes]] = {}

    def after(self, odd: int) -> tuple[bytes, bytes, bytes]:
        """Return the bytes that complete the group, the finished lines, and the bytes left over."""
        if odd not in self._ways:
            needed = self._text[: -odd % 3]
            rest = self._text[len(needed) :]
            whole = len(rest) // 3 * 3
            self._ways[odd] = needed, _letters(rest[:whole]), rest[whole:]
        return self._ways[odd]


def _letters(data: bytes) -> bytes:
    """Return ended lines of 76 letters; a short one in the middle of a body is allowed (RFC 2045, 6.8)."""
    if not data:
        return b""
    return b"".join(base64.b64encode(data[at : at + _B64_LINE]) + b"\r\n" for at in range(0, len(data), _B64_LINE))


def _lines(data: bytes) -> bytes:
    """Return quoted-printable lines with CRLF, the last one open and short enough for a soft break."""
    encoded = binascii.b2a_qp(data, istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    start = encoded.rfind(b"\n") + 1
    last = encoded[start:]
    if len(last) <= _QP_LINE:
        return encoded
    at = _QP_LINE - 3
    while b"=" in last[at - 2 : at]:  # not inside `=E0`
        at -= 1
    return encoded[:start] + last[:at] + b"=\r\n" + last[at:]


def _soft(data: bytes) -> bytes:
    """Return the soft break behind `data`: none after a line's real end or after nothing."""
    return b"" if not data or data.endswith(b"\n") else b"=\r\n"
