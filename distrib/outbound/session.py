"""The same client for libraries that bring `requests`, such as tweepy."""

from collections.abc import Iterable, Mapping
from http.client import responses
from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3 import HTTPResponse

from distrib.errors import Blocked, Unreachable
from distrib.outbound.client import Answer, Client, NotReached, joined

_PACKED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def checked_session(client: Client, *, most_redirects: int = 5) -> requests.Session:
    """Return a `requests` session that asks through `client` and trusts nothing of the environment.

    Every redirect is a new request of the session, so it is checked like the first. A host that must not be asked or
    can't be reached is `requests.ConnectTimeout`: nothing has left, so it may be tried again.
    """
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = most_redirects
    session.headers["User-Agent"] = client.user_agent
    adapter = CheckedAdapter(client)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class CheckedAdapter(BaseAdapter):
    """Hands requests over to the hardened client. What a library says of proxies and certificates is not heard."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature is the library's
        timeout: Any = None,
        verify: Any = True,  # noqa: FBT002 - as above
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return the whole answer, within the time that the library gives to connecting and reading together."""
        try:
            answer = self._client.request(
                request.method or "GET",
                request.url or "",
                headers={str(name): _text(value) for name, value in request.headers.items()},
                content=_bytes(request.body),
                seconds=_seconds(timeout),
            )
        except (Blocked, NotReached) as error:
            raise requests.ConnectTimeout(str(error), request=request) from error
        except Unreachable as error:
            raise requests.ConnectionError(str(error), request=request) from error
        try:
            joined(answer.url, answer.headers.get("location", ""))
        except Blocked as error:  # the library would stumble over it
            raise requests.exceptions.InvalidURL(str(error), request=request) from error
        return _response(request, answer)

    def close(self) -> None:
        """Close nothing: the client keeps no connection."""


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    headers = CaseInsensitiveDict({name: value for name, value in answer.headers.items() if name not in _PACKED})
    found = requests.Response()
    found.status_code, found.reason = answer.status, responses.get(answer.status, "")
    found.headers, found.encoding = headers, get_encoding_from_headers(headers)
    found.raw = HTTPResponse(body=BytesIO(answer.body), headers=headers, status=answer.status, preload_content=False)
    found.url, found.request = answer.url, request
    return found


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes | None:
    """Return the body whole; libraries give text, bytes, a file or pieces."""
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8")
    if hasattr(body, "read"):
        return _bytes(body.read())
    pieces: Iterable[Any] = body
    return b"".join(_bytes(piece) or b"" for piece in pieces)


def _seconds(timeout: Any) -> float | None:
    """Return one time for all: `requests` knows a number, or one to connect and one to read."""
    parts = timeout if isinstance(timeout, tuple) else (timeout,)
    given = [float(part) for part in parts if isinstance(part, int | float)]
    return sum(given) or None
