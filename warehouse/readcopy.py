"""The read copy: the file that people, notebooks and BI tools open, and no run ever waits for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseDamaged, WarehouseError, plain_errors


def publish_read_copy(store_path: Path, copy_path: Path) -> bool:
    """Copy a closed warehouse to ``copy_path`` by atomic rename; False if nothing had changed.

    To be called by the holder of the writer's lock, with the file checkpointed and closed (that is
    what ``Store.publish_read_copy`` does). Whoever has the former copy open keeps reading it,
    whole; whoever opens the path next gets the new one. The copy bears the modification time of the
    file it was made of: that tells whether anything changed. Raises ``WarehouseError``.
    """
    try:
        made_of = store_path.stat()
        if copy_path.exists():
            copy = copy_path.stat()
            if (copy.st_mtime_ns, copy.st_size) == (made_of.st_mtime_ns, made_of.st_size):
                return False
        copy_path.parent.mkdir(parents=True, exist_ok=True)
        _replace_by_copy(store_path, copy_path)
    except OSError as error:
        raise WarehouseError(
            f"{copy_path}: the read copy could not be written: {error.strerror}.",
            cure="free some space or choose another folder; the former copy is still in place, and "
            "the next run tries again",
        ) from error
    return True


def _replace_by_copy(store_path: Path, copy_path: Path) -> None:
    made_of = store_path.stat()
    temporary = copy_path.with_name(f".{copy_path.name}.new")
    try:
        with store_path.open("rb") as source, temporary.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
        # Not to be written to: a client that opens it for writing would leave a log beside it,
        # which DuckDB would take for the log of the next copy.
        temporary.chmod(0o444)
        os.utime(temporary, ns=(made_of.st_atime_ns, made_of.st_mtime_ns))
        copy_path.with_name(copy_path.name + ".wal").unlink(missing_ok=True)
        temporary.replace(copy_path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(copy_path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_read_copy(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the read copy: read-only, time zone UTC, no other file and no network within reach.

    Close it when done. Raises ``WarehouseError`` where there is no copy yet or it cannot be read.
    """
    if not path.exists():
        raise WarehouseError(
            f"{path}: there is no read copy yet.", cure="run `parley ingest …` first"
        )
    try:
        with plain_errors(path):
            return _attach(path)
    except WarehouseDamaged as error:
        raise WarehouseDamaged(
            str(error), cure="delete this copy; the next `parley ingest …` makes it anew"
        ) from error


def _attach(path: Path) -> duckdb.DuckDBPyConnection:
    # Attached to an instance of its own: duckdb.connect(path) would hand a process that still has
    # the former copy open at this path that former one again.
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        connection.execute(f"ATTACH '{_quoted(path)}' AS parley (READ_ONLY)")
        connection.execute("USE parley")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
