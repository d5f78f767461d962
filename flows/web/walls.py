"""Pages that stand before the pages: checks for robots, and requests for consent.

A simple look at the marks of the common ones; whoever makes the fetcher may hand in a better one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.web.exchange import Headers
from parsers.not_article import NotArticle
from parsers.text import clean_line, unescape
from parsers.walls import marked_by, wall_titled

# Status, headers and decompressed body in; "challenge: whose" or "consent: whose" out, None for a
# page like any other.
Wall = Callable[[int, Headers, bytes], str | None]

LOOK_AT = 60_000  # bytes of a body
# A page may hold the words of a check somewhere; such a check is a small page with a title of it.
SMALL = 20_000  # bytes
_HEADERS = (
    ("cf-mitigated", "challenge", "challenge: Cloudflare"),
    ("x-sucuri-block", "", "challenge: Sucuri"),
    ("x-datadome", "protected", "challenge: DataDome"),
)
REFUSALS = frozenset({401, 403, 405, 429, 503})
_TITLE = re.compile(rb"(?s)<title[^>]{0,200}>(.{0,300}?)</title")


def simple_wall(status: int, headers: Headers, body: bytes) -> str | None:
    """Name the wall that an answer is, or None."""
    for name, value in headers:
        for known, mark, found in _HEADERS:
            if name == known and mark in value.lower():
                return found
    start = body[:LOOK_AT].lower()
    # with such a status, anywhere in the page; a 404 may hold the marks by chance
    if status in REFUSALS and (who := marked_by(start.decode("utf-8", "replace"))):
        return f"challenge: {who}"
    title = _TITLE.search(start) if len(body) <= SMALL else None
    if title is None:
        return None
    wall = wall_titled(clean_line(unescape(title[1].decode("utf-8", "replace"))))
    # A login is about one page; the parser names it.
    return f"{wall[0]}: {wall[1]}" if wall and wall[0] is not NotArticle.LOGIN else None
