"""Fetches the links that wait: each becomes an item to read, or an outcome that says why not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flows.files import Item
from flows.settings_watch import Fetch, SourceSettings
from flows.web.archive import ArchiveWriter
from flows.web.discover import NOT_ASKED
from flows.web.exchange import FetchFailed
from flows.web.fetcher import Fetcher
from parsers.addresses import article_address
from parsers.records import Capture, FileMetadata, Problem
from warehouse.watching import (
    FETCHED,
    GIVEN_UP,
    GONE,
    REFUSED,
    WAITING,
    LinkOutcome,
    WaitingLink,
)

FIRST_WAIT = timedelta(minutes=2)  # before a link that failed is tried again; doubled each time
LONGEST_WAIT = timedelta(hours=6)


@dataclass(slots=True)
class Collected:
    """What came of a batch of links."""

    items: list[Item] = field(default_factory=list)
    outcomes: list[LinkOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    requests: int = 0  # sent, those for robots.txt, redirects and retries too


async def collect_links(
    fetcher: Fetcher,
    archive: ArchiveWriter,
    links: Sequence[WaitingLink],
    *,
    sources: Mapping[str, SourceSettings],
    settings: Fetch,
    now: datetime,
) -> Collected:
    """Fetch and archive the links; what goes wrong with one is its problem alone.

    The caller flushes the archive before it commits. Raises ``ArchiveError``.
    """
    collected = Collected()

    async def one(link: WaitingLink) -> None:
        try:
            exchange = await fetcher.get(link.url)
        except FetchFailed as failure:
            _failed(collected, link, failure, settings, now)
            return
        place = archive.write(exchange, facts_of(link))
        capture = Capture(
            uri=article_address(exchange.final_url) or exchange.final_url,
            body=exchange.body,
            captured_at=exchange.fetched_at,
            media_type=exchange.media_type,
            source=link.source,
            archived=place,
        )
        collected.items.append(fetched_item(capture, facts_of(link), sources.get(link.source)))
        collected.outcomes.append(LinkOutcome(link.link_id, FETCHED, 0, exchange.fetched_at))

    await asyncio.gather(*map(one, links))
    return collected


def fetched_item(
    capture: Capture, facts: Mapping[str, object], source: SourceSettings | None
) -> Item:
    """Put what the index said and what the watch list says beside a page."""
    if source is None:  # no longer on the list
        return Item(capture, feed=feed_of(facts))
    return Item(
        capture,
        feed=feed_of(facts),
        format=source.parser,
        language=source.language,
        zone=source.zone,
    )


def facts_of(link: WaitingLink) -> dict[str, object]:
    """Return what is kept of a link beside its page, for a later replay."""
    published = link.published.isoformat() if link.published else ""
    return {"source": link.source, "link": link.url, "title": link.title, "published": published}


def feed_of(facts: Mapping[str, object]) -> FileMetadata:
    """Return what the index said of a page, from the facts kept beside it."""
    told = str(facts.get("published") or "")
    published: date | datetime | None = None
    if told:
        published = datetime.fromisoformat(told) if "T" in told else date.fromisoformat(told)
    return FileMetadata(
        url=str(facts.get("link", "")), title=str(facts.get("title", "")), published=published
    )


def _failed(
    collected: Collected, link: WaitingLink, failure: FetchFailed, settings: Fetch, now: datetime
) -> None:
    counts = failure.code not in NOT_ASKED
    attempts = link.attempts + counts
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 10))
    state = WAITING
    if failure.code == "gone":
        state = GONE
    elif failure.permanent:
        state = REFUSED
    elif attempts >= settings.max_attempts:
        state = GIVEN_UP
    retry_at = failure.retry_at or now + (wait if counts else timedelta())
    collected.outcomes.append(
        LinkOutcome(
            link.link_id,
            state,
            attempts,
            next_attempt_at=retry_at if state == WAITING else None,
            error=str(failure),
        )
    )
    if counts:
        collected.problems.append(
            Problem("fetch", failure.code, link.url, str(failure), failure.cure)
        )
