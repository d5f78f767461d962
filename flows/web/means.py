"""What the fetcher takes from the machine: clocks, chance, sleep. Tests hand in their own."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Means:
    """Clocks, chance and sleep."""

    clock: Callable[[], float] = time.monotonic  # seconds, for durations
    now: Callable[[], datetime] = utc_now  # for what is kept between runs
    random: Callable[[], float] = random.random  # 0 to 1
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
