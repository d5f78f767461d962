"""What is known of watched sites comes back as it was saved, and no link is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from parsers.records import Published
from parsers.watching import Endpoint, HostState, IndexKind, Link
from tests.warehouse.examples import AWKWARD
from warehouse.bulk import clean
from warehouse.store import Store
from warehouse.watching import (
    FETCHED,
    GIVEN_UP,
    WAITING,
    LinkOutcome,
    read_endpoints,
    read_hosts,
    save_endpoints,
    save_hosts,
    save_links,
    save_outcomes,
    waiting_links,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LINK = Link("https://t.example/1", "A title")


def test_endpoints_and_hosts_come_back(store: Store) -> None:
    endpoint = Endpoint(
        "tass", "https://t.example/rss", IndexKind.FEED, '"e"', "Mon", "f0", NOW, None, NOW, 90, 2
    )
    endpoint = replace(endpoint, error=clean(AWKWARD).replace("\x00", ""))
    host = HostState("t.example", 3, NOW, "403", "found", "User-agent: *\nDisallow:", NOW, NOW)
    for _ in range(2):
        save_endpoints(store, [endpoint])
        save_hosts(store, [host])
    assert read_endpoints(store) == {endpoint.endpoint_id: endpoint}
    assert read_hosts(store) == {"t.example": host}


def waiting(store: Store, now: datetime = NOW) -> list[str]:
    return [link.url for link in waiting_links(store, ["tass"], now, 10)]


def test_a_link_is_fetched_once_and_again_when_its_index_says_so(store: Store) -> None:
    assert save_links(store, "tass", [LINK, LINK], NOW) == 1
    assert save_links(store, "tass", [LINK], NOW) == 0
    assert waiting(store) == [LINK.url]
    assert waiting_links(store, ["other"], NOW, 10) == []
    save_outcomes(store, [LinkOutcome(LINK.link_id, FETCHED, fetched_at=NOW)])
    assert waiting(store) == []
    # Older than what was fetched, or the same again: no news. Later, or another title: news.
    assert save_links(store, "tass", [replace(LINK, updated_at=NOW - timedelta(hours=1))], NOW) == 0
    later = replace(LINK, updated_at=NOW + timedelta(hours=1))
    assert save_links(store, "tass", [later], NOW) == 1
    assert waiting(store) == [LINK.url]
    save_outcomes(store, [LinkOutcome(LINK.link_id, FETCHED, fetched_at=NOW + timedelta(hours=2))])
    assert save_links(store, "tass", [later], NOW) == 0
    assert save_links(store, "tass", [replace(later, title="Another")], NOW) == 1


def test_a_link_that_failed_waits_until_its_time(store: Store) -> None:
    save_links(store, "tass", [LINK], NOW)
    soon = NOW + timedelta(minutes=5)
    save_outcomes(store, [LinkOutcome(LINK.link_id, WAITING, 1, next_attempt_at=soon, error="503")])
    assert waiting(store) == []
    assert waiting(store, soon) == [LINK.url]
    save_outcomes(store, [LinkOutcome(LINK.link_id, GIVEN_UP, 12, error="503")])
    assert waiting(store, soon) == []


def test_links_come_in_the_order_of_publication(store: Store) -> None:
    dated = [
        replace(LINK, url=f"https://t.example/{n}", published=Published(at=NOW - timedelta(days=n)))
        for n in range(3)
    ]
    save_links(store, "tass", dated, NOW)
    assert waiting(store) == [f"https://t.example/{n}" for n in (2, 1, 0)]
    (first, *_) = waiting_links(store, ["tass"], NOW, 1)
    assert first.published == NOW - timedelta(days=2)
