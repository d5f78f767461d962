"""Whatever goes in comes out the same, and going in twice is going in once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.records import Alert, Announcement, Article, Capture
from tests.warehouse import strategies
from tests.warehouse.examples import AWKWARD, NOW, announcement, article, capture, contents
from warehouse.alerts import pending_notices, save_alerts
from warehouse.announcements import read_announcements, save_announcements
from warehouse.articles import (
    ArticleRow,
    CaptureRow,
    article_by_id,
    known_captures,
    known_content,
    read_articles,
    save_articles,
    save_captures,
)
from warehouse.issues import save_problems
from warehouse.store import Store, open_store
from warehouse.threads import members_between, read_decisions, save_decisions

some = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("shared") / "news.duckdb") as store:
        yield store


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """Roll back what the block wrote: each example starts with an empty warehouse."""
    with suppress(KeyboardInterrupt), store.transaction():
        yield
        raise KeyboardInterrupt


@some
@given(st.lists(strategies.articles, max_size=4))
def test_articles(shared: Store, articles: list[Article]) -> None:
    first = {a.version_id: a for a in reversed(articles)}
    with undone(shared):
        assert save_articles(shared, [ArticleRow(a, NOW) for a in articles], NOW) == len(first)
        assert read_articles(shared, list(first)) == first
        known = known_content(shared, [a.content_key for a in articles])
        assert set(known) == {a.content_key for a in articles}
        assert set(known.values()) <= {(a.article_id, a.version_id) for a in articles}


@some
@given(st.lists(strategies.announcements, max_size=4))
def test_announcements(shared: Store, found: list[Announcement]) -> None:
    first = {a.key("v"): a for a in reversed(found)}
    with undone(shared):
        assert save_announcements(shared, {"v": found}) == len(first)
        assert read_announcements(shared, list(first)) == first


@some
@given(st.lists(strategies.captures, max_size=4))
def test_captures_byte_for_byte(shared: Store, captures: list[Capture]) -> None:
    with undone(shared):
        save_captures(shared, [CaptureRow(c, "unreadable") for c in captures])
        stored = shared.connection.execute(
            "SELECT capture_id, uri, body FROM capture JOIN capture_body USING (sha256)"
        ).fetchall()
        assert set(stored) == {(c.capture_id, c.uri, c.body) for c in captures}
        assert known_captures(shared, [c.capture_id for c in captures] + ["other"]) == {
            c.capture_id for c in captures
        }


@some
@given(strategies.articles, strategies.captures, strategies.announcements, st.data())
def test_notices_members_and_decisions(
    shared: Store, article: Article, capture: Capture, found: Announcement, data: st.DataObject
) -> None:
    key = found.key(article.version_id)
    decision = data.draw(strategies.decisions(key))
    alerts: list[Alert] = data.draw(
        st.lists(strategies.alerts(key), max_size=3, unique_by=lambda alert: alert.alert_id)
    )
    with undone(shared):
        save_captures(shared, [CaptureRow(capture, "article", article.version_id)])
        save_articles(shared, [ArticleRow(article, NOW)], NOW)
        save_announcements(shared, {article.version_id: [found]})
        save_decisions(shared, [decision], NOW)
        save_alerts(shared, alerts, NOW)

        notices = pending_notices(shared)
        assert {(n.alert.alert_id, n.channel) for n in notices} == {
            (alert.alert_id, channel) for alert in alerts for channel in alert.channels
        }
        by_id = {alert.alert_id: alert for alert in alerts}
        for notice in notices:
            assert notice.alert == by_id[notice.alert.alert_id]
            assert notice.announcement == found
            assert notice.published == article.published
            assert (notice.title, notice.source, notice.url) == (
                article.title,
                article.source,
                article.url,
            )
            assert notice.capture_uri == capture.uri
            assert (notice.created_at, notice.attempts) == (NOW, 0)
        assert [n.alert.as_of for n in notices] == sorted(n.alert.as_of for n in notices)

        (member,) = members_between(shared, decision.as_of, decision.as_of)
        assert (member.announcement, member.article_id) == (found, article.article_id)
        assert (member.thread_id, member.as_of) == (decision.thread_id, decision.as_of)
        assert read_decisions(shared, [key]) == {key: decision}


@st.composite
def batches(draw: st.DrawFn) -> Callable[[Store], None]:
    """Return a function that saves one and the same batch."""
    articles = draw(st.lists(strategies.articles, max_size=3))
    captures = draw(st.lists(strategies.captures, max_size=3))
    found = draw(st.lists(strategies.announcements, max_size=3))
    problems = draw(st.lists(strategies.problems, max_size=3))
    keys = [announcement.key("v") for announcement in found]
    decisions = [draw(strategies.decisions(key)) for key in keys]
    alerts = [draw(strategies.alerts(key)) for key in keys]

    def save(store: Store) -> None:
        save_captures(store, [CaptureRow(c, "copy", "v") for c in captures])
        save_articles(store, [ArticleRow(a, NOW) for a in articles], NOW)
        save_announcements(store, {"v": found})
        save_decisions(store, decisions, NOW)
        save_alerts(store, alerts, NOW)
        save_problems(store, problems, NOW)

    return save


@some
@given(batches())
def test_saving_a_batch_twice_is_saving_it_once(
    shared: Store, save: Callable[[Store], None]
) -> None:
    with undone(shared):
        save(shared)
        once = contents(shared)
        save(shared)
        assert contents(shared) == once


def test_an_article_with_everything_awkward_is_found_by_its_id(shared: Store) -> None:
    awkward = article(AWKWARD, NOW, AWKWARD, AWKWARD)
    found = announcement(AWKWARD)
    with undone(shared):
        save_captures(
            shared, [CaptureRow(capture(awkward, NOW, "a"), "article", awkward.version_id)]
        )
        save_articles(shared, [ArticleRow(awkward, NOW)], NOW)
        save_announcements(shared, {awkward.version_id: [found]})
        stored = article_by_id(shared, awkward.article_id[:6])
        assert stored.article == awkward
        assert [entry.announcement for entry in stored.announcements] == [found]
        assert stored.capture_uris == ("file:///news/a.html",)


def test_half_a_character_becomes_a_replacement_character(shared: Store) -> None:
    with undone(shared):
        save_articles(shared, [ArticleRow(article("half \ud83d of it", NOW), NOW)], NOW)
        assert shared.connection.execute("SELECT text FROM article").fetchall() == [
            ("half \ufffd of it",)
        ]


def test_a_time_without_a_zone_is_refused(shared: Store) -> None:
    with undone(shared), pytest.raises(ValueError, match="without a zone"):
        save_articles(shared, [ArticleRow(article("x", NOW), NOW)], NOW.replace(tzinfo=None))


def test_more_rows_than_a_statement_takes(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.bulk.CHUNK", 7)
    articles = [article(f"text {n}", NOW) for n in range(20)]
    with undone(shared):
        assert save_articles(shared, [ArticleRow(a, NOW) for a in articles], NOW) == 20
        assert len(read_articles(shared, [a.version_id for a in articles])) == 20


def test_a_reopened_warehouse_has_it_all(path: Path) -> None:
    one = article("It is written.", NOW)
    with open_store(path) as store:
        save_articles(store, [ArticleRow(one, NOW)], NOW)
    with open_store(path) as store:
        assert read_articles(store, [one.version_id]) == {one.version_id: one}
