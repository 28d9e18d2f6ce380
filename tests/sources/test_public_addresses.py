"""What is of the public internet and what is not, whatever it is written as or carried in."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.public_addresses import is_public

PRIVATE_4 = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.254", "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.19.255.254", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255",
]  # fmt: skip
PUBLIC_4 = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.32.0.1", "198.17.255.255"]


def carriers(address: str) -> dict[str, str]:
    """The ways in which IPv6 carries an address of IPv4 to where it is taken out again."""
    number = int(ipaddress.IPv4Address(address))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    return {
        "mapped": f"::ffff:{high}:{low}",
        "mapped, dotted": f"::ffff:{address}",
        "NAT64": f"64:ff9b::{high}:{low}",
        "6to4": f"2002:{high}:{low}::1",
        "ISATAP": f"2a00:1450:1:2:0:5efe:{high}:{low}",
        "ISATAP, global": f"2a00:1450:1:2:200:5efe:{high}:{low}",
    }


@pytest.mark.parametrize("address", PRIVATE_4)
def test_what_is_private_is_so_however_it_is_carried(address: str) -> None:
    assert not is_public(address)
    assert [way for way, carrier in carriers(address).items() if is_public(carrier)] == []


@pytest.mark.parametrize("address", PUBLIC_4)
def test_what_is_public_is_reached_also_through_a_gateway(address: str) -> None:
    assert is_public(address)
    assert [way for way, carrier in carriers(address).items() if not is_public(carrier)] == []


@pytest.mark.parametrize("address", ["2a00:1450:4001::200e", "2606:4700::1111", "2001:4860:4860::8888", "2400:cb00::1"])
def test_addresses_that_are_given_out_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "::", "::1", "::7f00:1", "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8",
        "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8", "64:ff9b:1:ffff::a9fe:a9fe", "100::1", "2001::1", "2001:0:7f00:1::",
        "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:a00:1::",
        "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fe80::1%25eth0", "fec0::1",
        "feff:ffff::1", "ff02::1", "ff0e::1",
    ],
)  # fmt: skip
def test_what_is_of_no_public_network(address: str) -> None:
    assert not is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_a_carrier_is_as_public_as_what_it_carries(number: int) -> None:
    address = str(ipaddress.IPv4Address(number))
    assert {is_public(carrier) for carrier in carriers(address).values()} == {is_public(address)}


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_nothing_that_python_knows_as_local_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    is_local = address.is_loopback or address.is_link_local or address.is_multicast or address.is_private
    is_mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    assert is_mapped or not is_local or not is_public(str(address))
