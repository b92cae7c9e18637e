"""A whole answer within one time: a server that drips a byte at a time is not waited for."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
from httpcore2 import SOCKET_OPTION

from distrib.errors import Blocked, Unreachable
from distrib.outbound.resolving import Resolver


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


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every wait ends with the request's deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only, and to exactly those: the name is not resolved a second time."""

    def __init__(self, resolver: Resolver, deadline: Deadline) -> None:
        self._resolver = resolver
        self._deadline = deadline
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        places = self._resolver.places(host, port)
        share = max(self._deadline.left() / len(places), 1.0)  # one dead address must not use up the time of the rest
        failed: Exception | None = None
        for address, at in places:
            timeout = min(share, self._deadline.left())
            try:
                stream = self._backend.connect_tcp(address, at, timeout=timeout, socket_options=socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return TimedStream(stream, self._deadline)
        raise failed or Unreachable(f"{host} can't be reached.")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SOCKET_OPTION] | None = None
    ) -> httpcore2.NetworkStream:
        raise Blocked("Sockets of this machine are not asked.")
