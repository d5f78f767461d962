"""The phrase book (tests/cases/phrasebook.toml): how the trade says each status.

Headlines stand alone; leads are the first sentences of articles without a title.
``python -m tests.phrasebook`` shows all that are missed.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from parsers.announcements import detect
from tests.scoring import article

BOOK = Path(__file__).parent / "cases" / "phrasebook.toml"
SORTS = ("headlines", "leads")
# So many of what is missed the gate shows.
SHOWN = 10
# Of the day that relative days in it are told.
DAY = "2024-05-07"


def phrases(sort: str = "headlines") -> Iterator[tuple[str, str]]:
    """Yield (class, phrase); class is "kind status", or "nothing" for what must not alert.

    ``sort`` is headlines or leads.
    """
    for name, entry in tomllib.loads(BOOK.read_text("utf-8")).items():
        yield from ((name, phrase) for phrase in entry[sort])


def found(name: str, phrase: str, sort: str = "headlines") -> bool:
    """Return whether detection reads the phrase as the book does."""
    title, text = (phrase, "") if sort == "headlines" else ("", phrase)
    told = detect(article({"published": DAY, "title": title, "text": text}))
    if name == "nothing":
        return not any(a.worth_alert for a in told)
    return name in {f"{a.kind} {a.status}" for a in told if a.current}


def missed(sort: str = "headlines") -> list[tuple[str, str]]:
    """Return the phrases that are not read as the book does."""
    return [(name, phrase) for name, phrase in phrases(sort) if not found(name, phrase, sort)]


def show(console: Console, most: int = SHOWN) -> None:
    """Print how many phrases are read right, and ``most`` of those that are not."""
    for sort in SORTS:
        wrong, of = missed(sort), sum(1 for _ in phrases(sort))
        console.print(f"Phrase book: {of - len(wrong)} of {of} {sort} read right; not these:")
        for name, phrase in wrong[:most]:
            console.print(f"  {name}: {phrase}", markup=False)
        if len(wrong) > most:
            console.print(f"  and {len(wrong) - most} more: python -m tests.phrasebook")


if __name__ == "__main__":
    show(Console(width=200), most=sys.maxsize)
