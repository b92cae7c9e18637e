"""The outbox: a Maildir beside the database. The default of every sender, so that nobody is mailed by accident."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from distrib.errors import SenderProblem
from distrib.model.messages import Finding, Message, Outcome, Receipt


class OutboxTransport:
    """Writes each message to `tmp/` and renames it to `new/<key>.eml`: a repeat overwrites and never adds."""

    name = "outbox"
    repeatable = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Answer TAKEN once the file bears its final name. Raises SenderProblem when the folder can't be written."""
        self._make()
        read_already = self._read_already()
        for message in messages:
            self._place(message, read_already.get(message.key))
            yield Receipt(key=message.key, outcome=Outcome.TAKEN)

    def check(self) -> list[Finding]:
        """Tell whether the folder can be written; leaves nothing behind."""
        try:
            self._make()
        except SenderProblem as problem:
            return [Finding(id="outbox.folder", level="block", ok=False, sentence=str(problem))]
        return [Finding(id="outbox.folder", level="info", ok=True, sentence=f"Mail is written to {self.folder}.")]

    def _place(self, message: Message, read_already: Path | None) -> None:
        # The name in tmp/ is this process's own: two that hand over the same message end with one file.
        unfinished = self.folder / "tmp" / f"{message.key}.{os.getpid()}"
        try:
            unfinished.write_bytes(b"".join(message.pieces))
            unfinished.replace(read_already or self.folder / "new" / f"{message.key}.eml")
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise SenderProblem(f"The outbox can't be written: {error.strerror}.") from error

    def _read_already(self) -> dict[str, Path]:
        """Return key -> file of the messages that a mail program has moved to `cur/` and may have renamed."""
        return {path.name.split(".", 1)[0]: path for path in (self.folder / "cur").iterdir()}

    def _make(self) -> None:
        try:
            for part in ("tmp", "new", "cur"):
                # its owner's alone: among the mails are sign-in links
                (self.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self.folder / "tmp", os.W_OK):
                raise PermissionError(13, "Permission denied")
        except OSError as error:
            raise SenderProblem(f"The outbox can't be written: {error.strerror}.") from error
