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
                return await self._connect(addresses, port, local_address, socket_options)
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
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.AsyncNetworkStream:
        error: Exception | None = None
        for address in addresses:
            try:
                return await self._sockets.connect_tcp(
                    str(address), port, None, local_address, socket_options
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


class GuardedTransport(httpx.AsyncBaseTransport):
    """A transport for httpx over httpcore's pool with our network backend; no proxies.

    httpx's own transport takes no backend. Errors are httpcore's own (flows/web/faults.py).
    """

    def __init__(
        self, network: httpcore.AsyncNetworkBackend, ssl_context: ssl.SSLContext, *, keep: int
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            # Politeness bounds what is under way. A bound here too would turn a connection that
            # httpcore loses on a cancelled request into one that is missing for ever.
            max_connections=None,
            max_keepalive_connections=keep,
            keepalive_expiry=30.0,
            http1=True,
            http2=True,
            network_backend=network,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the response is not read yet."""
        url = request.url
        answer = await self._pool.handle_async_request(
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
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Stream(answer.stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    @property
    def connections(self) -> int:
        """How many connections the pool holds: for tests and figures."""
        return len(self._pool.connections)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __aiter__(self) -> Any:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        await self._stream.aclose()


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
