"""What is known of watched sites between runs: endpoints, hosts and links."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from parsers.watching import Endpoint, HostState, IndexKind, Link
from warehouse.bulk import AMONG, Row, as_json, insert_missing, row_source, utc
from warehouse.store import Reader, Store, connection_of

# States of a link
WAITING, FETCHED, GONE, REFUSED, GIVEN_UP = "waiting", "fetched", "gone", "refused", "given_up"


@dataclass(frozen=True, slots=True)
class WaitingLink:
    """An address that is to be fetched, with what its index said of it; instants in UTC."""

    link_id: str
    source: str
    url: str
    title: str
    published: date | datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What came of fetching a link; ``state`` is one of the five above."""

    link_id: str
    state: str
    attempts: int = 0
    fetched_at: datetime | None = None  # None: keeps what it was
    next_attempt_at: datetime | None = None
    error: str = ""


def read_endpoints(reader: Reader) -> dict[str, Endpoint]:
    """Return endpoint_id -> Endpoint for all that were ever polled."""
    rows = connection_of(reader).execute(
        "SELECT source, url, kind, etag, last_modified, body_sha256, polled_at, changed_at,"
        " next_poll_at, interval_seconds, failures, error FROM endpoint"
    )
    found = [
        Endpoint(row[0], row[1], IndexKind(row[2]), *row[3:6], *map(_utc, row[6:9]), *row[9:])
        for row in rows.fetchall()
    ]
    return {endpoint.endpoint_id: endpoint for endpoint in found}


def save_endpoints(store: Store, endpoints: Sequence[Endpoint]) -> None:
    """Save endpoints as they are now."""
    rows = [{"endpoint_id": each.endpoint_id, **asdict(each)} for each in endpoints]
    _replace(store, "endpoint", "endpoint_id", rows)


def read_hosts(reader: Reader) -> dict[str, HostState]:
    """Return host -> what is known of it."""
    rows = connection_of(reader).execute(
        "SELECT host, failures, paused_until, pause_reason, robots, robots_text,"
        " robots_fetched_at, asked_at FROM host"
    )
    return {
        row[0]: HostState(row[0], row[1], _utc(row[2]), *row[3:6], *map(_utc, row[6:]))
        for row in rows.fetchall()
    }


def save_hosts(store: Store, hosts: Sequence[HostState]) -> None:
    """Save hosts as they are now."""
    _replace(store, "host", "host", [asdict(each) for each in hosts])


def save_links(store: Store, source: str, links: Sequence[Link], seen_at: datetime) -> int:
    """Save the links an index lists; return how many are to be fetched because of it.

    A link not known before waits to be fetched. One that was fetched waits again where its index
    has since given it another title or says that it was updated after it was fetched.
    """
    rows = [_link_row(source, link, seen_at) for link in links]
    if not rows:
        return 0
    columns = ("link_id", "title", "updated_at")
    with store.atomic():
        source_sql = row_source(store.connection, "link", columns)
        updated = store.connection.execute(
            f"UPDATE link SET state = '{WAITING}', title = new.title,"
            f" updated_at = new.updated_at, attempts = 0, next_attempt_at = NULL"
            f" FROM (SELECT DISTINCT ON (link_id) * FROM {source_sql}) AS new"
            f" WHERE link.link_id = new.link_id AND link.state IN ('{FETCHED}', '{GONE}')"
            " AND ((new.title <> '' AND new.title <> link.title)"
            " OR (new.updated_at > link.fetched_at"
            " AND new.updated_at IS DISTINCT FROM link.updated_at))",
            [as_json([{name: row[name] for name in columns} for row in rows])],
        ).fetchone()
        new = insert_missing(store.connection, "link", ("link_id",), rows)
    return new + (int(updated[0]) if updated else 0)


def _link_row(source: str, link: Link, seen_at: datetime) -> Row:
    published = link.published
    return {
        "link_id": link.link_id,
        "source": source,
        "url": link.url,
        "title": link.title,
        "published_at": published.at,
        "published_date": published.day,
        "updated_at": link.updated_at,
        "first_seen_at": seen_at,
        "state": WAITING,
        "attempts": 0,
        "next_attempt_at": None,
        "fetched_at": None,
        "error": "",
    }


def waiting_links(
    reader: Reader, sources: Sequence[str], now: datetime, limit: int
) -> list[WaitingLink]:
    """Return the links to be fetched now, in the order of publication, at most ``limit``."""
    rows = connection_of(reader).execute(
        "SELECT link_id, source, url, title, published_at, published_date, attempts FROM link"
        f" WHERE state = '{WAITING}' AND source IN {AMONG}"
        " AND (next_attempt_at IS NULL OR next_attempt_at <= ?)"
        " ORDER BY attempts, coalesce(published_at, published_date, first_seen_at), link_id"
        " LIMIT ?",
        [as_json(list(sources)), now, limit],
    )
    return [
        WaitingLink(row[0], row[1], row[2], row[3], _utc(row[4]) or row[5], row[6])
        for row in rows.fetchall()
    ]


def save_outcomes(store: Store, outcomes: Sequence[LinkOutcome]) -> None:
    """Save what came of fetching links."""
    if not outcomes:
        return
    columns = ("link_id", "state", "attempts", "fetched_at", "next_attempt_at", "error")
    source = row_source(store.connection, "link", columns)
    with store.atomic():
        store.connection.execute(
            f"UPDATE link SET state = new.state, attempts = new.attempts, error = new.error,"
            " fetched_at = coalesce(new.fetched_at, link.fetched_at),"
            f" next_attempt_at = new.next_attempt_at FROM {source} AS new"
            " WHERE link.link_id = new.link_id",
            [as_json([asdict(outcome) for outcome in outcomes])],
        )


def _replace(store: Store, table: str, key: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    with store.atomic():
        store.connection.execute(
            f"DELETE FROM {table} WHERE {key} IN {AMONG}", [as_json([row[key] for row in rows])]
        )
        insert_missing(store.connection, table, (key,), rows)


def _utc(value: datetime | None) -> datetime | None:
    return utc(value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Quality:
    """What the articles are like that a source brought since an instant."""

    articles: int
    titled: float  # share with a title of their own
    dated: float  # share whose day of publication is known
    median_chars: int  # of the bodies


def source_quality(reader: Reader, source: str, since: datetime) -> Quality:
    """Look at the articles of the links of a source that were fetched since ``since`` (UTC)."""
    row = (
        connection_of(reader)
        .execute(
            "SELECT count(*), avg(CAST(title_basis IN ('page', 'feed') AS INTEGER)),"
            " avg(CAST(published_precision IN ('minute', 'day') AS INTEGER)),"
            " median(length(text)) FROM article JOIN link USING (url)"
            " WHERE link.source = ? AND link.fetched_at >= ?",
            [source, since],
        )
        .fetchone()
    )
    count, titled, dated, chars = row or (0, None, None, None)
    return Quality(count, titled or 0.0, dated or 0.0, int(chars or 0))
