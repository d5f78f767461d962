"""Decompression keeps to its limit, reads what servers send, and knows an end that is none."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.web.decoding import MAX_MEMBERS, BadEncoding, CutOff, Decoder, TooLarge

TEXT = b"The ferry line of Norwich reopened. " * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def decoded(coding: str, data: bytes, *, limit: int = 1_000_000, size: int = 7) -> bytes:
    decoder = Decoder(coding, limit)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = b"".join(b"".join(decoder.feed(piece)) for piece in pieces)
    decoder.finish()
    return found


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT, mtime=0)),
        (" GZIP ", gzip.compress(TEXT, mtime=0)),
        ("identity, gzip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip", gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"\0" * 20),  # padding
        ("gzip", gzip.compress(TEXT[:9], mtime=0) + b"\0\0" + gzip.compress(TEXT[9:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"<!-- a comment of the cache -->"),
        ("gzip", gzip.compress(b"", mtime=0) + gzip.compress(TEXT, mtime=0)),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_what_servers_send_is_read(coding: str, data: bytes, size: int) -> None:
    assert decoded(coding, data, size=size) == TEXT


@given(
    st.lists(st.binary(max_size=300), min_size=1, max_size=5),
    st.integers(1, 40),
    st.sampled_from(["gzip", "deflate", "raw"]),
)
def test_any_bytes_in_any_pieces(parts: list[bytes], size: int, how: str) -> None:
    whole = b"".join(parts)
    data = {
        "gzip": b"".join(map(gzip.compress, parts)),
        "deflate": zlib.compress(whole),
        "raw": raw_deflate(whole),
    }[how]
    assert decoded("gzip" if how == "gzip" else "deflate", data, size=size) == whole


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("keep", [1, 5, 15, -1])
def test_a_truncated_stream_is_cut_off(coding: str, keep: int) -> None:
    data = gzip.compress(TEXT, mtime=0) if coding == "gzip" else zlib.compress(TEXT)
    with pytest.raises(CutOff):
        decoded(coding, data[:keep])


def test_a_second_member_that_is_cut_off_is_no_end() -> None:
    with pytest.raises(CutOff):
        decoded("gzip", gzip.compress(TEXT, mtime=0) + gzip.compress(TEXT, mtime=0)[:-3])


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip, br", "compress", "x" * 99])
def test_what_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(BadEncoding, match="not asked for"):
        Decoder(coding, 10)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_not_compressed_is_no_text(coding: str) -> None:
    with pytest.raises(BadEncoding):
        decoded(coding, b"<html>plain, whatever its header says</html>")


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
@pytest.mark.parametrize("size", [1, 1_000, 10_000_000])
def test_the_limit_is_exact(coding: str, size: int) -> None:
    data = {"": TEXT, "gzip": gzip.compress(TEXT, mtime=0), "deflate": zlib.compress(TEXT)}[coding]
    assert decoded(coding, data, limit=len(TEXT), size=size) == TEXT
    with pytest.raises(TooLarge):
        decoded(coding, data, limit=len(TEXT) - 1, size=size)


def test_a_bomb_is_never_unpacked() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    decoder = Decoder("gzip", 1_000_000)
    with pytest.raises(TooLarge):
        decoder.feed(bomb)
    assert decoder._given == 0  # the piece that was too much is not kept


def test_thousands_of_empty_members_are_refused() -> None:
    with pytest.raises(BadEncoding, match="parts"):
        decoded("gzip", gzip.compress(b"", mtime=0) * (MAX_MEMBERS + 1), size=100_000)
