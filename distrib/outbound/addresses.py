"""Which addresses may be connected to: the public ones, however they are spelt."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

_NEVER = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # a provider's own network; Alibaba's metadata lives there
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host agent, though the address looks public
        "169.254.0.0/16",  # link-local: the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_NEVER_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF's own: Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address within
        "3fff::/20",  # documentation
        "3ffe::/16",
    )
)
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(address: Address | str) -> bool:
    """Return whether `address` is on the open internet: not private, loopback, link-local, metadata or reserved.

    An IPv4 address within an IPv6 one (mapped, NAT64, 6to4) is never taken: a public host has an address of its own.
    """
    found = ip_address(address.partition("%")[0]) if isinstance(address, str) else address
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _NEVER)
    if any(found in network for network in _NAT64):
        return False
    return found in _GLOBAL_V6 and not any(found in network for network in _NEVER_V6)
