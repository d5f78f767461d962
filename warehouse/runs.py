"""Runs: when something wrote to the warehouse, and what it did."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from datetime import datetime

from parsers.keys import digest
from warehouse.bulk import insert_missing, utc
from warehouse.store import Reader, Store, connection_of


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run did, in numbers."""

    documents: int = 0
    new_articles: int = 0
    known: int = 0
    announcements: int = 0
    alerts: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One run; ``kind`` is ingest or deliver, ``state`` running, completed or failed. UTC."""

    run_id: str
    name: str
    kind: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    counts: RunCounts


_COUNTS = ", ".join(field.name for field in fields(RunCounts))


def start_run(store: Store, name: str, kind: str, started_at: datetime) -> str:
    """Record that a run started; return its run_id, which follows from the arguments."""
    run_id = digest("run", name, kind, started_at.isoformat())
    row = {
        "run_id": run_id,
        "name": name,
        "kind": kind,
        "started_at": started_at,
        "ended_at": None,
        "state": "running",
        **dict.fromkeys(_COUNTS.split(", "), 0),
    }
    with store.atomic():
        insert_missing(store.connection, "run", ("run_id",), [row])
    return run_id


def finish_run(
    store: Store, run_id: str, ended_at: datetime, counts: RunCounts, *, state: str = "completed"
) -> None:
    """Record how a run ended: ``completed`` or ``failed``, and what it did."""
    assignments = ", ".join(f"{name} = ?" for name in _COUNTS.split(", "))
    with store.atomic():
        store.connection.execute(
            f"UPDATE run SET ended_at = ?, state = ?, {assignments} WHERE run_id = ?",
            [ended_at, state, *astuple(counts), run_id],
        )


def last_runs(reader: Reader, limit: int = 10) -> list[Run]:
    """Return the latest runs, the latest first."""
    rows = connection_of(reader).execute(
        f"SELECT run_id, name, kind, started_at, ended_at, state, {_COUNTS} FROM run"
        " ORDER BY started_at DESC, run_id LIMIT ?",
        [limit],
    )
    return [
        Run(
            run_id=row[0],
            name=row[1],
            kind=row[2],
            started_at=utc(row[3]),
            ended_at=utc(row[4]) if row[4] else None,
            state=row[5],
            counts=RunCounts(*row[6:]),
        )
        for row in rows.fetchall()
    ]
