"""Fetches addresses for a run: politely, safely, and with an end.

    async with Fetcher(settings.fetch, hosts) as fetcher:
        exchange = await fetcher.get(url, etag=endpoint.etag)
    save(fetcher.hosts)

Cookies: none are kept or sent, not even within a chain of redirects.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpx

from flows.settings_watch import Fetch
from flows.web import faults
from flows.web.attempt import REDIRECTS, Asked, Attempts
from flows.web.exchange import Exchange, FetchFailed, Headers
from flows.web.faults import Blame, Fault
from flows.web.guard import checked_url
from flows.web.means import Means
from flows.web.network import GuardedNetwork, GuardedTransport, Resolve, resolve_name
from flows.web.politeness import Politeness, host_of
from flows.web.robots import AGENT, MAX_BYTES, Robots
from flows.web.walls import Wall, simple_wall
from parsers.watching import HostState

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
ACCEPT_FEED = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
)
MAX_REDIRECTS = 5
MAX_BACKOFF = 60.0  # seconds between two attempts of one run
MAX_WAIT = 120.0  # seconds of Retry-After that are waited for; a longer one is for another run


class Fetcher:
    """Fetches for one run; many ``get`` may be under way at once. Keeps no page."""

    def __init__(
        self,
        settings: Fetch,
        hosts: Mapping[str, HostState] | None = None,
        *,
        means: Means | None = None,
        wall: Wall = simple_wall,
        resolve: Resolve = resolve_name,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._means = means or Means()
        self._polite = Politeness(settings, hosts or {}, self._means)
        self._transport = GuardedTransport(
            GuardedNetwork(allow_loopback=settings.allow_loopback, resolve=resolve),
            ssl_context or httpx.create_ssl_context(trust_env=False),
            keep=2 * settings.concurrency,
        )
        self._attempts = Attempts(self._transport, settings.connect_seconds, wall, self._means)
        self._robots = Robots(self._ask_robots, self._polite, settings, self._means)
        self.user_agent = user_agent(settings.contact)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.aclose()

    @property
    def hosts(self) -> dict[str, HostState]:
        """What is known of each host now: the caller keeps it for the next run."""
        return self._polite.states

    @property
    def requests(self) -> int:
        """How many requests were sent, those for robots.txt, redirects and retries too."""
        return self._polite.requests

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = ACCEPT,
        robots: bool = True,
        fresh: bool = False,
    ) -> Exchange:
        """Fetch an address, following redirects; a 2xx, or a 304 where validators were sent.

        ``fresh``: send no validators, for sites whose ETag stays when the page changes.
        Raises ``FetchFailed``.
        """
        validators = () if fresh else _validators(etag, last_modified)
        asked = Asked(
            headers=(*self._headers(accept), *validators),
            limit=self._settings.max_bytes,
            conditional=bool(validators),
        )
        return await self._follow(self._checked(url), asked, url, with_robots=robots)

    async def _ask_robots(self, url: httpx.URL) -> Exchange:
        asked = Asked(
            headers=self._headers("text/plain,*/*;q=0.5"),
            limit=min(MAX_BYTES, self._settings.max_bytes),
            to_limit=True,
            whole_story=False,
        )
        return await self._follow(url, asked, str(url), with_robots=False)

    def _headers(self, accept: str) -> Headers:
        return (
            ("user-agent", self.user_agent),
            ("accept", accept),
            ("accept-encoding", "gzip, deflate"),
        )

    def _checked(self, url: str) -> httpx.URL:
        return checked_url(url, allow_loopback=self._settings.allow_loopback)

    async def _follow(
        self, url: httpx.URL, asked: Asked, as_asked: str, *, with_robots: bool
    ) -> Exchange:
        """Follow redirects; the limit of time is for all of them together."""
        hops: list[tuple[int, str]] = []
        seconds = 0.0
        while True:
            if with_robots:
                await self._robots.check(url)
            left = max(self._settings.total_seconds - seconds, 0.001)
            exchange = await self._persist(url, asked, left)
            seconds += exchange.seconds
            if exchange.status not in REDIRECTS:
                return replace(exchange, url=as_asked, redirects=tuple(hops), seconds=seconds)
            hops.append((exchange.status, str(url)))
            url = self._next(url, exchange, hops)

    def _next(self, url: httpx.URL, exchange: Exchange, hops: list[tuple[int, str]]) -> httpx.URL:
        """Say where a redirect leads. Raises ``FetchFailed`` where it is not followed."""
        path = " → ".join(address for _, address in hops)
        location = _location(exchange)
        if not location:
            raise faults.bad_redirect(str(url), f"{exchange.status} without an address").error
        try:
            target = self._checked(str(url.join(location)))
        except FetchFailed as error:
            code = error.code if error.code == "private_address" else "bad_redirect"
            raise faults.bad_redirect(
                path, f"it leads on to {error}".rstrip("."), code=code
            ).error from error
        except (httpx.InvalidURL, ValueError) as error:
            raise faults.bad_redirect(path, f"it leads on to no address ({error})").error from error
        path += f" → {target}"
        if any(address == str(target) for _, address in hops):
            cookie = (
                ", perhaps because no cookies are kept" if exchange.header("set-cookie") else ""
            )
            why = f"the redirects go round in a circle{cookie}"
            raise faults.bad_redirect(path, why, code="redirect_loop").error
        if len(hops) > MAX_REDIRECTS:
            why = f"more than {MAX_REDIRECTS} redirects"
            raise faults.bad_redirect(path, why, code="redirect_loop").error
        # A site may serve its own pages in the open; nobody may lead from a secure site elsewhere
        # through an open connection, where anyone on the way could answer.
        if url.scheme == "https" and target.scheme == "http" and url.host != target.host:
            raise faults.bad_redirect(path, "it leads from https to http on another host").error
        return target

    async def _persist(self, url: httpx.URL, asked: Asked, seconds: float) -> Exchange:
        """Try one address, again where that may help."""
        key = host_of(url)
        attempt = 0
        while True:
            attempt += 1
            async with self._polite.turn(key):
                outcome = await self._attempts.make(
                    url, asked, seconds, self._settings.pause_max_seconds
                )
                if isinstance(outcome, Exchange):
                    if asked.whole_story:  # a robots.txt is no page
                        self._polite.answered(key)
                    return outcome
                wait = self._wait(outcome, attempt)
                until = self._note(key, url, outcome, asked, wait)
            if wait is None or until is not None:
                error = outcome.error
                error.retry_at = error.retry_at or until
                if outcome.wait_seconds and error.retry_at is None:
                    error.retry_at = self._means.now() + timedelta(seconds=outcome.wait_seconds)
                raise error
            if wait > 0:
                await self._means.sleep(wait)

    def _wait(self, fault: Fault, attempt: int) -> float | None:
        """Say how long to wait before the next attempt; None where there is none in this run."""
        if not fault.again or attempt >= self._settings.tries:
            return None
        if fault.wait_seconds is not None:
            wait = fault.wait_seconds
            limit = MAX_WAIT
        else:  # full jitter: clients that failed together do not come back together
            longest = self._settings.backoff_seconds * 2.0 ** (attempt - 1)
            wait = self._means.random() * min(longest, MAX_BACKOFF)
            limit = MAX_BACKOFF
        return wait if wait <= limit and wait < self._polite.seconds_left else None

    def _note(
        self, key: str, url: httpx.URL, fault: Fault, asked: Asked, wait: float | None
    ) -> datetime | None:
        """Note what a failed attempt says of its host; return until when it is paused, if it is."""
        if wait is not None and fault.blame is Blame.SLOWER:
            self._polite.hold(key, wait)  # all that is asked of this host
            return None
        if not asked.whole_story:
            return None
        return self._polite.failed(key, str(url), fault)


def user_agent(contact: str) -> str:
    """Say who asks, honestly, and where to complain."""
    said = "".join(sign for sign in contact if sign.isascii() and sign.isprintable())
    return f"{AGENT}/{version('parley')}" + (f" (+{said})" if said else "")


def _location(exchange: Exchange) -> str:
    """Read a Location: often UTF-8 where only ASCII is allowed; browsers take it."""
    location = exchange.header("location").strip()
    try:
        return location.encode("latin-1").decode("utf-8")
    except ValueError:
        return location


def _validators(etag: str, last_modified: str) -> Headers:
    """Give the headers of a conditional request (RFC 9110, 13.1); nothing that breaks a line."""
    pairs = (("if-none-match", etag), ("if-modified-since", last_modified))
    return tuple(
        (name, value) for name, value in pairs if value and value.isprintable() and value.isascii()
    )
