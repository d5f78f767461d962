"""The phrase book (tests/cases/phrasebook.toml): how the trade says each status, in headlines."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from parsers.announcements import detect
from tests.scoring import article

BOOK = Path(__file__).parent / "cases" / "phrasebook.toml"
# Of the day that relative days in it are told.
DAY = "2024-05-07"


def phrases() -> Iterator[tuple[str, str]]:
    """Yield (class, headline); class is "kind status", or "nothing" for what must not alert."""
    for name, entry in tomllib.loads(BOOK.read_text("utf-8")).items():
        yield from ((name, headline) for headline in entry["headlines"])


def found(name: str, headline: str) -> bool:
    """Return whether detection reads the headline as the book does."""
    row = {"published": DAY, "title": headline, "text": ""}
    told = detect(article(row))
    if name == "nothing":
        return not any(a.worth_alert for a in told)
    return name in {f"{a.kind} {a.status}" for a in told if a.current}


def missed() -> list[tuple[str, str]]:
    """Return the phrases that are not read as the book does."""
    return [(name, headline) for name, headline in phrases() if not found(name, headline)]


def show(console: Console) -> None:
    """Print how many phrases are read right, and which are not."""
    wrong, of = missed(), sum(1 for _ in phrases())
    console.print(f"Phrase book: {of - len(wrong)} of {of} read right; not these:")
    for name, headline in wrong:
        console.print(f"  {name}: {headline}", markup=False)
