"""A small SMTP server that misbehaves where a test says so, and keeps what it accepted."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

DROP = "drop"  #: close the line instead of answering
LOST = "250 lost"  #: at the dot: take the message and close the line instead of answering


class SmtpServer(socketserver.ThreadingTCPServer):
    """`faults`: phase -> reply or DROP, taken each time, or a list whose items are used up one a time."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, extensions: tuple[str, ...] = ("SIZE 10000000", "8BITMIME"), context: Any = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.extensions = list(extensions)
        self.context: ssl.SSLContext | None = context
        self.wrapped = False  #: TLS from the first byte
        self.faults: dict[str, str | list[str | None]] = {}
        self.accepted: list[tuple[str, str, bytes]] = []
        self.commands: list[str] = []
        self.connections = 0
        self.closes_after: int | None = None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def fault(self, phase: str) -> str | None:
        told = self.faults.get(phase)
        if isinstance(told, list):
            return told.pop(0) if told else None
        return told

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what these tests are about."""


class _Talk(socketserver.StreamRequestHandler):
    server: SmtpServer

    def setup(self) -> None:
        if self.server.wrapped:
            assert self.server.context is not None
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        self.server.connections += 1
        self.mail_from = self.rcpt_to = ""
        self.taken = 0
        going = self.say("banner", "220 test ESMTP")
        while going and (line := self.rfile.readline()):
            command = line.decode("utf-8").strip()
            self.server.commands.append(command)
            word = command.upper().split(" ")[0].split(":")[0]
            going = getattr(self, f"on_{word.lower()}", self.on_other)(command)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def on_other(self, _: str) -> str | None:
        return self.say_this("250 ok")

    def on_ehlo(self, _: str) -> str | None:
        offers = ["test", *self.server.extensions]
        if self.server.context and not isinstance(self.request, ssl.SSLSocket):
            offers.append("STARTTLS")
        last = len(offers) - 1
        return self.say("ehlo", "\r\n".join(f"250{' ' if i == last else '-'}{offer}" for i, offer in enumerate(offers)))

    def on_helo(self, _: str) -> str | None:
        return self.say_this("250 test")

    def on_starttls(self, _: str) -> str | None:
        going = self.say("starttls", "220 go")
        if going and self.server.context is not None:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
            super().setup()
        return going

    def on_auth(self, _: str) -> str | None:
        return self.say("auth", "235 welcome")

    def on_mail(self, command: str) -> str | None:
        self.mail_from = command[10:].split(">", maxsplit=1)[0].lstrip("<")
        return self.say("mail", "250 ok")

    def on_rcpt(self, command: str) -> str | None:
        self.rcpt_to = command[8:].split(">", maxsplit=1)[0].lstrip("<")
        return self.say("rcpt", "250 ok")

    def on_data(self, _: str) -> str | None:
        going = self.say("data", "354 go on")
        if going != "354":
            return going
        body, fault = self.body(), self.server.fault("dot")
        if body is None or fault == DROP:
            return None
        if fault is None or fault.startswith("250"):
            self.server.accepted.append((self.mail_from, self.rcpt_to, body))
            self.taken += 1
        if fault == LOST:
            return None
        going = self.say_this(fault or f"250 2.0.0 Ok: queued as Q{len(self.server.accepted)}")
        return None if self.taken == self.server.closes_after else going

    def on_quit(self, _: str) -> str | None:
        self.say_this("221 bye")
        return None

    def body(self) -> bytes | None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def say(self, phase: str, usual: str) -> str | None:
        return self.say_this(self.server.fault(phase) or usual)

    def say_this(self, reply: str) -> str | None:
        if reply == DROP:
            return None
        self.wfile.write(reply.encode() + b"\r\n")
        self.wfile.flush()
        return None if reply.startswith(("421", "554 no service")) else reply[:3]


@contextmanager
def serving(**given: Any) -> Iterator[SmtpServer]:
    with SmtpServer(**given) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
