"""Decompression with an end: what comes over the wire may be a thousand times larger inside.

Done here and not by httpx, which decompresses a whole chunk at once: 64 KB of zeros are 64 MB.
"""

from __future__ import annotations

import zlib

CODINGS = ("gzip", "deflate")  # all that we ask for
GZIP = 16 + zlib.MAX_WBITS
# A gzip file is one member or a few; thousands of empty ones would only cost time.
MAX_MEMBERS = 256


class TooLarge(Exception):  # noqa: N818  named by what is the case
    """More bytes than allowed."""


class BadEncoding(Exception):  # noqa: N818  named by what is the case
    """The body is not in the coding it is said to be in, or in one that was not asked for."""


class CutOff(Exception):  # noqa: N818  named by what is the case
    """The compressed body ends before its end."""


class Decoder:
    """Decompresses piece by piece, and stops at ``limit`` bytes, compressed or not."""

    def __init__(self, coding: str, limit: int) -> None:
        names = [name.strip().lower().removeprefix("x-") for name in coding.split(",")]
        names = [name for name in names if name not in {"", "identity"}]
        if len(names) > 1 or not set(names) <= set(CODINGS):
            raise BadEncoding(f"it has the coding “{coding[:60]}”, which was not asked for")
        self.coding = names[0] if names else ""  # "" where there is nothing to decompress
        self._limit = limit
        self._taken = 0
        self._given = 0
        self._members = 0  # that have ended
        self._member: zlib._Decompress | None = None  # that is under way
        self._ended = False  # what follows is no more than padding

    def feed(self, data: bytes) -> list[bytes]:
        """Take a piece as it came; give what is in it. Raises ``TooLarge``, ``BadEncoding``."""
        self._taken += len(data)
        if self._taken > self._limit:
            raise TooLarge
        if not self.coding:
            return [data]
        pieces: list[bytes] = []
        while data and not self._ended:
            if self._member is None and self._members:
                data = data.lstrip(b"\0")  # padding between members and behind the last
            member = self._member or self._begin(data)
            if member is None:
                break
            room = self._limit - self._given
            try:
                piece = member.decompress(data, room + 1)
            except zlib.error as error:
                raise BadEncoding(f"its {self.coding} is damaged ({error})") from None
            if len(piece) > room:
                raise TooLarge
            self._given += len(piece)
            pieces.append(piece)
            data = member.unconsumed_tail
            if member.eof:
                data = member.unused_data
                self._member = None
                self._members += 1
        return pieces

    def _begin(self, data: bytes) -> zlib._Decompress | None:
        """Begin with a member; None for what is none, which browsers leave too."""
        window = GZIP
        if self._members:
            if self.coding != "gzip" or data[:1] != b"\x1f":
                self._ended = data != b""
                return None
            if self._members >= MAX_MEMBERS:
                raise BadEncoding(f"its gzip has more than {MAX_MEMBERS} parts")
        elif self.coding == "deflate":
            window = zlib.MAX_WBITS if _has_zlib_header(data) else -zlib.MAX_WBITS
        self._member = zlib.decompressobj(window)
        return self._member

    def finish(self) -> None:
        """Say that all came. Raises ``CutOff`` where compressed data has not ended."""
        if self.coding and self._taken and (self._member is not None or not self._members):
            raise CutOff


def _has_zlib_header(data: bytes) -> bool:
    """Whether "deflate" is what it should be (RFC 1950), or raw, as some servers send it."""
    if data[0] & 0x0F != 8 or data[0] >> 4 > 7:
        return False
    return len(data) < 2 or (data[0] * 256 + data[1]) % 31 == 0
