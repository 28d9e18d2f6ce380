"""Which addresses are of the public internet: no page that a stranger wrote may lead into the user's own network.

Written out where Python's own tables differ from version to version. An IPv6 address that carries one of IPv4 in it, of
which a gateway or the system itself takes it out, is as public as that one.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: What is reserved, besides what every supported Python knows: shared by a provider's customers, special purposes,
#: relays of 6to4.
_RESERVED_4 = ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")
#: The only part of IPv6 that is given out for the public internet, and what is reserved in it: special purposes and
#: Teredo, examples.
_GLOBAL_6, _RESERVED_6 = "2000::/3", ("2001::/23", "2001:db8::/32", "3fff::/20")
#: Where a gateway of NAT64 takes the last 32 bits for an address of IPv4; there is no name without it behind DNS64.
_NAT64 = "64:ff9b::/96"
#: The first half of an interface's number in ISATAP; the address of IPv4 is the other half.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def is_public(address: str) -> bool:
    """Whether a numeric address, with or without a zone, is of the public internet; raises ``ValueError``."""
    found = ip_address(address.partition("%")[0])
    return _is_public_4(found) if isinstance(found, IPv4Address) else _is_public_6(found)


def _is_public_4(address: IPv4Address) -> bool:
    special = address.is_multicast or address.is_reserved or not address.is_global
    return not special and not any(address in network for network in _networks_4())


def _is_public_6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _is_public_4(address.ipv4_mapped)
    if address in IPv6Network(_NAT64):
        return _is_public_4(IPv4Address(int(address) & 0xFFFF_FFFF))
    if not _is_given_out(address):
        return False
    carried = [address.sixtofour] if address.sixtofour is not None else []
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        carried.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return all(map(_is_public_4, carried))


def _is_given_out(address: IPv6Address) -> bool:
    """Not so: loopback, IPv4-compatible, link-local, site-local, unique local, multicast, local NAT64 and the like."""
    return address in IPv6Network(_GLOBAL_6) and not any(address in network for network in _networks_6())


@cache
def _networks_4() -> tuple[IPv4Network, ...]:
    return tuple(map(IPv4Network, _RESERVED_4))


@cache
def _networks_6() -> tuple[IPv6Network, ...]:
    return tuple(map(IPv6Network, _RESERVED_6))
