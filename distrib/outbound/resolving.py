"""From a host name to addresses that may be connected to; whoever connects, connects to one of these."""

import socket
from collections.abc import Iterable, Mapping

import idna

from distrib.errors import Blocked, Unreachable
from distrib.outbound.addresses import is_public
from distrib.outbound.lookups import Lookup, Lookups

Place = tuple[str, int]
"""An address and a port."""

LOOKUP_SECONDS = 10.0  #: for a name, whatever time the rest may take


class Resolver:
    """Names become checked places.

    `allow_hosts` may be private all the same. `hosts` leads a name to another place, unchecked: known only to
    whoever built this (the demo), never to settings or rows.
    """

    def __init__(
        self,
        *,
        allow_hosts: Iterable[str] = (),
        hosts: Mapping[str, Place] | None = None,
        lookup: Lookup = socket.getaddrinfo,
    ) -> None:
        self._allowed = frozenset(plain_host(host) for host in allow_hosts)
        self._led = {plain_host(host): place for host, place in (hosts or {}).items()}
        self._lookups = Lookups(lookup)

    def led(self, host: str) -> Place | None:
        """Return the other place that `host` is led to, if any."""
        return self._led.get(plain_host(host))

    def places(self, host: str, port: int, seconds: float = LOOKUP_SECONDS) -> list[Place]:
        """Return where `host` may be connected to, in the order to try, within `seconds`. Raises Blocked, Unreachable.

        One address among several that may not be asked blocks the host: its owner could pick the other at will.
        """
        name = plain_host(host)
        if (place := self._led.get(name)) is not None:
            return [place]
        try:
            found = self._lookups.rows(name, port, min(seconds, LOOKUP_SECONDS))
        except (OSError, UnicodeError, ValueError) as error:
            raise Unreachable(f"The host {name[:200]} has no address.") from error
        addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
        if not addresses:
            raise Unreachable(f"The host {name[:200]} has no address.")
        if name not in self._allowed and not all(is_public(address) for address in addresses):
            raise Blocked(f"The host {name[:200]} lies inside a private network and is not asked.")
        return [(address, port) for address in addresses]


def plain_host(host: str) -> str:
    """Return `host` as it is compared: lower case, ASCII, no final dot, no brackets. Raises Blocked if it is none."""
    bare = host.strip().rstrip(".").strip("[]").lower()
    if bare.isascii():
        return bare
    try:
        return idna.encode(bare, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise Blocked(f"{host[:200]!r} is no host name.") from error
