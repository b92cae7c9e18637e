"""The secret that a newsroom's own system signs its calls with: a file only we can read, one key a line."""

import os
from pathlib import Path

from distrib import config
from distrib.errors import SettingsProblem
from distrib.ingest import calls
from distrib.pipeline.parts import Parts
from distrib.store import audit

NAME = "ingest-hook"


def place(parts: Parts) -> Path:
    """Return where the secret is kept."""
    return parts.home / "state" / "secrets" / NAME


def keys(parts: Parts) -> tuple[bytes, ...]:
    """Return the keys that count now, none when the door is shut. Raises SettingsProblem, without a key in it."""
    return calls.keys(config.secret(NAME, parts.home) or "")


def make(parts: Parts, *, by: str) -> None:
    """Put a new key before the ones there are: it signs from now on, and the one before it still counts."""
    _write(parts, [calls.new_key(), *_lines(parts)[:1]])
    _record(parts, by, "sources hook make")


def keep_newest(parts: Parts, *, by: str) -> int:
    """Let only the newest key count; return how many were dropped."""
    lines = _lines(parts)
    if len(lines) > 1:
        _write(parts, lines[:1])
        _record(parts, by, "sources hook keep newest")
    return max(len(lines) - 1, 0)


def newest(parts: Parts) -> str:
    """Return the newest key as both sides write it down, to be told to the other side."""
    return next(iter((config.secret(NAME, parts.home) or "").split()), "")


def _lines(parts: Parts) -> list[str]:
    """Return the lines of the file. Raises SettingsProblem where the environment outranks it."""
    said = (config.secret(NAME, parts.home) or "").split()
    if said and not place(parts).is_file():
        raise SettingsProblem("The secret ingest-hook stands in the environment: change it there.")
    return said


def _record(parts: Parts, by: str, verb: str) -> None:
    with parts.database.writing() as session:
        audit.record(session, at=parts.clock(), by=by, verb=verb, subject=NAME)


def _write(parts: Parts, lines: list[str]) -> None:
    """Replace the file as a whole: it is never half written, and never readable by others."""
    path = place(parts)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{NAME}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write("".join(f"{line}\n" for line in lines))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
