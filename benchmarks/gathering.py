"""A thousand sources in one process: seconds and memory of a gather, beside a plain loop over feedparser.

A server in a process of its own plays 200 hosts with five feeds each, 20 entries a feed, and answers after 20 ms, as
a near host does. Ours asks robots.txt first, reads, tells the stories apart and stores them; the peer reads and keeps
nothing, so that the first round has no goal. The second round finds everything unchanged (304).
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SOURCES, HOSTS, ENTRIES, LATENCY = int(os.environ.get("DISTRIB_BENCH_SOURCES", "1000")), 200, 20, 0.02
MOST_MEGABYTES = 200
PEER = "feedparser, one after the other"
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
_TEXT = "It rained all night along the coast, and the fishermen of the village stayed at home and mended nets. "
_HEADLINES = ("Ferry returns", "Schools open late", "Market moves", "Road is closed", "Team wins", "Choir sings")


def rows() -> list[dict[str, Any]]:
    """Return what a first and a second gather of 1,000 sources cost, beside the peer."""
    with _serving() as port:
        ours, peer = _told("ours", port), _told("peer", port)
    return [
        _row(f"gather {SOURCES} sources of {ENTRIES} entries", "first", ours, peer, goal=None),
        _row(f"gather {SOURCES} sources again, unchanged (304)", "second", ours, peer, goal=2.5),
        {
            "name": f"memory of gathering {SOURCES} sources",
            "ours": ours["megabytes"],
            "peer": peer["megabytes"],
            "peer_name": PEER,
            "unit": "MB",
            "ratio": round(peer["megabytes"] / ours["megabytes"], 2),
            "goal": float(MOST_MEGABYTES),
            "met": ours["megabytes"] <= MOST_MEGABYTES and ours["stories"] == SOURCES * ENTRIES,
        },
    ]


def _row(name: str, key: str, ours: dict[str, Any], peer: dict[str, Any], *, goal: float | None) -> dict[str, Any]:
    ratio = round(peer[key] / ours[key], 2)
    row = {"name": name, "ours": ours[key], "peer": peer[key], "peer_name": PEER, "unit": "s"}
    return {**row, "ratio": ratio, "goal": goal, "met": None if goal is None else ratio >= goal}


def _told(role: str, port: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.gathering", role, str(port)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def _addresses() -> Iterator[str]:
    for number in range(SOURCES):
        yield f"http://h{number % HOSTS}.example/feed/{number}"


# -- ours and the peer, each in a process of its own ---------------------------------------------------------------


def _ours(port: int) -> dict[str, Any]:
    from distrib import bootstrap, clock, logs  # noqa: PLC0415 - the server and the peer must not load them
    from distrib.config import Settings  # noqa: PLC0415 - as above
    from distrib.model.sources import SourceKind  # noqa: PLC0415 - as above
    from distrib.pipeline import gather  # noqa: PLC0415 - as above
    from distrib.store import schema, sources, stories  # noqa: PLC0415 - as above
    from distrib.store.engine import Database, sqlite_url  # noqa: PLC0415 - as above

    logs.configure(level="error")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bootstrap.make_state(home)
        database = Database(sqlite_url(home / "distrib.db"))
        schema.migrate(database)
        hosts = {f"h{number}.example": ("127.0.0.1", port) for number in range(HOSTS)}
        parts = bootstrap.build(Settings(), home=home, database=database, clock=clock.stopped(NOW), hosts=hosts)
        with database.writing() as session:
            for number, url in enumerate(_addresses()):
                sources.add(session, name=f"Source {number}", kind=SourceKind.FEED, url=url, own=False)
        first = _seconds(lambda: gather.gather(parts))
        later = replace(parts, clock=clock.stopped(NOW + timedelta(hours=1)))
        second = _seconds(lambda: gather.gather(later))
        with database.reading() as session:
            number = stories.count(session)
        database.close()
    return {"first": first, "second": second, "stories": number, "megabytes": _megabytes()}


def _peer(port: int) -> dict[str, Any]:
    import urllib.request  # noqa: PLC0415 - only the peer's

    import feedparser  # noqa: PLC0415 - as above

    tags: dict[str, str] = {}

    def round_trip() -> None:
        for url in _addresses():
            host, _, path = url.removeprefix("http://").partition("/")
            headers = {"Host": host, **({"If-None-Match": tags[url]} if url in tags else {})}
            request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
                    tags[url] = answer.headers["etag"]
                    feedparser.parse(answer.read())
            except urllib.error.HTTPError as error:
                error.close()

    first, second = _seconds(round_trip), _seconds(round_trip)
    return {"first": first, "second": second, "megabytes": _megabytes()}


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


def _megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


# -- the server ----------------------------------------------------------------------------------------------------


@contextmanager
def _serving() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.gathering", "serve", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        time.sleep(LATENCY)
        if not self.path.startswith("/feed/"):
            self._say(404, b"")
            return
        number = int(self.path.removeprefix("/feed/"))
        tag = f'"{number}"'
        if self.headers.get("if-none-match") == tag:
            self._say(304, b"", tag)
        else:
            self._say(200, _feed(number, self.headers.get("host", "")), tag)

    def _say(self, status: int, body: bytes, tag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/rss+xml")
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: only the port is told."""


def _feed(number: int, host: str) -> bytes:
    items = "".join(
        f"<item><title>{_HEADLINES[entry % len(_HEADLINES)]} in village {number} of district {entry}</title>"
        f"<link>http://{host}/story/{number}/{entry}</link><guid>story-{number}-{entry}</guid>"
        f"<pubDate>{NOW - timedelta(hours=entry, minutes=number % 60):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<category>District {entry % 5}</category><description>{_TEXT * 3}</description>"
        f"<content:encoded><![CDATA[<p>{_TEXT * 12}</p><img src='http://{host}/{entry}.jpg'>]]></content:encoded></item>"
        for entry in range(ENTRIES)
    )
    head = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
    return f"{head}<title>Village {number}</title><link>http://{host}/</link>{items}</channel></rss>".encode()


def _serve() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(json.dumps(rows(), indent=1))
    elif sys.argv[1] == "serve":
        _serve()
    else:
        print(json.dumps({"ours": _ours, "peer": _peer}[sys.argv[1]](int(sys.argv[2]))))
