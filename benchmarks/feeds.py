"""Reading feeds and sitemaps: speed beside feedparser, memory on the largest, and whether captured ones come out right.

Both sides go from bytes to entries that are safe to show: feedparser with its own sanitising, as it comes; and, the
harder peer, feedparser without it but with our cleaning behind, which is our own tolerant path. Rounds interleaved,
medians of processor time. Captured feeds lie beside the project (or where DISTRIB_DATA says); without them those rows
say that they were skipped.
"""

import gzip
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import feedparser

from distrib.errors import Unreadable
from distrib.ingest.sources import feed, strict
from distrib.ingest.sources.decoding import as_utf8
from distrib.ingest.sources.naming import Unfit

DATA = Path(os.environ.get("DISTRIB_DATA", Path(__file__).parents[2] / "shared" / "data"))
ROUNDS = 3
GOAL, MOST_SECONDS, MOST_MEMORY, FLAT = 5.0, 2.0, 200.0, 110.0
FEED_BYTES, SITEMAP_BYTES = 50_000_000, 1_000_000_000
INSPECT = [str(Path(sys.executable).parent / "distrib"), "inspect"]

Feeds = list[tuple[bytes, str]]


def rows() -> list[dict[str, Any]]:
    """Speed, rightness, robustness and memory, a row each."""
    return [*_captured(), _memory_of_a_feed(), _memory_of_a_sitemap()]


def _captured() -> Iterator[dict[str, Any]]:
    folder = DATA / "feeds" / "real"
    if not folder.is_dir():
        yield _row("feeds: captured ones", None, unit="", skipped=f"data not there: {folder}")
        return
    index = json.loads((folder / "index.json").read_text())
    feeds = [(gzip.decompress((folder / row["file"]).read_bytes()), row["url"]) for row in index]
    good = [pair for pair in feeds if _well_formed(*pair)]
    yield from _speed(good)
    yield from _right(folder, index, feeds)
    yield from _robust()


def _well_formed(data: bytes, url: str) -> bool:
    """Return whether it is a feed that libxml2 reads; JSON is none, and what only the tolerant reader takes is one."""
    try:
        strict.read(as_utf8(data), url)
    except strict.NotWellFormed:
        return False
    except Unfit:
        return True
    return True


def _speed(feeds: Feeds) -> Iterator[dict[str, Any]]:
    sides: dict[str, Callable[[bytes, str], int]] = {
        "ours": lambda data, url: len(feed.read(data, url=url).entries),
        "feedparser, sanitising": lambda data, url: len(
            feedparser.parse(io.BytesIO(data), response_headers={"content-location": url}).entries
        ),
        "feedparser and our cleaning": lambda data, url: len(list(feed._tolerantly(as_utf8(data), url, None).entries)),  # noqa: SLF001 - the peer
    }
    taken: dict[str, list[float]] = {name: [] for name in sides}
    counts: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, read in sides.items():
            began = time.process_time()
            counts[name] = sum(read(data, url) for data, url in feeds)
            taken[name].append(time.process_time() - began)
    seconds = {name: statistics.median(values) for name, values in taken.items()}
    size = sum(len(data) for data, _ in feeds) / 1e6
    for name, goal in (("feedparser, sanitising", GOAL), ("feedparser and our cleaning", None)):
        ratio = seconds[name] / seconds["ours"]
        for unit, amount in (("MB/s", size), ("entries/s", counts["ours"])):
            yield _row(
                f"feeds: {len(feeds)} well-formed ones",
                amount / seconds["ours"],
                peer=amount / seconds[name],
                peer_name=name,
                unit=unit,
                ratio=ratio,
                goal=goal,
            )


def _right(folder: Path, index: list[dict[str, Any]], feeds: Feeds) -> Iterator[dict[str, Any]]:
    """Count, and link by link, against what feedparser reads without our hands in it."""
    oracle = json.loads(gzip.decompress((folder / "oracle-feedparser6.json.gz").read_bytes()))
    same, entries, right = 0, 0, 0
    for row, (data, url) in zip(index, feeds, strict=True):
        want = oracle[row["file"].removesuffix(".gz")]["entries"]
        found = feed.read(data, url=url).entries
        same += len(found) == len(want)
        entries += len(want)
        right += sum(not b["link"] or a.url == b["link"] for a, b in zip(found, want, strict=False))
    yield _row(
        "feeds: captured, entries counted alike", same / len(feeds), unit="share", peer_name="feedparser", goal=0.99
    )
    yield _row("feeds: captured, links alike", right / entries, unit="share", peer_name="feedparser", goal=0.98)


def _robust() -> Iterator[dict[str, Any]]:
    """No crash, no feed of which feedparser finds entries without entries, and none slow."""
    slowest, lost, failed, total = 0.0, 0, 0, 0
    for path in sorted((DATA / "feeds").rglob("*")):
        if path.suffix not in {".xml", ".json", ".rdf", ".atom", ".rss", ".gz"} or path.name.startswith(
            ("oracle", "index")
        ):
            continue
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        total += 1
        began = time.perf_counter()
        try:
            count = len(feed.read(data, url="https://paper.example/feed").entries)
        except Unreadable:
            count = 0
        except Exception:  # noqa: BLE001 - to be counted
            failed += 1
            count = 0
        slowest = max(slowest, time.perf_counter() - began)
        lost += not count and path.suffix != ".json" and _finds_some(data)
    name = f"feeds: {total:,} of other people's tests"
    yield _row(f"{name}, failed", failed, unit="feeds", goal=0, below=True)
    yield _row(f"{name}, without the entries feedparser finds", lost, unit="feeds", goal=0, below=True)
    yield _row(f"{name}, slowest", slowest, unit="s", goal=MOST_SECONDS, below=True)


