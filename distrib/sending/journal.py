"""A lane's crash-safe notes: what it handed over and what was answered, on disk before anything else happens.

The database learns of it in batches; after a crash the journal tells about the batch that it did not learn of.
Each record is one `write`, so a killed process loses none. A machine that lost power may: what the journal does not
mention is believed only while the machine has not been started anew.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from distrib.errors import SenderProblem
from distrib.model.messages import Message, Outcome, Receipt

_MAGIC = "distrib-journal 1"
_AGAIN = " repeatable"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What a journal says of its last claim."""

    until: datetime | None  #: which claim: its end; None for an empty or foreign file
    whole: bool  #: nothing can be missing: the machine still runs since it was begun
    repeatable: bool = False  #: its transport may be handed a message again
    handed: frozenset[str] = frozenset()  #: keys that went to the transport
    answers: Mapping[str, Receipt] = field(default_factory=dict)


class Journal:
    """The notes of one lane in one file, about one claim at a time."""

    def __init__(self, path: Path, *, boot: str | None = None) -> None:
        self.path = path
        self._boot = boot or _boot_id()
        self._file = -1

    def begin(self, until: datetime, *, repeatable: bool = False) -> None:
        """Start anew for the claim that ends at `until`; what was noted before is settled."""
        if self._file < 0:
            with _can_write(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with _can_write(self.path):
            os.ftruncate(self._file, 0)
        self._write(f"{_MAGIC} {self._boot} {until.isoformat()}{_AGAIN if repeatable else ''}")

    def handed(self, message: Message) -> None:
        """Note that a message is about to leave. Raises SenderProblem when that can't be noted: then it must not."""
        self._write(f"h {message.key}")

    def answered(self, receipt: Receipt) -> None:
        """Note the answer."""
        self._write(f"a {json.dumps([receipt.key, receipt.outcome.value, receipt.reply, receipt.remote_id])}")

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def read(self) -> Notes:
        """Return what was noted of the last claim; half a record at the end is no record."""
        try:
            lines = self.path.read_text("utf-8", errors="replace").split("\n")[:-1]
        except OSError:
            lines = []
        first = lines[0] if lines else ""
        boot, until = _head(first.removesuffix(_AGAIN))
        if until is None:
            return Notes(until=None, whole=False)
        handed, answers, damaged = set(), {}, False
        for line in lines[1:]:
            if line.startswith("h "):
                handed.add(line[2:])
            elif (receipt := _answer(line)) is not None:
                answers[receipt.key] = receipt
            else:
                damaged = True  # a full disk cut a record: what else it swallowed nobody knows
        whole = boot == self._boot and not damaged
        repeatable = first.endswith(_AGAIN)
        return Notes(until=until, whole=whole, repeatable=repeatable, handed=frozenset(handed), answers=answers)

    def _write(self, record: str) -> None:
        data = record.encode() + b"\n"
        with _can_write(self.path):
            if os.write(self._file, data) != len(data):
                raise OSError(28, "No space left on device")


def _head(line: str) -> tuple[str, datetime | None]:
    """Return the boot id and the claim's end that a journal begins with; no end where it is none."""
    words = line.removeprefix(_MAGIC).split() if line.startswith(_MAGIC) else []
    try:
        boot, until = words
        return boot, datetime.fromisoformat(until)
    except ValueError:
        return "", None


def _answer(line: str) -> Receipt | None:
    """Return the answer that a record holds, or None for what is no record."""
    if not line.startswith("a "):
        return None
    try:
        key, outcome, reply, remote_id = json.loads(line[2:])
        return Receipt(key=key, outcome=Outcome(outcome), reply=reply, remote_id=remote_id)
    except (ValueError, TypeError):
        return None


class _can_write:  # noqa: N801 - reads as a phrase; a class, because a generator costs more than the write it guards
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise SenderProblem(f"The journal {self.path.name} can't be written: {error.strerror}.") from error


def _boot_id() -> str:
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return "unknown"  # elsewhere than on Linux: two starts can't be told apart, which the lease's end makes up for
