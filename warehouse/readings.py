"""Reading captures again: which there are, and putting one reading in the place of another."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parsers.records import ArchivePlace
from warehouse.articles import ArticleRow, save_articles
from warehouse.bulk import AMONG, as_json, count, utc
from warehouse.errors import WarehouseError
from warehouse.store import Reader, Store, connection_of


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A capture without its bytes, and the article version read in it (None: unreadable)."""

    capture_id: str
    uri: str
    media_type: str
    captured_at: datetime  # UTC
    source: str
    version_id: str | None
    archived: ArchivePlace | None


def stored_captures(
    reader: Reader, *, since: datetime | None = None, source: str | None = None
) -> list[StoredCapture]:
    """Return the captures taken since an instant (UTC), of one source of the watch list or all."""
    rows = connection_of(reader).execute(
        "SELECT capture_id, uri, media_type, captured_at, coalesce(source, ''), version_id,"
        " archive_file, archive_offset, archive_length FROM capture"
        " WHERE ($since IS NULL OR captured_at >= $since)"
        " AND ($source IS NULL OR source = $source) ORDER BY captured_at, capture_id",
        {"since": since, "source": source},
    )
    return [
        StoredCapture(
            capture_id=row[0],
            uri=row[1],
            media_type=row[2],
            captured_at=utc(row[3]),
            source=row[4],
            version_id=row[5],
            archived=ArchivePlace(*row[6:]) if row[6] else None,
        )
        for row in rows.fetchall()
    ]


def stored_body(reader: Reader, capture_id: str) -> bytes:
    """Return the bytes of a capture that is not in the web archive."""
    row = (
        connection_of(reader)
        .execute(
            "SELECT body FROM capture JOIN capture_body USING (sha256) WHERE capture_id = ?",
            [capture_id],
        )
        .fetchone()
    )
    if row is None:
        raise WarehouseError(
            f"the bytes of capture {capture_id} are not in the warehouse.",
            cure="restore a backup of the warehouse; `parley doctor` says what else is missing",
        )
    return bytes(row[0])


def correct_article(store: Store, row: ArticleRow) -> None:
    """Put other fields in the place of those of a version that is there (same title and text)."""
    version_id = row.article.version_id
    with store.atomic():
        known = store.connection.execute(
            "SELECT ingested_at FROM article WHERE version_id = ?", [version_id]
        ).fetchone()
        if known is not None:
            store.connection.execute("DELETE FROM article WHERE version_id = ?", [version_id])
            save_articles(store, [row], utc(known[0]))


def supersede(store: Store, capture_id: str, old: str, new: str) -> None:
    """Let a capture hold another version; the old one stays, for what was alerted of it."""
    with store.atomic():
        store.connection.execute(
            "UPDATE capture SET version_id = ? WHERE capture_id = ?", [new, capture_id]
        )
        store.connection.execute(
            "UPDATE article SET superseded_by = ? WHERE version_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM capture WHERE capture.version_id = article.version_id)",
            [new, old],
        )


def withdraw(store: Store, announcement_ids: Sequence[str]) -> int:
    """Take out announcements that are no longer found; return how many.

    One that raised an alert stays: somebody has been told of it.
    """
    if not announcement_ids:
        return 0
    gone = as_json(list(announcement_ids))
    silent = (
        f"announcement_id IN {AMONG} AND NOT EXISTS"
        " (SELECT 1 FROM alert WHERE alert.announcement_id = {table}.announcement_id)"
    )
    with store.atomic():
        for table in ("party", "thread_event", "announcement"):
            condition = silent.replace("{table}", table)
            store.connection.execute(f"DELETE FROM {table} WHERE {condition}", [gone])
        return count(store.connection)
