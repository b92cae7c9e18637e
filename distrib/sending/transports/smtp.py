"""SMTP, step by step over smtplib (the only file that knows it): one recipient per transaction, one connection.

What an error means depends on how far a message had come (RFC 5321; docs of relays agree):
before MAIL it is the sender's trouble and nothing left; a refusal at RCPT or after is this message's alone;
a line that breaks after the final dot leaves it unsure whether the message arrived.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import idna

from distrib.errors import SenderProblem, SettingsProblem
from distrib.model.messages import Finding, Message, Outcome, Receipt

_CONNECT_SECONDS, _COMMAND_SECONDS, _FINAL_SECONDS = 15.0, 60.0, 600.0  # RFC 5321, 4.5.3.2: ten minutes for the dot
_GOOD, _GO_AHEAD, _CLOSING, _FINAL = 250, 354, 421, 500
_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954: log in first, or better
_TOO_BIG = 552
_LINE_LENGTH = 300
_QUEUED_AS = re.compile(r"queued as ([^\s>]+)|^(?:2\.\d\.\d )?ok:? ([^\s:]+)$", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>]")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class _Lost(Exception):
    """The line broke before the message was complete: it did not arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """A sender's options, checked."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "none"]
    user: str | None
    hello: str
    ca_file: str | None
    per_connection: int

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "_Options":
        tls = given.get("tls", "starttls")
        host, user = given.get("host"), given.get("user") or None
        if not host:
            raise SettingsProblem("The sender's option host is missing: name the relay.")
        if tls not in _PORTS:
            raise SettingsProblem(f"The sender's option tls can't be {tls!r}: it is starttls, tls or none.")
        if tls == "none" and user and host not in {"localhost", "127.0.0.1", "::1"}:
            raise SettingsProblem("A password is only given to a relay over TLS: set the sender's option tls.")
        return cls(
            host=str(host),
            port=int(given.get("port") or _PORTS[tls]),
            tls=tls,
            user=user,
            hello=str(given.get("hello") or socket.gethostname()),
            ca_file=given.get("ca_file"),
            # Relays close after a number they don't publish; leaving first keeps that from looking like a fault.
            per_connection=int(given.get("per_connection", 100)),
        )


class SmtpTransport:
    """Hands messages to a relay, one after another on one connection that is kept for many."""

    name = "smtp"
    repeatable = False

    def __init__(self, options: Mapping[str, Any], *, password: str | None = None) -> None:
        self._options = _Options.read(options)
        self._password = password
        if self._options.user and password is None:
            raise SettingsProblem("The sender has a user but no password: set its secret, or take the user away.")

    def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Answer for each message by how far it came; a line lost before the dot is tried once more on a new one."""
        line = _KeptLine(self._connected, self._options.per_connection)
        try:
            for message in messages:
                kept = line.is_open
                try:
                    receipt = line.carry(message)
                except _Lost as lost:
                    receipt = _lost(message, lost)
                    if kept:
                        # It was kept too long for the relay's taste; nothing of this message arrived.
                        with suppress(_Lost):
                            receipt = line.carry(message)
                yield receipt
        finally:
            line.leave()

    def check(self) -> list[Finding]:
        """Connect, encrypt and log in as for sending; mail nothing."""
        where = f"{self._options.host}:{self._options.port}"
        try:
            _quit(self._connected())
        except SenderProblem as problem:
            return [Finding(id="smtp.connect", level="block", ok=False, sentence=str(problem), place=where)]
        return [Finding(id="smtp.connect", level="info", ok=True, sentence=f"{where} lets us in.", place=where)]

    def _connected(self) -> smtplib.SMTP:
        """Return a line that is greeted, encrypted and logged in. Raises SenderProblem."""
        options = self._options
        with _sender_problems(f"{options.host}:{options.port}"):
            context = ssl.create_default_context(cafile=options.ca_file)
            make = partial(smtplib.SMTP_SSL, context=context) if options.tls == "tls" else smtplib.SMTP
            line = make(options.host, options.port, local_hostname=options.hello, timeout=_CONNECT_SECONDS)
            try:
                self._greet(line, context)
            except BaseException:
                line.close()
                raise
        return line

    def _greet(self, line: smtplib.SMTP, context: ssl.SSLContext) -> None:
        options = self._options
        sock = _socket(line)
        # Without it small commands wait for delayed acknowledgements: 13 times slower over TLS on a kept line.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(_COMMAND_SECONDS)
        line.ehlo_or_helo_if_needed()
        if options.tls == "starttls":
            line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
        if options.user and self._password is not None:
            line.login(options.user, self._password)


class _KeptLine:
    """The connection that is open, if any, and how many messages it has carried."""

    def __init__(self, connect: Callable[[], smtplib.SMTP], limit: int) -> None:
        self._connect, self._limit = connect, limit
        self._line: smtplib.SMTP | None = None
        self._carried = 0

    @property
    def is_open(self) -> bool:
        return self._line is not None and self._carried < self._limit

    def carry(self, message: Message) -> Receipt:
        """Hand over one message, connecting first where need be. Raises _Lost and SenderProblem."""
        if not self.is_open:
            self.leave()
        line = self._line = self._line or self._connect()
        self._carried += 1
        try:
            receipt, stays = _hand_over(line, message)
        except _Lost:
            self.leave()
            raise
        if not stays:
            self.leave()
        return receipt

    def leave(self) -> None:
        """Take leave of the relay, whatever state the line is in."""
        if self._line is not None:
            _quit(self._line)
        self._line, self._carried = None, 0


