"""The outbox as a folder: mails and posts as they would have arrived. Reads inside it and nowhere else."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from distrib.errors import NotFound

_KEY = re.compile(r"[dn][0-9]{1,18}")
_POST = re.compile(r"p[0-9]{1,18}")
HEAD = 16 * 1024  # of a mail, enough for its headers
SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """A mail in the list."""

    key: str
    subject: str
    to: str
    sender: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail, opened."""

    line: MailLine
    headers: tuple[tuple[str, str], ...]
    html: str
    text: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFile:
    """A post in the outbox."""

    key: str
    at: datetime
    text: str
    url: str
    network: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The outbox folder of one installation."""

    folder: Path

    def mails(self, words: str, *, skip: int = 0, hidden: frozenset[str] = frozenset()) -> tuple[list[MailLine], bool]:
        """Return the newest mails whose address or subject holds `words`, and whether there are more."""
        found: list[MailLine] = []
        wanted = words.casefold()
        for path in self._newest():
            if _key_of(path) in hidden:
                continue
            line = _line(path)
            if wanted and wanted not in f"{line.to} {line.subject}".casefold():
                continue
            if skip:
                skip -= 1
                continue
            if len(found) == SHOWN:
                return found, True
            found.append(line)
        return found, False

    def mail(self, key: str) -> Mail:
        """Return one mail. Raises NotFound."""
        path = self._path(key)
        raw = path.read_bytes()
        message = _parsed(raw)
        return Mail(
            line=_line(path),
            headers=tuple((name, str(value)) for name, value in message.items()),
            html=_part(message, "html"),
            text=_part(message, "plain"),
            raw=raw.decode("utf-8", "replace"),
        )

    def posts(self) -> list[PostFile]:
        """Return the newest posts."""
        folder = self.folder / "posts"
        paths = [path for path in _files(folder) if path.suffix == ".json" and _POST.fullmatch(path.stem)]
        paths.sort(key=_when, reverse=True)
        return [_post(path) for path in paths[:SHOWN]]

    def _newest(self) -> Sequence[Path]:
        mail = self.folder / "mail"
        paths = [path for part in ("new", "cur") for path in _files(mail / part) if _KEY.fullmatch(_key_of(path))]
        return sorted(paths, key=_when, reverse=True)

    def _path(self, key: str) -> Path:
        """Return the file of a mail; the key is letters and digits, so no path leads out of the folder."""
        if _KEY.fullmatch(key):
            for part in ("new", "cur"):
                for path in _files(self.folder / "mail" / part, f"{key}.eml*"):
                    return path
        raise NotFound("There is no such mail in the outbox.")


def _files(folder: Path, pattern: str = "*") -> Iterator[Path]:
    return (path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())


def _key_of(path: Path) -> str:
    return path.name.split(".", 1)[0]


def _when(path: Path) -> tuple[float, int]:
    digits = "".join(filter(str.isdigit, _key_of(path)))
    return path.stat().st_mtime, int(digits or 0)


def _parsed(raw: bytes) -> EmailMessage:
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    return message


def _line(path: Path) -> MailLine:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    message = _parsed(head.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    stat = path.stat()
    return MailLine(
        key=_key_of(path),
        subject=str(message["subject"] or ""),
        to=str(message["to"] or ""),
        sender=str(message["from"] or ""),
        at=datetime.fromtimestamp(stat.st_mtime, UTC),
        size=stat.st_size,
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _post(path: Path) -> PostFile:
    raw = path.read_text("utf-8", "replace")
    try:
        found = json.loads(raw)
    except ValueError:
        found = {}
    facts = found if isinstance(found, dict) else {}
    return PostFile(
        key=path.stem,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        text=str(facts.get("text", "")),
        url=str(facts.get("url") or ""),
        network=str(facts.get("network", "")),
        json=json.dumps(found, ensure_ascii=False, indent=2) if found else raw,
    )
