"""A whole answer within one time and one number of bytes: who drips, and who pours, is not waited for."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
from httpcore2 import SOCKET_OPTION

from distrib.errors import Blocked, Unreachable
from distrib.outbound.resolving import Resolver
from distrib.outbound.unpacking import TooMuch

MOST_OF_HEADERS = 262_144  #: bytes before the body begins, "103 Early Hints" and their like among them


class Deadline:
    """The moment by which one request must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left. Raises Unreachable when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreachable("The other side took too long to answer.")
        return left


class Line:
    """What one connection may take, and whether anything of ours has left on it."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.spoken = False
        self._left = MOST_OF_HEADERS

    def allow(self, more: int) -> None:
        """Let so many bytes more come."""
        self._left += more

    def take(self, count: int) -> None:
        """Note that bytes came. Raises TooMuch when they are more than was allowed."""
        self._left -= count
        if self._left < 0:
            raise TooMuch("The other side sends more than belongs to an answer.")


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every wait ends with the request's deadline, and whose bytes are counted."""

    def __init__(self, stream: httpcore2.NetworkStream, line: Line) -> None:
        self._stream = stream
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._line.deadline.left())
        self._line.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._line.deadline.left()
        self._line.spoken = True
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._line.deadline.left()
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._line)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only, and to exactly those: the name is not resolved a second time."""

    def __init__(self, resolver: Resolver, line: Line) -> None:
        self._resolver = resolver
        self._line = line
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        deadline = self._line.deadline
        places = self._resolver.places(host, port, deadline.left())
        share = max(deadline.left() / len(places), 1.0)  # one dead address must not use up the time of the rest
        failed: Exception | None = None
        for address, at in places:
            timeout = min(share, deadline.left())
            try:
                stream = self._backend.connect_tcp(address, at, timeout=timeout, socket_options=socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return TimedStream(stream, self._line)
        raise failed or Unreachable(f"{host} can't be reached.")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SOCKET_OPTION] | None = None
    ) -> httpcore2.NetworkStream:
        raise Blocked("Sockets of this machine are not asked.")
