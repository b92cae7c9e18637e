"""A server on loopback that answers as a test tells it, down to the byte and the pause."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Talk = Callable[[socket.socket, bytes], None]
"""Gets the connection and the request; says what it likes."""


@contextmanager
def serving(talk: Talk) -> Iterator[int]:
    """Serve on a free loopback port; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.02)
        stopped = threading.Event()

        def one(connection: socket.socket) -> None:
            with connection:
                connection.settimeout(5)
                request = b""
                try:
                    while b"\r\n\r\n" not in request and (more := connection.recv(65536)):
                        request += more
                        if not request[:1].isalpha():  # no HTTP: a TLS greeting
                            break
                    talk(connection, request)
                except OSError:
                    return  # the client hung up, as it should

        def accept() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                threading.Thread(target=one, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            stopped.set()
            thread.join()


def saying(body: bytes, *headers: str, status: str = "200 OK") -> Talk:
    """Answer once with these headers and this body."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return lambda connection, _: connection.sendall("\r\n".join(lines).encode() + body)


def dripping(start: bytes, *, every: float) -> Talk:
    """Answer a byte at a time, for ever."""

    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(b"x")
            time.sleep(every)

    return talk


def pouring(start: bytes) -> Talk:
    """Answer without end, as fast as it goes."""

    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(b"x" * 65536)

    return talk
