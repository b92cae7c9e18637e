"""The sample newsroom's small news site, served on loopback for as long as it is held open."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self

from distrib import clock as clocks
from distrib.clock import Clock
from distrib.demo import answers
from distrib.demo.answers import Answer
from distrib.demo.desk import Desk
from distrib.demo.paper import NAMES, OWN

LOOPBACK = "127.0.0.1"


class Site:
    """The paper's site and those of its two neighbours: one server, told apart by the name that is asked for.

    `day` is the moment at which the morning edition is locked: the stories' dates count back from it. `clock` says
    what is out and corrected already; without one it stands still at `day`. With `trickle` a new story comes in
    every so many minutes of that clock.
    """

    def __init__(self, day: datetime, *, clock: Clock | None = None, trickle: int | None = None, port: int = 0) -> None:
        self.desk = Desk(day, clock or clocks.stopped(day), trickle)
        self._server = _Server((LOOPBACK, port), _Handler)
        self._server.answer = lambda host, target: answers.answer(self.desk, host, target)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo-site", daemon=True)

    @property
    def address(self) -> tuple[str, int]:
        """Return the (host, port) it listens on."""
        return LOOPBACK, int(self._server.server_address[1])

    def hosts(self) -> dict[str, tuple[str, int]]:
        """Return which names lead to it: what the fetcher of the demo is told."""
        return dict.fromkeys(NAMES, self.address)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answer: Callable[[str, str], Answer]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "tarini", ""
    timeout = 10
    protocol_version = "HTTP/1.1"
    known: ClassVar[Mapping[str, str]] = {"127.0.0.1": OWN, "localhost": OWN, "": OWN} | {
        asked: name for name in NAMES for asked in (name, f"{name}.localhost")
    }

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent calls it so
        """Say nothing: the day's own lines are what one wants to see."""

    def _reply(self, *, with_body: bool) -> None:
        asked = (self.headers.get("Host") or "").rsplit(":", 1)[0].casefold()
        told = self.server.answer(self.known.get(asked, asked), self.path)
        etag = f'"{sha256(told.body).hexdigest()[:20]}"'
        unchanged = told.status == HTTPStatus.OK and self._has(etag, told.modified)
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else told.status)
        if told.status == HTTPStatus.OK:
            self.send_header("ETag", etag)
            if told.modified:
                self.send_header("Last-Modified", format_datetime(told.modified.replace(microsecond=0), usegmt=True))
            self.send_header("Cache-Control", "max-age=60")
        if told.location:
            self.send_header("Location", told.location)
        if not unchanged:
            self.send_header("Content-Type", told.content_type)
            self.send_header("Content-Length", str(len(told.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(told.body)

    def _has(self, etag: str, modified: datetime | None) -> bool:
        """Say whether the other side has these bytes already (RFC 9110: an etag outranks a date)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return etag in tags or tags.strip() == "*"
        since = self.headers.get("If-Modified-Since")
        if since is None or modified is None:
            return False
        try:
            return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except ValueError:
            return False
