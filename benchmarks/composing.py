"""One reader's copy, joined from finished pieces, beside inlining the page for each reader.

The peer is what most tools do: the drawn page of the same day goes through premailer once per reader and becomes a
message of the standard library. Both make the same kind of bytes, rounds interleaved, medians taken.
"""

import statistics
import time
from email.message import EmailMessage
from typing import Any

from distrib.composition.inlining import inline
from tests.composition import pages

COPIES, READERS, ROUNDS = 2000, 3, 5
GOAL = 1000.0


def rows() -> list[dict[str, Any]]:
    """One row: microseconds per copy, ours and premailer's, and the ratio."""
    joiner = pages.assembler()
    plan = joiner.plan(None)
    source = joiner.html(plan, pages.some_blanks())
    ours, peers = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for number in range(COPIES):
            joiner.message(plan, pages.some_blanks(key=f"d{number}", name=f"Reader {number}"))
        ours.append((time.perf_counter() - began) / COPIES * 1e6)
        began = time.perf_counter()
        for number in range(READERS):
            _one_by_one(source, number)
        peers.append((time.perf_counter() - began) / READERS * 1e6)
    mine, peer = statistics.median(ours), statistics.median(peers)
    return [
        {
            "name": "compose one copy",
            "ours": round(mine, 1),
            "peer": round(peer),
            "peer_name": "premailer per reader",
            "unit": "µs",
            "ratio": round(peer / mine),
            "goal": GOAL,
            "met": peer / mine >= GOAL,
        }
    ]


def _one_by_one(source: str, number: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Today", "a@paper.example", f"r{number}@inbox.example"
    message.set_content("Today")
    message.add_alternative(inline(source), subtype="html")
    return message.as_bytes()
