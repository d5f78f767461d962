"""Where a site lists its articles: what its page states, what it links to, and the usual places.

The usual places are worth a try in their order; only the fetching tells whether they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

import lxml.html
from lxml import etree
from protego import Protego

from parsers.addresses import host_of, resolve, web_address
from parsers.indexes.listings import base_of
from parsers.language import declared_language
from parsers.markup import tame
from parsers.text import clean_line, decode
from parsers.watching import IndexKind


class Found(IntEnum):
    """How a candidate was found, surest first."""

    STATED = 1  # <link rel="alternate"> or <link rel="sitemap"> of the page
    LINKED = 2  # a link on the page that looks like one
    USUAL = 3  # a usual place of the system that made the page, or of any site


HOW = {
    Found.STATED: "stated by the page",
    Found.LINKED: "linked from the page",
    Found.USUAL: "usual place",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be an index; ``kind`` None: a page that lists feeds, to be asked next."""

    url: str
    kind: IndexKind | None
    found: Found
    title: str = ""
    system: str = ""  # the content system whose usual place it is
    language: str = ""  # ISO 639-1, where the page says that it is of another language

    @property
    def how(self) -> str:
        """How it was found, in words."""
        return HOW[self.found] + (f" of {self.system}" if self.system else "")


_FEED_TYPES = re.compile(r"(?i)application/(?:rss|atom|rdf)\+xml|application/feed\+json|text/xml")
_SITEMAP = IndexKind.SITEMAP
_FEED = IndexKind.FEED
# Content systems: a name, what shows it in a page or host, and its usual places.
SYSTEMS: tuple[tuple[str, str, tuple[tuple[str, IndexKind | None], ...]], ...] = (
    (
        "Pangea",  # RFE/RL and its services, VOA
        r"utag_data|/Content/responsive/|pangea-cms|class=\"[^\"]*\bmedia-block\b",
        (("/api/", _FEED), ("/rssfeeds", None), ("/sitemap.xml", _SITEMAP)),
    ),
    (
        "WordPress",
        r"/wp-content/|/wp-includes/|/wp-json/|content=\"WordPress",
        (("/feed/", _FEED), ("/wp-sitemap.xml", _SITEMAP)),
    ),
    ("TASS", r"//(?:cdn-media\.|www\.)?tass\.(?:com|ru)/", (("/rss/v2.xml", _FEED),)),
    ("Today.Az", r"//(?:www\.)?today\.az/", (("/rss.php", _FEED),)),
)
USUAL: tuple[tuple[str, IndexKind], ...] = (
    ("/rss.xml", _FEED),
    ("/feed", _FEED),
    ("/rss", _FEED),
    ("/sitemap.xml", _SITEMAP),
    ("/sitemap_news.xml", _SITEMAP),
    ("/news-sitemap.xml", _SITEMAP),
)
# Addresses of links that look like feeds: a whole part of the path, or its ending.
_FEED_PATH = re.compile(
    r"(?i)/(?:rss|feed|feeds|atom)(?:[./_-]?(?:xml|php|rdf|\d))?/?$|/rss/[\w./-]*$|\.rss$"
    r"|/(?:index|news|feed|rss|atom)\.(?:rdf|xml)$|/api/(?:[a-z0-9_-]{4,60})?$"
)
_SITEMAP_PATH = re.compile(r"(?i)/[\w-]*sitemap[\w-]*\.xml(?:\.gz)?$")
_LISTS_PATH = re.compile(r"(?i)/(?:rssfeeds|rss-feeds|rss\.html|rss-channels)/?$")
_COMMENTS = re.compile(r"(?i)comments?\b|/comments?/|комментари")
_NO_FEED = re.compile(r"(?i)oembed|wp-json|opensearch")


def find_indexes(body: bytes, url: str) -> tuple[Candidate, ...]:
    """Find where the site of a page lists its articles, surest first, each address once.

    ``url`` is where the page came from. Feeds of comments are left out; those of another language
    are marked. A page that cannot be read still has the usual places.
    """
    text = decode(body).text
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
        tree = lxml.html.document_fromstring(tame(text).encode("utf-8", "replace"), parser=parser)
        base = base_of(tree, url)
        found = [*_stated(tree, base), *_linked(tree, base)]
    except (ValueError, etree.LxmlError):
        found = []
    found += _usual(text, url)
    found.sort(key=lambda one: one.found)
    once: dict[str, Candidate] = {}
    for one in found:
        once.setdefault(one.url, one)
    return tuple(once.values())


def sitemaps_of_robots(text: str) -> tuple[str, ...]:
    """Give the addresses of sitemaps that a robots.txt names, in its order, each once."""
    stated = Protego.parse(text.lstrip("\ufeff")).sitemaps
    return tuple(dict.fromkeys(filter(None, map(web_address, stated))))


def _stated(tree: etree._Element, url: str) -> Iterator[Candidate]:
    own = declared_language(tree.get("lang") or "", "")
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        address = resolve(url, link.get("href") or "")
        title = clean_line(link.get("title") or "")[:200]
        if not address or _COMMENTS.search(title) or _COMMENTS.search(urlsplit(address).path):
            continue
        if "sitemap" in relations:
            yield Candidate(address, _SITEMAP, Found.STATED, title)
        elif "alternate" in relations and _is_feed(link.get("type") or "", address):
            language = declared_language(link.get("hreflang") or "", "")
            other = language if language != own else ""
            yield Candidate(address, _FEED, Found.STATED, title, language=other)


def _is_feed(media_type: str, address: str) -> bool:
    if _NO_FEED.search(media_type) or _NO_FEED.search(address):
        return False
    return _FEED_TYPES.match(media_type.strip()) is not None


def _linked(tree: etree._Element, url: str) -> Iterator[Candidate]:
    here = host_of(url)
    for link in tree.iter("a"):
        address = resolve(url, link.get("href") or "")
        path = urlsplit(address).path
        host = host_of(address)
        if not address or not (host == here or host.endswith("." + here)):
            continue
        title = clean_line(f"{link.get('title') or ''}" or " ".join(map(str, link.itertext("*"))))[
            :200
        ]
        if _COMMENTS.search(path) or _NO_FEED.search(address):
            continue
        if _LISTS_PATH.search(path):
            yield Candidate(address, None, Found.LINKED, title)
        elif _FEED_PATH.search(path):
            yield Candidate(address, _FEED, Found.LINKED, title)
        elif _SITEMAP_PATH.search(path):
            yield Candidate(address, _SITEMAP, Found.LINKED, title)


def _usual(text: str, url: str) -> Iterator[Candidate]:
    seen = text[:500_000]
    for system, marks, places in SYSTEMS:
        if re.search(marks, url) or re.search(marks, seen):
            for path, kind in places:
                if address := resolve(url, path):
                    yield Candidate(address, kind, Found.USUAL, system=system)
    for path, usual in USUAL:
        if address := resolve(url, path):
            yield Candidate(address, usual, Found.USUAL)
