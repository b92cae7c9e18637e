"""The outbox: a JSON file per publication, beside the mails. The default of every channel."""

import json
import os
from contextlib import suppress
from pathlib import Path

from distrib.errors import SenderProblem
from distrib.model.messages import Finding
from distrib.model.placing import Placed, PlaceOutcome, Placing


class OutboxNetwork:
    """Writes what would be said to `<key>.json`; a repeat overwrites and never adds."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, placing: Placing) -> Placed:
        """Write the file under another name and rename it, so that nobody ever reads half of it."""
        facts = {
            "key": placing.key,
            "network": placing.network,
            "channel": placing.channel,
            "title": placing.title,
            "text": placing.text,
            "url": placing.url,
            "image": placing.image_url,
            "alt": placing.image_alt,
            "share_url": placing.share_url,
        }
        final = self._file(placing)
        unfinished = final.with_name(f".{final.name}.{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", "utf-8")
            unfinished.replace(final)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise SenderProblem(f"The outbox can't be written: {error.strerror}.") from error
        return Placed(outcome=PlaceOutcome.PLACED, remote_id=placing.key)

    def reconcile(self, placing: Placing) -> Placed | None:
        """Tell whether the file is there; if it is not, the post is not out and may be tried again."""
        if self._file(placing).exists():
            return Placed(outcome=PlaceOutcome.PLACED, remote_id=placing.key)
        return Placed(outcome=PlaceOutcome.TRY_LATER)

    def check(self) -> list[Finding]:
        """Tell where posts go."""
        return [Finding(id="outbox.posts", level="info", ok=True, sentence=f"Posts are written to {self.folder}.")]

    def _file(self, placing: Placing) -> Path:
        return self.folder / f"{placing.key}.json"
