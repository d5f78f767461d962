"""Facts for the doctor, and what does not fit together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.warehouse.examples import NOW, fill
from warehouse.health import KEYS, health
from warehouse.migrate import migrations
from warehouse.readcopy import open_read_copy
from warehouse.runs import RunCounts, finish_run, last_runs, start_run
from warehouse.store import Store


def codes(store: Store) -> list[tuple[str, str]]:
    return [(f.code, f.subject) for f in health(store, NOW).findings]


def test_the_facts(store: Store) -> None:
    fill(store)
    store.connection.execute("CHECKPOINT")
    found = health(store, NOW)
    assert found.schema_version == found.newest_version == migrations()[-1].version
    assert found.size_bytes == store.path.stat().st_size > 0
    assert found.rows["article"] == 6
    assert found.last_run is not None
    assert found.last_run.counts.alerts == 3
    assert (found.pending, found.oldest_pending_at, found.given_up) == (3, NOW, 0)
    assert found.open_problems == 2
    assert found.findings == ()


def test_the_facts_of_an_empty_warehouse(store: Store) -> None:
    found = health(store, NOW)
    assert (found.last_run, found.pending, found.oldest_pending_at) == (None, 0, None)
    assert found.findings == ()


def test_a_read_copy_can_be_asked_too(read_copy: Path) -> None:
    connection = open_read_copy(read_copy)
    assert health(connection, NOW).size_bytes == read_copy.stat().st_size
    connection.close()


def test_every_table_is_looked_at(store: Store) -> None:
    tables = store.connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
    ).fetchall()
    assert set(KEYS) == {name for (name,) in tables}


@pytest.mark.parametrize("table", sorted(KEYS))
def test_a_row_that_stands_twice_is_found(store: Store, table: str) -> None:
    fill(store)
    store.connection.execute(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1")
    assert codes(store) == [("duplicate", table)]


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ("capture_body", {"capture"}),
        ("capture", {"article"}),
        ("article", {"announcement", "capture"}),
        ("announcement", {"party", "thread_event", "alert"}),
        ("thread_event", {"announcement"}),
        ("alert", {"delivery"}),
    ],
)
def test_a_row_that_is_missing_is_missed(store: Store, lost: str, expected: set[str]) -> None:
    fill(store)
    store.connection.execute(f"DELETE FROM {lost}")
    assert set(codes(store)) == {("loose", table) for table in expected}


def test_a_run_that_died_is_found_and_one_that_runs_is_not(store: Store) -> None:
    start_run(store, "busy", "ingest", NOW - timedelta(hours=1))
    assert codes(store) == []
    start_run(store, "dead", "ingest", NOW - timedelta(days=1))
    assert codes(store) == [("dead_run", "run")]


def test_runs(store: Store) -> None:
    first = start_run(store, "amber-fox", "ingest", NOW)
    assert start_run(store, "amber-fox", "ingest", NOW) == first
    second = start_run(store, "red-hen", "deliver", NOW + timedelta(minutes=1))
    finish_run(store, first, NOW + timedelta(minutes=2), RunCounts(1, 2, 3, 4, 5, 6))
    finish_run(store, second, NOW + timedelta(minutes=3), RunCounts(), state="failed")
    latest, former = last_runs(store)
    assert (latest.run_id, latest.state, latest.kind) == (second, "failed", "deliver")
    assert former.counts == RunCounts(1, 2, 3, 4, 5, 6)
    assert (former.started_at, former.ended_at) == (NOW, NOW + timedelta(minutes=2))
    assert len(last_runs(store, 1)) == 1
