"""What a host's robots.txt allows us (RFC 9309), read at most once in ``robots_hours``.

2xx: its rules. 4xx: all is allowed. 5xx, 429 or no answer: nothing is, the host is paused and asked
again; rules that were found before serve for up to 30 days meanwhile (RFC 9309, 2.3.1.4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
from protego import Protego

from flows.settings_watch import Fetch
from flows.web.exchange import Exchange, FetchFailed
from flows.web.means import Means
from flows.web.politeness import Politeness, host_of

AGENT = "Parley"  # our name in a robots.txt
MAX_BYTES = 500 * 1024  # what has to be read of it; the rest is left (RFC 9309, 2.5)
STALE = timedelta(days=30)
MAX_DELAY = 60.0  # seconds; a greater Crawl-delay is cut, else a slow site would never be read
# Of the run, not of the file: they say nothing about robots.txt.
_NOT_ASKED = frozenset({"run_limit", "host_paused"})
# More than five redirects: as if it were not there (RFC 9309, 2.3.1.2)
_AS_MISSING = frozenset({"redirect_loop"})

Ask = Callable[[httpx.URL], Awaitable[Exchange]]


class Robots:
    """The rules of each host, asked for when they are first needed."""

    def __init__(self, ask: Ask, politeness: Politeness, settings: Fetch, means: Means) -> None:
        self._ask = ask
        self._polite = politeness
        self._life = timedelta(hours=settings.robots_hours)
        self._retry = timedelta(seconds=settings.pause_min_seconds)
        self._means = means
        self._asking: dict[str, asyncio.Lock] = {}
        self._parsed: dict[str, tuple[str, Protego]] = {}
        self._next_try: dict[str, datetime] = {}  # of hosts with old rules that could not be read

    async def check(self, url: httpx.URL) -> None:
        """Return where we may fetch the address; raise ``FetchFailed`` where we may not."""
        key = host_of(url)
        if not self._is_known(key):
            async with self._asking.setdefault(key, asyncio.Lock()):
                if not self._is_known(key):
                    await self._read(key, url)
        rules = self._rules(key)
        if not rules.can_fetch(str(url), AGENT):
            state = self._polite.state(key)
            raise FetchFailed(
                "robots",
                f"{url}: the site's robots.txt asks us not to fetch it.",
                "take another index of the site; what it disallows is left alone",
                retry_at=(state.robots_fetched_at or self._means.now()) + self._life,
            )

    def _is_known(self, key: str) -> bool:
        state = self._polite.state(key)
        if state.robots not in {"found", "none"} or state.robots_fetched_at is None:
            return False
        now = self._means.now()
        return now < max(
            state.robots_fetched_at + self._life, self._next_try.get(key, state.robots_fetched_at)
        )

    async def _read(self, key: str, url: httpx.URL) -> None:
        robots = url.copy_with(raw_path=b"/robots.txt")
        try:
            text = _text_of(await self._ask(robots))
        except FetchFailed as error:
            if error.code in _NOT_ASKED:
                raise
            there = error.status is None or error.status >= 500 or error.status == 429
            if there and error.code not in _AS_MISSING:
                self._unreachable(key, robots, error)
                return
            text = ""
        self._polite.keep(
            replace(
                self._polite.state(key),
                robots="found" if text else "none",
                robots_text=text,
                robots_fetched_at=self._means.now(),
            )
        )

    def _unreachable(self, key: str, robots: httpx.URL, error: FetchFailed) -> None:
        """Go on with old rules, or pause the host."""
        now = self._means.now()
        state = self._polite.state(key)
        if state.robots == "found" and now < (state.robots_fetched_at or now) + STALE:
            self._next_try[key] = now + self._retry
            return
        reason = f"its robots.txt cannot be read, so nothing is allowed ({str(error).rstrip('.')})"
        self._polite.keep(
            replace(
                state,
                failures=state.failures + 1,
                robots="unreachable",
                robots_text="",
                robots_fetched_at=now,
            )
        )
        wait = (error.retry_at - now).total_seconds() if error.retry_at else 0.0
        until = self._polite.pause(key, reason, wait)
        raise FetchFailed(
            "robots",
            f"{robots}: {reason}.",
            "nothing: it is asked again by itself then",
            retry_at=until,
            status=error.status,
        ) from error

    def _rules(self, key: str) -> Protego:
        """Give the parsed rules, and keep the pace that they ask for."""
        text = self._polite.state(key).robots_text
        known = self._parsed.get(key)
        if known is not None and known[0] == text:
            return known[1]
        rules = Protego.parse(text)
        self._parsed[key] = (text, rules)
        rate = rules.request_rate(AGENT)
        delay = max(
            float(rules.crawl_delay(AGENT) or 0.0), rate.seconds / rate.requests if rate else 0.0
        )
        self._polite.slow_down(key, min(delay, MAX_DELAY), one_at_a_time=delay > 0)
        return rules


def _text_of(exchange: Exchange) -> str:
    """Give the rules; "" for a page, which some sites send for whatever is not there."""
    text = exchange.body.decode("utf-8-sig", "replace").replace("\0", "")
    if text.lstrip()[:1] == "<":
        return ""
    if len(exchange.body) >= MAX_BYTES:  # the last line is half a rule
        text = text[: text.rfind("\n") + 1]
    return text
