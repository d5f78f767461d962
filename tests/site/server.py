"""Runs sites, each on a port of its own, in a thread of its own.

with running_sites("tass", "generic", now=now) as sites:
    sites["tass"].publish(...)
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from aiohttp import web

from tests.site.layouts import LAYOUTS
from tests.site.site import Site
from tests.site.stories import Story, armenian, stories

KINDS = tuple(LAYOUTS)


def stocked(kind: str, now: datetime, count: int) -> list[Story]:
    """Give a site its stories; numbers and texts differ from site to site."""
    seed = KINDS.index(kind) + 1
    first = 1_000_000 * seed
    found = stories(count, now, seed=seed, first=first)
    if kind == "azatutyun":
        times = [story.published_at for story in found[: count // 4]]
        found += [armenian(first + 500_000 + at, published) for at, published in enumerate(times)]
    return found


@contextmanager
def running_sites(
    *kinds: str, now: datetime | None = None, count: int = 20, ports: Sequence[int] = ()
) -> Iterator[dict[str, Site]]:
    """Start sites with so many stories each; all kinds where none is named."""
    kinds = kinds or KINDS
    at = now or datetime.now(UTC)
    started = threading.Event()
    sites: dict[str, Site] = {}
    loop = asyncio.new_event_loop()
    done = asyncio.Event()
    failed: list[BaseException] = []

    async def serve() -> None:
        runners = []
        try:
            for number, kind in enumerate(kinds):
                site = Site(kind, "", stocked(kind, at, count))
                server = web.Server(site.handle, access_log=None)  # type: ignore[arg-type]  # requests are whole ones
                runner = web.ServerRunner(server, shutdown_timeout=0.1)
                await runner.setup()
                runners.append(runner)
                port = ports[number] if ports else 0
                await web.TCPSite(runner, "127.0.0.1", port).start()
                site.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
                sites[kind] = site
            started.set()
            await done.wait()
        except BaseException as error:  # noqa: BLE001  handed to whoever waits
            failed.append(error)
        finally:
            started.set()
            for runner in runners:
                await runner.cleanup()
            await _end_all_others()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    started.wait()
    try:
        if failed:
            raise failed[0]
        yield sites
    finally:
        if not failed:
            loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


async def _end_all_others() -> None:
    """End the answers that are still under way: their clients are gone."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
