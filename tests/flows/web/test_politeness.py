"""The pace of a host, its pauses, retries, and the limits of a run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from flows.web.exchange import Exchange, FetchFailed
from flows.web.fetcher import MAX_WAIT, Fetcher
from parsers.watching import HostState
from tests.flows.web.conftest import NOW, FakeTime, failure, make_fetcher
from tests.site import faults
from tests.site.site import Site

pytestmark = pytest.mark.anyio


def key_of(site: Site) -> str:
    return site.base.removeprefix("http://")


async def gather(fetcher: Fetcher, urls: Sequence[str]) -> list[Exchange | BaseException]:
    return await asyncio.gather(*map(fetcher.get, urls), return_exceptions=True)


def codes(outcomes: Sequence[Exchange | BaseException]) -> list[str]:
    return [one.code if isinstance(one, FetchFailed) else "ok" for one in outcomes]


# Pace


async def test_requests_to_a_host_keep_their_distance(site: Site, other: Site) -> None:
    settings = {"host_interval_seconds": 0.06, "host_concurrency": 3}
    async with make_fetcher(settings=settings) as fetcher:
        await gather(fetcher, [site.url("/latest")] * 5 + [other.url("/world")] * 5)
    for one in (site, other):
        gaps = [after - before for before, after in pairwise(one.times(robots=True))]
        assert len(gaps) == 5
        assert min(gaps) > 0.03  # sent at 60 ms; the way to the server differs
        assert sum(gaps) > 0.28
    # hosts do not wait for each other
    begin, end = (pick(one.at for one in (*site.seen, *other.seen)) for pick in (min, max))
    assert end - begin < 0.6


async def test_a_host_has_so_many_requests_under_way(site: Site) -> None:
    site.set_fault("/a", faults.slow(0.03))
    async with make_fetcher(settings={"host_concurrency": 2}) as fetcher:
        await gather(fetcher, [site.url("/a")] * 8)
    assert site.peak == 2


async def test_a_crawl_delay_means_one_at_a_time(site: Site) -> None:
    site.robots = "User-agent: *\nCrawl-delay: 0.01\n"
    site.set_fault("/a", faults.slow(0.04))
    async with make_fetcher(settings={"host_concurrency": 5}) as fetcher:
        await gather(fetcher, [site.url("/a")] * 5)
    assert site.peak == 1


async def test_all_hosts_together_have_so_many(site: Site, other: Site) -> None:
    slow = 0.05
    for one in (site, other):
        one.set_fault("/a", faults.slow(slow))
    settings = {"host_concurrency": 8, "concurrency": 3}
    async with make_fetcher(settings=settings) as fetcher:
        await gather(fetcher, [one.url("/a") for one in (site, other)] * 8)
    # The fourth request begins when one of the three before it is answered, whichever the host.
    asked = sorted(site.times() + other.times())
    assert len(asked) == 16
    assert min(later - first for first, later in zip(asked, asked[3:], strict=False)) > slow / 2


async def test_a_slow_host_does_not_hold_up_others(site: Site, other: Site) -> None:
    site.set_fault("/a", faults.slow(3))
    settings = {"host_concurrency": 2, "concurrency": 3}
    async with make_fetcher(settings=settings) as fetcher:
        slow = asyncio.create_task(gather(fetcher, [site.url("/a")] * 6))
        await asyncio.sleep(0.1)
        async with asyncio.timeout(2):
            await gather(fetcher, [other.url("/world")] * 20)
        assert not slow.done()
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)


async def test_first_come_first_served(site: Site, time: FakeTime) -> None:
    async with make_fetcher(time, settings={"host_concurrency": 1}) as fetcher:
        await gather(fetcher, [site.url(f"/{number}") for number in range(20)])
    assert site.paths()[1:] == [f"/{number}" for number in range(20)]


# The run


async def test_the_limit_of_requests(site: Site, time: FakeTime) -> None:
    async with make_fetcher(time, settings={"run_requests": 4}) as fetcher:
        outcomes = await gather(fetcher, [site.url("/latest")] * 6)
        assert fetcher.requests == 4
    assert sorted(codes(outcomes)) == ["ok"] * 3 + ["run_limit"] * 3
    assert len(site.seen) == 4  # with that of robots.txt


async def test_the_limit_of_time_is_seen_before_it_is_waited_for(
    site: Site, time: FakeTime
) -> None:
    settings = {"run_seconds": 25, "host_interval_seconds": 10}
    async with make_fetcher(time, settings=settings) as fetcher:
        outcomes = await gather(fetcher, [site.url("/latest")] * 9)
    assert codes(outcomes) == ["ok"] * 2 + ["run_limit"] * 7
    assert sum(time.slept) == 20


# Again


@pytest.mark.parametrize("name", ["error", "unavailable", "hang_up", "cut_off", "no_http"])
async def test_what_passes_is_tried_again(site: Site, time: FakeTime, name: str) -> None:
    site.set_fault("/latest", faults.FAULTS[name], times=2)
    async with make_fetcher(time) as fetcher:
        assert (await fetcher.get(site.url("/latest"))).status == 200
        assert fetcher.hosts[key_of(site)].failures == 0
    assert site.paths().count("/latest") == 3
    assert time.slept == [1.0, 2.0]  # chance is at its highest here


async def test_jitter_is_full(site: Site, time: FakeTime) -> None:
    site.set_fault("/a", faults.FAULTS["error"])
    fetcher = make_fetcher(time, settings={"tries": 4})
    chances = iter([0.0, 0.5, 0.25])
    object.__setattr__(fetcher._means, "random", lambda: next(chances))
    async with fetcher:
        await failure(fetcher, site.url("/a"))
    assert time.slept == [0.5 * 2, 0.25 * 4]


@pytest.mark.parametrize(
    ("retry_after", "waited"),
    [
        ("7", [7.0]),
        ("0", []),
        (NOW + timedelta(seconds=30), [30.0]),
        (NOW - timedelta(days=1), []),  # a date that is past: now
        ("soon", [1.0]),
        ("", [1.0]),
        ("-5", [1.0]),
    ],
    ids=str,
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_kept(
    site: Site, time: FakeTime, status: int, retry_after: object, waited: list[float]
) -> None:
    site.set_fault("/latest", faults.rate_limited(retry_after, status), times=1)  # type: ignore[arg-type]
    async with make_fetcher(time) as fetcher:
        assert (await fetcher.get(site.url("/latest"))).status == 200
    assert time.slept[:1] == waited


async def test_a_host_that_says_slower_gets_nothing_meanwhile(site: Site, time: FakeTime) -> None:
    site.set_fault("/a", faults.rate_limited("40"), times=1)
    async with make_fetcher(time) as fetcher:
        await gather(fetcher, [site.url("/a"), site.url("/latest"), site.url("/atom.xml")])
    assert time.seconds - 1_000 >= 40
    paths = site.paths()
    assert paths[:2] == ["/robots.txt", "/a"]


@pytest.mark.parametrize(("seconds", "kept"), [(MAX_WAIT + 1, MAX_WAIT + 1), (10**9, 21_600.0)])
async def test_a_long_retry_after_is_for_another_run(
    site: Site, time: FakeTime, seconds: float, kept: float
) -> None:
    site.set_fault("/a", faults.rate_limited(str(int(seconds))))
    site.set_fault("/b", faults.rate_limited(str(int(seconds)), 503))
    async with make_fetcher(time, settings={"pause_min_seconds": 10}) as fetcher:
        page = await failure(fetcher, site.url("/b"))
        assert fetcher.hosts[key_of(site)].paused_until is None  # one page is not the host
        host = await failure(fetcher, site.url("/a"))
        assert fetcher.hosts[key_of(site)].paused_until == host.retry_at
    assert page.retry_at == host.retry_at == NOW + timedelta(seconds=kept)
    assert time.slept == []


# Pauses


async def pauses(
    site: Site, time: FakeTime, hosts: dict[str, HostState], **settings: float
) -> tuple[str, float, dict[str, HostState]]:
    """Ask once in a run of its own; give the code, the seconds of the pause and the states."""
    async with make_fetcher(time, hosts, {"tries": 1, **settings}) as fetcher:
        try:
            await fetcher.get(site.url("/latest"))
            code = "ok"
        except FetchFailed as error:
            code = error.code
    until = fetcher.hosts[key_of(site)].paused_until
    return code, (until - time.now()).total_seconds() if until else 0.0, fetcher.hosts


async def test_a_host_that_fails_is_paused_longer_each_time_and_comes_back(
    site: Site, time: FakeTime
) -> None:
    site.set_fault("/latest", faults.FAULTS["hang_up"])
    hosts: dict[str, HostState] = {}
    seen = []
    for _ in range(8):
        code, seconds, hosts = await pauses(
            site, time, hosts, pause_after=3, pause_max_seconds=1_000
        )
        seen.append((code, seconds))
        time.seconds += seconds + 1
    assert (
        seen
        == [("cut_off", 0)] * 2 + [("cut_off", 300), ("cut_off", 600)] + [("cut_off", 1000)] * 4
    )
    assert "cut off" in hosts[key_of(site)].pause_reason
    site.clear_faults()
    code, seconds, hosts = await pauses(site, time, hosts)
    assert (code, seconds) == ("ok", 0.0)
    assert hosts[key_of(site)].failures == 0
    assert hosts[key_of(site)].pause_reason == ""


async def test_while_it_is_paused_nothing_is_sent(site: Site, time: FakeTime) -> None:
    until = NOW + timedelta(seconds=60)
    state = HostState(key_of(site), failures=5, paused_until=until, pause_reason="it said 403")
    async with make_fetcher(time, {key_of(site): state}) as fetcher:
        error = await failure(fetcher, site.url("/latest"))
        assert fetcher.hosts[key_of(site)] == state
    assert (error.code, error.retry_at) == ("host_paused", until)
    assert "it said 403" in str(error)
    assert site.seen == []


async def test_one_request_tries_whether_a_host_is_back(site: Site, time: FakeTime) -> None:
    state = HostState(key_of(site), failures=5, paused_until=NOW, pause_reason="it was down")
    urls = [site.url("/latest")] * 6
    site.set_fault("/latest", faults.FAULTS["error"])
    async with make_fetcher(time, {key_of(site): state}, {"host_concurrency": 5}) as fetcher:
        outcomes = await gather(fetcher, urls)
        hosts = fetcher.hosts
    assert codes(outcomes) == ["server_error"] + ["host_paused"] * 5
    assert site.paths().count("/latest") == 1  # no second attempt either
    assert hosts[key_of(site)].paused_until == NOW + timedelta(seconds=600)
    site.clear_faults()
    time.seconds += 601
    async with make_fetcher(time, hosts, {"host_concurrency": 5}) as fetcher:
        assert codes(await gather(fetcher, urls)) == ["ok"] * 6


async def test_a_failed_probe_pauses_however_many_failures_there_were(
    site: Site, time: FakeTime
) -> None:
    site.set_fault("/latest", faults.FAULTS["error"])
    state = HostState(key_of(site), failures=1, paused_until=NOW, pause_reason="it was down")
    code, seconds, hosts = await pauses(site, time, {key_of(site): state}, pause_after=9)
    assert (code, seconds) == ("server_error", 300.0)
    assert "500" in hosts[key_of(site)].pause_reason


async def test_what_was_under_way_when_a_pause_began_does_not_make_it_longer(
    site: Site, time: FakeTime
) -> None:
    async def refuse(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        return web.Response(status=403)

    for number in range(5):
        site.set_fault(f"/{number}", refuse)
    async with make_fetcher(time, settings={"host_concurrency": 5}) as fetcher:
        outcomes = await gather(fetcher, [site.url(f"/{number}") for number in range(5)])
        until = fetcher.hosts[key_of(site)].paused_until
    assert codes(outcomes) == ["forbidden"] * 5
    assert until == NOW + timedelta(seconds=300)


async def test_a_cancelled_probe_lets_the_next_one_through(site: Site) -> None:
    from flows.web.means import utc_now

    state = HostState(key_of(site), failures=5, paused_until=utc_now(), pause_reason="down")
    site.set_fault("/a", faults.slow(5))
    async with make_fetcher(None, {key_of(site): state}) as fetcher:
        probe = asyncio.create_task(fetcher.get(site.url("/a")))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(fetcher.get(site.url("/latest")))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        probe.cancel()
        assert (await asyncio.wait_for(waiting, 2)).status == 200


async def test_one_page_that_fails_does_not_pause_a_host(site: Site, time: FakeTime) -> None:
    site.set_fault("/bad", faults.FAULTS["error"])
    async with make_fetcher(time) as fetcher:
        for _ in range(20):
            assert (await failure(fetcher, site.url("/bad"))).code == "server_error"
            await fetcher.get(site.url("/latest"))
        for _ in range(20):  # nor does it alone, however often
            await failure(fetcher, site.url("/bad"))
        assert fetcher.hosts[key_of(site)].failures == 1
        for number in range(4):
            site.set_fault(f"/{number}", faults.FAULTS["error"])
            await failure(fetcher, site.url(f"/{number}"))
        assert (await failure(fetcher, site.url("/latest"))).code == "host_paused"


async def test_the_first_403_pauses_a_host_that_gave_nothing(site: Site, time: FakeTime) -> None:
    site.set_fault("/latest", faults.FAULTS["forbidden"])
    assert (await pauses(site, time, {}))[:2] == ("forbidden", 300.0)


async def test_one_403_among_pages_does_not_pause_a_host_but_two_do(
    site: Site, time: FakeTime
) -> None:
    for path in ("/a", "/b"):
        site.set_fault(path, faults.FAULTS["forbidden"])
    async with make_fetcher(time) as fetcher:
        await fetcher.get(site.url("/latest"))
        for _ in range(3):
            assert (await failure(fetcher, site.url("/a"))).retry_at is None
        await fetcher.get(site.url("/latest"))
        await failure(fetcher, site.url("/a"))
        error = await failure(fetcher, site.url("/b"))
        assert fetcher.hosts[key_of(site)].paused_until == error.retry_at
    assert error.retry_at == NOW + timedelta(seconds=300)


@pytest.mark.parametrize("name", ["challenge_403", "challenge_200", "consent", "rate_limited"])
async def test_walls_and_429_pause_at_once(site: Site, time: FakeTime, name: str) -> None:
    async with make_fetcher(time, settings={"tries": 2}) as fetcher:
        await fetcher.get(site.url("/latest"))
        site.set_fault("/a", faults.FAULTS[name])
        error = await failure(fetcher, site.url("/a"))
        assert error.retry_at
        assert error.retry_at >= NOW + timedelta(seconds=300)
        assert (await failure(fetcher, site.url("/latest"))).code == "host_paused"


async def test_a_wall_of_the_callers_own(site: Site, time: FakeTime) -> None:
    def wall(status: int, headers: object, body: bytes) -> str | None:
        return "consent: The Lake Gazette" if b"All news" in body else None

    async with make_fetcher(time, wall=wall) as fetcher:
        error = await failure(fetcher, site.url("/latest"))
    assert error.code == "consent"
    assert "The Lake Gazette" in str(error)


async def test_a_name_that_is_not_found_pauses_the_host(time: FakeTime) -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    async with make_fetcher(time, resolve=unknown, settings={"tries": 3}) as fetcher:
        error = await failure(fetcher, "https://nowhere.example/", robots=False)
        again = await failure(fetcher, "https://nowhere.example/", robots=False)
        state = fetcher.hosts["nowhere.example"]
    assert (error.code, again.code) == ("dns", "dns")
    assert fetcher.requests == 5  # the fifth failure in a row is the one too many
    assert state.paused_until == again.retry_at


async def test_what_a_host_answers_well_is_no_failure(site: Site, time: FakeTime) -> None:
    state = HostState(key_of(site), failures=4)
    async with make_fetcher(time, {key_of(site): state}) as fetcher:
        assert (await failure(fetcher, site.url("/nothing"))).code == "gone"
        assert fetcher.hosts[key_of(site)].failures == 0


async def test_a_refused_address_says_nothing_of_a_host(site: Site, time: FakeTime) -> None:
    async def inside(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.1"]

    async with make_fetcher(time, resolve=inside) as fetcher:
        error = await failure(fetcher, "https://inside.example/", robots=False)
        assert fetcher.hosts["inside.example"].failures == 0
    assert (error.code, fetcher.requests) == ("private_address", 1)
