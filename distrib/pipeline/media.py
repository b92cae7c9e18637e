"""The folder of stored pictures: files named by the hash of their bytes, each whole or not there."""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

_NAME = re.compile(r"([0-9a-f]{64})\.[a-z]{3,4}")
_LOCK, _UNFINISHED = ".lock", ".unfinished-"


def folder(home: Path) -> Path:
    """Return where stored pictures lie."""
    return home / "media"


def write(home: Path, body: bytes, extension: str) -> str:
    """Store the bytes and return their hash; a file that is there already is not written again, only made young.

    Young files are never tidied away: whoever stores a row for it has time.
    """
    name = hashlib.sha256(body).hexdigest()
    place = folder(home)
    place.mkdir(mode=0o755, exist_ok=True)
    target = place / f"{name}.{extension}"
    try:
        os.utime(target)
    except FileNotFoundError:
        number, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=place)
        with open(number, "wb") as file:  # noqa: PTH123 - it is open already
            file.write(body)
            file.flush()
            os.fsync(number)
        Path(unfinished).replace(target)
    return name


def has(home: Path, name: str, extension: str) -> bool:
    """Tell whether the file is there."""
    return (folder(home) / f"{name}.{extension}").is_file()


def read(home: Path, name: str, extension: str) -> bytes | None:
    """Return the file's bytes, None when it is not there; a link out of the folder is no picture of ours."""
    path = folder(home) / f"{name}.{extension}"
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None


@contextmanager
def locked(home: Path, *, alone: bool) -> Iterator[None]:
    """Hold the folder: many may store at a time, who tidies is alone."""
    place = folder(home)
    place.mkdir(mode=0o755, exist_ok=True)
    with (place / _LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def remove(home: Path, needed: Callable[[], set[str]], *, before: datetime) -> int:
    """Remove the files that were last touched before then and are not `needed`; return how many.

    What is needed is asked after the folder was looked at, so a file that came meanwhile is never among them.
    """
    old = [path for path in folder(home).iterdir() if path.stat().st_mtime < before.timestamp()]
    kept = needed()
    gone = 0
    for path in old:
        found = _NAME.fullmatch(path.name)
        if (found and found[1] not in kept) or path.name.startswith(_UNFINISHED):
            path.unlink(missing_ok=True)
            gone += 1
    return gone
