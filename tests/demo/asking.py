"""Asking the sample site as a fetcher would: by its own name, at the address it listens on."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection

from distrib.demo.site import Site

OWN, COAST, DELTA = "tarinipost.example", "coastwire.example", "deltadispatch.example"


@dataclass(frozen=True, slots=True)
class Got:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    site: Site, path: str, host: str = OWN, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Got:
    connection = HTTPConnection(*site.address, timeout=10)
    try:
        connection.request(method, path, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        body = answer.read()
        return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)
    finally:
        connection.close()
