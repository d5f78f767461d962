"""Problems: what went wrong and stopped nothing else, and what a person can do about it."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parsers.records import Problem
from warehouse.bulk import AMONG, as_json, count, row_source, utc
from warehouse.store import Reader, Store, connection_of


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem that has not been resolved, and how often it was seen (instants in UTC)."""

    problem: Problem
    first_seen_at: datetime
    last_seen_at: datetime
    times_seen: int


def save_problems(store: Store, problems: Sequence[Problem], seen_at: datetime) -> int:
    """Save problems as seen at ``seen_at``; return how many distinct ones were given.

    A problem seen before counts once more and is open again, with its latest message; saving it
    again for the same ``seen_at`` changes nothing.
    """
    rows = {
        problem.issue_id: {
            "issue_id": problem.issue_id,
            "stage": problem.stage,
            "code": problem.code,
            "subject": problem.subject,
            "message": problem.message,
            "cure": problem.cure,
            "severity": problem.severity,
            "capture_id": problem.capture_id,
            "last_seen_at": seen_at,
        }
        for problem in problems
    }
    if not rows:
        return 0
    with store.atomic():
        columns = list(next(iter(rows.values())))
        source = row_source(store.connection, "issues", columns)
        store.connection.execute(
            f"""
            MERGE INTO issues USING {source} AS new ON issues.issue_id = new.issue_id
            WHEN MATCHED THEN UPDATE SET
                message = new.message, cure = new.cure, severity = new.severity,
                times_seen = issues.times_seen
                    + CASE WHEN issues.last_seen_at = new.last_seen_at THEN 0 ELSE 1 END,
                first_seen_at = least(issues.first_seen_at, new.last_seen_at),
                last_seen_at = greatest(issues.last_seen_at, new.last_seen_at),
                resolved_at = NULL
            WHEN NOT MATCHED THEN INSERT ({", ".join(columns)}, first_seen_at, times_seen)
                VALUES ({", ".join("new." + name for name in columns)}, new.last_seen_at, 1)
            """,
            [as_json(list(rows.values()))],
        )
    return len(rows)


def resolve_problems(
    store: Store, subjects: Sequence[str], stages: Sequence[str], resolved_at: datetime
) -> int:
    """Close the open problems that these stages had with these subjects; return how many.

    For subjects that have just gone well. Call it before ``save_problems`` of the same batch, which
    opens again what is still the case.
    """
    if not subjects or not stages:
        return 0
    with store.atomic():
        store.connection.execute(
            "UPDATE issues SET resolved_at = ? WHERE resolved_at IS NULL"
            f" AND subject IN {AMONG}"
            f" AND stage IN {AMONG}",
            [resolved_at, as_json(list(subjects)), as_json(list(stages))],
        )
        return count(store.connection)


def open_problems(reader: Reader, limit: int | None = None) -> list[OpenProblem]:
    """Return the open problems: errors before warnings, those seen last first."""
    rows = connection_of(reader).execute(
        "SELECT stage, code, subject, message, cure, severity, capture_id, first_seen_at,"
        " last_seen_at, times_seen FROM issues WHERE resolved_at IS NULL"
        " ORDER BY severity <> 'error', last_seen_at DESC, subject, issue_id"
        " LIMIT coalesce(CAST(? AS BIGINT), 9223372036854775807)",
        [limit],
    )
    return [
        OpenProblem(Problem(*row[:7]), utc(row[7]), utc(row[8]), row[9]) for row in rows.fetchall()
    ]
