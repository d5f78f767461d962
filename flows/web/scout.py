"""Looks at a site once, without the warehouse: which indexes it has, and what they bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.settings_watch import SourceSettings
from flows.web.discover import endpoints_of
from flows.web.exchange import FetchFailed
from flows.web.fetcher import ACCEPT_FEED, Fetcher
from parsers.article import Unreadable, read_article
from parsers.indexes import NotAnIndex, read_index
from parsers.indexes.discovery import Candidate, find_indexes, sitemaps_of_robots
from parsers.records import Article, Capture, FileMetadata
from parsers.watching import Index, IndexKind

MOST_TRIES = 20  # candidates of one site
ENOUGH = 3  # indexes of a sort that were found; more are its sections


@dataclass(frozen=True, slots=True)
class Look:
    """What one address showed: an index, or why not."""

    url: str
    kind: str  # feed, sitemap, listing or article
    ok: bool
    said: str  # in words
    cure: str = ""
    links: int = 0
    newest: datetime | None = None


async def check(fetcher: Fetcher, source: SourceSettings) -> list[Look]:
    """Try each index of a source, and the newest article that any of them lists."""
    looks: list[Look] = []
    articles: list[tuple[datetime | None, str]] = []
    for endpoint in endpoints_of(source):
        look, index = await _look(fetcher, endpoint.url, endpoint.kind, source)
        looks.append(look)
        articles += [(link.published.as_of, link.url) for link in index.links] if index else []
    if articles:
        dated = [pair for pair in articles if pair[0] is not None]
        newest = max(dated, key=lambda pair: str(pair[0])) if dated else articles[0]
        looks.append(await _look_at_article(fetcher, newest[1], source))
    return looks


async def scout(
    fetcher: Fetcher, url: str, tell: Callable[[Look], None] = lambda _: None
) -> list[Look]:
    """Find the indexes of a site by its page; those that work, surest first.

    ``tell`` is told of each address that was tried. Raises ``FetchFailed`` for the page itself.
    """
    page = await fetcher.get(url)
    candidates = list(find_indexes(page.body, page.final_url))
    robots = next((one.robots_text for one in fetcher.hosts.values() if one.robots_text), "")
    candidates += [
        Candidate(address, IndexKind.SITEMAP, candidates[-1].found, "robots.txt")
        for address in sitemaps_of_robots(robots)
    ]
    found: list[Look] = []
    tried: set[str] = set()
    while candidates and len(tried) < MOST_TRIES:
        candidate = candidates.pop(0)
        if candidate.url in tried or _enough(found, candidate.kind):
            continue
        tried.add(candidate.url)
        if candidate.kind is None:  # a page that lists feeds
            candidates = [*await _listed(fetcher, candidate.url), *candidates]
            continue
        look, index = await _look(fetcher, candidate.url, candidate.kind)
        tell(look)
        if look.ok and index and (index.links or index.sitemaps):
            found.append(look)
    return found


def _enough(found: Iterable[Look], kind: IndexKind | None) -> bool:
    return kind is not None and sum(look.kind == kind for look in found) >= ENOUGH


async def _listed(fetcher: Fetcher, url: str) -> list[Candidate]:
    try:
        page = await fetcher.get(url)
    except FetchFailed:
        return []
    return [one for one in find_indexes(page.body, page.final_url) if one.kind is IndexKind.FEED]


async def _look(
    fetcher: Fetcher, url: str, kind: IndexKind, source: SourceSettings | None = None
) -> tuple[Look, Index | None]:
    zone = ZoneInfo(source.zone) if source and source.zone else None
    articles = source.articles if source else ""
    try:
        exchange = await fetcher.get(url, accept=ACCEPT_FEED)
        index = read_index(
            exchange.body,
            exchange.final_url,
            kind=kind,
            media_type=exchange.media_type,
            articles=articles,
            zone=zone,
        )
    except FetchFailed as failure:
        return Look(url, kind, ok=False, said=str(failure), cure=failure.cure), None
    except NotAnIndex as other:
        return Look(url, kind, ok=False, said=other.message, cure=other.cure), None
    dates = [link.published.as_of or link.updated_at for link in index.links]
    newest = max((when for when in dates if when), default=None)
    said = f"{len(index.links)} links" + (
        f", {len(index.sitemaps)} sitemaps" if index.sitemaps else ""
    )
    said += f", the newest of {newest:%Y-%m-%d %H:%M} UTC" if newest else ""
    said += f"; {index.doubts[0]}" if index.doubts else ""
    return Look(url, kind, ok=True, said=said, links=len(index.links), newest=newest), index


async def _look_at_article(fetcher: Fetcher, url: str, source: SourceSettings) -> Look:
    try:
        exchange = await fetcher.get(url)
        capture = Capture(
            exchange.final_url, exchange.body, exchange.fetched_at, exchange.media_type
        )
        article = read_article(capture, feed=FileMetadata(url=url), format=source.parser)
    except FetchFailed as failure:
        return Look(url, "article", ok=False, said=str(failure), cure=failure.cure)
    except Unreadable as unreadable:
        problem = unreadable.problem
        return Look(url, "article", ok=False, said=problem.message, cure=problem.cure)
    return Look(url, "article", ok=True, said=_about(article))


def _about(article: Article) -> str:
    day = article.published.day
    dated = f"dated {day.isoformat()}" if day else "without a date"
    size = f"{len(article.text):,} characters"
    return f"“{article.title[:60]}”, {dated}, {size}, read by {article.format}"


def source_name(url: str) -> str:
    """Make a name for the watch list from an address: "rferl" of https://www.rferl.org/."""
    host = (urlsplit(url).hostname or "source").removeprefix("www.").removeprefix("m.")
    label = host.rsplit(".", 1)[0] if not host.replace(".", "").isdigit() else "site"
    kept = "".join(char if char.isascii() and char.isalnum() else "_" for char in label)
    return (kept if kept[:1].isalpha() else f"s_{kept}")[:40]
