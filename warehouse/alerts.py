"""Alerts and their outbox: one delivery row for each channel, made together with the alert."""

# ruff: noqa: S608  SQL is put together from names in the code only; values are parameters
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from parsers.keys import digest
from parsers.records import Alert, Change, Notice
from warehouse.announcements import read_announcements
from warehouse.articles import PUBLISHED, read_published
from warehouse.bulk import AMONG, as_json, clean, insert_missing, utc
from warehouse.errors import WarehouseError
from warehouse.store import Store


def delivery_id(alert_id: str, channel: str) -> str:
    """Return the key of the delivery of an alert to a channel."""
    return digest("delivery", alert_id, channel)


def save_alerts(store: Store, alerts: Sequence[Alert], created_at: datetime) -> int:
    """Save alerts with a pending delivery for each of their channels; return how many were new.

    An alert that is known keeps its row, and its deliveries keep their states.
    """
    rows = [
        {
            "alert_id": alert.alert_id,
            "thread_id": alert.thread_id,
            "announcement_id": alert.announcement_id,
            "rule": alert.rule,
            "change": alert.change,
            "reason": alert.reason,
            "as_of": alert.as_of,
            "created_at": created_at,
        }
        for alert in alerts
    ]
    outbox = [
        {
            "delivery_id": delivery_id(alert.alert_id, channel),
            "alert_id": alert.alert_id,
            "channel": channel,
            "position": position,
            "state": "pending",
            "attempts": 0,
            "created_at": created_at,
        }
        for alert in alerts
        for position, channel in enumerate(alert.channels, start=1)
    ]
    with store.atomic():
        insert_missing(store.connection, "delivery", ("delivery_id",), outbox)
        return insert_missing(store.connection, "alert", ("alert_id",), rows)


def pending_notices(store: Store, channels: Sequence[str] | None = None) -> list[Notice]:
    """Return what is still to be delivered, oldest news first; to ``channels`` only, or to any.

    ``capture_uri`` is where the article version was captured first.
    """
    only = "" if channels is None else f"AND delivery.channel IN {AMONG}"
    rows = store.connection.execute(
        f"""
        SELECT delivery.delivery_id, delivery.channel, delivery.attempts, delivery.created_at,
               alert_id, thread_id, announcement_id, rule, change, reason, alert.as_of,
               (SELECT list(d.channel ORDER BY d.position) FROM delivery AS d
                WHERE d.alert_id = alert.alert_id) AS channels,
               title, title_basis = 'text' AS title_derived, source, url,
               (SELECT arg_min(uri, (captured_at, capture_id)) FROM capture
                WHERE capture.version_id = article.version_id) AS capture_uri,
               {PUBLISHED}
        FROM delivery JOIN alert USING (alert_id) JOIN announcement USING (announcement_id)
             JOIN article USING (version_id)
        WHERE delivery.state = 'pending' {only}
        ORDER BY alert.as_of, alert.created_at, alert_id, delivery.position
        """,
        [] if channels is None else [as_json(list(channels))],
    ).fetchall()
    announcements = read_announcements(store, [row[6] for row in rows])
    return [
        Notice(
            delivery_id=row[0],
            channel=row[1],
            alert=Alert(
                alert_id=row[4],
                thread_id=row[5],
                announcement_id=row[6],
                rule=row[7],
                change=Change(row[8]),
                reason=row[9],
                as_of=utc(row[10]),
                channels=tuple(row[11]),
            ),
            announcement=announcements[row[6]],
            created_at=utc(row[3]),
            title=row[12],
            title_derived=row[13],
            source=row[14],
            url=row[15],
            capture_uri=row[16] or "",
            published=read_published(row[17:]),
            attempts=row[2],
        )
        for row in rows
    ]


def record_attempt(
    store: Store, delivery_id: str, at: datetime, *, error: str | None, give_up: bool = False
) -> None:
    """Record what came of an attempt made ``at``: delivered, or an error.

    After an error the delivery stays pending, unless ``give_up``. What is delivered stays
    delivered. Recording the same attempt (the same ``at``) again changes nothing. Raises
    ``WarehouseError`` for a delivery that does not exist.
    """
    state = "delivered" if error is None else "given_up" if give_up else "pending"
    with store.atomic():
        known = store.connection.execute(
            "SELECT 1 FROM delivery WHERE delivery_id = ?", [delivery_id]
        ).fetchone()
        if known is None:
            raise WarehouseError(
                f"no delivery {delivery_id} in {store.path}.",
                cure="deliver from the warehouse that made this notice",
            )
        store.connection.execute(
            "UPDATE delivery SET attempts = attempts + 1, last_attempt_at = $at, state = $state,"
            " error = $error, delivered_at = CASE WHEN $state = 'delivered' THEN $at END"
            " WHERE delivery_id = $id AND state <> 'delivered'"
            " AND last_attempt_at IS DISTINCT FROM $at",
            {"at": at, "state": state, "error": error and clean(error), "id": delivery_id},
        )
