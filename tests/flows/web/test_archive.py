"""The archive is what other tools read, gives back what was put in, and outlives a crash."""

from __future__ import annotations

import errno
import gzip
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from flows.web.archive import ArchiveError, ArchivePlace, ArchiveWriter, read_exchange
from flows.web.exchange import Exchange
from tests.flows.web.conftest import make_fetcher
from tests.site import faults
from tests.site.site import Site

AT = datetime(2026, 3, 4, 12, 0, 0, 120_000, tzinfo=UTC)
BODY = "<html><p>Ալիևը և մյուսները</p></html>".encode()


def exchange(number: int = 1, **changes: Any) -> Exchange:
    fields: dict[str, Any] = {
        "url": f"https://example.org/{number}?utm_source=rss",
        "final_url": f"https://example.org/{number}",
        "status": 200,
        "headers": (("content-type", "text/html"), ("content-encoding", "gzip"), ("etag", '"1"')),
        "payload": gzip.compress(BODY + str(number).encode(), mtime=0),
        "body": BODY + str(number).encode(),
        "request_headers": (("host", "example.org"), ("user-agent", "Parley/1")),
        "http_version": "HTTP/2",
        "peer": "93.184.216.34",
        "fetched_at": AT,
        "seconds": 0.25,
        "redirects": ((301, f"https://example.org/{number}?utm_source=rss"),),
    }
    return Exchange(**(fields | changes))


def write(folder: Path, *exchanges: Exchange) -> list[ArchivePlace]:
    with ArchiveWriter(folder, AT, "Parley/1") as writer:
        return [writer.write(one, {"source": "lake", "n": at}) for at, one in enumerate(exchanges)]


def records(path: Path) -> list[Any]:
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content = record.raw_stream.read()
            found.append(record)
    return found


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    exchanges = [exchange(number) for number in range(5)]
    places = write(tmp_path, *exchanges)
    assert [place.offset for place in places] == sorted(place.offset for place in places)
    for at in (3, 0, 4, 1, 2):
        assert read_exchange(tmp_path, places[at]) == (exchanges[at], {"source": "lake", "n": at})


def test_the_file_is_a_web_archive_for_other_tools(tmp_path: Path) -> None:
    place = write(tmp_path, exchange(1), exchange(2))[1]
    assert place.file.startswith("2026/03/parley-20260304T120000Z-")
    path = tmp_path / place.file
    assert place.offset + place.length == path.stat().st_size
    found = records(path)
    assert [one.rec_type for one in found] == ["warcinfo"] + ["response", "request", "metadata"] * 2
    info, response, request, about = found[0], *found[4:]
    assert b"software: Parley/1" in info.content
    headers = response.rec_headers
    assert headers.get_header("WARC-Target-URI") == "https://example.org/2"
    assert headers.get_header("WARC-Date") == "2026-03-04T12:00:00.120000Z"
    assert headers.get_header("WARC-IP-Address") == "93.184.216.34"
    assert headers.get_header("WARC-Protocol") == "h2"
    assert response.http_headers.get_statuscode() == "200"
    assert response.http_headers["content-length"] == str(len(response.content))
    assert gzip.decompress(response.content) == BODY + b"2"
    assert request.http_headers.protocol == "GET"
    assert request.http_headers.statusline == "/2 HTTP/1.1"
    for one in (request, about):
        tied = one.rec_headers.get_header("WARC-Concurrent-To")
        assert tied == headers.get_header("WARC-Record-ID")
    checker = Checker(SimpleNamespace(inputs=[str(path)], verbose=False))
    assert checker.process_all() == 0


def test_each_run_has_a_file_of_its_own_and_none_without_pages(tmp_path: Path) -> None:
    first, second = write(tmp_path, exchange())[0], write(tmp_path, exchange())[0]
    assert first.file != second.file
    write(tmp_path / "empty")
    assert not (tmp_path / "empty").exists()


def test_a_crash_in_the_middle_leaves_what_was_before(tmp_path: Path) -> None:
    places = write(tmp_path, exchange(1), exchange(2))
    path = tmp_path / places[0].file
    whole = path.read_bytes()
    for end in range(places[1].offset, len(whole), 97):
        path.write_bytes(whole[:end])
        assert read_exchange(tmp_path, places[0])[0] == exchange(1)
        with pytest.raises(ArchiveError, match="shorter"):
            read_exchange(tmp_path, places[1])
    path.write_bytes(whole[: places[1].offset])
    assert len(records(path)) == 4


