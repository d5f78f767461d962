"""The read copy: readers and runs do not meet."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from parsers.records import Capture
from tests.warehouse.examples import NOW
from tests.warehouse.test_crash import start
from warehouse.articles import CaptureRow, save_captures
from warehouse.query import run_query
from warehouse.readcopy import open_read_copy
from warehouse.store import Store, WarehouseDamaged, WarehouseError

COUNT = "SELECT count(*) FROM capture"


@pytest.fixture
def copy(store: Store) -> Path:
    """Return the read copy of an empty warehouse."""
    path = store.path.with_name("read.duckdb")
    assert store.publish_read_copy(path)
    return path


def save_one(store: Store, name: str = "x") -> None:
    save_captures(store, [CaptureRow(Capture(name, b"x", NOW), "unreadable")])


def test_a_copy_is_published_only_when_something_changed(store: Store, copy: Path) -> None:
    assert not store.publish_read_copy(copy)
    store.connection.execute(COUNT).fetchall()
    assert not store.publish_read_copy(copy)
    save_one(store)
    assert store.publish_read_copy(copy)
    save_one(store)  # known already
    assert not store.publish_read_copy(copy)


def test_a_deleted_copy_is_made_anew(store: Store, copy: Path) -> None:
    copy.unlink()
    assert store.publish_read_copy(copy)
    assert run_query(copy, COUNT).rows == ((0,),)


def test_the_store_goes_on_after_publishing(store: Store, copy: Path) -> None:
    save_one(store)
    store.publish_read_copy(copy)
    save_one(store, "y")
    assert store.connection.execute(COUNT).fetchall() == [(2,)]
    assert store.connection.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]


def test_a_reader_in_another_process_keeps_what_it_has_open(store: Store, copy: Path) -> None:
    def ask() -> str:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write("count\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    reader = start("read", copy)
    assert ask() == "0"
    save_one(store)
    assert store.publish_read_copy(copy)
    assert ask() == "0"
    reader.communicate()
    reader = start("read", copy)
    assert ask() == "1"
    reader.communicate()


def test_a_reader_in_this_process_gets_the_new_copy_while_an_old_one_is_open(
    store: Store, copy: Path
) -> None:
    former = open_read_copy(copy)
    save_one(store)
    store.publish_read_copy(copy)
    new = open_read_copy(copy)
    assert former.execute(COUNT).fetchall() == [(0,)]
    assert new.execute(COUNT).fetchall() == [(1,)]
    former.close()
    new.close()


def test_a_log_that_a_client_left_beside_the_copy_is_not_replayed(
    store: Store, copy: Path, tmp_path: Path
) -> None:
    stray = tmp_path / "stray.duckdb"
    connection = duckdb.connect(str(stray))
    connection.execute("CREATE TABLE stray AS SELECT 1 AS a")
    log = stray.with_name(stray.name + ".wal").read_bytes()
    connection.close()
    copy.with_name(copy.name + ".wal").write_bytes(log)
    save_one(store)
    store.publish_read_copy(copy)
    tables = duckdb.connect(str(copy), read_only=True).execute("SHOW TABLES").fetchall()
    assert ("stray",) not in tables
    assert ("alerts",) in tables


def test_the_copy_is_not_writable(copy: Path) -> None:
    assert copy.stat().st_mode & 0o222 == 0


def test_no_copy_yet(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no read copy yet") as caught:
        open_read_copy(tmp_path / "read.duckdb")
    assert "parley ingest" in caught.value.cure


def test_a_damaged_copy_can_be_deleted(tmp_path: Path) -> None:
    (tmp_path / "read.duckdb").write_bytes(b"<html>" * 5_000)
    with pytest.raises(WarehouseDamaged) as caught:
        open_read_copy(tmp_path / "read.duckdb")
    assert "delete this copy" in caught.value.cure


def test_a_copy_with_a_quote_in_its_name(store: Store, tmp_path: Path) -> None:
    store.publish_read_copy(tmp_path / "it's.duckdb")
    assert run_query(tmp_path / "it's.duckdb", COUNT).rows == ((0,),)
