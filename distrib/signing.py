"""Signed tokens: what a link in a mail carries so that no row is needed to believe it.

A token is `<key id><purpose payload>.<mac>` in URL-safe letters. Keys have ids: the newest signs,
all older ones verify, so links in old mails work for years after a key was changed.
The purpose is part of what is signed (RFC 2104 HMAC-SHA256, cut to 120 bits), so a token made to
view a digest can never unsubscribe anyone.
"""

import base64
import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from distrib.errors import SettingsProblem, SignatureProblem

_MAC_BYTES = 15  # 120 bits; a multiple of three, so base64 needs no padding
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One signing key: a number from 0 to 255 and its secret."""

    id: int
    secret: bytes

    def __repr__(self) -> str:
        return f"Key(id={self.id})"  # a secret never reaches a log


class Signer:
    """Makes and reads tokens; the first key given signs, every key verifies."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {key.id: key for key in keys}
        if not self._keys:
            raise SettingsProblem("There is no signing key: type `distrib init`.")
        self._newest = max(self._keys)

    def sign(self, purpose: str, *numbers: int) -> str:
        """Return a short URL-safe token that holds `numbers` (each 0 to 2^64-1), good for `purpose` only."""
        payload = bytes([self._newest]) + b"".join(_pack(number) for number in numbers)
        return _letters(payload) + "." + _letters(self._mac(self._newest, purpose, payload))

    def read(self, purpose: str, token: str, *, count: int) -> tuple[int, ...]:
        """Return the `count` numbers that `token` holds.

        Raises SignatureProblem for a token that is not ours, was made for another purpose or was cut.
        """
        try:
            body, _, mac = token.partition(".")
            payload, given = _bytes(body), _bytes(mac)
            key_id, numbers = payload[0], _unpack(payload[1:])
        except (ValueError, IndexError, struct.error):
            raise SignatureProblem from None
        if key_id not in self._keys or not hmac.compare_digest(given, self._mac(key_id, purpose, payload)):
            raise SignatureProblem
        if len(numbers) != count:
            raise SignatureProblem
        return numbers

    def mac(self, purpose: str, text: str) -> str:
        """Return `<key id>.<mac>` for `text`: for what must be recognised later but stands in the open.

        In lower case and base32, since relays may fold the case of an address that carries it.
        """
        return f"{self._newest}.{_caseless(self._mac(self._newest, purpose, text.encode()))}"

    def macs(self, purpose: str, text: str) -> tuple[str, ...]:
        """Return the macs of `text` by each of our keys, the newest first: for a secret that others were told."""
        return tuple(
            _caseless(self._mac(number, purpose, text.encode())) for number in sorted(self._keys, reverse=True)
        )

    def verify(self, purpose: str, text: str, mac: str) -> bool:
        """Tell whether `mac` was made by `mac()` for this purpose and text, by any of our keys, in whatever case."""
        key_id, _, given = mac.partition(".")
        known = {str(number): number for number in self._keys}  # never int() of what came from outside
        if not mac.isascii() or key_id not in known:
            return False
        return hmac.compare_digest(given.lower(), _caseless(self._mac(known[key_id], purpose, text.encode())))

    def _mac(self, key_id: int, purpose: str, payload: bytes) -> bytes:
        secret = self._keys[key_id].secret
        return hmac.digest(secret, purpose.encode() + b"\0" + payload, hashlib.sha256)[:_MAC_BYTES]


def load_keys(path: Path) -> list[Key]:
    """Read the keys file (`<id> <hex>` a line).

    Raises SettingsProblem when it is absent, broken, or readable by others than its owner.
    """
    try:
        mode = path.stat().st_mode
        lines = path.read_text("ascii").split("\n")
    except (OSError, UnicodeDecodeError):
        raise SettingsProblem(f"The signing keys at {path} can't be read: type `distrib init`.") from None
    if mode & 0o077:
        raise SettingsProblem(f"The signing keys at {path} can be read by others: type `chmod 600 {path}`.")
    try:
        pairs = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        keys = [Key(id=int(number), secret=bytes.fromhex(secret)) for number, secret in pairs]
    except ValueError:
        raise SettingsProblem(f"The signing keys at {path} are damaged: restore them from a backup.") from None
    if not keys or any(len(key.secret) < _KEY_BYTES or not 0 <= key.id <= 255 for key in keys):  # noqa: PLR2004 - one byte
        raise SettingsProblem(f"The signing keys at {path} are damaged: restore them from a backup.")
    return keys


def make_keys(path: Path) -> list[Key]:
    """Return the keys at `path`, making the file with one new key (mode 0600) if there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"1 {secrets.token_hex(_KEY_BYTES)}\n")
    return load_keys(path)


def _pack(number: int) -> bytes:
    """Return one length byte and the number, shortest first: ids are small, links should be."""
    size = max(1, (number.bit_length() + 7) // 8)
    return bytes([size]) + number.to_bytes(size, "big")


def _unpack(data: bytes) -> tuple[int, ...]:
    numbers, at = [], 0
    while at < len(data):
        size = data[at]
        if not 1 <= size <= 8 or at + 1 + size > len(data):  # noqa: PLR2004 - eight bytes hold 2^64-1
            raise ValueError("cut")
        numbers.append(int.from_bytes(data[at + 1 : at + 1 + size], "big"))
        at += 1 + size
    return tuple(numbers)


def _letters(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _caseless(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").lower()  # 15 bytes are 24 letters: no padding


def _bytes(letters: str) -> bytes:
    if not letters.isascii():
        raise ValueError("not ours")
    data = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    if _letters(data) != letters:  # the last letter has spare bits: one token, one spelling
        raise ValueError("not ours")
    return data
