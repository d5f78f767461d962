"""Bytes of an index, unpacked where they are gzip by content, whatever their name says."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator

from parsers.indexes.problems import NotAnIndex
from parsers.text import SAMPLE, decode

GZIP = b"\x1f\x8b"
# After unpacking. The sitemap protocol allows 50 MB (52,428,800 bytes).
MOST_BYTES = 64_000_000
CHUNK = 262_144
_BAD_GZIP = "the gzip archive is broken"
_BAD_CURE = "it may have been cut off on the way; the next poll tries again"


class Unpacked:
    """The bytes in pieces; ``doubt`` says after the last one whether the archive was whole."""

    def __init__(self, body: bytes) -> None:
        """Keep the packed bytes; nothing is unpacked before it is asked for."""
        self.body = body
        self.doubt = ""

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes; NotAnIndex ``too_large`` or ``bad_gzip``. What came whole is kept."""
        total = 0
        for chunk in self._members() if self.body.startswith(GZIP) else self._slices():
            total += len(chunk)
            if total > MOST_BYTES:
                raise NotAnIndex(
                    "too_large",
                    f"more than {MOST_BYTES // 1_000_000} MB after unpacking",
                    "take a smaller index of the site: its feed, or one of its news sitemaps",
                )
            yield chunk

    def text(self) -> Iterator[str]:
        """Yield decoded text; the encoding is judged by the first pieces, broken bytes replaced."""
        decoder: codecs.IncrementalDecoder | None = None
        for chunk in self.chunks():
            if decoder is None:
                # a sample that ends inside a character would look broken
                sample = chunk[:SAMPLE]
                decoder = _decoder(sample[: sample.rfind(b">") + 1] or sample)
            yield decoder.decode(chunk)
        if decoder is not None:
            yield decoder.decode(b"", final=True)

    def _slices(self) -> Iterator[bytes]:
        for start in range(0, len(self.body), CHUNK):
            yield self.body[start : start + CHUNK]

    def _members(self) -> Iterator[bytes]:
        """Unpack each member of the archive: some servers send several, one behind the other."""
        rest, got = self.body, False
        while rest.startswith(GZIP):
            member = zlib.decompressobj(wbits=31)
            try:
                while not member.eof:
                    chunk = member.decompress(rest, CHUNK)
                    rest = member.unconsumed_tail
                    if chunk:
                        got = True
                        yield chunk
                    elif not rest:
                        break
            except zlib.error as error:
                if not got:
                    raise NotAnIndex("bad_gzip", f"{_BAD_GZIP} ({error})", _BAD_CURE) from None
                self.doubt = f"{_BAD_GZIP} ({error}); what came before it was read"
                return
            if not member.eof:
                if not got:
                    raise NotAnIndex("bad_gzip", f"{_BAD_GZIP} (cut off)", _BAD_CURE)
                self.doubt = f"{_BAD_GZIP} (cut off); what came before it was read"
                return
            rest = member.unused_data


def _decoder(sample: bytes) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(decode(sample).encoding)("replace")
