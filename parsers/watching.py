"""The records of watching: what a feed, sitemap or listing says, and what is known of addresses.

    Endpoint (polled) -> Index -> Link (to be fetched) -> Capture

All are immutable; instants are timezone-aware UTC ``datetime``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from parsers.keys import digest
from parsers.records import UNPUBLISHED, Published


class IndexKind(StrEnum):
    """The three sorts of pages that list articles."""

    FEED = "feed"  # RSS 0.9 to 2.0, RDF, Atom, JSON Feed
    SITEMAP = "sitemap"  # a urlset, or an index of sitemaps; gzip too
    LISTING = "listing"  # an HTML page of a section


@dataclass(frozen=True, slots=True)
class Link:
    """An address at which an index says that there is an article, and what it says of it."""

    url: str  # canonical form: no tracking, fragment or AMP (parsers/addresses.py)
    title: str = ""
    published: Published = UNPUBLISHED  # basis FEED
    updated_at: datetime | None = None  # <updated> of Atom, lastmod of a sitemap
    section: str = ""
    language: str = ""  # ISO 639-1, where the index says so

    @property
    def link_id(self) -> str:
        """Hex key of the address."""
        return digest("link", self.url)


@dataclass(frozen=True, slots=True)
class Index:
    """What one feed, sitemap or listing says, in its own order."""

    kind: IndexKind
    links: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()  # of a sitemap index: url and updated_at of each
    title: str = ""
    every_seconds: float | None = None  # how often it asks to be polled (ttl, sy:updatePeriod)
    doubts: tuple[str, ...] = ()  # what was wrong with parts of it, in words


@dataclass(frozen=True, slots=True)
class HostState:
    """What is known of a host between runs: its robots.txt, and whether it is left alone.

    ``robots``: "" not asked yet, "found", "none" (4xx: all is allowed), "unreachable" (5xx or no
    answer: nothing is allowed until it answers).
    """

    host: str  # host of the URL, with its port where that is not the usual one, lower case
    failures: int = 0  # in a row, of requests that say something about the host
    paused_until: datetime | None = None
    pause_reason: str = ""  # in words, with the status or the error
    robots: str = ""
    robots_text: str = ""
    robots_fetched_at: datetime | None = None
    asked_at: datetime | None = None  # of the last request: the pace holds between runs too


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A feed, sitemap or listing of a source, and what is known of it between runs."""

    source: str  # name in the watch list
    url: str
    kind: IndexKind
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""  # some feeds keep an ETag when they change, or change it when they do not
    polled_at: datetime | None = None
    changed_at: datetime | None = None  # when it last listed something new
    next_poll_at: datetime | None = None
    interval_seconds: float = 0.0
    failures: int = 0  # in a row
    error: str = ""  # of the last poll; "" where it went well

    @property
    def endpoint_id(self) -> str:
        """Hex key of source and address."""
        return digest("endpoint", self.source, self.url)
