"""What comes back from a real server, and how each of its faults is named."""

from __future__ import annotations

import asyncio
import gzip
import os
from pathlib import Path
from time import perf_counter

import pytest
from aiohttp import web

from flows.web.fetcher import ACCEPT_FEED, MAX_REDIRECTS, user_agent
from tests.flows.web.conftest import NOW, FakeTime, failure, make_fetcher
from tests.site import faults
from tests.site.site import Site

pytestmark = pytest.mark.anyio


async def test_a_page_with_all_that_is_known_of_it(site: Site, time: FakeTime) -> None:
    async with make_fetcher(time, settings={"contact": "desk@example.org"}) as fetcher:
        exchange = await fetcher.get(site.url("/latest#part"), accept=ACCEPT_FEED)
    assert exchange.url == site.url("/latest#part")
    assert exchange.final_url == site.url("/latest")
    assert (exchange.status, exchange.http_version, exchange.peer) == (200, "HTTP/1.1", "127.0.0.1")
    assert exchange.fetched_at == NOW
    assert exchange.media_type == "text/html; charset=utf-8"
    assert b"<title>All news</title>" in exchange.body
    assert exchange.header("content-encoding") == "deflate"
    assert len(exchange.payload) < len(exchange.body)  # as it came
    sent = site.seen[-1].headers
    assert sent == {
        "host": site.base.removeprefix("http://"),
        "user-agent": user_agent("desk@example.org"),
        "accept": ACCEPT_FEED,
        "accept-encoding": "gzip, deflate",
    }
    assert dict(exchange.request_headers) == sent
    assert sent["user-agent"].startswith("Parley/")
    assert sent["user-agent"].endswith(" (+desk@example.org)")


def test_a_contact_cannot_break_the_header() -> None:
    assert user_agent("") == user_agent("\r\n")
    assert user_agent("a\r\nX: é") == user_agent("aX: ")


async def test_conditional_requests(site: Site) -> None:
    url = site.url("/atom.xml")
    async with make_fetcher() as fetcher:
        first = await fetcher.get(url)
        etag, modified = first.header("etag"), first.header("last-modified")
        by_etag = await fetcher.get(url, etag=etag)
        by_date = await fetcher.get(url, last_modified=modified)
        fresh = await fetcher.get(url, etag=etag, last_modified=modified, fresh=True)
        other = await fetcher.get(url, etag='"another"', last_modified=modified)
        strange = await fetcher.get(url, etag='"a\r\nX-Evil: 1"')
    assert [by_etag.status, by_date.status] == [304, 304]
    assert by_etag.not_modified
    assert by_etag.body == by_etag.payload == b""
    assert [fresh.status, other.status, strange.status] == [200, 200, 200]
    assert "if-none-match" not in site.seen[-3].headers
    assert "x-evil" not in site.seen[-1].headers


async def test_an_etag_that_stays_is_got_around_by_a_fresh_request(site: Site) -> None:
    url = site.url("/atom.xml")
    site.stuck_etags.add("/atom.xml")
    story = site.stories[0]
    async with make_fetcher() as fetcher:
        first = await fetcher.get(url)
        site.change(story.number, NOW, title="Quite another title")
        try:
            same = await fetcher.get(url, etag=first.header("etag"))
            fresh = await fetcher.get(url, etag=first.header("etag"), fresh=True)
        finally:
            site.change(story.number, story.updated_at, title=story.title)
    assert same.not_modified
    assert b"Quite another title" in fresh.body


async def test_a_304_that_nobody_asked_for_is_no_page(site: Site) -> None:
    site.set_fault("/a", faults.answer(304, b""))
    async with make_fetcher() as fetcher:
        assert (await failure(fetcher, site.url("/a"))).code == "client_error"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(site: Site, status: int) -> None:
    site.set_fault("/a/old", faults.redirect(status, "../latest?x=1"))
    async with make_fetcher() as fetcher:
        exchange = await fetcher.get(site.url("/a/old"))
    assert exchange.url == site.url("/a/old")
    assert exchange.final_url == site.url("/latest?x=1")
    assert exchange.redirects == ((status, site.url("/a/old")),)


async def test_a_redirect_in_letters_beyond_ascii(site: Site) -> None:
    site.set_fault("/a", faults.redirect(302, "/լուր?q=é"))
    site.set_fault("/լուր", faults.answer())
    async with make_fetcher() as fetcher:
        assert (await fetcher.get(site.url("/a"))).status == 200
    assert site.paths()[-1] == "/%D5%AC%D5%B8%D6%82%D6%80?q=%C3%A9"


