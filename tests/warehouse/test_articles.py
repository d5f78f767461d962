"""Captures that come again, articles in versions, and finding one by its id."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.records import Change, Decision, Field, Status
from tests.warehouse.examples import NOW, announcement, article, capture
from warehouse.announcements import save_announcements
from warehouse.articles import (
    ArticleRow,
    CaptureRow,
    article_by_id,
    known_content,
    save_articles,
    save_captures,
)
from warehouse.store import Store, WarehouseError
from warehouse.threads import save_decisions

FIRST = article("They will meet.", NOW, url="https://t.example/1")
LATER = replace(FIRST, text="They have met.")


def outcomes(store: Store) -> list[tuple[object, ...]]:
    return store.connection.execute(
        "SELECT outcome, version_id, captured_at FROM capture"
    ).fetchall()


def test_an_unreadable_capture_takes_a_better_outcome(store: Store) -> None:
    caught = capture(FIRST, NOW)
    again = replace(caught, captured_at=NOW + timedelta(days=1))
    save_captures(store, [CaptureRow(caught, "unreadable")])
    save_captures(store, [CaptureRow(again, "article", FIRST.version_id)])
    assert outcomes(store) == [("article", FIRST.version_id, NOW)]


def test_a_readable_capture_keeps_its_outcome(store: Store) -> None:
    caught = capture(FIRST, NOW)
    save_captures(store, [CaptureRow(caught, "article", FIRST.version_id)])
    save_captures(store, [CaptureRow(caught, "copy", FIRST.version_id)])
    save_captures(store, [CaptureRow(caught, "unreadable")])
    assert outcomes(store) == [("article", FIRST.version_id, NOW)]


def test_a_body_at_two_addresses_is_stored_once(store: Store) -> None:
    one, two = capture(FIRST, NOW, "one"), capture(FIRST, NOW, "two")
    rows = [CaptureRow(one, "article", FIRST.version_id), CaptureRow(two, "copy", FIRST.version_id)]
    assert save_captures(store, rows) == 2
    assert store.connection.execute("SELECT count(*) FROM capture_body").fetchall() == [(1,)]


def test_content_at_two_addresses_belongs_to_the_first(store: Store) -> None:
    other = replace(FIRST, url="https://mirror.example/9")
    save_articles(store, [ArticleRow(other, NOW)], NOW + timedelta(hours=1))
    save_articles(store, [ArticleRow(FIRST, NOW)], NOW)
    assert known_content(store, [FIRST.content_key, "other"]) == {
        FIRST.content_key: (FIRST.article_id, FIRST.version_id)
    }


def test_an_article_id_is_its_latest_version_with_what_it_announces(store: Store) -> None:
    title = announcement("T", Status.PLANNED, field=Field.TITLE)
    body = announcement("They have met.", Status.HELD)
    background = announcement("met", Status.HELD, current=False, start=10, end=13)
    save_articles(store, [ArticleRow(a, NOW) for a in (LATER, FIRST)], NOW)
    save_captures(
        store,
        [
            CaptureRow(capture(FIRST, NOW, "first"), "article", FIRST.version_id),
            CaptureRow(capture(LATER, NOW + timedelta(1), "later"), "article", LATER.version_id),
        ],
    )
    save_announcements(store, {LATER.version_id: [background, body, title]})
    key = body.key(LATER.version_id)
    decision = Decision(key, "t", Change.NEW, "new", NOW)
    save_decisions(store, [decision], NOW)

    stored = article_by_id(store, FIRST.article_id)
    assert stored.article == LATER
    assert [entry.announcement for entry in stored.announcements] == [title, body, background]
    assert [entry.decision for entry in stored.announcements] == [None, decision, None]
    assert stored.capture_uris == ("file:///news/later.html",)
    assert article_by_id(store, FIRST.version_id).article == FIRST


@pytest.mark.parametrize("prefix", ["zzz", "", "%", "'"])
def test_an_unknown_id(store: Store, prefix: str) -> None:
    save_articles(store, [ArticleRow(FIRST, NOW)], NOW)
    with pytest.raises(WarehouseError, match=f"begins with '{prefix}'") as caught:
        article_by_id(store, prefix)
    assert "SELECT article_id" in caught.value.cure


def test_an_ambiguous_id(store: Store) -> None:
    save_articles(store, [ArticleRow(article(f"{n}", NOW), NOW) for n in range(40)], NOW)
    with pytest.raises(WarehouseError, match="begins more than one id") as caught:
        article_by_id(store, "a")
    assert "more of its digits" in caught.value.cure
