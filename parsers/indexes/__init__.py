"""What lists articles: feeds, sitemaps and section pages. Bytes in, an ``Index`` out.

The content decides what sort of index it is; what was expected decides what is said when it is
something else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from itertools import chain

from parsers.indexes.feeds import read_feed, read_json_feed
from parsers.indexes.listings import read_listing
from parsers.indexes.problems import NotAnIndex, html_instead, shortened
from parsers.indexes.sitemaps import is_list_of_addresses, read_sitemap, read_text_sitemap
from parsers.indexes.unpack import Unpacked
from parsers.indexes.xmltext import as_xml
from parsers.text import Decoded, clean_line, decode, is_markup, kind_of_binary
from parsers.watching import Index, IndexKind

__all__ = ["NotAnIndex", "read_index"]

SHORT = 64  # bytes; an answer below that lists nothing
_WORDS = {IndexKind.FEED: "a feed", IndexKind.SITEMAP: "a sitemap", IndexKind.LISTING: "a page"}


def read_index(
    body: bytes,
    url: str,
    *,
    kind: IndexKind | None = None,
    media_type: str = "",
    articles: str = "",
    zone: tzinfo | None = None,
) -> Index:
    """Read a feed, sitemap or section page; ``NotAnIndex`` with code, message and cure otherwise.

    ``url`` is where the body came from, after redirects; ``kind`` what it should be (None: whatever
    it is); ``media_type`` its Content-Type. ``articles`` is a regular expression: only addresses in
    which it is found are listed. ``zone`` is for times that carry none. An index that lists nothing
    is an index, with a doubt.
    """
    if not body.strip():
        raise NotAnIndex("empty", "the answer is empty", "look at the address in a browser")
    unpacked = Unpacked(body)
    pieces = unpacked.chunks()
    head = next(pieces, b"")
    _check(head, kind)
    decoded = decode(head, media_type)
    xml = as_xml(decoded.text)
    if xml and xml.sort == "sitemap":
        found = read_sitemap(unpacked.text(), url, articles=articles, zone=zone)
    else:
        # the other sorts are read whole; decoded again, since the head may end inside a character
        whole = b"".join(chain((head,), pieces))
        found = _read_whole(decode(whole, media_type), url, kind, articles, zone)
    doubts = (unpacked.doubt, _other_kind(found, kind), *found.doubts)
    return replace(found, doubts=tuple(filter(None, doubts)))


def _check(head: bytes, kind: IndexKind | None) -> None:
    """Refuse what is no text, or too little of it."""
    binary = kind_of_binary(head)
    if binary:
        raise NotAnIndex(
            "not_an_index", f"the answer is {binary}", "look at the address in a browser"
        )
    if len(head) < SHORT and b"<" not in head and b"://" not in head and not head.startswith(b"{"):
        said = shortened(clean_line(decode(head).text), SHORT)
        raise NotAnIndex(
            "too_short",
            f"{_WORDS[kind] if kind else 'an index'} was expected, and {len(head)} bytes came:"
            f" “{said}”",
            "look the address up again where the site lists its feeds (with Pangea sites, such as"
            " RFE/RL and VOA, on /rssfeeds): a wrong token in it is answered like this",
        )


def _read_whole(
    decoded: Decoded, url: str, kind: IndexKind | None, articles: str, zone: tzinfo | None
) -> Index:
    text = decoded.text
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        return read_json_feed(start, url, articles=articles, zone=zone, doubt=decoded.doubt)
    xml = as_xml(text)
    if xml and xml.sort == "feed":
        return read_feed(xml, url, articles=articles, zone=zone, doubt=decoded.doubt)
    if (xml and xml.sort == "html") or is_markup(text):
        if kind in {IndexKind.FEED, IndexKind.SITEMAP} and not _is_other_xml(start):
            raise html_instead(text, _WORDS[kind])
        if not _is_other_xml(start):
            return read_listing(text, url, articles=articles, zone=zone, doubt=decoded.doubt)
    if is_list_of_addresses(text):
        return read_text_sitemap(text, url, articles=articles, zone=zone)
    wanted = _WORDS[kind] if kind else "a feed, a sitemap or a page"
    code = {IndexKind.SITEMAP: "not_a_sitemap", IndexKind.LISTING: "not_a_listing"}
    raise NotAnIndex(
        code.get(kind, "not_a_feed") if kind else "not_a_feed",
        f"the answer is not {wanted}; it begins with “{shortened(clean_line(start[:300]), 60)}”",
        "look at the address in a browser",
    )


def _is_other_xml(start: str) -> bool:
    """XML of another sort than the indexes': an error of a storage service, a SOAP answer."""
    return start.startswith("<?xml") and as_xml(start) is None


def _other_kind(found: Index, kind: IndexKind | None) -> str:
    if kind is None or found.kind is kind:
        return ""
    if (kind, found.kind) == (IndexKind.SITEMAP, IndexKind.FEED):
        return ""  # the sitemap protocol allows it
    return (
        f"it is {_WORDS[found.kind]}, and is watched as {_WORDS[kind]}; move it in the watch list"
    )
