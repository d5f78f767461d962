"""Thread events: what each announcement did to its thread. The threads themselves are a view."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from parsers.records import Change, Decision, Member
from warehouse.announcements import read_announcements
from warehouse.bulk import AMONG, as_json, insert_missing, utc
from warehouse.store import Reader, Store, connection_of


def members_between(store: Store, start: datetime, end: datetime) -> list[Member]:
    """Return all members of all threads with any event from ``start`` to ``end`` (inclusive).

    A thread comes whole, its older and later members too. In the order of publication.
    """
    rows = store.connection.execute(
        "SELECT announcement_id, thread_id, article_id, source, thread_event.as_of"
        " FROM thread_event JOIN announcement USING (announcement_id) JOIN article"
        " USING (version_id) WHERE thread_id IN"
        " (SELECT thread_id FROM thread_event WHERE as_of BETWEEN ? AND ?)"
        " ORDER BY thread_event.as_of, decided_at, version_id, span_start, trigger_start,"
        " announcement_id",
        [start, end],
    ).fetchall()
    announcements = read_announcements(store, [row[0] for row in rows])
    return [
        Member(
            announcement_id=announcement_id,
            thread_id=thread_id,
            article_id=article_id,
            source=source,
            as_of=utc(as_of),
            announcement=announcements[announcement_id],
        )
        for announcement_id, thread_id, article_id, source, as_of in rows
    ]


def save_decisions(store: Store, decisions: Sequence[Decision], decided_at: datetime) -> int:
    """Save decisions; return how many were new. What was decided once about one stays decided."""
    rows = [
        {
            "announcement_id": decision.announcement_id,
            "thread_id": decision.thread_id or None,
            "change": decision.change,
            "reason": decision.reason,
            "as_of": decision.as_of,
            "decided_at": decided_at,
        }
        for decision in decisions
    ]
    with store.atomic():
        return insert_missing(store.connection, "thread_event", ("announcement_id",), rows)


def read_decisions(reader: Reader, announcement_ids: Sequence[str]) -> dict[str, Decision]:
    """Return announcement_id -> Decision for those decided about."""
    rows = connection_of(reader).execute(
        "SELECT announcement_id, thread_id, change, reason, as_of FROM thread_event"
        f" WHERE announcement_id IN {AMONG}",
        [as_json(list(announcement_ids))],
    )
    return {
        announcement_id: Decision(
            announcement_id, thread_id or "", Change(change), reason, utc(as_of)
        )
        for announcement_id, thread_id, change, reason, as_of in rows.fetchall()
    }
