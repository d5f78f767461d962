"""The web archive: every response that becomes an article, as it came, in WARC 1.1 files.

A run writes one gzip file under ``folder/YYYY/MM/``; each record is a member of its own, so that an
exchange is read by its offset. A file is never appended to by another run: what a crash leaves half
written at its end disturbs nothing before it. ISO 28500:2017; any WARC tool reads the files.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.errors import ParleyError
from flows.web.decoding import BadEncoding, CutOff, Decoder, TooLarge
from flows.web.exchange import Exchange, Headers
from parsers.records import ArchivePlace

__all__ = ["ArchiveError", "ArchivePlace", "ArchiveWriter", "read_exchange"]

MAX_RECORD = 1_000_000_000  # bytes of a body in the archive; more is damage, not news
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # the name of a header (RFC 9110, 5.1)
# About the connection, not about the page; the length is that of the payload as it is kept.
_DROPPED = frozenset({"transfer-encoding", "content-length", "connection", "keep-alive", "trailer"})
_PROTOCOLS = {"HTTP/1.0": "http/1.0", "HTTP/1.1": "http/1.1", "HTTP/2": "h2"}  # WARC-Protocol

# What gzip, warcio, json and we stumble over in damaged records
_DAMAGE = (
    *(ArchiveLoadFailed, BadEncoding, CutOff, TooLarge, EOFError, OSError, zlib.error),
    *(ValueError, TypeError, KeyError, AttributeError),
)


class ArchiveError(ParleyError):
    """The archive cannot be written, or what was asked for is not in it."""


class ArchiveWriter:
    """Writes the exchanges of one run. The file is made with the first of them."""

    def __init__(self, folder: Path, started_at: datetime, software: str) -> None:
        self._folder = folder
        self._software = software
        at = started_at.astimezone(UTC)
        # Runs of one moment do not share a file, and no run finds one that is there.
        self.file = f"{at:%Y/%m}/parley-{at:%Y%m%dT%H%M%S}Z-{token_hex(4)}.warc.gz"
        self._descriptor: int | None = None
        self._builder = RecordBuilder(warc_version="1.1")
        self._end = 0  # of the last whole exchange

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            try:
                self.flush()
            finally:
                os.close(self._descriptor)
                self._descriptor = None

    def write(self, exchange: Exchange, metadata: Mapping[str, object]) -> ArchivePlace:
        """Append an exchange with what is known of it (JSON). It is safe only after ``flush``.

        Raises ``ArchiveError``; the file is then as it was before.
        """
        content = _packed(self._records(exchange, _facts(exchange, metadata)))
        try:
            descriptor = self._opened()
            begin = self._append(descriptor, content)
        except OSError as error:
            raise self._failed(error) from error
        return ArchivePlace(self.file, begin, len(content))

    def flush(self) -> None:
        """Return when the disk has all that was written. Raises ``ArchiveError``."""
        if self._descriptor is not None:
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                raise self._failed(error) from error

    def _opened(self) -> int:
        if self._descriptor is None:
            path = self._folder / self.file
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC)
            for folder in (path.parent, path.parent.parent, self._folder):
                _sync_folder(folder)
        if self._end == 0:
            info = {"software": self._software, "format": "WARC File Format 1.1"}
            name = self.file.rpartition("/")[2]
            record = self._builder.create_warcinfo_record(name, info)
            self._append(self._descriptor, _packed([record]))
        return self._descriptor

    def _append(self, descriptor: int, content: bytes) -> int:
        """Write, or leave the file as it was; return where it begins."""
        begin = self._end
        left = memoryview(content)
        try:
            while left:  # a disk that fills up takes a part first, and says so at the next attempt
                left = left[os.pwrite(descriptor, left, begin + len(content) - len(left)) :]
        except OSError:
            os.ftruncate(descriptor, begin)
            raise
        self._end += len(content)
        return begin

    def _failed(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"{self._folder / self.file}: the archive cannot be written: {error.strerror}.",
            cure="free some space, or give this user the right to write there; nothing is lost: "
            "what is not archived is fetched again",
        )

    def _records(self, exchange: Exchange, facts: Mapping[str, object]) -> list[Any]:
        """Make the response, the request and the metadata, the later two tied to the first."""
        create = self._builder.create_warc_record
        uri = exchange.final_url
        # one second exactly would be written without its microseconds by isoformat
        at = exchange.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        common = {"WARC-Date": at}
        if exchange.peer:
            common["WARC-IP-Address"] = exchange.peer
        if exchange.http_version in _PROTOCOLS:
            common["WARC-Protocol"] = _PROTOCOLS[exchange.http_version]
        # HTTP/2 has no text form; tools expect that of HTTP/1.1.
        response = create(
            uri,
            "response",
            payload=BytesIO(exchange.payload),
            length=len(exchange.payload),
            http_headers=StatusAndHeaders(
                f"{exchange.status} ",
                [*_safe(exchange.headers), ("content-length", str(len(exchange.payload)))],
                protocol="HTTP/1.1",
            ),
            warc_headers_dict=dict(common),
        )
        tied = common | {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        parts = urlsplit(uri)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = create(
            uri,
            "request",
            payload=BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders(
                f"{target} HTTP/1.1", _safe(exchange.request_headers), protocol="GET"
            ),
            warc_headers_dict=dict(tied),
        )
        body = json.dumps(facts, ensure_ascii=False, default=str).encode("utf-8", "replace")
        about = create(
            uri,
            "metadata",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type="application/json",
            warc_headers_dict=dict(tied),
        )
        return [response, request, about]


def _packed(records: Sequence[Any]) -> bytes:
    """Give the records as they stand in the file, each a gzip member."""
    packed = BytesIO()
    writer = WARCWriter(packed, gzip=True)
    for record in records:
        writer.write_record(record)
    return packed.getvalue()


def _facts(exchange: Exchange, metadata: Mapping[str, object]) -> dict[str, object]:
    """Give what the other two records cannot hold, and what the caller knows."""
    facts: dict[str, object] = {
        "url": exchange.url,
        "seconds": round(exchange.seconds, 6),
        "redirects": [list(hop) for hop in exchange.redirects],
    }
    if _safe(exchange.headers) != _kept(exchange.headers) or not _is_ascii(exchange.headers):
        facts["headers"] = [list(pair) for pair in _kept(exchange.headers)]
    return {"exchange": facts, "metadata": dict(metadata)}


def _kept(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _DROPPED]


def _safe(headers: Headers) -> list[tuple[str, str]]:
    """Give the headers that cannot break a record: names that are names, values of one line."""
    return [
        (name, "".join(sign if sign.isprintable() else " " for sign in value).strip())
        for name, value in _kept(headers)
        if _TOKEN.fullmatch(name)
    ]


def _is_ascii(headers: Headers) -> bool:
    return all(value.isascii() for _, value in headers)


def read_exchange(folder: Path, place: ArchivePlace) -> tuple[Exchange, dict[str, Any]]:
    """Read an exchange back, and the metadata that was written with it.

    Its headers lack those of the connection. Raises ``ArchiveError``.
    """
    content = _slice(folder / place.file, place)
    try:
        plain = BytesIO(gzip.decompress(content))  # with the checksum of each member
        found = [
            (record.rec_type, (record, record.raw_stream.read()))
            for record in ArchiveIterator(plain, check_digests="raise")
        ]
        if [kind for kind, _ in found] != ["response", "request", "metadata"]:
            raise _damaged(place, "no whole exchange is there")
        records = dict(found)
        return _exchange(records), json.loads(records["metadata"][1])["metadata"]
    except _DAMAGE as error:
        raise _damaged(place, f"{type(error).__name__}: {error}") from error


def _exchange(records: Mapping[str, tuple[Any, bytes]]) -> Exchange:
    response, payload = records["response"]
    facts = json.loads(records["metadata"][1])["exchange"]
    kept = facts.get("headers", response.http_headers.headers)
    headers = tuple((name, value) for name, value in kept if name != "content-length")
    coding = next((value for name, value in headers if name == "content-encoding"), "")
    decoder = Decoder(coding if payload else "", MAX_RECORD)
    body = b"".join(decoder.feed(payload))
    decoder.finish()
    about = response.rec_headers
    versions = {value: name for name, value in _PROTOCOLS.items()}
    return Exchange(
        url=facts["url"],
        final_url=about.get_header("WARC-Target-URI"),
        status=int(response.http_headers.get_statuscode()),
        headers=headers,
        payload=payload,
        body=body if decoder.coding else payload,
        request_headers=tuple(records["request"][0].http_headers.headers),
        http_version=versions.get(about.get_header("WARC-Protocol") or "", "HTTP/1.1"),
        peer=about.get_header("WARC-IP-Address") or "",
        fetched_at=datetime.fromisoformat(about.get_header("WARC-Date")),
        seconds=float(facts["seconds"]),
        redirects=tuple((int(status), str(url)) for status, url in facts["redirects"]),
    )


def _slice(path: Path, place: ArchivePlace) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            content = file.read(place.length)
    except FileNotFoundError:
        raise ArchiveError(
            f"{path}: this file of the archive is not there.",
            cure="bring it back from a backup; its pages can be fetched again, as they are now",
        ) from None
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"{path}: this file of the archive cannot be read: {error}.",
            cure="give this user the right to read it",
        ) from error
    if len(content) < place.length:
        raise _damaged(place, "the file is shorter than that")
    return content


def _damaged(place: ArchivePlace, why: str) -> ArchiveError:
    return ArchiveError(
        f"{place.file}: no exchange can be read at {place.offset:,}: {why}.",
        cure="bring the file back from a backup; its pages can be fetched again, as they are now",
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