async def test_a_redirect_to_another_host_asks_its_robots(site: Site, other: Site) -> None:
    site.set_fault("/a", faults.redirect(302, other.url("/world")))
    site.set_fault("/b", faults.redirect(302, other.url("/private/x")))
    other.robots = "User-agent: Parley\nDisallow: /private/\n"
    async with make_fetcher() as fetcher:
        exchange = await fetcher.get(site.url("/a"))
        refused = await failure(fetcher, site.url("/b"))
    assert exchange.final_url == other.url("/world")
    assert refused.code == "robots"
    assert other.paths() == ["/robots.txt", "/world"]


async def test_localhost_and_127_0_0_1_are_two_hosts(site: Site) -> None:
    port = site.base.rpartition(":")[2]
    site.set_fault("/a", faults.redirect(302, f"http://localhost:{port}/latest"))
    async with make_fetcher() as fetcher:
        await fetcher.get(site.url("/a"))
        assert set(fetcher.hosts) == {f"127.0.0.1:{port}", f"localhost:{port}"}


async def test_loops_are_named_with_their_way(site: Site) -> None:
    site.set_fault("/a", faults.redirect(302, "/b"))
    site.set_fault("/b", faults.redirect(302, "/a", Set_Cookie="seen=1"))
    for at in range(MAX_REDIRECTS + 2):
        site.set_fault(f"/chain/{at}", faults.redirect(302, f"/chain/{at + 1}"))
    site.set_fault("/chain/1x", faults.redirect(302, "/chain/2"))
    async with make_fetcher() as fetcher:
        loop = await failure(fetcher, site.url("/a"))
        chain = await failure(fetcher, site.url("/chain/0"))
        site.set_fault(f"/chain/{MAX_REDIRECTS + 1}x", faults.answer())
        assert len(site.paths()) == 1 + 2 + MAX_REDIRECTS + 1
    assert (loop.code, chain.code) == ("redirect_loop", "redirect_loop")
    assert f"{site.url('/a')} → {site.url('/b')} → {site.url('/a')}" in str(loop)
    assert "cookies" in str(loop)


async def test_no_cookie_is_sent_back(site: Site) -> None:
    site.set_fault("/a", faults.redirect(302, "/latest", Set_Cookie="track=1; Path=/"))
    async with make_fetcher() as fetcher:
        await fetcher.get(site.url("/a"))
        await fetcher.get(site.url("/latest"))
    assert not any("cookie" in seen.headers for seen in site.seen)


@pytest.mark.parametrize("location", ["", "http://", "http://[::1", "mailto:a@example.org", "//"])
async def test_redirects_that_lead_nowhere(site: Site, location: str) -> None:
    site.set_fault("/a", faults.redirect(302, location))
    async with make_fetcher() as fetcher:
        error = await failure(fetcher, site.url("/a"))
    assert error.code in {"bad_redirect", "redirect_loop"}  # "//" is read as the page itself


@pytest.mark.parametrize(
    ("name", "code", "permanent", "tries"),
    [
        ("drip", "timeout", False, 2),
        ("slow", "timeout", False, 2),
        ("cut_off", "cut_off", False, 2),
        ("long_length", "cut_off", False, 2),
        ("hang_up", "cut_off", False, 2),
        ("no_http", "bad_answer", False, 2),
        ("many_headers", "bad_answer", False, 2),
        ("forbidden", "forbidden", False, 1),
        ("missing", "gone", True, 1),
        ("gone", "gone", True, 1),
        ("rate_limited", "rate_limited", False, 2),
        ("error", "server_error", False, 2),
        ("unavailable", "server_error", False, 2),
        ("brotli", "bad_encoding", False, 1),
        ("endless", "too_large", True, 1),
        ("challenge_403", "challenge", False, 1),
        ("challenge_200", "challenge", False, 1),
        ("consent", "consent", False, 1),
    ],
)
async def test_each_fault_has_its_name(  # noqa: PLR0917  a table
    site: Site, time: FakeTime, name: str, code: str, permanent: bool, tries: int
) -> None:
    fault = faults.wrong_length(10) if name == "long_length" else faults.FAULTS[name]
    site.set_fault("/a", fault)
    seconds = 0.3 if code == "timeout" else 5
    settings = {"tries": 2, "total_seconds": seconds, "max_bytes": 3_000_000}
    async with make_fetcher(time, settings=settings) as fetcher:
        error = await failure(fetcher, site.url("/a"))
        assert fetcher._transport.connections <= 1
    assert (error.code, error.permanent) == (code, permanent)
    assert site.paths().count("/a") == tries
    assert site.url("/a") in str(error)
    assert error.cure


