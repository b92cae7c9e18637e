"""The one hardened HTTP client: checked addresses, followed redirects, capped bytes and time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

import httpcore2
import httpx2

from distrib.errors import Blocked, Unreachable
from distrib.outbound.deadline import CheckedBackend, Deadline
from distrib.outbound.resolving import Place, Resolver
from distrib.outbound.unpacking import TooMuch, Unpacker

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_FOLLOWED = frozenset({"GET", "HEAD"})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_LONGEST_URL = 4096
_LAST_PORT = 65_535
_HOST = re.compile(rb"[a-zA-Z0-9._:-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from the last address of the redirects."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  #: lower-case names; repeated ones joined by commas
    body: bytes = b""
    moved_to: str | None = None  #: where permanent redirects (301, 308) led, before the first passing one


class Client:
    """Asks other servers, one connection per request, and keeps no state.

    Raises Blocked for an address that must not be asked and Unreachable for no usable answer; nothing else.
    Nothing of the environment is trusted: no proxies, no netrc, no certificates from variables.
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
    ) -> None:
        self._resolver = resolver or Resolver(allow_hosts=allow_hosts, hosts=hosts)
        self._user_agent = user_agent
        self._seconds = timeout_seconds
        self._most_bytes = most_bytes
        self._most_redirects = most_redirects
        self._tls = httpx2.create_ssl_context(trust_env=False)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what `url` answers, after redirects."""
        return self.request("GET", url, headers=headers)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> Answer:
        """Return the answer to one request. Only GET and HEAD follow redirects; each one is checked like the first."""
        deadline = Deadline(self._seconds)
        given = {name.lower(): value for name, value in (headers or {}).items()}
        moved_to, for_good = None, True
        for _ in range(self._most_redirects + 1):
            target = checked_url(url)
            answer = self._ask(method, target, given, content, deadline)
            place = answer.headers.get("location")
            if answer.status not in _REDIRECTS or method not in _FOLLOWED or not place:
                return replace(answer, moved_to=moved_to)
            url = joined(str(target), place)
            for_good = for_good and answer.status in _FOR_GOOD
            moved_to = url if for_good else moved_to
            if httpx2.URL(url).host != target.host:
                given = {name: value for name, value in given.items() if name not in _SECRET_HEADERS}
        raise Unreachable(f"The address leads on more than {self._most_redirects} times.")

    def _ask(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], content: bytes | None, deadline: Deadline
    ) -> Answer:
        request = self._request(method, url, headers, content)
        try:
            with httpcore2.HTTPConnection(
                origin=request.url.origin,
                ssl_context=self._tls,
                network_backend=CheckedBackend(self._resolver, deadline),
            ) as connection:
                response = connection.handle_request(request)
                try:
                    return self._read(url, response)
                finally:
                    response.close()
        except httpcore2.TimeoutException as error:
            raise Unreachable(f"{url.host} took too long to answer.") from error
        except httpcore2.ConnectError as error:
            raise Unreachable(f"{url.host} can't be reached: {_reason(error)}.") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise Unreachable(f"{url.host} broke off or did not speak HTTP: {_reason(error)}.") from error

    def _request(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], content: bytes | None
    ) -> httpcore2.Request:
        # A host that was led elsewhere speaks plain HTTP there, whatever its address says.
        scheme = b"http" if self._resolver.led(url.host) else url.raw_scheme
        lines = {
            "host": url.netloc.decode("ascii"),
            "user-agent": self._user_agent,
            "accept": "*/*",
            "accept-encoding": "gzip, deflate",
            "connection": "close",
            **headers,
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

    def _read(self, url: httpx2.URL, response: httpcore2.Response) -> Answer:
        headers: dict[str, str] = {}
        for raw_name, raw_value in response.headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        if response.status in _REDIRECTS and "location" in headers:
            return Answer(url=str(url), status=response.status, headers=headers)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._most_bytes:
            raise TooMuch(f"The answer is larger than {self._most_bytes / 1_000_000:g} MB, the most distrib takes.")
        unpacker = Unpacker(headers.get("content-encoding", ""), self._most_bytes)
        for piece in response.iter_stream():
            unpacker.feed(piece)
        return Answer(url=str(url), status=response.status, headers=headers, body=unpacker.whole())


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


def _reason(error: Exception) -> str:
    words = str(error) or type(error).__name__
    return words.replace("\n", " ")[:160].rstrip(".")
