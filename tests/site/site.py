"""One site: its stories, its robots.txt, the faults put on it, and what was asked of it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from tests.site import indexes
from tests.site.faults import Fault
from tests.site.layouts import LAYOUTS
from tests.site.stories import SECTIONS, Story

RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
HTML = "text/html; charset=utf-8"
PER_FEED = 20
WRONG_TOKEN = b"<rss></rss>"  # 11 bytes with status 200: what Pangea sends for a token it lacks

# The addresses that a source of each kind has in a watch list
FEEDS = {
    "tass": ("/rss/v2.xml",),
    "today_az": ("/rss.php",),
    "rferl": ("/api/",),
    "azatutyun": ("/api/zen", "/api/zhy"),
    "voa": ("/api/",),
    "generic": ("/atom.xml", "/rss.xml", "/feed.json"),
}
SITEMAPS = {
    "tass": ("/sitemap.xml",),
    "rferl": ("/sitemap.xml",),
    "azatutyun": ("/sitemap.xml",),
    "voa": ("/sitemap.xml",),
    "generic": ("/sitemap.xml", "/news-sitemap.xml"),
}
LISTINGS = {
    "tass": tuple(f"/{section}" for section in SECTIONS),
    "today_az": tuple(f"/news/{section}/" for section in SECTIONS),
    "rferl": ("/z/1",),
    "azatutyun": ("/z/1",),
    "voa": ("/z/1",),
    "generic": ("/latest",),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came."""

    path: str  # with its query
    headers: dict[str, str]  # names in lower case
    at: float  # by time.monotonic()
    peer: tuple[str, int] | None = None


@dataclass
class Content:
    """What is at a path."""

    body: bytes
    media_type: str
    modified: datetime | None = None


