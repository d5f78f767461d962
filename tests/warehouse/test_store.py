"""Opening, locking, migrating; transactions."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import duckdb
import pytest

from parsers.records import Capture
from tests.warehouse.examples import NOW
from tests.warehouse.test_crash import start
from warehouse.articles import CaptureRow, known_captures, save_captures
from warehouse.lock import lock_path
from warehouse.migrate import Migration, migrate, migrations, schema_version
from warehouse.store import (
    Store,
    WarehouseDamaged,
    WarehouseError,
    WarehouseLocked,
    WarehouseTooNew,
    open_store,
)

CAPTURE = Capture("file:///a", b"body", NOW)
ROW = CaptureRow(CAPTURE, "unreadable")


def open_once(path: Path, wait_seconds: float = 30) -> None:
    with open_store(path, wait_seconds=wait_seconds):
        pass


def count(store: Store) -> int:
    return len(known_captures(store, [CAPTURE.capture_id]))


def test_a_new_warehouse_is_whole_and_in_its_own_folder(tmp_path: Path) -> None:
    path = tmp_path / "a new folder" / "it's news.duckdb"
    with open_store(path) as store:
        assert schema_version(store.connection) == migrations()[-1].version
    assert {file.name for file in path.parent.iterdir()} == {path.name, lock_path(path).name}


def test_opening_changes_nothing(path: Path) -> None:
    open_once(path)
    before = path.stat()
    with open_store(path) as store:
        store.connection.execute("SELECT * FROM alerts").fetchall()
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_time_is_utc_and_nothing_is_fetched(store: Store) -> None:
    settings = dict(
        store.connection.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name IN ('TimeZone',"
            " 'autoinstall_known_extensions', 'autoload_known_extensions', 'temp_directory')"
        ).fetchall()
    )
    assert settings["TimeZone"] == "UTC"
    assert settings["autoinstall_known_extensions"] == "false"
    assert settings["autoload_known_extensions"] == "false"
    assert settings["temp_directory"] == f"{store.path}.tmp"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_rolls_back(store: Store, error: type[BaseException]) -> None:
    def fail() -> None:
        with store.transaction():
            save_captures(store, [ROW])
            raise error

    with pytest.raises(error):
        fail()
    assert count(store) == 0
    with store.transaction():
        save_captures(store, [ROW])
    assert count(store) == 1


def test_a_failed_statement_rolls_back_what_was_before_it(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            save_captures(store, [ROW])
            store.connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(duckdb.CatalogException):
        fail()
    assert count(store) == 0


def test_transactions_do_not_nest(store: Store) -> None:
    with store.transaction():
        save_captures(store, [ROW])
        with pytest.raises(RuntimeError, match="open already"), store.transaction():
            pass
        with pytest.raises(RuntimeError, match="a transaction is open"):
            store.publish_read_copy(store.path.with_name("read.duckdb"))
    assert count(store) == 1


def test_a_write_of_several_statements_outside_a_transaction_is_whole_too(store: Store) -> None:
    store.connection.execute("DROP TABLE capture")  # the second table that it writes to
    with pytest.raises(duckdb.CatalogException):
        save_captures(store, [ROW])
    assert store.connection.execute("SELECT count(*) FROM capture_body").fetchall() == [(0,)]


def test_a_second_writer_waits_its_time_and_names_the_first(path: Path) -> None:
    first = start("hold", path, 60)
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    began = time.monotonic()
    with pytest.raises(WarehouseLocked, match=rf"process {first.pid} .*waited 0.4 s") as caught:
        open_once(path, wait_seconds=0.4)
    assert 0.3 < time.monotonic() - began < 5
    assert "run the same command again" in caught.value.cure
    first.kill()  # the lock of a dead process is no lock
    first.communicate()
    open_once(path, wait_seconds=5)


def test_a_second_writer_gets_its_turn(path: Path) -> None:
    first = start("hold", path, 1)
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    with open_store(path, wait_seconds=20) as store:
        save_captures(store, [ROW])
        assert count(store) == 1
    first.communicate()
    assert not lock_path(path).read_text(), "it still names a process that has ended"


def test_a_program_that_does_not_know_our_lock(path: Path) -> None:
    open_once(path)
    stranger = duckdb.connect(str(path))
    with pytest.raises(WarehouseLocked, match="held open") as caught:
        open_once(path, wait_seconds=0.2)
    assert "read copy" in caught.value.cure
    stranger.close()
    open_once(path)


def test_a_stranger_is_waited_for_too(path: Path) -> None:
    open_once(path)
    stranger = duckdb.connect(str(path))
    leaves = threading.Timer(0.4, stranger.close)
    leaves.start()
    open_once(path, wait_seconds=20)
    assert not leaves.is_alive()


def test_another_process_that_does_not_know_our_lock_is_named(path: Path) -> None:
    open_once(path)
    stranger = start("read", path)
    assert stranger.stdin is not None
    assert stranger.stdout is not None
    stranger.stdin.write("\n")
    stranger.stdin.flush()
    assert stranger.stdout.readline() == "0\n"
    with pytest.raises(WarehouseLocked, match=f"by process {stranger.pid}"):
        open_once(path, wait_seconds=0.2)
    stranger.communicate()


def test_a_newer_schema_is_refused_with_both_versions(path: Path) -> None:
    with open_store(path) as store:
        store.connection.execute("INSERT INTO schema_version VALUES (9999, 'x', now(), '')")
    newest = migrations()[-1].version
    with pytest.raises(WarehouseTooNew, match=rf"9999.* {newest}") as caught:
        open_once(path)
    assert "update Parley" in caught.value.cure


def test_a_migration_that_was_changed_after_it_was_applied_is_refused(path: Path) -> None:
    with open_store(path) as store:
        store.connection.execute("UPDATE schema_version SET sha256 = 'x' WHERE version = 1")
    with pytest.raises(WarehouseError, match="0001_first_tables"):
        open_once(path)


def test_a_migration_that_fails_leaves_nothing_of_it(store: Store) -> None:
    bad = Migration(9, "0009_bad.sql", "CREATE TABLE half (a INTEGER); CREATE TABLE alert (b INT);")
    with pytest.raises(duckdb.Error, match="alert"):
        migrate(store.connection, (*migrations(), bad))
    assert schema_version(store.connection) == migrations()[-1].version
    good = Migration(9, "0009_good.sql", "CREATE TABLE half (a INTEGER);")
    migrate(store.connection, (*migrations(), good))
    migrate(store.connection, (*migrations(), good))
    assert schema_version(store.connection) == 9


def test_views_are_made_anew_when_their_text_has_changed(path: Path) -> None:
    with open_store(path) as store:
        store.connection.execute("CREATE OR REPLACE VIEW alerts AS SELECT 1 AS old")
        store.connection.execute("UPDATE schema_version SET sha256 = 'former' WHERE version = 0")
    with open_store(path) as store:
        assert "evidence" in [
            row[0] for row in store.connection.execute("DESCRIBE alerts").fetchall()
        ]


def test_somebody_elses_database_is_left_alone(path: Path) -> None:
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE sales (a INTEGER)")
    with pytest.raises(WarehouseDamaged, match="no Parley warehouse: it holds sales"):
        open_once(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("SHOW TABLES").fetchall() == [("sales",)]


@pytest.mark.parametrize("damage", ["garbage", "truncated", "flipped"])
def test_a_damaged_file_is_named_and_not_touched(path: Path, damage: str) -> None:
    with open_store(path) as store:
        save_captures(store, [ROW])
    body = bytearray(path.read_bytes())
    if damage == "garbage":
        body = bytearray(b"<html>" * 5_000)
    elif damage == "truncated":
        del body[len(body) // 2 :]
    else:
        body[12_288 + 100] ^= 0xFF  # in the first block
    path.write_bytes(body)
    with pytest.raises(WarehouseDamaged, match=path.name) as caught, open_store(path) as store:
        count(store)
    assert "restore a backup" in caught.value.cure
    assert path.read_bytes() == bytes(body)


def test_an_empty_file_and_a_half_made_one_are_no_obstacle(path: Path) -> None:
    path.touch()
    path.with_name(path.name + ".new").write_bytes(b"half")
    with open_store(path) as store:
        assert count(store) == 0


def test_a_log_without_its_warehouse_is_not_thrown_away(path: Path) -> None:
    wal = path.with_name(path.name + ".wal")
    wal.write_bytes(b"committed things")
    with pytest.raises(WarehouseDamaged, match="log of a warehouse that is not there"):
        open_once(path)
    assert wal.read_bytes() == b"committed things"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="cannot be made"):
        open_once(tmp_path / "file" / "news.duckdb")


def test_a_warehouse_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "news.duckdb").mkdir()
    (tmp_path / "news.duckdb" / "x").touch()
    with pytest.raises(WarehouseError, match="cannot read or write"):
        open_once(tmp_path / "news.duckdb")
    assert (tmp_path / "news.duckdb" / "x").exists()
