"""Everything that real sites do wrong, as answers to put on a path of the test site.

A fault is a handler of aiohttp. What no library would send is written to the connection as bytes.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]
PAGE = b"<!DOCTYPE html><html><head><title>A page</title></head><body><p>A text of some words.</p></body></html>"
HTML = "text/html; charset=utf-8"


class Raw(web.StreamResponse):
    """Bytes as given, with pauses between them, and then the end of the connection."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self.force_close()

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        transport = request.transport
        async for piece in self._pieces:
            if transport is None or transport.is_closing():
                break
            transport.write(piece)
            while transport.get_write_buffer_size() > 1_000_000 and not transport.is_closing():
                await asyncio.sleep(0.001)
        if transport is not None:
            transport.close()
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing: all is written."""


def raw(*pieces: bytes, pause: float = 0.0) -> Fault:
    """Write bytes as they are, with a pause before each but the first."""

    async def fault(_: web.Request) -> web.StreamResponse:
        return Raw(_slowly(pieces, pause))

    return fault


async def _slowly(pieces: Iterable[bytes], pause: float) -> AsyncIterator[bytes]:
    for at, piece in enumerate(pieces):
        if at and pause:
            await asyncio.sleep(pause)
        yield piece


def head(*headers: str, status: str = "200 OK") -> bytes:
    """The head of a raw answer."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode("latin-1")


def answer(status: int = 200, body: bytes = PAGE, media_type: str = HTML, **headers: str) -> Fault:
    """Give a whole answer; ``retry_after="5"`` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def fault(_: web.Request) -> web.StreamResponse:
        if media_type:
            named["Content-Type"] = media_type
        return web.Response(status=status, body=body, headers=named)

    return fault


def slow(seconds: float) -> Fault:
    """Answer well, late."""

    async def fault(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return web.Response(body=PAGE, headers={"Content-Type": HTML})

    return fault


def drip(interval: float = 0.05) -> Fault:
    """Send a byte now and then, for ever: no read waits long, and none is the last."""

    async def fault(_: web.Request) -> web.StreamResponse:
        pieces = itertools.chain([head("Content-Type: text/html")], itertools.repeat(b"x"))
        return Raw(_slowly(pieces, interval))

    return fault


def cut_off(sent: int = 40) -> Fault:
    """Promise a whole page, send its beginning and hang up."""
    return raw(head(f"Content-Type: {HTML}", f"Content-Length: {len(PAGE)}") + PAGE[:sent])


def wrong_length(difference: int) -> Fault:
    """Say that the page is longer (then it looks cut off) or shorter than it is."""
    return raw(head(f"Content-Type: {HTML}", f"Content-Length: {len(PAGE) + difference}") + PAGE)


def hang_up() -> Fault:
    """Close the connection without a word."""
    return raw()


def redirect(status: int, location: str, **headers: str) -> Fault:
    """Lead elsewhere."""
    return answer(status, b"", "", Location=location, **headers)


def rate_limited(retry_after: str | datetime = "", status: int = 429) -> Fault:
    """Ask for patience; a datetime becomes the HTTP date."""
    if isinstance(retry_after, datetime):
        retry_after = format_datetime(retry_after, usegmt=True)
    return answer(status, Retry_After=retry_after) if retry_after else answer(status)


def text(markup: str, encoding: str, declared: str | None) -> Fault:
    """Send a page in one charset and declare another, or none."""
    charset = f"; charset={declared}" if declared else ""
    return answer(body=markup.encode(encoding), media_type=f"text/html{charset}")


def gzip_bomb(megabytes: int = 1_000) -> Fault:
    """Send zeros, a thousand times smaller."""
    packed = _packed_zeros(megabytes)
    return answer(body=packed, Content_Encoding="gzip")


def _packed_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1_000_000)
    return b"".join([packer.compress(block) for _ in range(megabytes)]) + packer.flush()


def deflated(*, raw_stream: bool = False, body: bytes = PAGE) -> Fault:
    """Send deflate as it should be, or without the header of zlib, as some servers do."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15 if raw_stream else 15)
    return answer(body=packer.compress(body) + packer.flush(), Content_Encoding="deflate")


def gzipped(body: bytes = PAGE, *, parts: int = 1, keep: int | None = None) -> Fault:
    """Send gzip of several members; ``keep``: only so many bytes of it."""
    size = -(-len(body) // parts)
    members = [gzip.compress(body[at : at + size]) for at in range(0, len(body), size)]
    return answer(body=b"".join(members)[:keep], Content_Encoding="gzip")


def endless() -> Fault:
    """Send as fast as the other side takes it, without an end."""

    async def fault(_: web.Request) -> web.StreamResponse:
        pieces = itertools.chain([head("Content-Type: text/html")], itertools.repeat(b"x" * 65_536))
        return Raw(_slowly(pieces, 0))

    return fault


def many_headers(count: int = 5_000) -> Fault:
    """Send hundreds of kilobytes of headers."""
    return raw(head(*(f"X-Filler-{number}: {'y' * 40}" for number in range(count))) + PAGE)


_CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>gazette</h1><script src='/cdn-cgi/challenge-platform/x.js'></script></body></html>"
_CONSENT = b"<!DOCTYPE html><html><head><title>Before you continue</title></head><body><form><button>Accept all</button></form></body></html>"
_SOFT_404 = b"<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Try the home page.</p></body></html>"

# Those that need nothing said, by name: for tables of tests and for the demo.
FAULTS: Mapping[str, Fault] = {
    "slow": slow(0.5),
    "drip": drip(),
    "cut_off": cut_off(),
    "short_length": wrong_length(-10),
    "long_length": wrong_length(10),
    "hang_up": hang_up(),
    "no_http": raw(b"220 mail.example ESMTP\r\n\r\n"),
    "to_private": redirect(302, "http://10.0.0.1/"),
    "to_metadata": redirect(302, "http://169.254.169.254/latest/meta-data/"),
    "to_file": redirect(302, "file:///etc/passwd"),
    "forbidden": answer(403),
    "missing": answer(404),
    "gone": answer(410),
    "rate_limited": rate_limited("1"),
    "error": answer(500),
    "unavailable": answer(503),
    "no_charset": text("<html><body><p>Слова без кодировки</p></body></html>", "cp1251", None),
    "wrong_charset": text("<html><body><p>Слова</p></body></html>", "cp1251", "utf-8"),
    "brotli": answer(body=b"\x0b\x02\x80hello\x03", Content_Encoding="br"),
    "deflate": deflated(),
    "endless": endless(),
    "many_headers": many_headers(),
    "invalid_xml": answer(
        body=b'<?xml version="1.0"?><rss><channel><item><title>A & B',
        media_type="application/rss+xml",
    ),
    "eleven_bytes": answer(body=b"<rss></rss>", media_type="application/rss+xml"),
    "challenge_403": answer(403, _CHALLENGE, cf_mitigated="challenge", server="cloudflare"),
    "challenge_200": answer(200, _CHALLENGE),
    "consent": answer(200, _CONSENT),
    "soft_404": answer(200, _SOFT_404),
}
