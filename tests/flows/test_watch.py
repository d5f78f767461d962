"""Watching sources, against a real server on loopback: feed to alert, and what goes wrong."""

from __future__ import annotations

import hashlib
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.ingest import IngestResult
from flows.replay import ReplayResult, replay
from flows.settings import Settings, load_settings
from flows.settings_watch import Expect, Fetch, SourceSettings
from flows.watch import WatchRequest, run_watch
from flows.web.archive import ArchivePlace, read_exchange
from flows.web.health import health_of
from tests.flows.conftest import lines_of
from tests.site.server import running_sites
from tests.site.stories import ceasefire
from warehouse.query import run_query
from warehouse.store import open_store
from warehouse.watching import read_endpoints, save_endpoints

NEWS = "Israel and Hamas agreed to a ceasefire in Gaza, Qatar said on {day}."
DULL = "The orchestra played in the park, and the mayor thanked the musicians for their evening."
PADDING = "<p>Officials gave no further details, and reporters waited outside the building.</p>" * 5


@dataclass
class Site:
    """Pages by path as (status, body); ``asked`` has the paths of all requests in order."""

    port: int = 0
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    items: list[tuple[str, str]] = field(default_factory=list)  # (path, title) in the feed
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)  # of the same requests
    dated: bool = True  # the items of the feed

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def publish(self, path: str, title: str, text: str) -> None:
        now = datetime.now(UTC).isoformat()
        self.pages[path] = (
            200,
            f'<html lang="en"><head><title>{title}</title>'
            f'<meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{now}"></head><body><article>'
            f"<h1>{title}</h1><p>{text}</p>{PADDING}</article>"
            "<aside><h3>Ceasefire agreed in Atlantis</h3></aside></body></html>",
        )
        self.items = [item for item in self.items if item[0] != path]
        self.items.append((path, title))

    def feed(self) -> str:
        now = format_datetime(datetime.now(UTC)) if self.dated else ""
        items = "".join(
            f"<item><title>{title}</title><link>{self.url}{path}?utm_source=rss</link>"
            f"<pubDate>{now}</pubDate></item>"
            for path, title in self.items
        )
        return f'<rss version="2.0"><channel><title>Site</title>{items}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.times.append(time.monotonic())
            status, text = served.pages.get(self.path, (404, "nothing here"))
            if self.path == "/rss.xml" and self.path not in served.pages:
                status, text = 200, served.feed()
            body = text.encode()
            self.send_response(status)
            kind = "application/rss+xml" if self.path == "/rss.xml" else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def watched(site: Site, settings: Settings) -> Settings:
    fetch = Fetch(allow_loopback=True, host_interval_seconds=0, backoff_seconds=0, tries=2)
    source = SourceSettings(name="local", feeds=(f"{site.url}/rss.xml",))
    return settings.model_copy(update={"fetch": fetch, "sources": (source,)})


def watch(settings: Settings, *, scheduled: bool = False) -> IngestResult:
    return run_watch(WatchRequest(scheduled=scheduled), settings)