@contextmanager
def _sender_problems(where: str) -> Iterator[None]:
    """Turn whatever goes wrong before a message into one sentence about the sender."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise SenderProblem(f"The certificate of {where} can't be trusted: {error.verify_message}.") from error
    except smtplib.SMTPAuthenticationError as error:
        raise SenderProblem(f"{where} refuses our login: {_text(error.smtp_code, error.smtp_error)}.") from error
    except smtplib.SMTPNotSupportedError as error:
        raise SenderProblem(f"{where} does not offer what we need: {_one_line(str(error))}") from error
    except smtplib.SMTPResponseException as error:
        raise SenderProblem(f"{where} does not let us in: {_text(error.smtp_code, error.smtp_error)}.") from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise SenderProblem(f"{where} can't be reached: {_one_line(str(error)) or type(error).__name__}.") from error


def _hand_over(line: smtplib.SMTP, message: Message) -> tuple[Receipt, bool]:
    """Return the answer for one message, and whether the line is still good.

    Raises _Lost when the line broke before the message was complete, SenderProblem when it is not about this message.
    """
    body = _stuffed(b"".join(message.pieces))
    try:
        recipient, options = _addressed(line, message.rcpt_to)
    except ValueError as error:
        return Receipt(key=message.key, outcome=Outcome.REFUSED, reply=str(error)), True
    if line.has_extn("size"):
        options.append(f"size={len(body)}")
    with _lost_before_the_dot():
        # Not smtplib's mail() and rcpt(): they parse addresses and would read `a,b@x` as `a`.
        code, text = line.docmd(" ".join([f"MAIL FROM:<{message.mail_from}>", *options]))
        if code != _GOOD:
            return _refused_sender(line, message, code, text)
        code, text = line.docmd(f"RCPT TO:<{recipient}>")
        if code not in {_GOOD, 251}:
            return _said(line, message, code, text)
        code, text = line.docmd("DATA")
        if code != _GO_AHEAD:
            return _said(line, message, code, text)
        line.send(body)
    return _finished(line, message)


def _finished(line: smtplib.SMTP, message: Message) -> tuple[Receipt, bool]:
    """Send the dot and read the verdict: from here on a broken line means that the message may have arrived."""
    try:
        line.send(b".\r\n")
        _socket(line).settimeout(_FINAL_SECONDS)
        code, text = line.getreply()
        _socket(line).settimeout(_COMMAND_SECONDS)
    except (smtplib.SMTPException, OSError) as error:
        why = f"The line broke after the last byte: {_one_line(str(error)) or type(error).__name__}"
        return Receipt(key=message.key, outcome=Outcome.UNSURE, reply=why), False
    if code == _GOOD:
        found = _QUEUED_AS.search(_one_line(text.decode("utf-8", "replace")))
        remote_id = next((group for group in found.groups() if group), None) if found else None
        return Receipt(key=message.key, outcome=Outcome.TAKEN, remote_id=remote_id), True
    return _said(line, message, code, text)


def _refused_sender(line: smtplib.SMTP, message: Message, code: int, text: bytes) -> tuple[Receipt, bool]:
    # A 5xx at MAIL speaks of our own address, so every other message would meet it too; but for the size of this one.
    if code >= _FINAL and code != _TOO_BIG:
        raise SenderProblem(f"The relay refuses our sender address: {_text(code, text)}.")
    return _said(line, message, code, text)


def _said(line: smtplib.SMTP, message: Message, code: int, text: bytes) -> tuple[Receipt, bool]:
    """Return what a refusal means for this message, and clear the line for the next."""
    reply = _text(code, text)
    if code in _LOGIN:
        raise SenderProblem(f"The relay wants another login: {reply}.")
    stays = code not in {_CLOSING, -1}
    if stays:
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            stays = False
    # What is neither 4xx nor 5xx is no verdict; the message was not taken, so later is safe.
    outcome = Outcome.REFUSED if code >= _FINAL else Outcome.TRY_LATER
    return Receipt(key=message.key, outcome=outcome, reply=reply), stays


def _addressed(line: smtplib.SMTP, address: str) -> tuple[str, list[str]]:
    """Return the recipient as the relay can take it, and MAIL's options. Raises ValueError with a sentence."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or _UNSAFE.search(address):
        raise ValueError("This is not an address that mail can be sent to.")
    try:
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise ValueError("The address's domain can't exist.") from None
    line.command_encoding = "ascii"
    if local.isascii():
        return f"{local}@{ascii_domain}", []
    if not line.has_extn("smtputf8"):
        raise ValueError("The relay can't take letters beyond ASCII before the @.")
    line.command_encoding = "utf-8"
    return f"{local}@{ascii_domain}", ["SMTPUTF8"]


@contextmanager
def _lost_before_the_dot() -> Iterator[None]:
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        raise _Lost(_one_line(str(error)) or type(error).__name__) from error


def _lost(message: Message, why: _Lost) -> Receipt:
    return Receipt(key=message.key, outcome=Outcome.TRY_LATER, reply=f"The line broke before the end: {why}")


def _quit(line: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        if line.sock is not None:
            line.sock.settimeout(_CONNECT_SECONDS)
            line.quit()
    line.close()


def _socket(line: smtplib.SMTP) -> socket.socket:
    if line.sock is None:
        raise smtplib.SMTPServerDisconnected("the line is closed")
    return line.sock


def _stuffed(body: bytes) -> bytes:
    """Return the body as DATA wants it: lines that begin with a dot get another, the last one is ended."""
    stuffed = body.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _text(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return _one_line(f"{code} {words}")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LINE_LENGTH]
