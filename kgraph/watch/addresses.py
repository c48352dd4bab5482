"""Addresses: which ones kgraph may ask, how a request writes them, and which ones mean the same page."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from kgraph.errors import RefusedAddress
from kgraph.watch.manners import rules

_PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
_LONGEST = 5_000  # characters
# What may stand in a path or a query as it is; "%" too, as it begins what is quoted already.
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


class Address(NamedTuple):
    """The parts of an address that a request needs. ``host`` is in ASCII, ``target`` is the path and the query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The scheme and the host, with the port if it is not the default one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port != _PORTS[self.scheme] else "")

    @property
    def place(self) -> str:
        """The host and the port. The default ports of http and https count as the same."""
        return f"{self.host}:{_usual(self)}"

    def __str__(self) -> str:
        return self.origin + self.target


def parsed(address: str, base: str = "") -> Address:
    """The parts of an address, which may be relative to ``base``. Raises RefusedAddress unless it is an http or https address."""
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise RefusedAddress(f"is not an address: {error}", address[:200]) from None
    if scheme not in _PORTS or not host or len(address) > _LONGEST or not host.isprintable() or " " in host:
        raise RefusedAddress("is not an address that begins with https:// or http://", address[:200])
    if parts.username is not None:
        raise RefusedAddress("has a user name, which kgraph does not send", parts._replace(netloc=host).geturl())
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Address(scheme, host, port or _PORTS[scheme], target)


def canonical(address: str) -> str:
    """A key for the page at an address. It ignores the fragment, the scheme and tracking parameters.

    Raises RefusedAddress.
    """
    found = parsed(address)
    path, _, query = found.target.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _is_tracking(name)]
    return str(
        found._replace(
            scheme="https", port=_usual(found), target=(path.rstrip("/") or "/") + (f"?{urlencode(kept)}" if kept else "")
        )
    )


def _usual(address: Address) -> int:
    return 443 if address.port == _PORTS[address.scheme] else address.port


@cache
def _is_tracking(name: str) -> bool:
    return any(fnmatchcase(name.lower(), pattern) for pattern in rules().tracking)


def is_public(ip: str) -> bool:
    """Whether an IP address is in the public internet, rather than on this machine, in a private network or in a reserved range."""
    address = ip_address(ip.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address embedded in an IPv6 address, where a gateway could forward the connection."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
