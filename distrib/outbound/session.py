"""The same checked resolver for libraries that bring `requests`, such as tweepy."""

import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from distrib.errors import Unreachable
from distrib.outbound.resolving import Resolver


def checked_session(resolver: Resolver, *, timeout_seconds: float = 20) -> requests.Session:
    """Return a `requests` session that connects to checked addresses only and trusts nothing of the environment."""
    session = requests.Session()
    session.trust_env = False
    adapter = CheckedAdapter(resolver, timeout_seconds)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class CheckedAdapter(HTTPAdapter):
    """Carries requests over connections of the checked resolver."""

    def __init__(self, resolver: Resolver, timeout_seconds: float) -> None:
        self._resolver = resolver
        self._seconds = timeout_seconds
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._resolver)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send with a time limit even where the library forgot one, and never through a proxy."""
        kwargs["timeout"] = kwargs.get("timeout") or self._seconds
        kwargs["proxies"] = {}
        return super().send(request, *args, **kwargs)


def _pools(resolver: Resolver) -> dict[str, type[HTTPConnectionPool]]:
    def connect(connection: HTTPConnection) -> socket.socket:
        try:
            places = resolver.places(connection.host, int(connection.port or 0))
        except Unreachable as error:
            raise NewConnectionError(connection, str(error)) from error
        failure: OSError | None = None
        timeout = connection.timeout if isinstance(connection.timeout, int | float) else None
        for place in places:
            try:
                return socket.create_connection(place, timeout)
            except OSError as error:
                failure = error
        raise NewConnectionError(connection, f"{connection.host} can't be reached: {failure}") from failure

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