@pytest.mark.parametrize(
    "name",
    ["no_charset", "wrong_charset", "deflate", "invalid_xml", "eleven_bytes", "soft_404", "short"],
)
async def test_what_is_the_readers_business_comes_through(site: Site, name: str) -> None:
    fault = faults.wrong_length(-10) if name == "short" else faults.FAULTS[name]
    site.set_fault("/a", fault, times=1)
    async with make_fetcher() as fetcher:
        exchange = await fetcher.get(site.url("/a"))
        after = await fetcher.get(site.url("/latest"))  # what was left of it disturbs nothing
    assert exchange.status == 200
    assert exchange.body
    assert b"All news" in after.body


async def test_gzip_of_several_members_and_cut_off(site: Site) -> None:
    body = b"<p>A text of some words.</p>" * 100
    site.set_fault("/two", faults.gzipped(body, parts=2))
    site.set_fault("/cut", faults.gzipped(body, keep=30))
    site.set_fault("/raw", faults.deflated(raw_stream=True, body=body))
    async with make_fetcher(settings={"tries": 1}) as fetcher:
        two = await fetcher.get(site.url("/two"))
        raw = await fetcher.get(site.url("/raw"))
        cut = await failure(fetcher, site.url("/cut"))
    assert two.body == raw.body == body
    assert gzip.decompress(two.payload) == body
    assert cut.code == "cut_off"


async def test_a_gzipped_sitemap_comes_as_it_is(site: Site) -> None:
    packed = gzip.compress(b"<urlset/>")
    site.set_fault("/s.xml.gz", faults.answer(body=packed, media_type="application/gzip"))
    async with make_fetcher() as fetcher:
        exchange = await fetcher.get(site.url("/s.xml.gz"))
    assert exchange.body == exchange.payload == packed


def memory() -> int:
    """Bytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


async def test_bombs_and_endless_pages_cost_no_memory(site: Site) -> None:
    site.set_fault("/bomb", faults.gzip_bomb(500))
    site.set_fault("/endless", faults.endless())
    async with make_fetcher(settings={"max_bytes": 2_000_000}) as fetcher:
        before = memory()
        codes = {(await failure(fetcher, site.url(path))).code for path in ("/bomb", "/endless")}
        assert memory() - before < 60_000_000
    assert codes == {"too_large"}


async def test_a_length_that_is_too_large_is_not_waited_for(site: Site) -> None:
    site.set_fault("/a", faults.raw(faults.head("Content-Length: 99999999"), b"x", pause=5))
    begin = perf_counter()
    async with make_fetcher(settings={"max_bytes": 1_000_000}) as fetcher:
        error = await failure(fetcher, site.url("/a"))
        assert fetcher._transport.connections == 0
        assert not any(one.under_way for one in fetcher._transport._pools.values())
    assert error.code == "too_large"
    assert perf_counter() - begin < 2


async def test_the_limit_of_time_is_for_all_hops_together(site: Site) -> None:
    async def late(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.25)
        return await faults.redirect(302, f"{request.path}x")(request)

    for at in range(5):
        site.set_fault("/a" + "x" * at, late)
    async with make_fetcher(settings={"total_seconds": 0.6, "tries": 1}) as fetcher:
        assert (await failure(fetcher, site.url("/a"))).code == "timeout"
    assert len(site.paths()) < 6


async def test_nobody_listens(time: FakeTime) -> None:
    async with make_fetcher(time, settings={"tries": 2}) as fetcher:
        error = await failure(fetcher, "http://127.0.0.1:1/", robots=False)
    assert error.code == "connect"
    assert fetcher.requests == 2


async def test_a_cancelled_request_leaves_nothing_behind(site: Site) -> None:
    site.set_fault("/slow", faults.slow(5))
    site.set_fault("/drip", faults.drip(0.01))
    settings = {"concurrency": 4, "host_concurrency": 4}
    async with make_fetcher(settings=settings) as fetcher:
        for round_ in range(10):
            urls = [site.url(path) for path in ("/slow", "/drip", "/latest", "/atom.xml")]
            tasks = [asyncio.create_task(fetcher.get(url)) for url in urls * 2]
            await asyncio.sleep(0.004 * round_)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        exchanges = await asyncio.gather(*(fetcher.get(site.url("/latest")) for _ in range(20)))
        assert {exchange.status for exchange in exchanges} == {200}
        assert fetcher._transport.connections <= 8
    assert fetcher._transport.connections == 0
