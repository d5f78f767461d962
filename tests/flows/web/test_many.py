"""Two hundred articles of six sites, a fifth of them with a fault that passes: all are archived."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.web.archive import ArchivePlace, ArchiveWriter, read_exchange
from parsers.article import read_article
from parsers.records import Capture
from tests.flows.web.conftest import make_fetcher
from tests.site import faults
from tests.site.server import running_sites

PASSING = ("cut_off", "hang_up", "no_http", "error", "unavailable")


@pytest.mark.anyio
async def test_two_hundred_articles_with_faults(tmp_path: Path) -> None:
    chance = random.Random(1)
    now = datetime.now(UTC)
    with running_sites(now=now, count=34) as sites:
        stories = {
            site.story_url(story): (site, story)
            for site in sites.values()
            for story in site.stories
        }
        ill = chance.sample(sorted(stories), len(stories) // 5)
        for url in ill:
            site = stories[url][0]
            fault = faults.FAULTS[chance.choice(PASSING)]
            site.set_fault(url.removeprefix(site.base), fault, times=chance.choice((1, 2)))
        places: dict[str, ArchivePlace] = {}
        with ArchiveWriter(tmp_path, now, "Parley/test") as archive:
            settings = {
                "backoff_seconds": 0.01,
                "pause_after": 10,
                "concurrency": 20,
                "host_concurrency": 4,
            }
            async with make_fetcher(settings=settings) as fetcher:

                async def fetch(url: str) -> None:
                    places[url] = archive.write(await fetcher.get(url), {})

                await asyncio.gather(*map(fetch, stories))
            archive.flush()
        assert max(site.peak for site in sites.values()) <= 4
        assert fetcher.requests == sum(len(site.seen) for site in sites.values())
    assert len(stories) >= 200
    assert fetcher.requests > len(stories) + len(ill)
    assert not any(state.failures for state in fetcher.hosts.values())
    for url, place in places.items():
        exchange, _ = read_exchange(tmp_path, place)
        capture = Capture(
            exchange.final_url, exchange.body, exchange.fetched_at, exchange.media_type
        )
        assert read_article(capture).title == stories[url][1].title
