"""Detection alone: articles a second on one core, what the filter rejects apart, and memory.

``run(console)`` prints the table; the aims are 1,000 a second for what the filter rejects, 100 for
articles with triggers, and 500 MB.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from parsers.announcements import detect
from parsers.records import Article
from tests import ordinary
from tests.scoring import article, read

CASES = Path(__file__).parents[1] / "cases"
# A kilobyte and a half without a trigger word, about what a local report has.
QUIET = (
    "The river rose by two metres overnight and farmers moved their cattle to higher fields. "
    "Swallows crossed the valley, which the elderly took as a sign of an early spring. "
) * 9
ROUNDS = 5


def run(console: Console) -> None:
    """Measure and print."""
    wire = [article(row) for row in read(CASES / "wire.jsonl")]
    headlines = [article(row) for row in read(CASES / "conflicts.jsonl")]
    daily = ordinary.articles(200)
    quiet = [article({"published": "2024-05-07", "text": QUIET})] * 500
    rows: tuple[tuple[str, Sequence[Article], str], ...] = (
        ("rejected by the filter", quiet, "1,000"),
        ("whole articles of conflicts", wire, "100"),
        ("ordinary news with triggers", daily, "100"),
        ("headlines", headlines, ""),
    )
    table = Table("detection of", "articles", "median", "a second", "aim", title="Detection alone")
    for name, some, aim in rows:
        seconds = _median(some)
        table.add_row(name, str(len(some)), f"{seconds * 1000:.2f} ms", f"{1 / seconds:,.0f}", aim)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(table, f"peak memory of this process: {memory:.0f} MB (aim: under 500)")


def _median(some: Sequence[Article]) -> float:
    """Return the seconds that one article takes."""
    times = []
    for _ in range(ROUNDS + 1):  # the first is for the lexicon
        begin = time.perf_counter()
        for each in some:
            detect(each)
        times.append((time.perf_counter() - begin) / len(some))
    return statistics.median(times[1:])


if __name__ == "__main__":
    run(Console())
