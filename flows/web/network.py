"""Connections: names resolved by us, each address checked, and only a checked one connected to.

httpcore asks its network backend to connect to a host. Ours resolves the name itself and connects
by number, so that no second look at the name server can lead elsewhere (DNS rebinding). TLS comes
after, and still verifies the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from flows.web.exchange import FetchFailed
from flows.web.guard import (
    PORTS,
    IPAddress,
    is_loopback,
    literal_address,
    private,
    refused_port,
    why_refused,
)

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
MAX_ADDRESSES = 4  # of one name, tried in turn


async def resolve_name(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a name, in its order. Raises ``OSError``."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, and to loopback where that is allowed; to nothing else."""

    def __init__(self, *, allow_loopback: bool = False, resolve: Resolve = resolve_name) -> None:
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect to the first checked address that answers.

        Raises ``FetchFailed`` (dns, private_address, bad_address) and what httpcore raises.
        """
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._addresses(host, port)
                # an address that never answers leaves time for the others
                share = timeout / len(addresses) if timeout else None
                return await self._connect(addresses, port, share, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"no connection within {timeout:g} s") from None

    async def _addresses(self, host: str, port: int) -> list[IPAddress]:
        """Give the addresses that may be connected to; raise where there is none."""
        literal = literal_address(host)
        if literal is not None:
            found: list[IPAddress] = [literal]
        else:
            try:
                found = [ip_address(one) for one in await self._resolve(host, port)]
            except (OSError, UnicodeError, ValueError) as error:
                why = getattr(error, "strerror", None) or str(error)
                raise _no_address(host, why) from None
        if not found:
            raise _no_address(host, "it has no address")
        allowed = [one for one in found if not self._why_refused(one)]
        if not allowed:
            why = self._why_refused(found[0])
            raise private(host, str(found[0]), why, permanent=literal is not None)
        if port not in PORTS and not all(is_loopback(one) for one in allowed):
            raise refused_port(host, port)
        return allowed[:MAX_ADDRESSES]

    def _why_refused(self, address: IPAddress) -> str:
        return why_refused(address, allow_loopback=self._allow_loopback)

    async def _connect(
        self,
        addresses: Sequence[IPAddress],
        port: int,
        share: float | None,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.AsyncNetworkStream:
        error: Exception | None = None
        for address in addresses:
            try:
                return await self._sockets.connect_tcp(
                    str(address), port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = error or failed
        raise error or httpcore.ConnectError("no address to connect to")

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Refuse: nothing that is fetched is behind a Unix socket."""
        raise httpcore.ConnectError("Unix sockets are not fetched from")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@dataclass(slots=True)
class _Pool:
    """The connections to one origin; ``under_way``: requests whose answer is not read yet."""

    pool: httpcore.AsyncConnectionPool
    under_way: int = 0


class GuardedTransport(httpx.AsyncBaseTransport):
    """A transport for httpx over httpcore's pools with our network backend; no proxies.

    httpx's own transport takes no backend. A pool looks at each of its connections for each
    request, so every origin has a pool of its own: with 50 connections in one, that was three
    quarters of all time. Errors are httpcore's own (flows/web/faults.py).
    """

    def __init__(
        self, network: httpcore.AsyncNetworkBackend, ssl_context: ssl.SSLContext, *, keep: int
    ) -> None:
        self._network = network
        self._ssl_context = ssl_context
        self._keep = keep  # origins whose connections stay open
        self._pools: dict[tuple[str, bytes, int | None], _Pool] = {}  # the last used at the end

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the response is not read yet."""
        url = request.url
        key = (url.scheme, url.raw_host, url.port)
        found = self._pools.pop(key, None) or _Pool(self._new_pool())
        self._pools[key] = found
        found.under_way += 1
        try:
            if len(self._pools) > self._keep:
                await self._close_oldest()
            answer = await found.pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except BaseException:
            found.under_way -= 1
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Stream(answer.stream, found),
            extensions=answer.extensions,
        )

    def _new_pool(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=self._ssl_context,
            # Politeness bounds what is under way. A bound here too would turn a connection that
            # httpcore loses on a cancelled request into one that is missing for ever.
            max_connections=None,
            max_keepalive_connections=None,
            keepalive_expiry=30.0,
            http1=True,
            http2=True,
            network_backend=self._network,
        )

    async def _close_oldest(self) -> None:
        """Close the connections to the origin that was used longest ago and is not in use."""
        oldest = next((key for key, one in self._pools.items() if not one.under_way), None)
        if oldest is not None:
            await self._pools.pop(oldest).pool.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = self._pools, {}
        for one in pools.values():
            await one.pool.aclose()

    @property
    def connections(self) -> int:
        """How many connections are open: for tests and figures."""
        return sum(len(one.pool.connections) for one in self._pools.values())


class _Stream(httpx.AsyncByteStream):
    """The body of an answer; its origin is in use until it is closed."""

    def __init__(self, stream: Any, origin: _Pool) -> None:
        self._stream = stream
        self._origin: _Pool | None = origin

    def __aiter__(self) -> Any:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        origin, self._origin = self._origin, None
        try:
            await self._stream.aclose()
        finally:
            if origin is not None:
                origin.under_way -= 1


def peer_of(response: httpx.Response) -> str:
    """Give the IP address that the response came from; "" where the connection is gone."""
    stream = response.extensions.get("network_stream")
    address = None
    with suppress(Exception):  # a closed socket has no address any more
        address = stream.get_extra_info("server_addr") if stream else None
    return str(address[0]) if address else ""


def _no_address(host: str, why: str) -> FetchFailed:
    return FetchFailed(
        "dns",
        f"{host}: its address was not found: {why}.",
        "check the name; if others are not found either, the network of this machine",
    )
