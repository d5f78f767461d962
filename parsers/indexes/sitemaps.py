"""Sitemaps: lists of addresses, of other sitemaps, news sitemaps, lists in plain text.

Read as a stream, so that 50 MB take no more memory than the links that come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import islice

from lxml import etree

from parsers.indexes.collect import Collector
from parsers.indexes.problems import NotAnIndex
from parsers.indexes.xmltext import as_xml, escape_ampersands, local_name, tamed
from parsers.watching import Index, IndexKind

MOST_URLS = 50_000  # of one sitemap, by the protocol (sitemaps.org)
MOST_IN_ENTRY = 20_000  # elements; an entry may name 1,000 pictures
LONGEST_TEXT = 1_000_000  # characters without a tag; what is longer is no sitemap
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_ADDRESS_LINE = re.compile(r"(?i)\s*https?://\S+\s*")


def read_sitemap(
    pieces: Iterable[str], url: str, *, articles: str = "", zone: tzinfo | None = None
) -> Index:
    """Read a sitemap from decoded pieces of it, the first of which holds its root."""
    reading = _Reading(url, articles, zone)
    doubts = [*reading.take(pieces)]
    whole = reading.links
    if reading.is_of_sitemaps:
        newest = sorted(whole.links, key=lambda one: one.updated_at or _EARLIEST, reverse=True)
        return Index(IndexKind.SITEMAP, sitemaps=tuple(newest), doubts=(*doubts, *whole.doubts()))
    return Index(IndexKind.SITEMAP, whole.links, doubts=(*doubts, *whole.doubts()))


def is_list_of_addresses(text: str) -> bool:
    """Whether the text is a sitemap in plain text: nothing but addresses, one a line."""
    lines = [line for line in text[:5_000].split("\n") if line.strip()]
    lines = lines[:-1] if len(text) > 5_000 else lines
    return bool(lines) and all(_ADDRESS_LINE.fullmatch(line) for line in lines)


def read_text_sitemap(
    text: str, url: str, *, articles: str = "", zone: tzinfo | None = None
) -> Index:
    """Read a sitemap in plain text."""
    links = Collector(url, articles, zone, MOST_URLS)
    over = ""
    for line in text.splitlines():
        if links.is_full:
            over = f"it has more than {MOST_URLS:,} entries; the rest was left out"
            break
        if line.strip():
            links.add(line)
    return Index(
        IndexKind.SITEMAP, links.links, doubts=tuple(filter(None, (over, *links.doubts())))
    )


class _Reading:
    """One pass over a sitemap."""

    def __init__(self, url: str, articles: str, zone: tzinfo | None) -> None:
        self._url, self._zone = url, zone
        self.is_of_sitemaps = False
        self.links = Collector(url, articles, zone, MOST_URLS)

    def take(self, pieces: Iterable[str]) -> Iterator[str]:
        """Read the pieces; yield doubts."""
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=("{*}url", "{*}sitemap", "{*}urlset", "{*}sitemapindex"),
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding="utf-8",
        )
        self._ended = self._over = False
        self._root: etree._Element | None = None
        rest, begun, bare = "", False, False
        for piece in pieces:
            text = rest + piece
            if not begun:
                text, begun = self._from_root(text), True
            # a tag or an entity at the border of two pieces waits for its end
            end = text.rfind(">") + 1
            text, rest = text[:end], text[end:]
            if len(rest) > LONGEST_TEXT:
                break
            text = tamed(text)
            sound = escape_ampersands(text)
            bare = bare or sound != text
            parser.feed(sound.encode("utf-8", "replace"))
            self._read(parser)
            if self._over:
                yield f"it has more than {MOST_URLS:,} entries; the rest was left out"
                return
            if self._is_swollen:
                break
        if bare:
            yield "invalid XML (a bare “&”); it was mended"
        if not self._ended:
            yield "it is cut off, or its XML is broken; the entries before that were read"

    def _from_root(self, text: str) -> str:
        xml = as_xml(text)
        if xml is None or xml.sort != "sitemap":
            raise NotAnIndex(
                "not_a_sitemap",
                "the answer is no sitemap (it has no urlset and no sitemapindex)",
                "look at the address in a browser; robots.txt of the site may name its sitemaps",
            )
        if xml.root == "sitemapindex":  # "articles" is no pattern for addresses of sitemaps
            self.is_of_sitemaps = True
            self.links = Collector(self._url, "", self._zone, MOST_URLS)
        return xml.text

    def _read(self, parser: etree.XMLPullParser) -> None:
        """Take the entries that are whole by now, and let go of what was read."""
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element):  # noqa: SLF001 - lxml's name of the type
                continue
            if local_name(element) in {"urlset", "sitemapindex"}:
                self._root = element if self._root is None else self._root
                self._ended = event == "end"
            elif event == "end" and not self._over:
                self._over = self.links.is_full
                self._take(element)
        if self._root is not None:
            del self._root[:-1]  # the last one may go on

    def _take(self, element: etree._Element) -> None:
        if self._over:
            return
        fields = dict(_fields(element))
        self.links.add(
            fields.get("loc", ""),
            title=fields.get("title", ""),
            published=fields.get("publication_date", ""),
            updated=fields.get("lastmod", ""),
            language=fields.get("language", ""),
        )
        element.clear()

    @property
    def _is_swollen(self) -> bool:
        """Whether one entry holds more elements than any real one, and would grow without end."""
        if self._root is None:
            return False
        return sum(1 for _ in islice(self._root.iter(), MOST_IN_ENTRY)) == MOST_IN_ENTRY


def _fields(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in element:
        name = local_name(child)
        if name == "news":
            for node in child.iter():
                yield local_name(node), node.text or ""
        elif name in {"loc", "lastmod"}:
            yield name, child.text or ""
