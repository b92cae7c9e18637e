"""What most often makes a feed ill-formed is put right: control characters, bare ampersands, names only HTML knows."""

import html.entities
import io
import re
from collections.abc import Iterator

_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_OURS = {b"lt", b"gt", b"amp", b"quot", b"apos"}
_KNOWN = {name.encode(): f"&#{point};".encode() for name, point in html.entities.name2codepoint.items()}
_REFERENCE = re.compile(rb"&(?:([A-Za-z][A-Za-z0-9]{1,31});|#(\d{1,8});|#[xX]([0-9a-fA-F]{1,8});)?")
_OPENING = re.compile(rb"<!\[CDATA\[|<!--")
_CLOSING = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_LAST_POINT = 0x10FFFF


def mended(data: bytes) -> bytes:
    """Return UTF-8 with nothing in it that XML forbids in text, and no reference that it does not know."""
    if _CONTROL.search(data):
        data = data.translate(None, _CONTROLS)
    knows_names = b"<!DOCTYPE" in data
    whole = io.BytesIO()  # a large feed is not to be in memory more often than twice
    for piece in _pieces(data):
        untouched = knows_names or piece.startswith(b"<![CDATA[")
        whole.write(piece if untouched else _REFERENCE.sub(_put_right, piece))
    return whole.getvalue()


def _pieces(data: bytes) -> Iterator[bytes]:
    """Give the text in between, and each section of CDATA whole; no comments, and no opening without its end."""
    at, ending = 0, {b"<![CDATA[": True, b"<!--": True}
    while found := _OPENING.search(data, at):
        yield data[at : found.start()]
        at, closing = found.end(), _CLOSING[found[0]]
        end = data.find(closing, at) if ending[found[0]] else -1
        ending[found[0]] = end >= 0  # sought in vain once, it is not sought again: that would take time by the square
        if end >= 0:
            at = end + len(closing)
            if found[0] == b"<![CDATA[":
                yield data[found.start() : at]
    yield data[at:]


def _put_right(found: re.Match[bytes]) -> bytes:
    whole = found[0]
    if found[1]:
        return whole if found[1] in _OURS else _KNOWN.get(found[1], b"&amp;" + whole[1:])
    point = int(found[2]) if found[2] else int(found[3], 16) if found[3] else None
    if point is None:
        return b"&amp;"
    return whole if _allowed(point) else b""


def _allowed(point: int) -> bool:
    """Return whether XML knows the character."""
    usual = point in {0x9, 0xA, 0xD} or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD  # noqa: PLR2004 - XML 1.0
    return usual or 0x10000 <= point <= _LAST_POINT  # noqa: PLR2004 - XML 1.0