@dataclass
class Site:
    """A site of one kind. Change it while it runs: a request sees what is there when it comes."""

    kind: str
    base: str  # http://127.0.0.1:PORT
    stories: list[Story] = field(default_factory=list)  # newest first
    robots: Fault | str | None = "User-agent: *\nDisallow: /search\n"  # None: 404
    seen: list[Seen] = field(default_factory=list)
    stuck_etags: set[str] = field(default_factory=set)  # paths whose ETag never changes
    without_validators: bool = False
    peak: int = 0  # requests under way at once
    _under_way: int = 0
    _faults: dict[str, list[tuple[Fault, int | None]]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return self.base + path

    @property
    def feeds(self) -> tuple[str, ...]:
        return tuple(map(self.url, FEEDS[self.kind]))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(map(self.url, SITEMAPS.get(self.kind, ())))

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(map(self.url, LISTINGS[self.kind]))

    def story(self, number: int) -> Story:
        return next(story for story in self.stories if story.number == number)

    def story_url(self, story: Story) -> str:
        return self.base + LAYOUTS[self.kind].path(story)

    def publish(self, story: Story) -> str:
        """Add a story; return its address."""
        self.stories.insert(0, story)
        return self.story_url(story)

    def change(self, number: int, at: datetime, **changes: Any) -> None:
        """Change a story: title, lead or paragraphs. Its address stays where its slug does."""
        old = self.story(number)
        self.stories[self.stories.index(old)] = replace(old, updated_at=at, **changes)

    def delete(self, number: int) -> None:
        """Take a story away: its address is a 404 then."""
        self.stories.remove(self.story(number))

    def set_fault(self, path: str, fault: Fault, times: int | None = None) -> None:
        """Answer a path (without its query) in another way, so many times or always."""
        self._faults.setdefault(path, []).append((fault, times))

    def clear_faults(self) -> None:
        self._faults.clear()

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [seen.path for seen in self.seen]

    def times(self, *, robots: bool = False) -> list[float]:
        """When pages were asked for."""
        return [one.at for one in self.seen if robots or one.path != "/robots.txt"]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        peer = request.transport.get_extra_info("peername") if request.transport else None
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.seen.append(Seen(request.raw_path, headers, time.monotonic(), peer))
        self._under_way += 1
        self.peak = max(self.peak, self._under_way)
        try:
            await asyncio.sleep(0)
            fault = self._fault(request.path)
            if fault is not None:
                return await fault(request)
            return self._answer(request)
        finally:
            self._under_way -= 1

    def _fault(self, path: str) -> Fault | None:
        waiting = self._faults.get(path, [])
        if waiting:
            fault, times = waiting.pop(0)
            if times is None or times > 1:
                waiting.insert(0, (fault, None if times is None else times - 1))
            return fault
        if path == "/robots.txt" and callable(self.robots):
            return self.robots
        return None

    def _answer(self, request: web.Request) -> web.StreamResponse:
        content = self.content(request.path)
        if content is None:
            page = b"<html><head><title>Not found</title></head><body><h1>404</h1></body></html>"
            return web.Response(status=404, body=page, headers={"Content-Type": HTML})
        headers = {"Content-Type": content.media_type}
        if not self.without_validators:
            seed = b"stuck" if request.path in self.stuck_etags else content.body
            etag = f'"{hashlib.sha256(seed).hexdigest()[:16]}"'
            headers["ETag"] = etag
            if content.modified is not None:
                headers["Last-Modified"] = format_datetime(content.modified, usegmt=True)
            if _is_known(request, etag, content.modified):
                return web.Response(status=304, headers=headers)
        response = web.Response(body=content.body, headers=headers)
        if not content.media_type.startswith("application/gzip"):
            response.enable_compression()
        return response

    def content(self, path: str) -> Content | None:
        """Give what is at a path when no fault is."""
        if path == "/robots.txt":
            return (
                Content(self.robots.encode(), "text/plain")
                if isinstance(self.robots, str)
                else None
            )
        if path == "/":
            return self._listing(self.stories)
        if path in FEEDS[self.kind]:
            return self._feed(path)
        if path.startswith("/api/") and self.kind in {"rferl", "azatutyun", "voa"}:
            return Content(WRONG_TOKEN, RSS)
        if path in LISTINGS[self.kind]:
            section = path.strip("/").split("/")[-1]
            found = [story for story in self.stories if section in {story.section, "1", "latest"}]
            return self._listing(found)
        if "sitemap" in path:
            return self._sitemap(path)
        return self._article(path)

    def _listing(self, found: list[Story]) -> Content:
        markup = LAYOUTS[self.kind].listing(found[:PER_FEED], self.base)
        return Content(markup.encode(), HTML)

    def _feed(self, path: str) -> Content:
        language = "hy" if path == "/api/zhy" else "en"
        found = [story for story in self.stories if story.language == language]
        found = found[: 100 if self.kind == "tass" else PER_FEED]
        where = LAYOUTS[self.kind].path
        modified = max((story.updated_at for story in found), default=None)
        if path.endswith(".json"):
            text, media_type = indexes.json_feed(found, self.base, where), "application/feed+json"
        elif path == "/atom.xml":
            text, media_type = indexes.atom(found, self.base, where), "application/atom+xml"
        else:
            kind = self.kind if self.kind in {"tass", "today_az", "generic"} else "pangea"
            text, media_type = indexes.rss(found, self.base, where, kind=kind), RSS
        return Content(text.encode(), media_type, modified)

    def _sitemap(self, path: str) -> Content | None:
        where = LAYOUTS[self.kind].path
        part = {"tass": "/sitemap/sitemap_news0.xml", "generic": "/sitemap-1.xml"}.get(
            self.kind, "/sitemap_16_1.xml.gz"
        )
        modified = max((story.updated_at for story in self.stories), default=None)
        if path == "/sitemap.xml" and self.kind in SITEMAPS:
            updated = modified.isoformat() if modified else ""
            text = indexes.sitemap_index([self.url(part)], updated)
            return Content(text.encode(), XML, modified)
        if path == "/news-sitemap.xml" and self.kind == "generic":
            text = indexes.sitemap(self.stories, self.base, where, news=True)
            return Content(text.encode(), XML, modified)
        if path != part:
            return None
        body = indexes.sitemap(self.stories, self.base, where).encode()
        if path.endswith(".gz"):
            return Content(gzip.compress(body, mtime=0), "application/gzip", modified)
        return Content(body, XML, modified)

    def _article(self, path: str) -> Content | None:
        layout = LAYOUTS[self.kind]
        number = _number(path)
        for story in self.stories:
            if story.number == number and path in _addresses(layout.path, story):
                markup = layout.article(story, self.base)
                return Content(markup.encode(), HTML, story.updated_at)
        return None


def _addresses(path: Callable[[Story], str], story: Story) -> set[str]:
    """The paths of a story: its own, its AMP and its print page."""
    own = path(story)
    return {own, own + "/amp", "/amp" + own.removeprefix("/a"), "/print" + own}


def _number(path: str) -> int:
    """The number at the end of a path, 0 where there is none."""
    digits = path.removesuffix("/amp").removesuffix(".html").replace("/", "-").split("-")[-1]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _is_known(request: web.Request, etag: str, modified: datetime | None) -> bool:
    """Whether the validators of a request still hold (RFC 9110, 13.2.2)."""
    matches = request.headers.get("If-None-Match")
    if matches is not None:
        return etag in {one.strip() for one in matches.split(",")}
    since = request.headers.get("If-Modified-Since")
    if since is None or modified is None:
        return False
    return modified.replace(microsecond=0) <= parsedate_to_datetime(since)


def host_of(url: str) -> str:
    """The host and port of an address, as the fetcher names a host."""
    return urlsplit(url).netloc
