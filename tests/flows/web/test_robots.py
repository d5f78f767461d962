"""What robots.txt says is kept, and what is done where it says nothing (RFC 9309)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.web.politeness import host_of
from flows.web.robots import MAX_BYTES, MAX_DELAY
from parsers.watching import HostState
from tests.flows.web.conftest import NOW, FakeTime, failure, make_fetcher
from tests.site import faults
from tests.site.site import Site

pytestmark = pytest.mark.anyio
RULES = "User-agent: *\nDisallow: /\n\nUser-agent: parley\nDisallow: /private/\nAllow: /private/x\n"


def state_of(fetcher: object, site: Site) -> HostState:
    hosts: dict[str, HostState] = fetcher.hosts  # type: ignore[attr-defined]
    return hosts[site.base.removeprefix("http://")]


async def test_our_own_rules_are_kept_and_asked_once(site: Site, time: FakeTime) -> None:
    site.robots = RULES
    async with make_fetcher(time) as fetcher:
        await fetcher.get(site.url("/latest"))
        await fetcher.get(site.url("/atom.xml"))
        error = await failure(fetcher, site.url("/private/page"))
        allowed = await failure(fetcher, site.url("/private/x"))
        anyway = await failure(fetcher, site.url("/private/page"), robots=False)
        state = state_of(fetcher, site)
    assert (error.code, error.permanent) == ("robots", False)
    assert error.retry_at == NOW + timedelta(hours=24)
    assert allowed.code == anyway.code == "gone"
    assert site.paths().count("/robots.txt") == 1
    assert (state.robots, state.robots_text, state.robots_fetched_at) == ("found", RULES, NOW)


async def test_what_was_read_is_believed_for_a_day(site: Site, time: FakeTime) -> None:
    site.robots = RULES
    async with make_fetcher(time) as first:
        await first.get(site.url("/latest"))
    site.robots = "User-agent: *\nDisallow: /latest\n"
    time.seconds += 23 * 3600
    async with make_fetcher(time, first.hosts) as second:
        await second.get(site.url("/latest"))
    assert site.paths().count("/robots.txt") == 1
    time.seconds += 3600
    async with make_fetcher(time, second.hosts) as third:
        assert (await failure(third, site.url("/latest"))).code == "robots"
    assert site.paths().count("/robots.txt") == 2


async def test_many_at_once_ask_once(site: Site) -> None:
    import asyncio

    site.robots = RULES
    async with make_fetcher() as fetcher:
        await asyncio.gather(*(fetcher.get(site.url("/latest")) for _ in range(20)))
    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.answer(404),
        faults.answer(401),
        faults.answer(403),
        faults.answer(410),
        faults.answer(200, faults.PAGE),
        faults.answer(200, b"\xef\xbb\xbf <html>", "text/plain"),
        faults.answer(200, b"", "text/plain"),
        faults.redirect(302, "/robots.txt"),
    ],
    ids=["404", "401", "403", "410", "a page", "a page as text", "empty", "a loop"],
)
async def test_without_rules_all_is_allowed(
    site: Site, time: FakeTime, fault: faults.Fault
) -> None:
    site.robots = fault
    async with make_fetcher(time) as fetcher:
        assert (await fetcher.get(site.url("/latest"))).status == 200
        state = state_of(fetcher, site)
    assert (state.robots, state.paused_until) == ("none", None)


@pytest.mark.parametrize("name", ["error", "unavailable", "rate_limited", "hang_up", "cut_off"])
async def test_where_it_cannot_be_read_nothing_is_fetched(
    site: Site, time: FakeTime, name: str
) -> None:
    site.robots = faults.FAULTS[name]
    async with make_fetcher(time, settings={"tries": 2}) as fetcher:
        first = await failure(fetcher, site.url("/latest"))
        second = await failure(fetcher, site.url("/latest"))
        state = state_of(fetcher, site)
    assert set(site.paths()) == {"/robots.txt"}
    assert site.paths().count("/robots.txt") == 2  # tries, and none while it is paused
    assert (first.code, second.code) == ("robots", "host_paused")
    assert first.retry_at == second.retry_at == state.paused_until
    assert state.robots == "unreachable"
    assert "robots.txt" in state.pause_reason


async def test_it_is_asked_again_before_the_day_is_over(site: Site, time: FakeTime) -> None:
    site.robots = faults.FAULTS["error"]
    hosts: dict[str, HostState] = {}
    waits = []
    for _ in range(3):
        async with make_fetcher(time, hosts) as fetcher:
            error = await failure(fetcher, site.url("/latest"))
        hosts = fetcher.hosts
        assert error.retry_at
        waits.append((error.retry_at - time.now()).total_seconds())
        time.seconds += waits[-1]
    site.robots = None
    async with make_fetcher(time, hosts) as fetcher:
        await fetcher.get(site.url("/latest"))
        assert state_of(fetcher, site).paused_until is None
    assert waits == [300, 600, 1200]


@pytest.mark.parametrize(("days", "served"), [(2, True), (29, True), (31, False)])
async def test_old_rules_serve_for_a_month(
    site: Site, time: FakeTime, days: int, served: bool
) -> None:
    site.robots = faults.FAULTS["error"]
    key = site.base.removeprefix("http://")
    old = HostState(
        key, robots="found", robots_text=RULES, robots_fetched_at=NOW - timedelta(days=days)
    )
    async with make_fetcher(time, {key: old}, {"tries": 1}) as fetcher:
        if served:
            await fetcher.get(site.url("/latest"))
            assert (await failure(fetcher, site.url("/private/page"))).code == "robots"
            assert replace(fetcher.hosts[key], asked_at=None) == old
            assert site.paths().count("/robots.txt") == 1
            time.seconds += 301  # it is asked again meanwhile
            await fetcher.get(site.url("/latest"))
            assert site.paths().count("/robots.txt") == 2
        else:
            assert (await failure(fetcher, site.url("/latest"))).code == "robots"


async def test_a_redirect_of_it_is_followed_to_another_host(site: Site, other: Site) -> None:
    site.robots = faults.redirect(301, other.url("/robots.txt"))
    other.robots = "User-agent: *\nDisallow: /latest\n"
    async with make_fetcher() as fetcher:
        assert (await failure(fetcher, site.url("/latest"))).code == "robots"


async def test_only_the_beginning_of_a_huge_one_is_read(site: Site) -> None:
    filler = "# a comment of some length\n" * 30_000
    assert len(filler) > MAX_BYTES
    site.robots = faults.answer(
        200,
        f"User-agent: *\nDisallow: /private/\n{filler}Disallow: /latest\n".encode(),
        "text/plain",
    )
    async with make_fetcher() as fetcher:
        await fetcher.get(site.url("/latest"))
        assert (await failure(fetcher, site.url("/private/page"))).code == "robots"


@pytest.mark.parametrize(
    ("rules", "interval"),
    [
        ("Crawl-delay: 7", 7.0),
        ("Crawl-delay: 0.5", 2.0),  # the setting is longer
        ("Crawl-delay: 86400", MAX_DELAY),
        ("Request-rate: 1/10", 10.0),
        ("Request-rate: 1/1m\nCrawl-delay: 7", 60.0),
        ("Crawl-delay: often", 2.0),
    ],
)
async def test_the_pace_it_asks_for_is_kept(
    site: Site, time: FakeTime, rules: str, interval: float
) -> None:
    site.robots = f"User-agent: *\n{rules}\n"
    async with make_fetcher(time, settings={"host_interval_seconds": 2.0}) as fetcher:
        await fetcher.get(site.url("/latest"))
        time.slept.clear()
        await fetcher.get(site.url("/latest"))
    assert time.slept == [interval]


async def test_a_run_that_is_over_says_nothing_of_robots(site: Site, time: FakeTime) -> None:
    async with make_fetcher(time, settings={"run_requests": 1}) as fetcher:
        error = await failure(fetcher, site.url("/latest"))  # robots.txt was the one request
        assert state_of(fetcher, site).robots == "none"
    assert error.code == "run_limit"
    async with make_fetcher(time, settings={"run_seconds": 1}) as fetcher:
        time.seconds += 1
        assert (await failure(fetcher, site.url("/latest"))).code == "run_limit"
        assert state_of(fetcher, site) == HostState(host_of_site(site))


def host_of_site(site: Site) -> str:
    import httpx

    return host_of(httpx.URL(site.base))


def test_states_are_replaced_not_changed() -> None:
    state = HostState("a.example")
    assert replace(state, failures=1) != state
