"""What can go wrong with the warehouse, in words a person can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


class WarehouseError(Exception):
    """Something the warehouse cannot do. ``cure`` says what a person can do about it."""

    def __init__(self, message: str, *, cure: str) -> None:
        super().__init__(message)
        self.cure = cure


class WarehouseLocked(WarehouseError):  # noqa: N818  named by what is the case, as callers read it
    """Somebody else has the warehouse open."""


class WarehouseHeld(WarehouseLocked):
    """A program that knows nothing of Parley's lock has the warehouse open."""


class WarehouseTooNew(WarehouseError):  # noqa: N818
    """The warehouse was written by a newer Parley or DuckDB."""


class WarehouseDamaged(WarehouseError):  # noqa: N818
    """The file is not a warehouse, or no longer a sound one."""


class DiskFull(WarehouseError):  # noqa: N818
    """The disk, a quota or a size limit stopped a write; what was committed before is safe."""


# What DuckDB 1.5 and the operating system say, in lower case.
_FULL = ("no space left", "file too large", "quota exceeded", "could not write all bytes")
_LOCKED = ("could not set lock", "conflicting lock", "different configuration", "already attached")
_NEWER = ("trying to read a database file with version number", "newer version of duckdb")
_DAMAGED = (
    "not a valid duckdb database file",
    "checksum",
    "corrupt",
    "could not read enough bytes",
    "could not read all bytes",
    "failure while replaying wal",
)


def _says(message: str, words: tuple[str, ...]) -> bool:
    return any(word in message for word in words)


def plain(error: duckdb.Error, path: Path) -> WarehouseError | None:
    """Return the error in plain words, or None where it is no matter of file, disk or memory."""
    detail = " ".join(str(error).split())
    said = detail.lower()
    known: WarehouseError | None = None
    if _says(said, _FULL):
        known = DiskFull(
            f"{path}: no room to write. What was committed before is safe; what was being written "
            "may be missing.",
            cure="free some space (or raise the size limit) and run the same command again: it "
            "continues where it stopped",
        )
    elif _says(said, _LOCKED):
        holder = re.search(r"PID (\d+)", detail)
        by = f" by process {holder.group(1)}" if holder else ""
        known = WarehouseHeld(
            f"{path}: held open{by}, outside Parley's own lock.",
            cure="close the program that has this file open; to look at the data, open the read "
            "copy instead, which never blocks a run",
        )
    elif _says(said, _NEWER):
        known = WarehouseTooNew(
            f"{path}: written by another DuckDB than {duckdb.__version__}. {detail}",
            cure="use the Parley that wrote it, or a later one",
        )
    elif _says(said, _DAMAGED):
        known = WarehouseDamaged(
            f"{path}: not a sound DuckDB file. {detail}",
            cure="move it away and restore a backup, or start with a new one and ingest again; "
            "the read copy beside it may still be whole",
        )
    elif isinstance(error, duckdb.OutOfMemoryException):
        known = WarehouseError(
            f"{path}: not enough memory. {detail}", cure="ingest smaller batches, or add memory"
        )
    elif isinstance(error, duckdb.FatalException | duckdb.InternalException):
        known = WarehouseError(
            f"{path}: DuckDB failed. {detail}",
            cure="run the same command again; if it fails again, report it with this message",
        )
    elif isinstance(error, duckdb.IOException):
        known = WarehouseError(
            f"{path}: DuckDB cannot read or write it. {detail}",
            cure="check that the disk is there, has room and may be written by this user",
        )
    return known


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors of file, disk and memory into ``WarehouseError``; leave the others."""
    try:
        yield
    except duckdb.Error as error:
        translated = plain(error, path)
        if translated is None:
            raise
        raise translated from error
