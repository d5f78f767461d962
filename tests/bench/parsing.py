"""Pages a second and body F1 of our parsers, beside other extractors and bare tree building.

On the same pages in one run: our stored pages that hold an article and, for speed only, real ones
where PARLEY_SHARED or ../shared has them. F1 is over the words of the body that the JSON beside a
page expects. The rows of "its own format" are pages of a known source; the others are any site's.
readability-lxml, newspaper4k and fundus (where it knows the publisher) run in an environment of
their own, which `make bench` makes: fundus wants an older lxml (rivals.py).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
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
RIVALS = ROOT / ".venv-bench" / "bin" / "python"
# What fundus calls the sites of our pages; it reads no TASS, Today.Az or RFE/RL.
PUBLISHERS = {"voanews.com.html": "Voice Of America", "kommersant.ru.html": "Kommersant"}


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
    if not RIVALS.exists():
        console.print("readability-lxml, newspaper4k, fundus: not installed (`make bench` does it)")


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
    for name, (median, texts) in _rivals(samples).items():
        scored = [_f1(texts[s.name], s.expected) for s in samples if s.expected and s.name in texts]
        f1 = f"{statistics.mean(scored):.3f}" if scored else ""
        of = "" if len(texts) == len(samples) else f" ({len(texts)} of the pages)"
        table.add_row(title, name + of, f"{median * 1000:.2f} ms", f"{1 / median:,.0f}", f1)


def _rivals(samples: Sequence[Sample]) -> dict[str, tuple[float, dict[str, str]]]:
    """Return extractor -> (median seconds a page, texts by page) of those that read any."""
    if not RIVALS.exists():
        return {}
    pages = [
        {
            "name": sample.name,
            "html": sample.body.decode("utf-8", "replace"),
            "publisher": PUBLISHERS.get(sample.name, ""),
        }
        for sample in samples
    ]
    done = subprocess.run(
        [str(RIVALS), str(Path(__file__).with_name("rivals.py"))],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return {
        name: (statistics.median(one["seconds"]), one["texts"])
        for name, one in found.items()
        if one["seconds"]
    }


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
