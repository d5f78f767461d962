"""Pages a second and body F1 of our parsers, beside trafilatura and bare tree building.

On the same pages in one run: our stored pages that hold an article and, for speed only, real ones
where PARLEY_SHARED or ../shared has them. F1 is over the words of the body that the JSON beside a
page expects. The rows of "its own format" are pages of a known source; the others are any site's.
"""

from __future__ import annotations

import json
import os
import statistics
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import trafilatura
from rich.console import Console
from rich.table import Table

from parsers.article import Unreadable, read_article
from parsers.records import Capture

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "parsers" / "pages"
SHARED = Path(os.environ.get("PARLEY_SHARED", ROOT.parent / "shared")) / "pages"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS, REPEATS = 5, 5
Reader = Callable[[str, bytes], str]


@dataclass(frozen=True)
class Sample:
    """A page, and the body that is expected of it ("" where nobody has said)."""

    name: str
    body: bytes
    expected: str


def run(console: Console) -> None:
    """Measure and print."""
    stored = [sample for page in sorted(PAGES.glob("*.html")) if (sample := _stored(page))]
    own = [sample for sample in stored if not sample.name.startswith("generic")]
    other = [sample for sample in stored if sample.name.startswith("generic")]
    real = [Sample(page.name, page.read_bytes(), "") for page in sorted(SHARED.glob("*.html"))]
    table = Table("pages", "reader", "median", "a second", "body F1", title="Reading pages")
    for title, samples in (
        (f"{len(own)} of its own formats", own),
        (f"{len(other)} of other sites", other),
        (f"{len(real)} real ones", real),
    ):
        if samples:
            _measure(table, title, samples)
    console.print(table)


def _measure(table: Table, title: str, samples: Sequence[Sample]) -> None:
    readers: dict[str, Reader] = {
        "parley, whole record": _ours,
        "trafilatura": _trafilatura,
        "trafilatura, fast": _fast,
        "lxml, tree alone": _tree,
    }
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):  # in turn, so that all see the same machine
        for name, read in readers.items():
            begin = time.perf_counter()
            for _ in range(REPEATS):
                for sample in samples:
                    read(sample.name, sample.body)
            seconds[name].append((time.perf_counter() - begin) / REPEATS / len(samples))
    for name, read in readers.items():
        median = statistics.median(seconds[name])
        scored = [_f1(read(s.name, s.body), s.expected) for s in samples if s.expected]
        f1 = f"{statistics.mean(scored):.3f}" if scored and read is not _tree else ""
        table.add_row(title, name, f"{median * 1000:.2f} ms", f"{1 / median:,.0f}", f1)


def _stored(page: Path) -> Sample | None:
    expected = json.loads(page.with_name(page.name + ".json").read_text("utf-8"))
    if "text" not in expected:
        return None
    return Sample(page.name, page.read_bytes(), "\n\n".join(expected["text"]))


def _ours(name: str, body: bytes) -> str:
    try:
        return read_article(Capture(f"file:///{name}", body, NOW)).text
    except Unreadable:
        return ""


def _trafilatura(_: str, body: bytes) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return trafilatura.extract(body, include_comments=False, with_metadata=True) or ""


def _fast(_: str, body: bytes) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return trafilatura.extract(body, include_comments=False, fast=True) or ""


def _tree(_: str, body: bytes) -> str:
    return str(lxml.html.document_fromstring(body).tag)


def _f1(found: str, expected: str) -> float:
    got, want = Counter(found.split()), Counter(expected.split())
    common = (got & want).total()
    return 2 * common / (got.total() + want.total()) if common else 0.0
