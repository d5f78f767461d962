"""The writer's lock: one process at a time writes to a warehouse."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import WarehouseError, WarehouseLocked


def lock_path(path: Path) -> Path:
    """Return the lock file of the warehouse at ``path``. It stays; only the lock on it counts."""
    return path.with_name(path.name + ".lock")


@contextmanager
def writer_lock(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the writer's lock of the warehouse at ``path``; wait for it ``wait_seconds`` at most.

    The operating system gives the lock back when its holder dies, however it dies. Raises
    ``WarehouseLocked``, naming the holder where it is known.
    """
    file = lock_path(path)
    # No fallback to a lock that is only a file: it would outlive a killed process.
    lock = FileLock(file, fallback_to_soft=False)
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.05)
    except Timeout:
        raise WarehouseLocked(
            f"{path}: {_holder(file)} is writing to it; waited {wait_seconds:g} s.",
            cure="wait until that run has ended, or end it, and run the same command again",
        ) from None
    except OSError as error:
        raise WarehouseError(
            f"{file}: cannot be locked: {error.strerror}.",
            cure="choose a folder on a local disk that this user may write to",
        ) from error
    try:
        _sign(file, f"process {os.getpid()} (since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC)")
        yield
    finally:
        _sign(file, "")
        lock.release()


def _sign(file: Path, text: str) -> None:
    # Only for the message to those who wait: a full disk must not stop a run here.
    with suppress(OSError):
        file.write_text(text, encoding="utf-8")


def _holder(file: Path) -> str:
    with suppress(OSError):
        if text := file.read_text(encoding="utf-8").strip():
            return text
    return "another process"
