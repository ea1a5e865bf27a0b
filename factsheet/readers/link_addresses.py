"""The addresses behind a link's host, and whether they are public.

A page must not make this program fetch what only this machine or its network may see: a printer, a router, the metadata
of a cloud. So every address of a name is looked at, and the one that is connected to is the one that was looked at.
"""

from __future__ import annotations

import ipaddress
import socket
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from factsheet.errors import ReadError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

Resolve: TypeAlias = Callable[[str, int], list[str]]
"""The addresses of a host for a port."""

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them.

    Raises:
        OSError: it knows none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def safe(host: str, port: int | None, link: str, *, resolve: Resolve, private: bool) -> str:
    """The first address of a host, all of which are public unless private ones are allowed.

    Raises:
        ReadError: it has none, or one that is private.
    """
    try:
        found = resolve(host, port or _PORTS["https"])
    except (OSError, UnicodeError) as error:
        raise ReadError(f"{link}: no site {host}, or no connection to look it up") from error
    if not found:
        raise ReadError(f"{link}: no site {host}")
    hidden = [one for one in found if not is_public(one)]
    if hidden and not private:
        raise ReadError(f"{link}: leads to the private address {hidden[0]} (--allow-private fetches it)")
    return found[0].partition("%")[0]


def refuse_literal(host: str, link: str) -> None:
    """Refuse a private address that is written out; names are resolved by the proxy, which decides what it reaches.

    Raises:
        ReadError: it is one.
    """
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        if not is_here(host):
            return
    if not is_public(host):
        raise ReadError(f"{link}: leads to the private address {host} (--allow-private fetches it)")


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, also one that is written inside another."""
    try:
        one: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is None and one in _NAT64:
            inner = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return one.is_global and not one.is_multicast


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".").rpartition(".")[2] == "localhost"


def proxy_for(parts: SplitResult) -> bool:
    """Whether the environment names a proxy for an address."""
    named = urllib.request.getproxies()
    host = parts.hostname or ""
    return bool((named.get(parts.scheme) or named.get("all")) and not urllib.request.proxy_bypass(host))
