"""Reading captures again: what a parser gains, loses and changes, shown and applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows import batch
from flows.replay import ReplayResult
from flows.replay import replay as replay_captures
from flows.settings import Settings
from parsers.article import Unreadable
from parsers.article import read_article as really_read
from parsers.records import Article, Capture, Problem
from tests.flows.conftest import GAZA, NOTHING, ingest, lines_of, write
from warehouse.health import health
from warehouse.query import run_query
from warehouse.store import open_store


def replay(settings: Settings, **asked: Any) -> ReplayResult:
    with open_store(settings.store_path) as store:
        result = replay_captures(store, settings, **asked)
        assert health(store, datetime.now(UTC)).findings == ()
        store.publish_read_copy(settings.read_copy_path)
    return result


def ask(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    return list(run_query(settings.read_copy_path, sql).rows)


def reading_as(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    """Let the parser of today read these fields in every document."""

    def read(capture: Capture, *arguments: Any, **more: Any) -> Article:
        return replace(really_read(capture, *arguments, **more), **fields)

    monkeypatch.setattr(batch, "read_article", read)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", {"a.txt": (NOTHING, "2024-01-15")})


def test_where_nothing_changed_there_is_nothing_to_see(folder: Path, settings: Settings) -> None:
    ingest(settings, folder)
    assert replay(settings) == ReplayResult(1, (), ())


def test_another_text_takes_the_place_of_the_first(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, folder)
    reading_as(monkeypatch, text=GAZA.strip(), title="Truce")
    shown = replay(settings)
    (changed,) = shown.changes
    assert (changed.kind, set(changed.fields)) == ("change", {"text", "title"})
    assert [line.split(":")[0] for line in changed.found] == ["ceasefire agreed"]
    assert ask(settings, "SELECT title FROM articles WHERE title = 'Truce'") == []  # only shown

    applied = replay(settings, apply=True)
    assert (applied.applied, applied.alerts) == (True, 0)
    assert ask(settings, "SELECT title, versions FROM articles") == [("Truce", 1)]
    assert ask(settings, "SELECT count(*) FROM article") == [(2,)]
    assert len(ask(settings, "SELECT * FROM latest_announcements")) == 1
    assert lines_of(settings) == []  # old news alerts no one
    assert replay(settings).changes == ()


def test_other_fields_are_corrected_in_place(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, folder)
    reading_as(monkeypatch, byline="By A. Writer")
    replay(settings, apply=True)
    assert ask(settings, "SELECT byline, versions FROM articles") == [("By A. Writer", 1)]
    assert ask(settings, "SELECT count(*) FROM article") == [(1,)]
    assert replay(settings).changes == ()


def test_what_could_not_be_read_is_a_gain_and_alerts_when_asked(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "in", {"a.txt": (GAZA, "2024-01-15")})

    def refuse(capture: Capture, *_: Any, **__: Any) -> Article:
        raise Unreadable(Problem("parse", "no_text", capture.uri, "no", "none", "error", None))

    with monkeypatch.context() as patch:
        patch.setattr(batch, "read_article", refuse)
        ingest(settings, folder)
    assert [one.kind for one in replay(settings).changes] == ["gain"]
    assert replay(settings, apply=True, alert=True).alerts == 1
    assert replay(settings).changes == ()


def test_a_gain_that_is_known_already_is_a_copy(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(
        tmp_path / "in", {"a.txt": (GAZA, "2024-01-15"), "b.txt": (f"{GAZA}\n", "2024-01-15")}
    )

    def refuse(capture: Capture, *rest: Any, **more: Any) -> Article:
        if capture.uri.endswith("b.txt"):
            raise Unreadable(Problem("parse", "no_text", capture.uri, "no", "none", "error", None))
        return really_read(capture, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(batch, "read_article", refuse)
        ingest(settings, folder)
    assert replay(settings, apply=True, alert=True).alerts == 0
    outcomes = ask(settings, "SELECT outcome FROM capture ORDER BY uri")
    assert outcomes == [("article",), ("copy",)]
    assert ask(settings, "SELECT count(*) FROM article") == [(1,)]


def test_a_loss_is_shown_and_never_applied(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, folder)

    def refuse(capture: Capture, *_: Any, **__: Any) -> Article:
        raise Unreadable(Problem("parse", "no_text", capture.uri, "no", "none", "error", None))

    monkeypatch.setattr(batch, "read_article", refuse)
    result = replay(settings, apply=True)
    assert [one.kind for one in result.changes] == ["loss"]
    assert len(ask(settings, "SELECT * FROM articles")) == 1


def test_an_announcement_that_alerted_stays(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(
        tmp_path / "in",
        {"a.txt": (GAZA, "2024-01-15"), "b.txt": (f"{NOTHING}\n{GAZA}", "2024-01-16")},
    )
    ingest(settings, folder)
    assert len(lines_of(settings)) == 1
    monkeypatch.setattr(batch, "detect", lambda *_: ())
    replay(settings, apply=True)
    assert ask(settings, "SELECT count(*) FROM announcement") == [(1,)]
    assert len(ask(settings, "SELECT * FROM alerts")) == 1


def test_only_what_was_asked_for(folder: Path, settings: Settings) -> None:
    ingest(settings, folder)
    assert replay(settings, since=datetime.now(UTC) + timedelta(days=1)).captures == 0
    assert replay(settings, source="tass").captures == 0