def _finds_some(data: bytes) -> bool:
    try:
        return bool(feedparser.parse(io.BytesIO(data)).entries)
    except Exception:  # noqa: BLE001 - it fails on some of its own
        return False


def _memory_of_a_feed() -> dict[str, Any]:
    story = (
        "<item><title>Rain in Puri {0}</title><link>https://paper.example/odisha/{0}</link><guid>{0}</guid>"
        "<pubDate>Tue, 24 Nov 2026 09:00:00 +0530</pubDate><dc:creator>Asha</dc:creator><description><![CDATA[<p>"
        + "Schools stay closed until Friday. ବର୍ଷା ପାଇଁ ସତର୍କ ସୂଚନା " * 20
        + "</p><img src='/a.jpg' width='640'>]]></description></item>\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.xml")
        with path.open("w", encoding="utf-8") as file:
            file.write("<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title>")
            number = 0
            while file.tell() < FEED_BYTES:
                file.write(story.format(number))
                number += 1
            file.write("</channel></rss>")
        peak, seconds, found = _measured(["feed", str(path)], None)
    assert found == number, (found, number)
    return _row(
        f"inspect a feed of 50 MB ({number:,} entries, {seconds:.0f} s)", peak, unit="MB", goal=MOST_MEMORY, below=True
    )


def _memory_of_a_sitemap() -> dict[str, Any]:
    """Measure on a sitemap that is never on a disk: it is written while it is read."""

    def pieces() -> Iterator[bytes]:
        yield b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        place = (
            "<url><loc>https://paper.example/odisha/{0}</loc><lastmod>2026-11-24</lastmod><n:news><n:publication_date>"
            "2026-11-24T09:00:00+05:30</n:publication_date><n:title>Rain {0}</n:title></n:news><!--"
            + "x" * 3000
            + "--></url>\n"
        )
        size = number = 0
        while size < SITEMAP_BYTES:
            block = "".join(place.format(number + each) for each in range(1000)).encode()
            number, size = number + 1000, size + len(block)
            yield block
        yield b"</urlset>"

    peak, seconds, found = _measured(["sitemap", "-"], pieces())
    return _row(
        f"inspect a sitemap of 1 GB ({found:,} entries, {seconds:.0f} s)", peak, unit="MB", goal=FLAT, below=True
    )


# A process between: the peak of a child is never less than what its parent held when it was started.
_WAITER = (
    "import os, subprocess, sys\n"
    "child = subprocess.Popen(sys.argv[1:])\n"
    "_, status, usage = os.wait4(child.pid, 0)\n"
    "sys.stderr.write(str(usage.ru_maxrss))\n"
    "sys.stderr.flush(); os._exit(os.waitstatus_to_exitcode(status))"
)


def _measured(arguments: list[str], pieces: Iterator[bytes] | None) -> tuple[float, float, int]:
    """Run `distrib inspect` and return its peak in MB, its seconds and how many entries it printed."""
    began = time.perf_counter()
    counter = (
        "import sys\ncount = 0\nrest = b''\n"
        "while data := sys.stdin.buffer.read(1 << 20):\n"
        '    count += (rest + data).count(b\'"url": "https://paper.example/odisha/\')\n'
        '    rest = data[-30:]\n    count -= rest.count(b\'"url": "https://paper.example/odisha/\')\n'
        "print(count)"
    )
    with subprocess.Popen([sys.executable, "-c", counter], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as counting:
        source = subprocess.PIPE if pieces is not None else subprocess.DEVNULL
        inspecting = subprocess.Popen(
            [sys.executable, "-c", _WAITER, *INSPECT, *arguments],
            stdin=source,
            stdout=counting.stdin,
            stderr=subprocess.PIPE,
        )
        assert counting.stdin
        counting.stdin.close()
        if pieces is not None:
            assert inspecting.stdin
            for piece in pieces:
                inspecting.stdin.write(piece)
            inspecting.stdin.close()
        assert inspecting.wait() == 0
        assert counting.stdout
        found = int(counting.stdout.read())
        assert inspecting.stderr
        peak = int(inspecting.stderr.read()) * 1024 / 1e6
    return peak, time.perf_counter() - began, found


def _row(
    name: str, ours: float | None, *, goal: float | None = None, below: bool = False, **more: Any
) -> dict[str, Any]:
    met = (
        None
        if goal is None or ours is None
        else (more.get("ratio", ours) <= goal if below else more.get("ratio", ours) >= goal)
    )
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in more.items()}
    return {
        "name": name,
        "ours": round(ours, 4) if isinstance(ours, float) else ours,
        "goal": goal,
        "met": met,
        **rounded,
    }


if __name__ == "__main__":
    for each in rows():
        print(each)
