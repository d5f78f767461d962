"""The outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.warehouse.examples import NOW, contents, fill
from warehouse.alerts import pending_notices, record_attempt, save_alerts
from warehouse.store import Store, WarehouseError

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def outbox(store: Store) -> Store:
    """Return a store with three deliveries pending, one of them tried once."""
    fill(store)
    return store


def delivery(store: Store, key: str) -> tuple[object, ...]:
    (row,) = store.connection.execute(
        "SELECT state, attempts, last_attempt_at, delivered_at, error FROM delivery"
        " WHERE delivery_id = ?",
        [key],
    ).fetchall()
    return tuple(row)


def test_what_is_pending_comes_in_the_order_of_the_news(outbox: Store) -> None:
    notices = pending_notices(outbox)
    assert [(n.alert.alert_id, n.channel, n.attempts) for n in notices] == [
        ("alert-0", "mail", 0),
        ("alert-1", "desk", 1),
        ("alert-2", "mail", 0),
    ]
    assert notices[0].alert.channels == ("desk", "mail")
    assert [n.channel for n in pending_notices(outbox, ["desk"])] == ["desk"]
    assert pending_notices(outbox, []) == []


def test_a_delivery_that_worked(outbox: Store) -> None:
    key = pending_notices(outbox)[1].delivery_id
    record_attempt(outbox, key, LATER, error=None)
    assert delivery(outbox, key) == ("delivered", 2, LATER, LATER, None)
    assert key not in {n.delivery_id for n in pending_notices(outbox)}


def test_a_delivery_that_failed_stays_pending(outbox: Store) -> None:
    key = pending_notices(outbox)[1].delivery_id
    record_attempt(outbox, key, LATER, error="half \ud83d timeout")
    assert delivery(outbox, key) == ("pending", 2, LATER, None, "half \ufffd timeout")
    assert key in {n.delivery_id for n in pending_notices(outbox)}


def test_a_delivery_that_is_given_up(outbox: Store) -> None:
    key = pending_notices(outbox)[1].delivery_id
    record_attempt(outbox, key, LATER, error="no such host", give_up=True)
    assert delivery(outbox, key) == ("given_up", 2, LATER, None, "no such host")
    assert key not in {n.delivery_id for n in pending_notices(outbox)}


def test_what_is_delivered_stays_delivered(outbox: Store) -> None:
    key = pending_notices(outbox)[0].delivery_id
    record_attempt(outbox, key, LATER, error=None)
    record_attempt(outbox, key, LATER + timedelta(1), error="too late", give_up=True)
    assert delivery(outbox, key) == ("delivered", 1, LATER, LATER, None)


def test_an_attempt_recorded_twice_counts_once(outbox: Store) -> None:
    key = pending_notices(outbox)[0].delivery_id
    record_attempt(outbox, key, LATER, error="timeout")
    record_attempt(outbox, key, LATER, error="timeout")
    assert delivery(outbox, key)[1] == 1


def test_the_same_alerts_again_are_not_delivered_again(outbox: Store) -> None:
    alerts = [notice.alert for notice in pending_notices(outbox)]
    record_attempt(outbox, pending_notices(outbox)[0].delivery_id, LATER, error=None)
    before = contents(outbox)
    assert save_alerts(outbox, alerts, LATER) == 0
    assert contents(outbox) == before


def test_an_unknown_delivery(outbox: Store) -> None:
    with pytest.raises(WarehouseError, match="no delivery beef"):
        record_attempt(outbox, "beef", NOW, error=None)
