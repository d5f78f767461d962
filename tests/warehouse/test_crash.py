"""Killed at any moment, starved of disk: no half batch, no lost batch, the same end."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parsers.records import Capture
from tests.warehouse.examples import NOW, contents
from tests.warehouse.writer import BATCH, save_batch
from warehouse.articles import CaptureRow, save_captures
from warehouse.query import run_query
from warehouse.store import Store, WarehouseError, open_store

END = 40
TABLES = ("capture", "capture_body", "article", "announcement", "thread_event", "alert", "delivery")


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.warehouse.writer", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def batches(store: Store) -> int:
    """Return how many batches the warehouse has, and make sure that all are whole."""
    counts = {
        table: store.connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        for table in TABLES
    }
    assert len(set(counts.values())) == 1, counts
    assert counts["capture"] % BATCH == 0, counts
    return int(counts["capture"]) // BATCH


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """What a warehouse holds whose writer nobody killed."""
    with open_store(tmp_path_factory.mktemp("whole") / "news.duckdb") as store:
        for number in range(END):
            save_batch(store, number)
        return without_times(contents(store))


def without_times(
    tables: dict[str, list[tuple[object, ...]]],
) -> dict[str, list[tuple[object, ...]]]:
    """Leave out when the migrations were applied, the one thing that a clock decides."""
    return {name: rows for name, rows in tables.items() if name != "schema_version"}


def test_killed_at_any_moment(path: Path, undisturbed: dict[str, list[tuple[object, ...]]]) -> None:
    chance = random.Random(11)
    # While it starts and makes the file; then after so many batches, a little later.
    moments = [(0, 0.15), (0, 0.3), (0, 0.4), *((chance.randrange(1, 8), 0.02) for _ in range(7))]
    done = 0
    for lines, later in moments:
        writer = start("save", path, 0, END)
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(lines)]
        time.sleep(chance.uniform(0, later))
        writer.kill()
        said += [int(line) for line in writer.communicate()[0].splitlines() if line.strip()]
        assert writer.returncode == -9, "the writer ended before it was killed"
        with open_store(path) as store:
            found = batches(store)
        assert found >= len(said), "a batch that was committed is lost"
        assert found >= done
        done = found
        copy = path.with_name("read.duckdb")
        if copy.exists():
            assert run_query(copy, "SELECT count(*) % 7 FROM capture").rows == ((0,),)
    assert 0 < done < END
    with open_store(path) as store:
        for number in range(END):  # run again from the start, as a person would
            save_batch(store, number)
        assert without_times(contents(store)) == undisturbed
        store.publish_read_copy(path.with_name("read.duckdb"))
    assert not [file.name for file in path.parent.iterdir() if file.suffix in {".wal", ".new"}]


@pytest.mark.parametrize("limit", [2_000_000, 5_000_000, 9_000_000])
def test_a_full_disk_stops_a_run_and_harms_nothing(path: Path, limit: int) -> None:
    with open_store(path):
        pass
    *said, message = start("full", path, limit).communicate()[0].splitlines()
    assert message.startswith(f"full: {path}: no room to write.")
    assert "free some space" in message
    with open_store(path) as store:
        found = batches(store)
        assert found in {len(said), len(said) + 1}  # the last may be written and yet not be said
        save_batch(store, found, 100_000)
        assert batches(store) == found + 1


def test_a_copy_that_cannot_be_written_leaves_the_former(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "read.duckdb"
    store.publish_read_copy(copy)
    save_captures(store, [CaptureRow(Capture("file:///x", b"x", NOW), "unreadable")])
    (tmp_path / ".read.duckdb.new").mkdir()  # in the way
    with pytest.raises(WarehouseError, match="read copy could not be written"):
        store.publish_read_copy(copy)
    assert run_query(copy, "SELECT count(*) FROM capture").rows == ((0,),)
    (tmp_path / ".read.duckdb.new").rmdir()
    assert store.publish_read_copy(copy)
    assert run_query(copy, "SELECT count(*) FROM capture").rows == ((1,),)
