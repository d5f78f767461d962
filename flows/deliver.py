"""Delivery of alerts: reads the outbox, sends, and records what came of each attempt right away.

At least once: a crash between a send and its record sends again, with the same key. The warehouse
is never held open while something is sent; a lock of its own keeps two deliverers apart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

from filelock import FileLock, Timeout

from flows.channels import Channel, SendError, load_block, open_channel
from flows.errors import ParleyError
from flows.settings import Settings
from parsers.alerts.messages import headline
from parsers.records import Change, Notice, Problem
from warehouse.alerts import pending_notices, record_attempt
from warehouse.issues import resolve_problems, save_problems
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.store import Store, WarehouseError, open_store


@dataclass(slots=True)
class DeliveryResult:
    """What came of a delivery run."""

    delivered: list[Notice] = field(default_factory=list)
    waiting: list[Notice] = field(default_factory=list)  # to be tried again by the next run
    given_up: list[Notice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Means:
    """What a delivery needs of the world; tests bring their own."""

    terminal: TextIO | None = None  # default: standard output
    load_secret: Callable[[str], str] = load_block
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


def deliver_pending(settings: Settings, means: Means | None = None) -> DeliveryResult:
    """Deliver what is in the outbox. Raises ``WarehouseError`` only.

    A channel that fails, or is not in the settings any more, keeps its notices for the next run.
    """
    if not settings.store_path.exists():
        return DeliveryResult()
    try:
        with FileLock(settings.data / "deliver.lock", timeout=settings.warehouse.wait_seconds):
            return _Run(settings, means or Means()).run()
    except Timeout:
        problem = Problem(
            "deliver",
            "busy",
            str(settings.data),
            f"another process is delivering; waited {settings.warehouse.wait_seconds:g} s",
            "nothing is lost: it, or the next run, delivers these alerts too",
            "warning",
        )
        return DeliveryResult(problems=[problem])


class _Run:
    """One delivery run."""

    def __init__(self, settings: Settings, means: Means) -> None:
        self.settings = settings
        self.means = means
        self.result = DeliveryResult()
        self._channels: dict[str, Channel | None] = {}  # None: not to be used in this run

    def run(self) -> DeliveryResult:
        """Deliver all that waits, oldest news first."""
        started_at = self.means.clock()
        with self._store() as store:
            notices = sorted(pending_notices(store), key=_order)
        for notice in notices:
            channel = self._channel(notice.channel)
            if channel is None:
                self.result.waiting.append(notice)
            else:
                self._deliver(channel, notice)
        if notices:
            self._close(started_at)
        return self.result

    def _store(self) -> AbstractContextManager[Store]:
        return open_store(
            self.settings.store_path, wait_seconds=self.settings.warehouse.wait_seconds
        )

    def _channel(self, name: str) -> Channel | None:
        if name not in self._channels:
            self._channels[name] = self._open(name)
        return self._channels[name]

    def _open(self, name: str) -> Channel | None:
        known = self.settings.all_channels()
        if name not in known:
            self._problem(
                "no_channel",
                name,
                f"alerts wait for channel “{name}”, which is not in the settings",
                f"put [[channels]] “{name}” back into parley.toml; there are: {', '.join(known)}",
            )
            return None
        try:
            return open_channel(
                known[name],
                timeout_seconds=self.settings.deliver.timeout_seconds,
                environment=os.environ,
                load_secret=self.means.load_secret,
                terminal=self.means.terminal,
            )
        except ParleyError as error:
            self._problem("no_secret", name, str(error), error.cure)
            return None

    def _deliver(self, channel: Channel, notice: Notice) -> None:
        options = self.settings.deliver
        pause = options.backoff_seconds
        for attempt in range(1, options.tries + 1):
            error = _send(channel, notice)
            total = notice.attempts + attempt
            give_up = error is not None and total >= options.max_attempts
            with self._store() as store:
                record_attempt(
                    store,
                    notice.delivery_id,
                    self.means.clock(),
                    error=str(error) if error else None,
                    give_up=give_up,
                )
            if error is None:
                self.result.delivered.append(notice)
                return
            if give_up:
                self._given_up(notice, total, error)
                return
            if error.hopeless or attempt == options.tries:
                break
            self.means.sleep(pause)
            pause *= 2
        # The others would only wait for the same time-outs: they are for the next run.
        self._channels[notice.channel] = None
        self.result.waiting.append(notice)
        self._problem(
            "not_delivered",
            notice.channel,
            f"channel “{notice.channel}”: {error}",
            "mend it; the next run, or `parley deliver`, tries again",
        )

    def _given_up(self, notice: Notice, attempts: int, error: SendError) -> None:
        self.result.given_up.append(notice)
        self._problem(
            "given_up",
            f"{notice.channel}#{notice.delivery_id}",
            f"channel “{notice.channel}”: given up after {attempts} attempts: {error};"
            f" the alert: {headline(notice)}",
            "read it with `parley alerts`; the limit is max_attempts under [deliver]",
        )

    def _problem(self, code: str, subject: str, message: str, cure: str) -> None:
        self.result.problems.append(Problem("deliver", code, subject, message, cure))

    def _close(self, started_at: datetime) -> None:
        """Record the run. What was sent is on record already: a failure here undoes nothing."""
        try:
            self._record(started_at)
        except WarehouseError as error:
            self.result.problems.append(
                Problem("deliver", "not_recorded", str(self.settings.data), str(error), error.cure)
            )

    def _record(self, started_at: datetime) -> None:
        result, now = self.result, self.means.clock()
        well = {notice.channel for notice in result.delivered}
        counts = RunCounts(alerts=len(result.delivered), problems=len(result.problems))
        with self._store() as store:
            with store.transaction():
                run_id = start_run(store, "deliver", "deliver", started_at)
                resolve_problems(store, sorted(well), ["deliver"], now)
                save_problems(store, result.problems, now)
                finish_run(store, run_id, now, counts)
            store.publish_read_copy(self.settings.read_copy_path)


def _order(notice: Notice) -> tuple[object, ...]:
    """Put what never failed first: one that is refused must not hold up the others.

    Then the oldest news first; of one article, what is new before what changes, as in the text.
    """
    alert, announcement = notice.alert, notice.announcement
    return (
        notice.attempts > 0,
        alert.as_of,
        notice.capture_uri,
        alert.change is not Change.NEW,
        announcement.start,
        notice.delivery_id,
    )


def _send(channel: Channel, notice: Notice) -> SendError | None:
    try:
        channel.send(notice)
    except SendError as error:
        return error
    return None