def ask(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    return list(run_query(settings.read_copy_path, sql).rows)


def test_a_feed_becomes_articles_and_one_alert(site: Site, watched: Settings) -> None:
    day = f"{datetime.now(UTC):%A}"
    site.publish("/a/1.html", "Truce agreed in Gaza", NEWS.format(day=day))
    site.publish("/a/2.html", "Music in the park", DULL)
    first = watch(watched)
    assert [problem.code for problem in first.batch.errors] == []
    assert {document.uri for document in first.batch.documents} == {
        f"{site.url}/a/1.html",
        f"{site.url}/a/2.html",
    }
    assert len(lines_of(watched)) == 1
    assert "Atlantis" not in lines_of(watched)[0]
    # What was fetched is in the archive, and leads back to the bytes.
    rows = ask(watched, "SELECT archive_file, archive_offset, archive_length, sha256 FROM capture")
    assert len(rows) == 2
    for file, offset, length, sha256 in rows:
        exchange, facts = read_exchange(watched.archive, ArchivePlace(str(file), offset, length))  # type: ignore[arg-type]  # as the table has them
        assert hashlib.sha256(exchange.body).hexdigest() == sha256
        assert facts["source"] == "local"
    assert ask(watched, "SELECT * FROM capture_body") == []
    with open_store(watched.store_path) as store:
        assert replay(store, watched) == ReplayResult(2, (), ())
    # Nothing is fetched twice, and no one is told twice.
    before = list(site.asked)
    second = watch(watched)
    assert not second.batch.documents
    assert site.asked[len(before) :] == ["/rss.xml"]
    assert len(lines_of(watched)) == 1
    assert site.asked.count("/robots.txt") == 1


def test_a_new_title_brings_a_new_version(site: Site, watched: Settings) -> None:
    site.publish("/a/1.html", "Music in the park", DULL)
    watch(watched)
    site.publish("/a/1.html", "Music in the rain", DULL + " It rained.")
    watch(watched)
    assert ask(watched, "SELECT title, versions FROM articles") == [("Music in the rain", 2)]
    assert len(ask(watched, "SELECT title FROM article_versions")) == 2
    changes = ask(watched, "SELECT title_before, title, removed, added FROM article_changes")
    assert changes == [
        ("Music in the park", "Music in the rain", [DULL], [f"{DULL} It rained."]),
    ]


def test_one_bad_page_stops_no_other_and_waits(site: Site, watched: Settings) -> None:
    site.publish("/a/1.html", "Music in the park", DULL)
    site.publish("/a/2.html", "Gone", DULL)
    site.publish("/a/3.html", "Broken", DULL)
    site.pages["/a/2.html"] = (410, "gone")
    site.pages["/a/3.html"] = (500, "broken")
    result = watch(watched)
    assert len(result.batch.documents) == 1
    assert {problem.code for problem in result.batch.errors} == {"gone", "server_error"}
    rows = ask(watched, "SELECT right(url, 6), state FROM link")
    states = {str(row[0]): row[1] for row in rows}
    assert states == {"1.html": "fetched", "2.html": "gone", "3.html": "waiting"}
    assert site.asked.count("/a/3.html") == 2  # tried again at once, then left for a while
    watch(watched)
    assert site.asked.count("/a/3.html") == 2


def test_a_page_that_is_no_article_is_noted_as_what_it_is(site: Site, watched: Settings) -> None:
    site.publish("/a/1.html", "Music in the park", DULL)
    site.items.append(("/a/2.html", "A page"))
    title = "Page not found"
    site.pages["/a/2.html"] = (200, f"<html><title>{title}</title><h1>{title}</h1></html>")
    result = watch(watched)
    assert result.batch.errors == ()
    assert [problem.code for problem in result.batch.problems] == ["not_article"]
    assert ask(watched, "SELECT outcome, not_article FROM capture ORDER BY uri") == [
        ("article", None),
        ("unreadable", "error"),
    ]


def test_what_was_found_survives_a_crash(
    site: Site, watched: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish("/a/1.html", "Truce agreed in Gaza", NEWS.format(day="Monday"))

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("flows.watch.read_documents", crash)
        with pytest.raises(KeyboardInterrupt):
            watch(watched)
    assert lines_of(watched) == []
    site.items.clear()  # the feed has moved on; the link is still known
    watch(watched)
    assert len(lines_of(watched)) == 1


def test_robots_txt_is_obeyed_and_said(site: Site, watched: Settings) -> None:
    site.pages["/robots.txt"] = (200, "User-agent: *\nDisallow: /a/\n")
    site.publish("/a/1.html", "Music in the park", DULL)
    result = watch(watched)
    assert [problem.code for problem in result.batch.errors] == ["robots"]
    assert "/a/1.html" not in site.asked


def test_a_feed_that_is_none_is_named(site: Site, watched: Settings) -> None:
    site.pages["/rss.xml"] = (200, "Wrong token")
    result = watch(watched)
    (problem,) = result.batch.errors
    assert problem.code == "too_short"
    assert "local" in problem.message
    site.pages.pop("/rss.xml")
    watch(watched)
    assert ask(watched, "SELECT * FROM problems WHERE severity = 'error'") == []


def test_a_feed_that_keeps_its_etag_is_read_again_within_the_hour(settings: Settings) -> None:
    with running_sites("voa", count=2) as sites:
        voa = sites["voa"]
        (feed,) = voa.feeds
        voa.stuck_etags.add(feed.removeprefix(voa.base))
        source = SourceSettings(name="voa", feeds=voa.feeds, expect=Expect(body_chars=100))
        fetch = Fetch(allow_loopback=True, host_interval_seconds=0)
        stuck = settings.model_copy(update={"fetch": fetch, "sources": (source,)})
        assert len(watch(stuck).batch.documents) == 2
        voa.publish(ceasefire(9_000_001, datetime.now(UTC), random.Random(7)))
        polled(stuck, datetime.now(UTC))
        assert not watch(stuck).batch.documents  # 304, says the site
        polled(stuck, datetime.now(UTC) - timedelta(hours=1))
        assert len(watch(stuck).batch.documents) == 1


def polled(settings: Settings, at: datetime) -> None:
    """Let the endpoints have been polled then."""
    with open_store(settings.store_path) as store:
        known = read_endpoints(store).values()
        with store.transaction():
            save_endpoints(store, [replace(one, polled_at=at) for one in known])


def test_only_what_is_due_is_polled(site: Site, watched: Settings) -> None:
    site.publish("/a/1.html", "Music in the park", DULL)
    watch(watched, scheduled=True)
    asked = len(site.asked)
    watch(watched, scheduled=True)
    assert len(site.asked) == asked


def test_the_limit_is_that_of_the_whole_run(
    site: Site, watched: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.watch.BATCH", 2)
    for number in range(10):
        site.publish(f"/a/{number}.html", f"Music number {number}", f"{DULL} Number {number}.")
    fetch = watched.fetch.model_copy(update={"run_requests": 7})
    limited = watched.model_copy(update={"fetch": fetch})
    watch(limited)
    assert len(site.asked) == 7  # robots.txt, the feed, and five pages, in batches of two
    watch(limited)
    watch(limited)
    assert ask(watched, "SELECT state, count(*) FROM link GROUP BY ALL") == [("fetched", 10)]


def test_the_pace_holds_from_batch_to_batch_and_run_to_run(
    site: Site, watched: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.watch.BATCH", 1)
    pace = 0.3
    fetch = watched.fetch.model_copy(update={"host_interval_seconds": pace})
    slow = watched.model_copy(update={"fetch": fetch})
    for number in range(2):
        site.publish(f"/a/{number}.html", f"Music number {number}", f"{DULL} Number {number}.")
    watch(slow)
    watch(slow)
    assert len(site.times) == 5  # robots.txt, the feed twice, two pages
    gaps = [later - first for first, later in pairwise(site.times)]
    assert min(gaps) > pace * 0.9


def test_loopback_needs_a_setting(watched: Settings) -> None:
    closed = watched.model_copy(update={"fetch": Fetch(tries=1)})
    (problem,) = watch(closed).batch.errors
    assert problem.code == "private_address"


def test_a_source_that_falls_silent_is_a_problem(site: Site, watched: Settings) -> None:
    site.publish("/a/1.html", "Music in the park", DULL)
    watch(watched)
    (source,) = watched.sources
    now = datetime.now(UTC)
    with open_store(watched.store_path) as store:
        assert health_of(store, source, now) == []
        later = health_of(store, source, now + timedelta(days=4))
        assert [problem.code for problem in later] == ["source_silent"]
        (endpoint,) = read_endpoints(store).values()
        with store.transaction():
            save_endpoints(store, [replace(endpoint, failures=3, error="no answer")])
        assert "source_failing" in {each.code for each in health_of(store, source, now)}


def test_articles_that_lack_something_are_a_problem(site: Site, watched: Settings) -> None:
    for number in range(5):
        path = f"/a/{number}.html"
        site.publish(path, f"Music number {number}", f"{DULL} It was number {number}.")
        status, text = site.pages[path]
        site.pages[path] = (status, re.sub(r"<title>.*</title>|<meta.*?>|<h1>.*?</h1>", "", text))
        site.items[-1] = (path, "")
    site.dated = False
    (source,) = watched.sources
    source = source.model_copy(update={"expect": Expect(body_chars=5_000)})
    result = watch(watched.model_copy(update={"sources": (source,)}))
    found = {problem.code for problem in result.batch.problems if problem.stage == "health"}
    assert found == {"few_titles", "few_dates", "short_bodies"}
    # What is expected less of is well again, and its problems are closed.
    content = source.model_copy(update={"expect": Expect(title=0, date=0, body_chars=0)})
    watch(watched.model_copy(update={"sources": (content,)}))
    assert ask(watched, "SELECT * FROM problems WHERE stage = 'health'") == []


def test_a_source_that_is_not_there_is_named(watched: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="elsewhere: no such source"):
        run_watch(WatchRequest(("elsewhere",)), watched)
    with pytest.raises(UsageError, match="no sources are configured"):
        run_watch(WatchRequest(), load_settings(None, {}))
