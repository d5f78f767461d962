"""When a request may be sent: the pace of its host, the pause of its host, the limits of the run.

A request waits for a slot of its host, then for its host's turn, then for a slot of the run, each
in the order of asking. So a slow host holds its own few slots and no others, and all requests that
wait for a slot of the run can be sent at once.

A host that fails or forbids is paused, each time twice as long. When the pause is over, one request
is let through; the others wait for how it goes (a circuit breaker, half open).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx

from flows.settings_watch import Fetch
from flows.web.exchange import FetchFailed
from flows.web.faults import Blame, Fault
from flows.web.means import Means
from parsers.watching import HostState

# A page may be forbidden by itself; this many, one after the other, are the host.
FORBIDDEN_IN_A_ROW = 2
MAX_DOUBLINGS = 30  # of a pause; by then it is at its maximum


def host_of(url: httpx.URL) -> str:
    """Give the key of a host: its name, and its port where that is not the usual one.

    http and https on their usual ports are one host: one machine, with one robots.txt.
    """
    host = url.raw_host.decode("ascii").lower()
    if ":" in host:
        host = f"[{host}]"
    return f"{host}:{url.port}" if url.port else host


@dataclass(slots=True)
class _Host:
    state: HostState
    slots: asyncio.Semaphore
    interval: float  # seconds between the starts of two requests
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    probe: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: float = -math.inf  # by the clock: when the last request was sent
    held: float = -math.inf  # by the clock: no request before, whatever the interval
    failing: set[str] = field(default_factory=set)  # addresses, since it last answered
    forbidden: int = 0  # of them
    answered: bool = False  # in this run

    @property
    def due(self) -> float:
        """No request before, by the clock."""
        return max(self.last + self.interval, self.held)


class Politeness:
    """Lets requests through one by one, and keeps what is known of hosts."""

    def __init__(self, settings: Fetch, hosts: Mapping[str, HostState], means: Means) -> None:
        self._settings = settings
        self._means = means
        self._hosts: dict[str, _Host] = {}
        self._known = dict(hosts)
        self._under_way = asyncio.Semaphore(settings.concurrency)
        self._ends_at = means.clock() + settings.run_seconds
        self.requests = 0  # sent in this run

    @property
    def states(self) -> dict[str, HostState]:
        """What is known of each host, as it is now."""
        return {**self._known, **{key: host.state for key, host in self._hosts.items()}}

    def state(self, key: str) -> HostState:
        """Say what is known of a host."""
        return self._host(key).state

    def keep(self, state: HostState) -> None:
        """Keep what was learned of a host."""
        self._host(state.host).state = state

    def _host(self, key: str) -> _Host:
        host = self._hosts.get(key)
        if host is None:
            state = self._known.get(key) or HostState(key)
            host = self._hosts[key] = _Host(
                state,
                asyncio.Semaphore(self._settings.host_concurrency),
                self._settings.host_interval_seconds,
            )
            if state.asked_at is not None:  # by another run, or another batch of this one
                ago = (self._means.now() - state.asked_at).total_seconds()
                host.last = self._means.clock() - max(ago, 0.0)
        return host

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Wait until a request may be sent to a host; send it and read its answer inside.

        Raises ``FetchFailed``: host_paused or run_limit.
        """
        host = self._host(key)
        async with AsyncExitStack() as stack:
            self._check(host)
            if host.state.paused_until is not None:
                await self._as_probe(host, stack)
            await stack.enter_async_context(host.slots)
            async with host.turn:
                await self._until_due(host)
                await stack.enter_async_context(self._under_way)
                self._check(host)  # much may have happened meanwhile
                self.requests += 1
                host.last = self._means.clock()
                host.state = replace(host.state, asked_at=self._means.now())
            yield

    async def _as_probe(self, host: _Host, stack: AsyncExitStack) -> None:
        """Be the one request that tries whether a host is back, or wait for it."""
        async with AsyncExitStack() as probing:
            await probing.enter_async_context(host.probe)
            self._check(host)
            if host.state.paused_until is not None:
                stack.push_async_exit(probing.pop_all())

    async def _until_due(self, host: _Host) -> None:
        while (wait := host.due - self._means.clock()) > 0:
            if host.due >= self._ends_at:
                raise self._run_limit()
            self._check(host)
            await self._means.sleep(wait)

    def _check(self, host: _Host) -> None:
        if self.requests >= self._settings.run_requests or self.seconds_left <= 0:
            raise self._run_limit()
        until = host.state.paused_until
        if until is not None and self._means.now() < until:
            raise FetchFailed(
                "host_paused",
                f"{host.state.host} is left alone until {until:%Y-%m-%d %H:%M:%S} UTC: "
                f"{host.state.pause_reason}.",
                "nothing: it is tried again by itself then",
                retry_at=until,
            )

    @property
    def seconds_left(self) -> float:
        """How long the run may still take."""
        return self._ends_at - self._means.clock()

    def _run_limit(self) -> FetchFailed:
        if self.requests >= self._settings.run_requests:
            what = f"run_requests = {self._settings.run_requests:,}"
        else:
            what = f"run_seconds = {self._settings.run_seconds:g}"
        return FetchFailed(
            "run_limit",
            f"the limit of this run is reached ({what}).",
            "nothing: the next run goes on; raise it under [fetch] if runs never get through",
        )

    def slow_down(self, key: str, interval: float, *, one_at_a_time: bool) -> None:
        """Keep a longer interval to a host, as its robots.txt asks."""
        host = self._host(key)
        host.interval = max(self._settings.host_interval_seconds, interval)
        if one_at_a_time:
            host.slots = asyncio.Semaphore(1)

    def hold(self, key: str, seconds: float) -> None:
        """Send nothing to a host for some seconds of this run."""
        host = self._host(key)
        host.held = max(host.held, self._means.clock() + seconds)

    def answered(self, key: str) -> None:
        """Note that a host gave a page."""
        host = self._host(key)
        host.answered = True
        host.failing.clear()
        host.forbidden = 0
        if host.state.failures or host.state.paused_until:
            host.state = replace(host.state, failures=0, paused_until=None, pause_reason="")

    def failed(self, key: str, url: str, fault: Fault) -> datetime | None:
        """Note a failed attempt; return until when the host is paused, if it is."""
        host = self._host(key)
        until = host.state.paused_until
        if until is not None and self._means.now() < until:
            return until  # it was under way when the pause began
        if fault.blame is Blame.NONE:
            self.answered(key)
        elif fault.blame is not Blame.UNKNOWN and self._counts(host, url, fault.blame):
            failures = host.state.failures + 1
            host.state = replace(host.state, failures=failures)
            if self._is_too_much(host, fault.blame):
                return self.pause(key, str(fault.error).rstrip("."), fault.wait_seconds or 0.0)
        return None

    def _counts(self, host: _Host, url: str, blame: Blame) -> bool:
        """Whether it says something new: one page that fails again and again does not."""
        new = url not in host.failing
        if blame in {Blame.PAGE, Blame.FORBIDS} and new:
            if len(host.failing) < self._settings.pause_after:
                host.failing.add(url)
            host.forbidden += blame is Blame.FORBIDS
        return (
            new or host.state.paused_until is not None or blame not in {Blame.PAGE, Blame.FORBIDS}
        )

    def _is_too_much(self, host: _Host, blame: Blame) -> bool:
        if host.state.paused_until is not None or blame in {Blame.SLOWER, Blame.WALL}:
            return True
        if blame is Blame.FORBIDS and (not host.answered or host.forbidden >= FORBIDDEN_IN_A_ROW):
            return True
        return host.state.failures >= self._settings.pause_after

    def pause(self, key: str, reason: str, at_least: float = 0.0) -> datetime:
        """Leave a host alone for a while, longer each time; return until when."""
        host = self._host(key)
        settings = self._settings
        failures = max(host.state.failures, settings.pause_after)
        doublings = min(failures - settings.pause_after, MAX_DOUBLINGS)
        seconds = min(settings.pause_min_seconds * 2**doublings, settings.pause_max_seconds)
        until = self._means.now() + timedelta(seconds=max(seconds, at_least))
        host.state = replace(host.state, failures=failures, paused_until=until, pause_reason=reason)
        return until
