"""Which addresses may be connected to: public web servers, and nothing inside a network.

An address is judged as a number, after the name was resolved; how it was written in a URL does not
matter. Ranges are those of the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890).
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx
import idna

from flows.web.exchange import FetchFailed

IPAddress = IPv4Address | IPv6Address

# Where news is served; others are mail, shells and databases that a URL could be made to speak to.
PORTS = frozenset({80, 443, 8080, 8443})
MAX_URL = 8_000  # characters; servers refuse longer ones (RFC 9110, 4.1)
LOOPBACK = "a loopback address"

_REFUSED_V4 = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "an unspecified address"),  # connects to this machine on Linux
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address of a carrier's network (CGNAT)"),
        ("127.0.0.0/8", LOOPBACK),
        ("169.254.0.0/16", "a link-local address, where clouds keep their metadata"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a reserved address"),  # 6to4 relays, withdrawn
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),  # with broadcast
    )
)
# 2000::/3 is all that is given out as public; what is named here says more in a message, or is
# refused inside of it.
_PUBLIC_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::/128", "an unspecified address"),
        ("::1/128", LOOPBACK),
        ("64:ff9b:1::/48", "a private address behind NAT64"),
        ("2001::/23", "a reserved address"),  # Teredo and other protocols
        ("2001:db8::/32", "an address for documentation"),
        ("3fff::/20", "an address for documentation"),
        ("fc00::/7", "a private address"),  # with fd00:ec2::254, a cloud's metadata
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),  # site-local, withdrawn
        ("ff00::/8", "a multicast address"),
    )
)
# IPv6 networks that carry an IPv4 address, and how far it is from the right end, in bits
_EMBEDDED = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)
# A host whose last label is a number is an IPv4 address (WHATWG URL, 3.5), in any of the spellings
# of inet_aton: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMERIC = re.compile(r"(?i)(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$")


def why_refused(address: IPAddress, *, allow_loopback: bool = False) -> str:
    """Say in words what is wrong with connecting to an address; "" where nothing is."""
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return "a link-local address"
        for network, bits in _EMBEDDED:
            if address in network:
                inner = IPv4Address((int(address) >> bits) & 0xFFFFFFFF)
                return why_refused(inner, allow_loopback=allow_loopback)
        why = next((why for network, why in _REFUSED_V6 if address in network), "")
        if not why and address not in _PUBLIC_V6:
            why = "a reserved address"
    else:
        why = next((why for network, why in _REFUSED_V4 if address in network), "")
    return "" if why == LOOPBACK and allow_loopback else why


def is_loopback(address: IPAddress) -> bool:
    """Whether it leads back to this machine."""
    return why_refused(address) == LOOPBACK


def literal_address(host: str) -> IPAddress | None:
    """Read a host that is an IP address in any spelling; None for a name.

    Raises ``ValueError`` for a number that is no address.
    """
    host = host.removeprefix("[").removesuffix("]")
    if ":" in host:
        return ip_address(host)
    if not _NUMERIC.search(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host.removesuffix(".")))
    except OSError:
        raise ValueError(f"“{host}” is no IP address") from None


def checked_url(url: str, *, allow_loopback: bool = False) -> httpx.URL:
    """Take a URL apart, and refuse what is no address of a public web page.

    Raises ``FetchFailed``: bad_address, or private_address for an IP address that is refused. A
    name is judged when it is resolved (flows/web/network.py).
    """
    if len(url) > MAX_URL:
        raise _bad(url, f"is longer than {MAX_URL} characters")
    try:
        parsed = httpx.URL(url)
        named = parsed.host != ""  # reading it checks that it can be read
        host = parsed.raw_host.decode("ascii")
        literal = literal_address(host)
    except (httpx.InvalidURL, idna.IDNAError, ValueError, TypeError) as error:
        raise _bad(url, f"cannot be read: {error}") from None
    if parsed.scheme not in {"http", "https"}:
        raise _bad(url, f"is no web address ({parsed.scheme or 'no scheme'})")
    if not named or "%" in host or ".." in host or host.startswith("."):
        raise _bad(url, "names no host")
    if parsed.userinfo:
        raise _bad(f"{parsed.scheme}://…@{host}", "holds a name or password")
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    if literal is not None:
        if why := why_refused(literal, allow_loopback=allow_loopback):
            raise private(url, host, why, permanent=True)
        host = f"[{literal}]" if literal.version == 6 else str(literal)
        parsed = parsed.copy_with(host=host)
    if port not in PORTS and not allow_loopback:  # else judged when the address is known
        raise refused_port(url, port)
    return parsed.copy_with(fragment=None)


def refused_port(url: str, port: int) -> FetchFailed:
    """Give the error for a port at which no news is served."""
    ports = ", ".join(map(str, sorted(PORTS)))
    return _bad(url, f"has the port {port}; only {ports} are fetched from")


def private(what: str, host: str, why: str, *, permanent: bool) -> FetchFailed:
    """Give the error for an address inside a network."""
    return FetchFailed(
        "private_address",
        f"{what}: {host} is {why}, which is not fetched from.",
        "give a public address; for a local mirror set allow_loopback under [fetch]",
        permanent=permanent,
    )


def _bad(url: str, why: str) -> FetchFailed:
    return FetchFailed(
        "bad_address",
        f"{''.join(sign if sign.isprintable() else '�' for sign in url[:200])} {why}.",
        "give a whole address of a public web page: https://…",
        permanent=True,
    )
