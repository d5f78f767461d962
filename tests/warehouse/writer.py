"""A program that writes to a warehouse, for the tests to kill, to starve and to wait for.

python -m tests.warehouse.writer save PATH FIRST END   one batch after the other; says which
python -m tests.warehouse.writer full PATH BYTES       until a file may grow no more
python -m tests.warehouse.writer hold PATH SECONDS     open it and do nothing
python -m tests.warehouse.writer read PATH             count captures for every line of input
"""

from __future__ import annotations

import hashlib
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from parsers.records import Alert, Capture, Change, Decision
from tests.warehouse.examples import NOW, announcement, article
from warehouse.alerts import save_alerts
from warehouse.announcements import save_announcements
from warehouse.articles import ArticleRow, CaptureRow, save_articles, save_captures
from warehouse.store import DiskFull, Store, open_store
from warehouse.threads import save_decisions

BATCH = 7  # articles a batch


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def noise(seed: str, size: int) -> bytes:
    """Return bytes that no disk can compress."""
    return hashlib.shake_128(seed.encode()).digest(size)


def save_batch(store: Store, number: int, size: int = 20_000) -> None:
    articles = [article(f"Batch {number} brings article {n}.", NOW) for n in range(BATCH)]
    found = {a.version_id: [announcement(a.text)] for a in articles}
    keys = [entry.key(version) for version, (entry,) in found.items()]
    captures = [
        Capture(f"file:///{number}/{n}", noise(f"{number}/{n}", size), NOW) for n in range(BATCH)
    ]
    rows = zip(captures, articles, strict=True)
    with store.transaction():
        save_captures(store, [CaptureRow(c, "article", a.version_id) for c, a in rows])
        save_articles(store, [ArticleRow(a, NOW) for a in articles], NOW)
        save_announcements(store, found)
        save_decisions(store, [Decision(k, k, Change.NEW, "new", NOW) for k in keys], NOW)
        save_alerts(
            store,
            [Alert(f"a{k}", k, k, "all", Change.NEW, "new", NOW, ("desk",)) for k in keys],
            NOW,
        )


def save(path: Path, first: int, end: int) -> None:
    with open_store(path) as store:
        # Checkpoints all the time, so that a kill meets one now and then.
        store.connection.execute("SET checkpoint_threshold = '100KB'")
        for number in range(first, end):
            save_batch(store, number)
            say(number)
            if number % 3 == 0:
                store.publish_read_copy(path.with_name("read.duckdb"))


def full(path: Path, limit: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then a write fails, as on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        with open_store(path) as store:
            for number in range(1_000):
                save_batch(store, number, 100_000)
                say(number)
    except DiskFull as error:
        say(f"full: {error} Cure: {error.cure}.")


def hold(path: Path, seconds: int) -> None:
    with open_store(path):
        say("open")
        time.sleep(seconds)


def read(path: Path) -> None:
    connection = duckdb.connect(str(path), read_only=True)
    for _ in sys.stdin:
        say(connection.execute("SELECT count(*) FROM capture").fetchall()[0][0])


if __name__ == "__main__":
    command, name, *numbers = sys.argv[1:]
    programs: dict[str, Callable[..., None]] = {
        "save": save,
        "full": full,
        "hold": hold,
        "read": read,
    }
    programs[command](Path(name), *map(int, numbers))
