"""The warehouse file: open it as its one writer, migrate it, commit batches, close it.

with open_store(path) as store:
    with store.transaction():
        save_captures(store, …)
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeAlias

import duckdb

from warehouse.errors import (
    DiskFull,
    WarehouseDamaged,
    WarehouseError,
    WarehouseLocked,
    WarehouseTooNew,
    plain_errors,
)
from warehouse.lock import writer_lock
from warehouse.migrate import migrate
from warehouse.readcopy import publish_read_copy

__all__ = [
    "DiskFull",
    "Reader",
    "Store",
    "WarehouseDamaged",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseTooNew",
    "connection_of",
    "open_store",
]

# Files in the form of DuckDB 1.2 compress text and pages (zstd): a quarter of the default's size
# on web pages. Every client from DuckDB 1.2 on reads them.
STORAGE = "v1.2.0"


class Store:
    """An open warehouse. Made by ``open_store``; for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._in_transaction = False

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The DuckDB connection, time zone UTC. Do not keep it: publishing a copy renews it."""
        if self._connection is None:
            with plain_errors(self.path):
                self._connection = _connect(self.path)
        return self._connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is written in the block, or, on any exception, nothing of it.

        Transactions do not nest (RuntimeError). DuckDB's errors of file, disk and memory become
        ``WarehouseError``.
        """
        if self._in_transaction:
            raise RuntimeError("a transaction is open already")
        connection = self.connection
        with plain_errors(self.path):
            connection.begin()
            self._in_transaction = True
            try:
                yield
                connection.commit()
            except BaseException:
                with suppress(duckdb.Error):  # a commit that failed has rolled back by itself
                    connection.rollback()
                raise
            finally:
                self._in_transaction = False

    def atomic(self) -> AbstractContextManager[None]:
        """Return the open transaction as a context, or a new one: writes are never in halves."""
        return nullcontext() if self._in_transaction else self.transaction()

    def publish_read_copy(self, copy_path: Path) -> bool:
        """Publish what is committed as the read copy; say whether there was anything new.

        Closes DuckDB for the moment of copying: in one process, opening a file a second time to
        copy it would drop DuckDB's own lock on it.
        """
        if self._in_transaction:
            raise RuntimeError("a transaction is open: what would the copy show?")
        self.close()
        return publish_read_copy(self.path, copy_path)

    def close(self) -> None:
        """Write everything into the one file (checkpoint) and close it; the next use reopens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with plain_errors(self.path):
                try:
                    connection.execute("CHECKPOINT")
                finally:
                    connection.close()


Reader: TypeAlias = Store | duckdb.DuckDBPyConnection


def connection_of(reader: Reader) -> duckdb.DuckDBPyConnection:
    """Return the connection of a store, or the connection itself."""
    return reader.connection if isinstance(reader, Store) else reader


@contextmanager
def open_store(path: Path, *, wait_seconds: float = 30.0) -> Iterator[Store]:
    """Open the warehouse at ``path`` for writing, made and migrated as needed.

    Waits at most ``wait_seconds`` for another writer to end. Raises ``WarehouseLocked``,
    ``WarehouseTooNew``, ``WarehouseDamaged``, ``DiskFull`` or ``WarehouseError``, each with a cure.
    """
    deadline = time.monotonic() + wait_seconds
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            f"{path.parent}: cannot be made: {error.strerror}.",
            cure="choose a folder that this user may write to",
        ) from error
    with writer_lock(path, wait_seconds):
        _create(path)
        store = _open(path, deadline)
        try:
            with plain_errors(path):
                migrate(store.connection)
            yield store
        except BaseException:
            with suppress(WarehouseError, duckdb.Error):  # what went wrong first is what matters
                store.close()
            raise
        store.close()


def _create(path: Path) -> None:
    """Make the warehouse if there is none: whole and by one rename: no crash leaves half of it."""
    wal = path.with_name(path.name + ".wal")
    if path.exists() and path.stat().st_size > 0:
        return
    if wal.exists():
        raise WarehouseDamaged(
            f"{wal}: the log of a warehouse that is not there.",
            cure="put the warehouse file back beside it, or move the log away too",
        )
    new = path.with_name(path.name + ".new")
    new_wal = new.with_name(new.name + ".wal")
    for leftover in (new, new_wal):
        leftover.unlink(missing_ok=True)
    store = Store(new)
    try:
        with plain_errors(path):
            migrate(store.connection)
    finally:
        store.close()
    new.replace(path)


def _open(path: Path, deadline: float) -> Store:
    # A program that does not know our lock (an analyst's shell) may hold the file for a moment.
    while True:
        store = Store(path)
        try:
            store.connection  # noqa: B018  opening is what may fail
        except WarehouseLocked:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.1)
        else:
            return store


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(path),
        config={
            "autoinstall_known_extensions": "false",  # nothing is ever fetched behind our back
            "autoload_known_extensions": "false",
            "storage_compatibility_version": STORAGE,
            "temp_directory": f"{path}.tmp",
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    return connection
