"""Decides which addresses belong to the public internet, so that no page leads into the user's own network.

The lists are explicit where Python's own differ between versions. An IPv6 address may carry an IPv4 address that a
gateway or the system extracts; then both must be public.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: Reserved ranges beyond those that every supported Python knows: shared by a provider's customers, special purposes,
#: 6to4 relays.
_RESERVED_4 = ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")
#: The only part of IPv6 for the public internet, and the reserved ranges in it: special purposes, Teredo, examples.
_GLOBAL_6, _RESERVED_6 = "2000::/3", ("2001::/23", "2001:db8::/32", "3fff::/20")
#: In this range a NAT64 gateway takes the last 32 bits as an IPv4 address; behind DNS64 every name has one.
_NAT64 = "64:ff9b::/96"
#: The first half of an ISATAP interface number; the second half is the IPv4 address.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def is_public(address: str) -> bool:
    """Whether a numeric address, with or without a zone, is public; raises ``ValueError``."""
    ip = ip_address(address.partition("%")[0])
    return _is_public_4(ip) if isinstance(ip, IPv4Address) else _is_public_6(ip)


def _is_public_4(address: IPv4Address) -> bool:
    special = address.is_multicast or address.is_reserved or not address.is_global
    return not special and not any(address in network for network in _networks_4())


def _is_public_6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _is_public_4(address.ipv4_mapped)
    if address in IPv6Network(_NAT64):
        return _is_public_4(IPv4Address(int(address) & 0xFFFF_FFFF))
    if not _is_allocated(address):
        return False
    carried = [address.sixtofour] if address.sixtofour is not None else []
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        carried.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return all(map(_is_public_4, carried))


def _is_allocated(address: IPv6Address) -> bool:
    """Whether it is allocated for public use: not loopback, link-local, unique local, multicast or the like."""
    return address in IPv6Network(_GLOBAL_6) and not any(address in network for network in _networks_6())


@cache
def _networks_4() -> tuple[IPv4Network, ...]:
    return tuple(map(IPv4Network, _RESERVED_4))


@cache
def _networks_6() -> tuple[IPv6Network, ...]:
    return tuple(map(IPv6Network, _RESERVED_6))
