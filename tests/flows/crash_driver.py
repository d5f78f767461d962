"""Ingests in children that are killed at chosen moments, and again until done.

``python -m tests.flows.crash_driver FOLDER POINTS`` prints a line of JSON for the run that nobody
kills, and then one for each killed run. A process of its own, because it forks: everything is
imported and warm once, and no DuckDB is open in the parent.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from flows.batch import read_documents
from flows.deliver import Means
from flows.files import Sidecars, read_items
from flows.ingest import Onlooker, Request, run_ingest, watched_by
from flows.settings import Ingest
from tests.flows.conftest import make_settings
from warehouse.query import run_query

# What touches the disk or the database; a kill comes just before one of these.
MOMENTS = {"execute", "executemany", "begin", "commit", "close", "fsync", "write", "flush"}
MOMENTS |= {
    "rename",
    "replace",
    "unlink",
    "ftruncate",
    "open",
    "mkdir",
    "connect",
    "utime",
    "chmod",
}

TABLES = {
    "capture": "capture_id, outcome, version_id",
    "article": "version_id",
    "announcement": "announcement_id",
    "thread_event": "announcement_id, thread_id, change, reason",
    "alert": "alert_id",
    "delivery": "delivery_id, channel, state",
    "issues": "issue_id",
}


def ingest(folder: Path, documents: Path) -> None:
    """Ingest and deliver; what the terminal gets is appended to a file."""
    with (folder / "terminal.txt").open("a", encoding="utf-8") as terminal:
        means = Means(terminal=terminal, sleep=lambda _: None)
        with watched_by(Onlooker(means=means)):
            run_ingest(Request((documents,)), make_settings(folder))


def state(folder: Path) -> dict[str, Any]:
    """Return all that a person could tell, without times."""
    settings = make_settings(folder)
    found: dict[str, Any] = {
        table: [list(row) for row in run_query(settings.read_copy_path, sql).rows]
        for table, columns in TABLES.items()
        for sql in [f"SELECT {columns} FROM {table} ORDER BY ALL"]
    }
    lines = (settings.data / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    found["file"] = sorted(json.loads(line)["key"] for line in lines)
    text = (folder / "terminal.txt").read_text(encoding="utf-8")
    found["terminal"] = sorted(
        line.split()[1] for line in text.splitlines() if line.startswith("  key ")
    )
    return found


class Killer:
    """Counts the moments, and kills its own process before the chosen one."""

    def __init__(self, point: int | None) -> None:
        self.point = point
        self.count = 0

    def __call__(self, _frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call" and getattr(argument, "__name__", "") in MOMENTS:
            if self.count == self.point:
                os.kill(os.getpid(), signal.SIGKILL)
            self.count += 1


def in_child(work: Callable[[], object]) -> tuple[int, object]:
    """Do the work in a forked child; return its wait status and what it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, json.dumps(work()).encode())
        except BaseException as error:  # noqa: BLE001  a child must never run its parent's code
            os.write(2, repr(error).encode())
            os._exit(1)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    return status, json.loads(answer) if answer else None


def run(folder: Path, documents: Path, point: int | None) -> dict[str, Any]:
    """Run once, killed at ``point``; then again, unharmed; return what there is in the end."""
    folder.mkdir()

    def harmed() -> int:
        killer = Killer(point)
        sys.setprofile(killer)
        try:
            ingest(folder, documents)
        finally:
            sys.setprofile(None)
        return killer.count

    status, moments = in_child(harmed)
    if point is not None:
        again, _ = in_child(lambda: ingest(folder, documents))
        assert again == 0, "the second run failed"
    _, found = in_child(lambda: state(folder))
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"point": point, "killed": killed, "moments": moments, "state": found}


def tell(result: dict[str, Any]) -> None:
    """Print a line of JSON."""
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run all points, evenly spread over the run."""
    folder, points = Path(sys.argv[1]), int(sys.argv[2])
    documents = folder / "in"
    files = sorted(documents.glob("*.txt"))
    read_documents(read_items(files, Sidecars(), 10_000_000)[0], Ingest())  # warm

    reference = run(folder / "reference", documents, None)
    tell(reference)
    moments = reference["moments"]
    step = max(moments / points, 1)
    for number in range(min(points, moments)):
        tell(run(folder / f"{number}", documents, int(number * step)))


if __name__ == "__main__":
    main()
