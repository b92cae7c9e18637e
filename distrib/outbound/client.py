"""The one hardened HTTP client: checked addresses, followed redirects, capped bytes and time."""

import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from urllib.parse import urljoin

import httpcore2
import httpx2

from distrib.errors import Blocked, Unreachable
from distrib.outbound.deadline import CheckedBackend, Deadline, Line
from distrib.outbound.resolving import Place, Resolver
from distrib.outbound.unpacking import TooMuch, Unpacker

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "expect", "te"})
_MOST_HEADERS = 256
_LONGEST_URL = 4096
_LAST_PORT = 65_535
_HOST = re.compile(rb"[a-zA-Z0-9._:-]+")

Gate = Callable[[str], None]
"""Raises Blocked for an address that may not be asked, for a reason of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from the last address of the redirects."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  #: lower-case names; repeated ones joined by commas
    body: bytes = b""
    moved_to: str | None = None  #: where permanent redirects (301, 308) led, before the first passing one


class NotReached(Unreachable):
    """The other side could not be reached: nothing of ours has left."""


class Client:
    """Asks other servers, one connection per request, and keeps no state.

    Raises Blocked for an address that must not be asked and Unreachable for no usable answer (NotReached if nothing
    has left); nothing else. Trusts nothing of the environment: no proxies, no netrc, no certificates from variables.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        timeout_seconds: float = 20,
        most_bytes: int = 20_000_000,
        most_redirects: int = 5,
        allow_hosts: Iterable[str] = (),
        hosts: Mapping[str, Place] | None = None,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._resolver = resolver or Resolver(allow_hosts=allow_hosts, hosts=hosts)
        self.user_agent = user_agent
        self._seconds = timeout_seconds
        self._most_bytes = most_bytes
        self._most_redirects = most_redirects
        self._tls = tls or _usual_tls()

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        gate: Gate | None = None,
        seconds: float | None = None,
        most_bytes: int | None = None,
    ) -> Answer:
        """Return what `url` answers, after redirects; `gate` is asked about each address, too."""
        deadline = Deadline(seconds or self._seconds)
        given = dict(headers or {})
        moved_to, for_good = None, True
        for _ in range(self._most_redirects + 1):
            target = checked_url(url)
            if gate is not None:
                gate(str(target))
            answer = self._ask("GET", target, given, None, deadline, most_bytes or self._most_bytes)
            place = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not place:
                return replace(answer, moved_to=moved_to)
            url = joined(str(target), place)
            for_good = for_good and answer.status in _FOR_GOOD
            moved_to = url if for_good else moved_to
            if not _trusted(target, checked_url(url)):
                given = {name: value for name, value in given.items() if name.lower() not in _SECRET_HEADERS}
        raise Unreachable(f"The address leads on more than {self._most_redirects} times.")

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """Return the answer to one request. A redirect is an answer: it is not followed."""
        deadline = Deadline(seconds or self._seconds)
        return self._ask(method, checked_url(url), headers or {}, content, deadline, self._most_bytes)

    def _ask(
        self,
        method: str,
        url: httpx2.URL,
        headers: Mapping[str, str],
        content: bytes | None,
        deadline: Deadline,
        most_bytes: int,
    ) -> Answer:
        request = self._request(method, url, headers, content)
        line = Line(deadline)
        try:
            with httpcore2.HTTPConnection(
                origin=request.url.origin,
                ssl_context=self._tls,
                network_backend=CheckedBackend(self._resolver, line),
            ) as connection:
                response = connection.handle_request(request)
                line.allow(2 * most_bytes)  # chunks have their own heads; what they hold is counted by the unpacker
                try:
                    return _read(url, response, most_bytes)
                finally:
                    response.close()
        except (Blocked, TooMuch):
            raise
        except (Unreachable, httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            kind = Unreachable if line.spoken else NotReached
            raise kind(_sentence(url.host, error)) from error

    def _request(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], content: bytes | None
    ) -> httpcore2.Request:
        # A host that was led elsewhere speaks plain HTTP there, whatever its address says.
        scheme = b"http" if self._resolver.led(url.host) else url.raw_scheme
        lines = {
            "user-agent": self.user_agent,
            "accept": "*/*",
            **{name.lower(): value for name, value in headers.items() if name.lower() not in _OURS},
            "host": url.netloc.decode("ascii"),
            "accept-encoding": "gzip, deflate",
            "connection": "close",
        }
        if content is not None:
            lines["content-length"] = str(len(content))
        try:
            return httpcore2.Request(
                method,
                httpcore2.URL(scheme=scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in lines.items()],
                content=content,
            )
        except UnicodeEncodeError as error:
            raise Blocked("A header of the request can't be sent.") from error


def _read(url: httpx2.URL, response: httpcore2.Response, most_bytes: int) -> Answer:
    found: dict[str, list[str]] = {}
    if len(response.headers) > _MOST_HEADERS:
        raise TooMuch(f"The answer has {len(response.headers)} header lines; nothing real has more than a few dozen.")
    for name, value in response.headers:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    headers = {name: ", ".join(values) for name, values in found.items()}
    if response.status in _REDIRECTS and "location" in headers:
        return Answer(url=str(url), status=response.status, headers=headers | {"location": found["location"][0]})
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > most_bytes:
        raise TooMuch(f"The answer is larger than {most_bytes / 1_000_000:g} MB, the most distrib takes.")
    unpacker = Unpacker(headers.get("content-encoding", ""), most_bytes)
    for piece in response.iter_stream():
        unpacker.feed(piece)
    return Answer(url=str(url), status=response.status, headers=headers, body=unpacker.whole())


def _trusted(one: httpx2.URL, other: httpx2.URL) -> bool:
    """Tell whether what was for `one` alone may be said to `other`: the same host, and no less private a line."""
    return one.host == other.host and one.port == other.port and (one.scheme == "http" or other.scheme == "https")


@cache
def _usual_tls() -> ssl.SSLContext:
    """Return what verifies certificates and host names; made once, since reading the authorities takes a while."""
    return httpx2.create_ssl_context(trust_env=False)


def checked_url(url: str) -> httpx2.URL:
    """Return `url` parsed, if it is one that may be asked. Raises Blocked."""
    if len(url) > _LONGEST_URL:
        raise Blocked("The address is too long.")
    try:
        found = httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise Blocked(f"{url[:200]!r} is no address.") from error
    if found.scheme not in {"http", "https"}:
        raise Blocked(f"Only http and https addresses are asked, not {url[:200]!r}.")
    if not _HOST.fullmatch(found.raw_host) or found.port == 0 or (found.port or 1) > _LAST_PORT:
        raise Blocked(f"{url[:200]!r} names no host that could be asked.")
    if found.userinfo:
        raise Blocked("An address with a name and password in it is not asked.")
    return found.copy_with(fragment=None)


def joined(base: str, place: str) -> str:
    """Return where a redirect to `place` leads. Raises Blocked when that is no address."""
    try:
        return urljoin(base, place.strip())
    except ValueError as error:
        raise Blocked(f"A redirect leads to {place[:200]!r}, which is no address.") from error


def _sentence(host: str, error: Exception) -> str:
    if isinstance(error, Unreachable):
        return str(error)
    if isinstance(error, httpcore2.TimeoutException):
        return f"{host} took too long to answer."
    if isinstance(error, httpcore2.ConnectError):
        return f"{host} can't be reached: {_reason(error)}."
    return f"{host} broke off or did not speak HTTP: {_reason(error)}."


def _reason(error: Exception) -> str:
    words = str(error) or type(error).__name__
    return words.replace("\n", " ")[:160].rstrip(".")