def test_flush_returns_when_the_disk_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def sync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    with ArchiveWriter(tmp_path, AT, "Parley/1") as writer:
        writer.flush()
        assert synced == []
        place = writer.write(exchange(), {})
        path = tmp_path / place.file
        folders = {path.parent.stat().st_ino, tmp_path.stat().st_ino}
        assert folders <= set(synced)  # the names of new folders and files too
        writer.flush()
        assert synced[-1] == path.stat().st_ino
        assert read_exchange(tmp_path, place)[0] == exchange()


def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.pwrite
    with ArchiveWriter(tmp_path, AT, "Parley/1") as writer:
        first = writer.write(exchange(1), {})

        def full(descriptor: int, content: bytes, offset: int) -> int:
            if len(content) < 300:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(descriptor, content[:250], offset)

        monkeypatch.setattr(os, "pwrite", full)
        with pytest.raises(ArchiveError, match="No space left") as caught:
            writer.write(exchange(2), {})
        assert caught.value.cure
        monkeypatch.setattr(os, "pwrite", real)
        path = tmp_path / first.file
        assert path.stat().st_size == first.offset + first.length
        third = writer.write(exchange(3), {})
    assert read_exchange(tmp_path, third)[0] == exchange(3)
    assert len(records(path)) == 7


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    places = write(tmp_path, exchange(1), exchange(2))
    place = places[0]
    for bad in (
        ArchivePlace("2026/03/none.warc.gz", 0, 10),
        ArchivePlace(place.file, place.offset + 1, place.length),
        ArchivePlace(place.file, 0, place.offset),  # the warcinfo
        ArchivePlace(place.file, place.offset, place.length - 1),
        ArchivePlace(place.file, place.offset, 3),
        ArchivePlace(place.file, place.offset, 0),
        ArchivePlace(place.file, 10**9, 5),
    ):
        with pytest.raises(ArchiveError) as caught:
            read_exchange(tmp_path, bad)
        assert bad.file in str(caught.value)
        assert caught.value.cure


def test_damage_is_seen_wherever_it_is(tmp_path: Path) -> None:
    place = write(tmp_path, exchange())[0]
    path = tmp_path / place.file
    whole = path.read_bytes()
    for at in range(place.offset, len(whole), 5):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            found = read_exchange(tmp_path, place)[0]
        except ArchiveError:
            continue
        assert found == exchange()  # a byte that says nothing: the time stamp of a gzip member


hostile = st.text(st.characters(max_codepoint=255), max_size=40)


@given(st.lists(st.tuples(hostile, hostile), max_size=5), st.binary(max_size=200))
def test_hostile_headers_do_not_break_a_record(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], payload: bytes
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    dropped = {"transfer-encoding", "content-length", "connection", "keep-alive", "trailer"}
    pairs = [pair for pair in pairs if pair[0].lower() not in dropped | {"content-encoding"}]
    nasty = (("x-a", "b\r\n\r\nWARC/1.1\r\nWARC-Type: response"), ("x\r\ny", "\0é"), *pairs)
    one = exchange(headers=nasty, payload=payload, body=payload)
    places = write(folder, one, exchange(2))
    assert read_exchange(folder, places[0])[0] == one
    assert read_exchange(folder, places[1])[0] == exchange(2)
    assert len(records(folder / places[0].file)) == 7


@pytest.mark.anyio
async def test_what_was_fetched_is_archived_as_it_came(site: Site, tmp_path: Path) -> None:
    site.set_fault(
        "/chunked",
        faults.raw(
            faults.head("Content-Type: text/html", "Transfer-Encoding: chunked"),
            b"5\r\nHello\r\n0\r\n\r\n",
        ),
    )
    async with make_fetcher() as fetcher:
        pages = [await fetcher.get(site.url(path)) for path in ("/latest", "/chunked")]
    places = write(tmp_path, *pages)
    for page, place in zip(pages, places, strict=True):
        found, _ = read_exchange(tmp_path, place)
        assert (found.payload, found.body) == (page.payload, page.body)
        assert (found.url, found.status, found.peer) == (page.url, page.status, "127.0.0.1")
        assert found.fetched_at == page.fetched_at
        assert found.request_headers == page.request_headers
        assert found.media_type == page.media_type
        assert found.header("transfer-encoding") == ""
    assert b"Hello" in io.BytesIO(pages[1].payload).read()
