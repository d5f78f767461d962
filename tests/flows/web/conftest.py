"""A test site, and a fetcher that may ask it, with a clock that is moved by sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.settings_watch import Fetch
from flows.web.exchange import Exchange, FetchFailed
from flows.web.fetcher import Fetcher
from flows.web.means import Means
from parsers.watching import HostState
from tests.site.server import running_sites
from tests.site.site import Site

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class FakeTime:
    """A clock that stands still, save for who sleeps."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1_000.0)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)

    @property
    def means(self) -> Means:
        """With chance at its highest: waits are as long as they can be."""
        return Means(self.clock, self.now, lambda: 1.0, self.sleep)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def server() -> Iterator[Mapping[str, Site]]:
    with running_sites("generic", "tass", now=NOW, count=12) as sites:
        yield sites


@pytest.fixture
def site(server: Mapping[str, Site]) -> Site:
    return _as_new(server["generic"])


@pytest.fixture
def other(server: Mapping[str, Site]) -> Site:
    """Another host."""
    return _as_new(server["tass"])


def _as_new(site: Site) -> Site:
    site.clear_faults()
    site.seen.clear()
    site.stuck_etags.clear()
    site.robots = None
    site.peak = 0
    return site


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


def make_fetcher(
    time: FakeTime | None = None,
    hosts: Mapping[str, HostState] | None = None,
    settings: Mapping[str, Any] | None = None,
    **others: Any,
) -> Fetcher:
    """Make a fetcher that may ask the test site and does not wait; ``time`` None: the real one."""
    chosen = {"allow_loopback": True, "host_interval_seconds": 0.0, "backoff_seconds": 1.0}
    means = time.means if time else Means()
    return Fetcher(Fetch(**(chosen | dict(settings or {}))), hosts, means=means, **others)


async def failure(fetcher: Fetcher, url: str, **asked: Any) -> FetchFailed:
    """Return how it fails; an address that can be fetched is an error here."""
    try:
        exchange: Exchange = await fetcher.get(url, **asked)
    except FetchFailed as error:
        return error
    raise AssertionError(f"{url} was fetched: {exchange.status}")
