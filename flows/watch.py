"""Sources to alerts: discover, fetch, parse and detect, load, deliver. No Prefect here.

``run_watch`` is the order of the stages; flows/watch_flow.py runs the same with Prefect tasks.
What discovery found waits in the table ``link`` until it is loaded: a crash loses none of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from flows.batch import BatchResult, Outcome, load_documents, new_items, read_documents
from flows.deliver import DeliveryResult
from flows.errors import UsageError
from flows.ingest import IngestResult, current_onlooker, deliver
from flows.settings import Settings
from flows.settings_watch import SourceSettings
from flows.terminal import count
from flows.web.archive import ArchiveWriter
from flows.web.collect import Collected, collect_links
from flows.web.discover import Poll, due, news, poll_all
from flows.web.fetcher import Fetcher
from flows.web.health import health_of
from parsers.records import Problem
from warehouse.issues import open_problems, resolve_problems, save_problems
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.store import Store, open_store
from warehouse.watching import (
    read_endpoints,
    read_hosts,
    save_endpoints,
    save_hosts,
    save_links,
    save_outcomes,
    waiting_links,
)

BATCH = 50  # links in one batch: bounds the memory that pages take
ALL = "all"  # stands for every source


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """Which sources to look at. ``scheduled``: only what is due, and no record of idle runs."""

    sources: tuple[str, ...] = (ALL,)
    scheduled: bool = False

    @property
    def name(self) -> str:
        """The name of the run."""
        return f"watch {', '.join(self.sources)}"


@dataclass(frozen=True, slots=True)
class Discovered:
    """What the polls of a run brought."""

    polled: int
    new_links: int
    problems: tuple[Problem, ...]
    requests: int = 0  # sent


@dataclass(frozen=True, slots=True)
class WatchStages:
    """The stages as callables: plain functions, or Prefect tasks around them."""

    discover: Callable[[WatchRequest, Settings], Discovered]
    fetch: Callable[[WatchRequest, Settings], Collected]
    load: Callable[[Collected, Settings], BatchResult]
    deliver: Callable[[Settings], DeliveryResult]


def chosen(request: WatchRequest, settings: Settings) -> tuple[SourceSettings, ...]:
    """Return the sources asked for. Raises ``UsageError`` for a name that is not on the list."""
    enabled = {source.name: source for source in settings.sources if source.enabled}
    if not settings.sources:
        raise UsageError(
            "no sources are configured.",
            cure="put [[sources]] into parley.toml; parley.example.toml has some",
        )
    if ALL in request.sources:
        return tuple(enabled.values())
    by_name = {source.name: source for source in settings.sources}
    unknown = [name for name in request.sources if name not in by_name]
    if unknown:
        raise UsageError(
            f"{', '.join(unknown)}: no such source.",
            cure=f"name one of: {', '.join(by_name)}, or {ALL}",
        )
    return tuple(by_name[name] for name in request.sources)


def discover(request: WatchRequest, settings: Settings) -> Discovered:
    """Poll the endpoints, and save what they list and how they are."""
    sources = chosen(request, settings)
    now = datetime.now(UTC)
    with _store(settings) as store:
        asked = due(sources, read_endpoints(store), now, all_=not request.scheduled)
        hosts = read_hosts(store)
    if not asked:
        return Discovered(0, 0, ())

    async def polls() -> tuple[list[Poll], Fetcher]:
        async with Fetcher(settings.fetch, hosts) as fetcher:
            return await poll_all(fetcher, asked, settings.fetch, now), fetcher

    found, fetcher = asyncio.run(polls())
    problems = [problem for poll in found for problem in poll.problems]
    with _store(settings) as store, store.transaction():
        new = [save_links(store, p.endpoint.source, p.links, now) for p in found]
        endpoints = [
            news(poll, number, settings.fetch, now) for poll, number in zip(found, new, strict=True)
        ]
        save_endpoints(store, endpoints)
        save_hosts(store, list(fetcher.hosts.values()))
        resolve_problems(store, [p.endpoint.url for p in found], ["discover"], now)
        save_problems(store, problems, now)
    return Discovered(len(found), sum(new), tuple(problems), fetcher.requests)


def fetch(request: WatchRequest, settings: Settings) -> Collected:
    """Fetch one batch of links that wait; empty where none does."""
    sources = {source.name: source for source in chosen(request, settings)}
    now = datetime.now(UTC)
    with _store(settings) as store:
        links = waiting_links(store, list(sources), now, BATCH)
        hosts = read_hosts(store)
    if not links:
        return Collected()

    async def pages() -> tuple[Collected, Fetcher]:
        software = f"Parley/{version('parley')}"
        async with Fetcher(settings.fetch, hosts) as fetcher:
            with ArchiveWriter(settings.archive, now, software) as archive:  # flushed at its end
                collected = await collect_links(
                    fetcher, archive, links, sources=sources, settings=settings.fetch, now=now
                )
            return collected, fetcher

    collected, fetcher = asyncio.run(pages())
    collected.requests = fetcher.requests
    failed = [outcome for outcome in collected.outcomes if outcome.error]
    with _store(settings) as store, store.transaction():
        save_hosts(store, list(fetcher.hosts.values()))
        save_outcomes(store, failed)  # those fetched are saved when their articles are
        fine = {outcome.link_id for outcome in collected.outcomes if not outcome.error}
        resolve_problems(
            store, [link.url for link in links if link.link_id in fine], ["fetch"], now
        )
        save_problems(store, collected.problems, now)
    return collected


def load(collected: Collected, settings: Settings) -> BatchResult:
    """Read a batch of pages and load it; then, and only then, its links are done.

    A crash between the two fetches the pages again, finds them known, and repeats nothing.
    """
    with _store(settings) as store:
        fresh, known = new_items(store, collected.items)
        readings = read_documents(fresh, settings.ingest)
        result = load_documents(store, readings, settings.rule_records(), datetime.now(UTC))
        with store.transaction():
            save_outcomes(store, [each for each in collected.outcomes if not each.error])
    return BatchResult(tuple(known), problems=tuple(collected.problems)) + result


PLAIN = WatchStages(discover, fetch, load, deliver)


def run_watch(
    request: WatchRequest, settings: Settings, stages: WatchStages = PLAIN
) -> IngestResult:
    """Run all stages. Raises ``UsageError``, and ``WarehouseError`` for an unusable warehouse."""
    sources = chosen(request, settings)
    started_at = datetime.now(UTC)
    deadline = started_at + timedelta(seconds=settings.fetch.run_seconds)
    tell = current_onlooker().progress
    found = stages.discover(request, settings)
    tell(
        f"Polled {found.polled} feeds, sitemaps and sections: {count(found.new_links, 'new link')}."
    )
    result = BatchResult(problems=found.problems)
    left = settings.fetch.run_requests - found.requests
    while left > 0 and (seconds := (deadline - datetime.now(UTC)).total_seconds()) > 0:
        collected = stages.fetch(request, _limited(settings, left, seconds))
        if not collected.outcomes:
            break
        left -= collected.requests
        pages, failed = len(collected.items), len(collected.problems)
        tell(f"Fetched {count(pages, 'page')}, {count(failed, 'problem')}…")
        result += stages.load(collected, settings)
    with _store(settings) as store:
        result += BatchResult(problems=tuple(_note_health(store, sources, datetime.now(UTC))))
        idle = request.scheduled and not result.documents and not result.problems
        if not idle:
            _record(store, request, started_at, result)
        store.publish_read_copy(settings.read_copy_path)
    current_onlooker().loaded(result)
    return IngestResult(name=request.name, batch=result, delivery=stages.deliver(settings))


def _limited(settings: Settings, requests: int, seconds: float) -> Settings:
    """Return the settings with what is left of the limits of the run."""
    limits = {"run_requests": requests, "run_seconds": seconds}
    return settings.model_copy(update={"fetch": settings.fetch.model_copy(update=limits)})


def _note_health(store: Store, sources: Sequence[SourceSettings], now: datetime) -> list[Problem]:
    """Save what is wrong with the sources and close what no longer is; return what is new."""
    found = [problem for source in sources for problem in health_of(store, source, now)]
    before = {each.problem.issue_id for each in open_problems(store)}
    still = {problem.issue_id for problem in found}
    with store.transaction():
        resolve_problems(store, [source.name for source in sources], ["health"], now)
        save_problems(store, found, now)
    return [problem for problem in found if problem.issue_id in still - before]


def _record(store: Store, request: WatchRequest, started_at: datetime, result: BatchResult) -> None:
    counts = RunCounts(
        documents=len(result.documents),
        new_articles=result.count(Outcome.ARTICLE),
        known=result.count(Outcome.KNOWN),
        announcements=result.announcements,
        alerts=len(result.alerts),
        problems=len(result.errors),
    )
    with store.transaction():
        run_id = start_run(store, request.name, "watch", started_at)
        finish_run(store, run_id, datetime.now(UTC), counts)


def _store(settings: Settings) -> AbstractContextManager[Store]:
    return open_store(settings.store_path, wait_seconds=settings.warehouse.wait_seconds)
