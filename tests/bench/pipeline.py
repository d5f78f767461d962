"""Reading, detection and ingest, on one core.

Each figure is the median of several rounds. The texts are the seeds and our own stored pages; the
ordinary news of the filter row is made by repeating a paragraph without a trigger word.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.ingest import Request, run_ingest
from flows.settings import Settings
from parsers.announcements import detect
from parsers.article import read_article
from parsers.metadata import read_metadata
from parsers.records import Article, Basis, Capture, Precision, Published

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ORDINARY = (
    "The river rose by two metres overnight and farmers moved their cattle to higher fields. "
)
ROUNDS = 5


def run(console: Console) -> None:
    """Measure and print."""
    table = Table("what", "median", "per second", title="Parley on this machine, one core")
    texts = _seeds()
    pages = [
        Capture(p.as_uri(), p.read_bytes(), NOW)
        for p in sorted((ROOT / "tests/parsers/pages").glob("pangea_page*.html"))
    ]
    ordinary = [_plain(ORDINARY * 30) for _ in range(200)]
    rows: list[tuple[str, int, Callable[[], object]]] = [
        ("read a text (seeds)", len(texts), lambda: [read_article(c) for c in _captures()]),
        ("read an HTML page (pangea)", len(pages), lambda: [read_article(c) for c in pages]),
        ("detect, articles with triggers (seeds)", len(texts), lambda: [detect(a) for a in texts]),
        ("detect, rejected by the filter", len(ordinary), lambda: [detect(a) for a in ordinary]),
    ]
    for name, count, act in rows:
        seconds = _median(act) / max(1, count)
        table.add_row(name, f"{seconds * 1000:.2f} ms", f"{1 / seconds:,.0f}")
    seconds = statistics.median(_load() for _ in range(ROUNDS))
    table.add_row(
        "ingest into the warehouse, a document", f"{seconds * 1000:.2f} ms", f"{1 / seconds:,.0f}"
    )
    table.add_row("start `parley --version`", f"{_median(_version):.2f} s", "")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(table, f"peak memory of this process: {memory:.0f} MB")


def _median(act: Callable[[], object]) -> float:
    act()  # warm: lexicons, imports
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        act()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def _captures() -> list[Capture]:
    return [Capture(p.as_uri(), p.read_bytes(), NOW) for p in sorted(SEEDS.glob("*.txt"))]


def _seeds() -> list[Article]:
    metadata, _ = read_metadata((SEEDS / "metadata.toml").read_text("utf-8"), "metadata.toml")
    return [read_article(c, metadata.get(Path(c.uri).name)) for c in _captures()]


def _plain(text: str) -> Article:
    published = Published(Precision.DAY, Basis.METADATA, None, date(2024, 5, 7))
    return Article(text=text, format="plain", language="en", published=published)


def _load() -> float:
    """Return the seconds a document takes from file to warehouse, without Prefect, in 300."""
    seeds = [p.read_text("utf-8") for p in sorted(SEEDS.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        inbox.mkdir()
        for number in range(300):
            text = f"{seeds[number % len(seeds)]}\n\nIssue {number}.\n"
            (inbox / f"{number}.txt").write_text(text, "utf-8")
        settings = Settings.model_validate({"paths": {"data": folder}, "channels": [], "rules": []})
        begin = time.perf_counter()
        run_ingest(Request((inbox,)), settings)
        return (time.perf_counter() - begin) / 300


def _version() -> None:
    command = [sys.executable, "-m", "flows.cli", "--version"]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
