"""How the warehouse is: facts for `parley doctor`, and what does not fit together in it."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from parsers.records import Problem
from warehouse.bulk import utc
from warehouse.migrate import migrations, schema_version
from warehouse.runs import Run, last_runs
from warehouse.store import Reader, connection_of

# A run that takes longer than this has died: the longest backfill is cut into shorter batches.
RUN_LIMIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Health:
    """Facts about a warehouse or its read copy; instants in UTC."""

    schema_version: int
    newest_version: int  # the newest that this Parley knows
    size_bytes: int  # of the file
    rows: dict[str, int]  # table -> number of rows
    last_run: Run | None
    pending: int  # deliveries
    oldest_pending_at: datetime | None
    given_up: int  # deliveries
    open_problems: int
    findings: tuple[Problem, ...]  # what does not fit together; empty in a sound warehouse


def health(reader: Reader, now: datetime) -> Health:
    """Look the warehouse over; ``now`` (UTC) tells runs that died from those that run."""
    connection = connection_of(reader)
    pending, oldest, given_up = connection.execute(
        "SELECT count(*) FILTER (state = 'pending'), min(created_at) FILTER (state = 'pending'),"
        " count(*) FILTER (state = 'given_up') FROM delivery"
    ).fetchall()[0]
    return Health(
        schema_version=schema_version(connection),
        newest_version=max(migration.version for migration in migrations()),
        size_bytes=_size(connection),
        rows={table: _number(connection, f"SELECT count(*) FROM {table}") for table in KEYS},
        last_run=next(iter(last_runs(reader, 1)), None),
        pending=pending,
        oldest_pending_at=utc(oldest) if oldest else None,
        given_up=given_up,
        open_problems=_number(connection, "SELECT count(*) FROM problems"),
        findings=_findings(connection, now),
    )


# What makes a row of each table the only one of its kind: nothing in the database enforces it.
KEYS = {
    "capture": "capture_id",
    "capture_body": "sha256",
    "article": "version_id",
    "announcement": "announcement_id",
    "party": "announcement_id, position",
    "thread_event": "announcement_id",
    "alert": "alert_id",
    "delivery": "delivery_id",
    "issues": "issue_id",
    "endpoint": "endpoint_id",
    "host": "host",
    "link": "link_id",
    "run": "run_id",
    "schema_version": "version",
}

# (table, the column that points, the table it points to)
LINKS = (
    ("capture", "version_id", "article"),
    ("capture", "sha256", "capture_body"),
    ("article", "version_id", "capture"),
    ("announcement", "version_id", "article"),
    ("announcement", "announcement_id", "thread_event"),
    ("party", "announcement_id", "announcement"),
    ("thread_event", "announcement_id", "announcement"),
    ("alert", "announcement_id", "announcement"),
    ("delivery", "alert_id", "alert"),
)


def _findings(connection: duckdb.DuckDBPyConnection, now: datetime) -> tuple[Problem, ...]:
    found = []
    for table, key in KEYS.items():
        doubles = _number(
            connection,
            f"SELECT count(*) FROM (SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1)",
        )
        if doubles:
            found.append(_finding("duplicate", table, f"{doubles} keys stand in {table} twice."))
    for table, column, target in LINKS:
        # a body is in the table or in the web archive; a replay leaves readings without a capture
        kept = {"capture_body": "t.archive_file IS NULL AND "}.get(target, "")
        kept += "t.superseded_by IS NULL AND " if (table, target) == ("article", "capture") else ""
        loose = _number(
            connection,
            f"SELECT count(*) FROM {table} AS t WHERE {kept}t.{column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {target} AS o WHERE o.{column} = t.{column})",
        )
        if loose:
            found.append(_finding("loose", table, f"{loose} rows of {table} have no {target}."))
    dead = _number(
        connection,
        "SELECT count(*) FROM run WHERE state = 'running' AND started_at < ?",
        now - RUN_LIMIT,
    )
    if dead:
        message = f"{dead} runs were started more than {RUN_LIMIT} ago and never ended."
        cure = "nothing is lost: what they had not committed, the next run does"
        found.append(Problem("load", "dead_run", "run", message, cure, "warning"))
    return tuple(found)


def _finding(code: str, table: str, message: str) -> Problem:
    cure = "please report it; until then restore a backup, or ingest into a new warehouse"
    return Problem("load", code, table, message, cure)


def _number(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> int:
    row = connection.execute(sql, list(parameters)).fetchone()
    return int(row[0]) if row else 0


def _size(connection: duckdb.DuckDBPyConnection) -> int:
    ((path,),) = connection.execute(
        "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchall()
    return Path(path).stat().st_size
