"""Polls the indexes of a source: what they list, and when to ask again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.settings_watch import Fetch, SourceSettings
from flows.web.exchange import Exchange, FetchFailed
from flows.web.fetcher import ACCEPT, ACCEPT_FEED, Fetcher
from parsers.indexes import NotAnIndex, read_index
from parsers.records import Problem
from parsers.watching import Endpoint, Index, IndexKind, Link

NEWEST_SITEMAPS = 3  # of an index: older ones hold old news
GROWS, SHRINKS = 1.5, 0.5  # the interval, after a poll without news and with news
# Not the endpoint's own fault: it says nothing about it, and it is asked again at the next run.
NOT_ASKED = frozenset({"run_limit", "host_paused"})


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of polling one endpoint; ``links`` in the order of the index."""

    endpoint: Endpoint
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


def endpoints_of(source: SourceSettings) -> list[Endpoint]:
    """Return the endpoints of a source as the settings name them, never polled."""
    by_kind = (
        (IndexKind.FEED, source.feeds),
        (IndexKind.SITEMAP, source.sitemaps),
        (IndexKind.LISTING, source.sections),
    )
    return [
        Endpoint(source.name, url, kind, interval_seconds=source.interval_seconds)
        for kind, urls in by_kind
        for url in urls
    ]


def due(
    sources: Sequence[SourceSettings], known: Mapping[str, Endpoint], now: datetime, *, all_: bool
) -> list[tuple[SourceSettings, Endpoint]]:
    """Return the endpoints to poll: those whose time has come, or ``all_``."""
    found = [(source, endpoint) for source in sources for endpoint in endpoints_of(source)]
    found = [(source, known.get(each.endpoint_id, each)) for source, each in found]
    return [
        (source, each)
        for source, each in found
        if all_ or each.next_poll_at is None or each.next_poll_at <= now
    ]


async def poll_all(
    fetcher: Fetcher,
    asked: Sequence[tuple[SourceSettings, Endpoint]],
    settings: Fetch,
    now: datetime,
) -> list[Poll]:
    """Poll the endpoints; what goes wrong with one is its problem alone."""
    return list(await asyncio.gather(*(_poll(fetcher, *each, settings, now) for each in asked)))


async def _poll(
    fetcher: Fetcher, source: SourceSettings, endpoint: Endpoint, settings: Fetch, now: datetime
) -> Poll:
    try:
        exchange = await fetcher.get(
            endpoint.url,
            etag=endpoint.etag,
            last_modified=endpoint.last_modified,
            accept=ACCEPT if endpoint.kind is IndexKind.LISTING else ACCEPT_FEED,
            fresh=_once_an_hour(endpoint, now),
        )
        body_sha256 = hashlib.sha256(exchange.body).hexdigest()
        if exchange.not_modified or body_sha256 == endpoint.body_sha256:
            return Poll(_polled(endpoint, settings, now))
        index = _read(exchange, source, endpoint.kind)
        links, doubts = list(index.links), list(index.doubts)
        for sitemap in index.sitemaps[:NEWEST_SITEMAPS]:
            below = _read(await fetcher.get(sitemap.url), source, IndexKind.SITEMAP)
            links += below.links
            doubts += below.doubts
    except FetchFailed as failure:
        problem = _problem(endpoint, failure.code, str(failure), failure.cure)
        return _failed(endpoint, problem, str(failure), settings, now)
    except NotAnIndex as other:
        problem = _problem(endpoint, other.code, other.message, other.cure)
        return _failed(endpoint, problem, other.message, settings, now)
    asked_for = replace(
        endpoint,
        etag=exchange.header("etag"),
        last_modified=exchange.header("last-modified"),
        body_sha256=body_sha256,
    )
    problems = [
        _problem(endpoint, "doubt", doubt, "look at the address in a browser", "warning")
        for doubt in ("; ".join(doubts[:3]),)
        if doubt
    ]
    kept = tuple(link for link in dict.fromkeys(links) if not _old(link, settings, now))
    return Poll(_polled(asked_for, settings, now), kept, tuple(problems))


def news(poll: Poll, new: int, settings: Fetch, now: datetime) -> Endpoint:
    """Return the endpoint with its interval adapted to how many of its links were new."""
    endpoint = poll.endpoint
    if endpoint.error or not new:
        return endpoint
    interval = max(settings.poll_min_seconds, endpoint.interval_seconds / GROWS * SHRINKS)
    return replace(
        endpoint,
        changed_at=now,
        interval_seconds=interval,
        next_poll_at=now + timedelta(seconds=interval),
    )


def _once_an_hour(endpoint: Endpoint, now: datetime) -> bool:
    """Whether to ask without validators: some sites keep an ETag while the feed changes."""
    return endpoint.polled_at is None or endpoint.polled_at.hour != now.hour


def _read(exchange: Exchange, source: SourceSettings, kind: IndexKind) -> Index:
    return read_index(
        exchange.body,
        exchange.final_url,
        kind=kind,
        media_type=exchange.media_type,
        articles=source.articles,
        zone=ZoneInfo(source.zone) if source.zone else None,
    )


def _old(link: Link, settings: Fetch, now: datetime) -> bool:
    """Whether the index itself says that it is old news: sitemaps go back for years."""
    told = [when for when in (link.updated_at, link.published.as_of) if when]
    return bool(told) and now - max(told) > timedelta(days=settings.max_age_days)


def _polled(endpoint: Endpoint, settings: Fetch, now: datetime) -> Endpoint:
    """Return the endpoint after a good poll, as if it had brought no news."""
    longest = max(settings.poll_max_seconds, settings.poll_min_seconds)
    interval = min(longest, endpoint.interval_seconds * GROWS)
    return replace(
        endpoint,
        polled_at=now,
        interval_seconds=interval,
        next_poll_at=now + timedelta(seconds=interval),
        failures=0,
        error="",
    )


def _failed(
    endpoint: Endpoint, problem: Problem, error: str, settings: Fetch, now: datetime
) -> Poll:
    counts = problem.code not in NOT_ASKED
    interval = min(settings.poll_max_seconds, endpoint.interval_seconds * GROWS)
    after = replace(
        endpoint,
        polled_at=now,
        interval_seconds=interval if counts else endpoint.interval_seconds,
        next_poll_at=now + timedelta(seconds=interval),
        failures=endpoint.failures + counts,
        error=error,
    )
    return Poll(after, problems=(problem,))


def _problem(
    endpoint: Endpoint, code: str, message: str, cure: str, severity: str = "error"
) -> Problem:
    named = message if endpoint.url in message else f"{endpoint.url}: {message}"
    said = f"{endpoint.source}, {endpoint.kind} {named}"
    return Problem("discover", code, endpoint.url, said, cure, severity)
