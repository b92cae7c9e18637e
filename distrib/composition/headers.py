"""Header lines as bytes, written by hand.

The standard library folds a long List-Unsubscribe into an encoded word, which Gmail refuses and no client
understands; so structured fields are written here, as they are, and only free text is ever encoded (RFC 2047:
words of at most 75 characters that never split a UTF-8 character).
"""

import base64
import re
from datetime import datetime
from email.utils import format_datetime

from distrib.errors import BadInput

LIMIT = 998  #: RFC 5322, 2.1.1: bytes of a line without its end
AIM = 78
_WORD = 75
_CHARSET, _END = "=?utf-8?b?", "?="
_LINE = 76  # RFC 2047, 2: of a line that holds an encoded word
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*")


def structured(name: str, value: str) -> bytes:
    """Return a field that must stand as it is: addresses in brackets, ids, MIME parameters.

    Raises BadInput for anything but printable ASCII, and for a line that no server need take.
    """
    line = f"{name}: {value}"
    if not line.isascii() or not line.isprintable():
        raise BadInput(f"The header {name} would hold a character that may not stand there.")
    if len(line) > LIMIT:
        raise BadInput(f"The header {name} is too long for a mail.")
    return line.encode("ascii") + b"\r\n"


def text(name: str, value: str) -> bytes:
    """Return a free-text field, encoded where it needs to be and folded. Raises BadInput for control characters."""
    _no_controls(name, value)
    words = _plain_words(value) if _may_stand(value) else encoded_words(value, after=len(name) + 2)
    return _fold(name, words)


def mailbox(name: str, display: str, address: str) -> bytes:
    """Return `Display name <address>`; the name is quoted or encoded as it needs. Raises BadInput."""
    _no_controls(name, display)
    if not address.isascii() or not address.isprintable() or not re.fullmatch(r"[^\s<>@,;:]+@[^\s<>@,;:]+", address):
        raise BadInput("An address in a header may hold plain letters only.")
    route = f"<{address}>"
    if not display:
        return _fold(name, [address])
    if not _may_stand(display):
        return _fold(name, [*encoded_words(display, after=len(name) + 2), route])
    if _ATOM.fullmatch(display):
        return _fold(name, [*display.split(" "), route])
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", display) + '"'
    if len(quoted) > AIM - len(name) - 4:
        return _fold(
            name, [*encoded_words(display, after=len(name) + 2), route]
        )  # a quoted string may not be folded between its quotes
    return _fold(name, [quoted, route])


def moment(name: str, at: datetime) -> bytes:
    """Return a date field, in UTC."""
    return structured(name, format_datetime(at))


def encoded_words(value: str, *, after: int = 1) -> list[str]:
    """Return RFC 2047 words (UTF-8, base64) of at most 75 characters, none splitting a character.

    `after` is how much of the first one's line is taken already, by the field's name.
    """
    words: list[bytes] = []
    room = b""
    for letter in value:
        piece = letter.encode("utf-8")
        if len(room) + len(piece) > _most(1 if words else after):
            words.append(room)
            room = b""
        room += piece
    words.append(room)
    return [_CHARSET + base64.b64encode(word).decode("ascii") + _END for word in words]


def _most(after: int) -> int:
    """Return how many bytes of text one encoded word takes on a line of which `after` characters are gone."""
    return (min(_WORD, _LINE - after) - len(_CHARSET) - len(_END)) // 4 * 3


def _no_controls(name: str, value: str) -> None:
    if any(ord(letter) < 32 or 127 <= ord(letter) < 160 or letter in "\u2028\u2029" for letter in value):  # noqa: PLR2004 - C0, DEL and C1
        raise BadInput(f"The header {name} would hold a control character.")


def _may_stand(value: str) -> bool:
    """Tell whether a text needs no encoding: ASCII, no word that reads as an encoded one, none too long to fold."""
    return value.isascii() and "=?" not in value and all(len(word) <= AIM - 12 for word in value.split(" "))


def _plain_words(value: str) -> list[str]:
    return value.split(" ")


def _fold(name: str, words: list[str]) -> bytes:
    """Join the words by blanks, starting a new line where the 78th column would be passed."""
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > AIM and line.strip() and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    lines.append(line)
    return "\r\n".join(lines).encode("ascii") + b"\r\n"
