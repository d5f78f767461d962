"""Detection alone: articles a second on one core, what the filter rejects apart, and memory.

``run(console)`` prints the table; the aims are 1,000 a second for what the filter rejects, 100 for
articles with triggers, and 500 MB. Beside it spaCy's small English pipeline reads the same texts in
turn, whole and only the sentences with a trigger word; it runs in an environment of its own, which
`make bench` makes.
"""

from __future__ import annotations

import json
import os
import re
import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from parsers.announcements import detect
from parsers.announcements.lexicon import load
from parsers.announcements.sentences import sentences
from parsers.records import Article
from tests import ordinary
from tests.scoring import LANGUAGES, article, read

CASES = Path(__file__).parents[1] / "cases"
RIVALS = Path(__file__).parents[2] / ".venv-bench" / "bin" / "python"
# A kilobyte and a half without a trigger word, about what a local report has.
QUIET = (
    "The river rose by two metres overnight and farmers have moved their cattle to higher fields, "
    "which is late for the year. Swallows crossed the valley, which was taken as a sign of spring. "
) * 9
ROUNDS = 5
# Set here for old builds of OpenBLAS; they would slow spaCy's.
_NOT_FOR_SPACY = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}


def run(console: Console) -> None:
    """Measure and print."""
    wire = [article(row) for row in read(CASES / "wire.jsonl")]
    headlines = [article(row) for row in read(CASES / "conflicts.jsonl")]
    quiet = [article({"published": "2024-05-07", "text": QUIET})] * 500
    rows: tuple[tuple[str, Sequence[Article], str], ...] = (
        ("rejected by the filter", quiet, "1,000"),
        ("whole articles of conflicts", wire, "100"),
        ("ordinary news with triggers", ordinary.articles(200), "100"),
        ("headlines", headlines, ""),
    )
    table = Table("detection of", "articles", "median", "a second", "aim", title="Detection alone")
    for name, some, aim in rows:
        _row(table, name, len(some), [_seconds(some) for _ in range(ROUNDS + 1)][1:], aim)
    english = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Warm: the first round has read the glossary and the forms of the words.
    for name in ("russian", "ukrainian", "armenian"):
        some = [article(row) for row in read(CASES / f"{name}_articles.jsonl")]
        glossed = [_seconds(some) for _ in range(ROUNDS + 1)][1:]
        _row(table, f"articles in {name.title()}", len(some), glossed, "")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(
        table,
        f"peak memory of this process: {english:.0f} MB, with the others {memory:.0f} (aim: 500)",
    )
    if RIVALS.exists():
        _beside_spacy(console, wire)
    else:
        console.print("spaCy: not installed (`make bench` does it)")


def _beside_spacy(console: Console, some: Sequence[Article]) -> None:
    """Print ours and spaCy's pipeline over the same articles, a round of each in turn."""
    sets = [[f"{one.title}\n\n{one.text}" for one in some], [_with_trigger(one) for one in some]]
    ours: list[float] = []
    theirs: tuple[list[float], ...] = ([], [])
    command = [str(RIVALS), str(Path(__file__).with_name("spacy_rival.py"))]
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_SPACY}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes to spaCy")
        process.stdin.write(json.dumps(sets) + "\n")
        for _ in range(ROUNDS + 1):
            ours.append(_seconds(some))
            for number, seconds in enumerate(theirs):
                process.stdin.write(f"{number}\n")
                process.stdin.flush()
                took, memory = process.stdout.readline().split()
                seconds.append(float(took))
        process.stdin.close()
    table = Table(
        "reader", "articles", "median", "a second", "", title="The same articles, read by"
    )
    _row(table, "parley, detection", len(some), ours[1:], "")
    _row(table, "spaCy, small English pipeline", len(some), theirs[0][1:], "")
    _row(table, "spaCy, sentences with a trigger word", len(some), theirs[1][1:], "")
    console.print(table, f"peak memory of spaCy's process: {float(memory):.0f} MB")


def _with_trigger(one: Article) -> str:
    """Return the sentences of the article with a trigger word that is not an everyday word."""
    strong = load("en").strong_words
    return "\n\n".join(
        each.text
        for each in sentences(one)
        if not strong.isdisjoint(re.findall(r"\w+", each.text.lower()))
    )


def _row(table: Table, name: str, count: int, rounds: Sequence[float], aim: str) -> None:
    each = statistics.median(rounds) / count
    table.add_row(name, str(count), f"{each * 1000:.2f} ms", f"{1 / each:,.0f}", aim)


def _seconds(some: Sequence[Article]) -> float:
    """Return the seconds that all of them take; the first round is for the lexicon."""
    begin = time.perf_counter()
    for each in some:
        detect(each, LANGUAGES)
    return time.perf_counter() - begin


if __name__ == "__main__":
    run(Console())
