"""Two hundred articles of six sites, a fifth of them with faults: each is there once."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from flows.settings import Settings
from flows.settings_watch import Expect, Fetch, SourceSettings
from flows.watch import WatchRequest, run_watch
from tests.flows.conftest import lines_of
from tests.site import faults
from tests.site.server import running_sites
from warehouse.query import run_query
from warehouse.store import open_store

PASSING = ("cut_off", "hang_up", "no_http", "error", "unavailable")
LASTING = 6  # of the faults go on for the whole first run


def test_two_hundred_articles_with_faults_are_all_there_once(settings: Settings) -> None:
    chance = random.Random(1)
    fetch = Fetch(
        allow_loopback=True,
        host_interval_seconds=0,
        host_concurrency=4,
        backoff_seconds=0.01,
        pause_after=20,
    )
    with running_sites(now=datetime.now(UTC), count=34) as sites:
        sources = tuple(
            SourceSettings(
                name=kind,
                feeds=site.feeds,  # of the latest 20 stories
                sitemaps=site.sitemaps,
                sections=() if site.sitemaps else site.sections,
                expect=Expect(body_chars=100),
            )
            for kind, site in sites.items()
        )
        watched = settings.model_copy(update={"fetch": fetch, "sources": sources})
        stories = {site.story_url(story): site for site in sites.values() for story in site.stories}
        ill = chance.sample(sorted(stories), len(stories) // 5)
        for place, url in enumerate(ill):
            site, path = stories[url], url.removeprefix(stories[url].base)
            if place < LASTING:
                site.set_fault(path, faults.FAULTS["error"], times=fetch.tries)
            else:
                site.set_fault(path, faults.FAULTS[chance.choice(PASSING)], times=1)
        first = run_watch(WatchRequest(), watched)
        # What was retried to success is no problem; each fault that went on is one, and waits.
        assert [problem.code for problem in first.batch.errors] == ["server_error"] * LASTING
        assert rows(watched, "SELECT count(*) FROM link WHERE state = 'waiting'") == [(LASTING,)]
        # The time of the second attempt has come.
        with open_store(watched.store_path) as store, store.transaction():
            store.connection.execute("UPDATE link SET next_attempt_at = NULL")
        second = run_watch(WatchRequest(), watched)
        assert len(second.batch.documents) == LASTING
        third = run_watch(WatchRequest(), watched)
        assert not third.batch.documents
    assert len(stories) >= 200
    # Each story is captured once; one whose very words an earlier one had is a copy of it.
    captured = {str(row[0]) for row in rows(watched, "SELECT uri FROM capture")}
    assert captured == set(stories)
    counted = rows(watched, "SELECT outcome, count(*)::INTEGER FROM capture GROUP BY ALL")
    outcomes = {str(row[0]): int(str(row[1])) for row in counted}
    assert sum(outcomes.values()) == len(stories)
    assert rows(watched, "SELECT count(*), count(DISTINCT url), max(versions) FROM articles") == [
        (outcomes["article"], outcomes["article"], 1)
    ]
    assert outcomes.get("copy", 0) < 5
    assert rows(watched, "SELECT state, count(*) FROM link GROUP BY ALL") == [
        ("fetched", len(stories))
    ]
    assert rows(watched, "SELECT * FROM problems WHERE severity = 'error'") == []
    alerted = lines_of(watched)
    assert alerted
    assert len(set(alerted)) == len(alerted)


def rows(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    return list(run_query(settings.read_copy_path, sql).rows)
