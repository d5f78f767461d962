"""One attempt at one address: a request, and its answer read to the end or to a limit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from flows.web import faults
from flows.web.decoding import BadEncoding, CutOff, Decoder, TooLarge
from flows.web.exchange import Exchange, FetchFailed, Headers
from flows.web.faults import Fault
from flows.web.means import Means
from flows.web.network import peer_of
from flows.web.walls import Wall

REDIRECTS = frozenset({301, 302, 303, 307, 308})
# An error page or the page of a redirect is looked at, not kept: no more of it is read.
ASIDE_BYTES = 100_000
WITHOUT_BODY = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. ``to_limit``: a longer body is cut there instead of refused."""

    headers: Headers
    limit: int  # bytes of the body
    to_limit: bool = False
    conditional: bool = False  # validators were sent, so that 304 is an answer
    whole_story: bool = True  # a status that is no success is a fault, and walls are looked for


class Attempts:
    """Makes attempts over one transport of httpx.

    Without httpx's client: it takes each redirect apart, to offer the next request, and fails with
    whatever a hostile Location makes it stumble over; and it keeps cookies.
    """

    def __init__(
        self, transport: httpx.AsyncBaseTransport, connect_seconds: float, wall: Wall, means: Means
    ) -> None:
        self._transport = transport
        self._timeouts = {"connect": connect_seconds, "read": None, "write": None, "pool": None}
        self._wall = wall
        self._means = means

    async def make(
        self, url: httpx.URL, asked: Asked, seconds: float, longest_wait: float
    ) -> Exchange | Fault:
        """Ask once; whatever goes wrong is given back as a ``Fault``."""
        address = str(url)
        request = httpx.Request(
            "GET", url, headers=list(asked.headers), extensions={"timeout": self._timeouts}
        )
        try:
            async with asyncio.timeout(seconds):
                exchange = await self._exchange(request, asked)
        except TimeoutError:
            return faults.timeout(address, seconds)
        except FetchFailed as error:
            return faults.of_guard(error)
        except TooLarge:
            return faults.too_large(address, asked.limit)
        except BadEncoding as error:
            return faults.bad_encoding(address, str(error))
        except CutOff:
            return faults.cut_off(address, "its compressed data has no end")
        except faults.TRANSPORT_ERRORS as error:
            return faults.of_error(address, error)
        return self._judge(exchange, asked, longest_wait)

    async def _exchange(self, request: httpx.Request, asked: Asked) -> Exchange:
        begun = self._means.clock()
        response = await self._transport.handle_async_request(request)
        try:
            at = self._means.now()
            peer = peer_of(response)
            payload, body = await _read(response, asked)
        finally:
            await response.aclose()
        return Exchange(
            url=str(request.url),
            final_url=str(request.url),
            status=response.status_code,
            headers=_plain(response.headers),
            payload=payload,
            body=body,
            request_headers=_plain(request.headers),
            http_version=response.http_version,
            peer=peer,
            fetched_at=at,
            seconds=self._means.clock() - begun,
        )

    def _judge(self, exchange: Exchange, asked: Asked, longest_wait: float) -> Exchange | Fault:
        status = exchange.status
        if status in REDIRECTS or (status == 304 and asked.conditional):
            return exchange
        if asked.whole_story:
            found = self._wall(status, exchange.headers, exchange.body)
            if found:
                return faults.wall(exchange.url, status, found)
        if 200 <= status < 300 and status != 206:  # no part was asked for
            return exchange
        return faults.of_status(
            exchange.url, status, exchange.header("retry-after"), self._means.now(), longest_wait
        )


async def _read(response: httpx.Response, asked: Asked) -> tuple[bytes, bytes]:
    """Read the body as it comes and decompressed."""
    status = response.status_code
    if status in WITHOUT_BODY:
        return b"", b""
    aside = status < 200 or status >= 300
    limit = min(asked.limit, ASIDE_BYTES) if aside else asked.limit
    to_limit = asked.to_limit or aside
    try:
        decoder = Decoder(response.headers.get("content-encoding", ""), limit)
    except BadEncoding:
        if aside:  # the status says enough
            return b"", b""
        raise
    length = response.headers.get("content-length", "")
    if not to_limit and length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise TooLarge
    taken: list[bytes] = []
    given: list[bytes] = []
    try:
        async for piece in response.aiter_raw():
            taken.append(piece)
            if decoder.coding:
                given += decoder.feed(piece)
            else:
                decoder.feed(piece)
        decoder.finish()
    except TooLarge:
        if not to_limit:
            raise
    except (BadEncoding, CutOff):
        if not aside:
            raise
    payload = b"".join(taken)
    body = b"".join(given) if decoder.coding else payload
    return payload, body[:limit]


def _plain(headers: httpx.Headers) -> Headers:
    """Give the headers as text, in their order; bytes beyond ASCII as Latin-1 (RFC 9110, 5.5)."""
    return tuple(
        (name.lower().decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw
    )
