"""Requests a second and memory of the fetcher, beside bare clients on the same pages.

The test sites run in a process of their own; without pauses between requests. Each figure is the
median of several rounds, the clients in turn within a round.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import httpx
from rich.console import Console
from rich.table import Table

from flows.settings_watch import Fetch
from flows.web.fetcher import Fetcher

ROOT = Path(__file__).parents[2]
ROUNDS = 5
REQUESTS = 600  # a round
CONCURRENCY = (1, 10, 50)
PAGES = 10_000
SAMPLE = 1_000
KINDS = 6  # lines that the sites print

Get = Callable[[str], Awaitable[int]]


def run(console: Console) -> None:
    """Measure and print."""
    with _sites() as urls:
        asyncio.run(_measure(console, urls))


async def _measure(console: Console, urls: list[str]) -> None:
    clients = {"Fetcher": _fetcher, "httpx alone": _httpx, "aiohttp alone": _aiohttp}
    table = Table("at once", *clients, title="Pages a second from the test sites on this machine")
    for at_once in CONCURRENCY:
        rates: dict[str, list[float]] = {name: [] for name in clients}
        for _ in range(ROUNDS):
            for name, client in clients.items():
                async with client(at_once) as get:
                    await _fetch(get, urls[:50], at_once, 50)  # connections, robots.txt
                    seconds = await _fetch(get, urls, at_once, REQUESTS)
                rates[name].append(REQUESTS / seconds)
        medians = [f"{statistics.median(rates[name]):,.0f}" for name in clients]
        table.add_row(str(at_once), *medians)
    console.print(table)
    async with _fetcher(10) as get:
        sizes = []
        for _ in range(PAGES // SAMPLE):
            await _fetch(get, urls, 10, SAMPLE)
            sizes.append(_resident() / 1e6)
    said = " ".join(f"{size:.1f}" for size in sizes)
    console.print(f"resident memory over {PAGES:,} pages, every {SAMPLE:,}, in MB: {said}")


async def _fetch(get: Get, urls: list[str], at_once: int, count: int) -> float:
    """Fetch so many pages by so many workers; return the seconds."""
    waiting: Iterator[str] = (urls[number % len(urls)] for number in range(count))

    async def work() -> None:
        for url in waiting:
            if await get(url) == 0:
                raise RuntimeError(f"{url} is empty")

    begin = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return time.perf_counter() - begin


@asynccontextmanager
async def _fetcher(at_once: int) -> AsyncIterator[Get]:
    settings = Fetch(
        allow_loopback=True,
        concurrency=at_once,
        host_concurrency=min(at_once, 20),
        host_interval_seconds=0,
        run_requests=10**9,
    )
    async with Fetcher(settings) as fetcher:

        async def get(url: str) -> int:
            return len((await fetcher.get(url)).body)

        yield get


@asynccontextmanager
async def _httpx(at_once: int) -> AsyncIterator[Get]:
    limits = httpx.Limits(max_connections=at_once)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:

        async def get(url: str) -> int:
            return len((await client.get(url)).content)

        yield get


@asynccontextmanager
async def _aiohttp(at_once: int) -> AsyncIterator[Get]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as session:

        async def get(url: str) -> int:
            async with session.get(url) as response:
                return len(await response.read())

        yield get


@contextmanager
def _sites() -> Iterator[list[str]]:
    """Run the sites; give addresses of articles, the hosts in turn."""
    command = [sys.executable, "-m", "tests.site", "40"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout
            lines = [process.stdout.readline().split() for _ in range(KINDS)]
            yield [
                url
                for urls in zip(*(_articles(line[1]) for line in lines), strict=False)
                for url in urls
            ]
        finally:
            process.terminate()


def _articles(base: str) -> list[str]:
    """Find the addresses of a site's articles on its first page."""
    page = httpx.get(base + "/", trust_env=False).text
    return [base + part.partition('"')[0] for part in page.split('</time><a href="')[1:]]


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
