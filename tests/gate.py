"""How good detection is: ``make gate``. Scores labelled text, holds the floors, shows what changed.

    python -m tests.gate             score everything that is there; exit 1 below a floor
    python -m tests.gate --changes   also list gains and losses against the last commit
    python -m tests.gate --set-floors [--lower REASON]   pin the floors to what is reached now

The cases of our own (tests/cases) are always there; the labelled third-party text lies beside the
checkout (../shared/labelled) and never enters the project. Floors are pinned with a hash of the
data, so that other data is not measured against them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from parsers import gazetteer
from parsers.announcements import detect
from parsers.page_type import page_type_of
from parsers.records import Announcement, Article, Basis, Precision, Published

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "tests" / "cases" / "floors.toml"
SETS = {
    "our headlines": ROOT / "tests/cases/headlines.jsonl",
    "our articles": ROOT / "tests/cases/articles.jsonl",
    "our stream": ROOT / "tests/cases/stream.jsonl",
    "our wire": ROOT / "tests/cases/wire.jsonl",
    "labelled headlines": ROOT / "../shared/labelled/headlines.jsonl",
    "labelled articles": ROOT / "../shared/labelled/articles.jsonl",
}
# What a keyword alert listens for, as a desk would set it up.
KEYWORDS = re.compile(
    r"cease-?fire|truce|armistice|cessation of hostilities|\bmeet(?:s|ing|ings)?\b|\bmet\b|summit"
    r"|\btalks\b|negotiat|\bvisit(?:s|ed)?\b|phone call",
    re.IGNORECASE,
)
HALVES = ("dev", "test")
# A floor lies this much under what was reached, so that one row gained for one lost can pass.
SLACK = 0.02


@dataclass
class Score:
    """Counts of hits, false alarms and misses."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, gold: set[Any], found: set[Any]) -> None:
        """Count one row."""
        self.hits += len(gold & found)
        self.false += len(found - gold)
        self.missed += len(gold - found)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Scores:
    """The scores of one half of one set."""

    rows: int = 0
    alert: Score = field(default_factory=Score)
    keyword: Score = field(default_factory=Score)
    status: Score = field(default_factory=Score)  # current (kind, status)
    parties: Score = field(default_factory=Score)  # of announcements found, by surname or name
    place: Score = field(default_factory=Score)
    when: Score = field(default_factory=Score)
    by_class: dict[tuple[str, str], Score] = field(default_factory=dict)
    sure: list[tuple[float, bool]] = field(default_factory=list)  # confidence, right

    def add(self, row: dict[str, Any], found: tuple[Announcement, ...]) -> None:
        """Score one row."""
        self.rows += 1
        gold = {(a["kind"], a["status"]) for a in row["announcements"] if a["current"]}
        got = {(str(a.kind), str(a.status)) for a in found if a.current}
        self.alert.add(
            {1} if row["alert"] else set(), {1} if any(a.worth_alert for a in found) else set()
        )
        keyword = KEYWORDS.search(f"{row.get('title', '')} {row['text']}")
        self.keyword.add({1} if row["alert"] else set(), {1} if keyword else set())
        self.status.add(gold, got)
        for pair in gold | got:
            score = self.by_class.setdefault(pair, Score())
            score.add({pair} & gold, {pair} & got)
        self.sure += [
            (a.confidence, (str(a.kind), str(a.status)) in gold) for a in found if a.current
        ]
        for label in row["announcements"]:
            same = [a for a in found if (a.kind, a.status) == (label["kind"], label["status"])]
            if same:
                self._details(label, max(same, key=lambda a: label["evidence"] in a.evidence))

    def _details(self, label: dict[str, Any], found: Announcement) -> None:
        wanted = {_key(party) for party in label["parties"]}
        if wanted:
            self.parties.add(wanted, {_key(party.name) for party in found.parties})
        if label["place"]:
            self.place.add({_key(label["place"])}, {_key(found.place)} if found.place else set())
        day = re.match(r"\d{4}-\d\d-\d\d", label.get("when_iso") or "")
        if day and found.when.start:
            self.when.add({day.group()}, {found.when.start.isoformat()})


def _key(name: str) -> str:
    """Return what two spellings of one party share: a code of the tables, else the last word."""
    words = re.findall(r"[\w.]+(?:-\w+)?", name)
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            entry = gazetteer.names().get(" ".join(words[start:end]))
            if entry:
                return entry.organisation or entry.country or entry.shown
    return words[-1].casefold() if words else ""


def read(path: Path) -> list[dict[str, Any]]:
    """Read a set; a row without a title is a headline where its text stands for one."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for row in rows:
        if "title" not in row and "headlines" in path.name:
            row["title"], row["text"] = row["text"], ""
    return rows


def half(row_id: str) -> str:
    """Return the half that a row belongs to (see tests/cases/README.md)."""
    return HALVES[int(hashlib.sha256(row_id.encode()).hexdigest(), 16) % 2]


def article(row: dict[str, Any]) -> Article:
    """Return the article of a row."""
    title = row.get("title", "")
    day = date.fromisoformat(row["published"][:10])
    return Article(
        text=row["text"],
        format="plain",
        title=title,
        title_basis=Basis.PAGE if title else Basis.NONE,
        language="en",
        published=Published(Precision.DAY, Basis.METADATA, None, day),
        page_type=page_type_of(title, "", ""),
    )


def score(rows: Iterable[dict[str, Any]]) -> dict[str, Scores]:
    """Return half → scores."""
    scores = {name: Scores() for name in HALVES}
    for row in rows:
        scores[half(row["id"])].add(row, detect(article(row)))
    return scores


def figures(scores: Scores) -> dict[str, float]:
    """Return the figures that have floors."""
    return {
        "alert_precision": round(scores.alert.precision, 3),
        "alert_recall": round(scores.alert.recall, 3),
        "status_f1": round(scores.status.f1, 3),
    }


def show(results: dict[str, dict[str, Scores]], console: Console) -> None:
    """Print the table."""
    table = Table(title="Detection on labelled text (precision / recall)")
    for name in (
        "set",
        "half",
        "rows",
        "alert",
        "keyword alert",
        "kind, status F1",
        "parties",
        "place",
        "when",
    ):
        table.add_column(name, justify="left" if name in {"set", "half"} else "right")
    for name, halves in results.items():
        for which, s in halves.items():
            pairs = (_pair(s.alert), _pair(s.keyword))
            rest = (s.status.f1, s.parties.f1, s.place.f1, s.when.precision)
            table.add_row(name, which, str(s.rows), *pairs, *(f"{x:.2f}" for x in rest))
    console.print(table)
    _show_classes(results, console)


def _pair(s: Score) -> str:
    return f"{s.precision:.2f} / {s.recall:.2f}"


def _show_classes(results: dict[str, dict[str, Scores]], console: Console) -> None:
    total: dict[tuple[str, str], Score] = {}
    bands: dict[int, Counter[bool]] = {}
    for halves in results.values():
        for scores in halves.values():
            for pair, s in scores.by_class.items():
                t = total.setdefault(pair, Score())
                t.hits, t.false, t.missed = t.hits + s.hits, t.false + s.false, t.missed + s.missed
            for confidence, right in scores.sure:
                bands.setdefault(int(confidence * 5), Counter())[right] += 1
    table = Table("class", "right", "false", "missed", title="By class, current ones, all sets")
    for (kind, status), s in sorted(total.items()):
        table.add_row(f"{kind} {status}", str(s.hits), str(s.false), str(s.missed))
    console.print(table)
    table = Table("confidence", "right of", title="Calibration of confidence, all sets")
    for band, counts in sorted(bands.items()):
        of = sum(counts.values())
        table.add_row(
            f"{band / 5:.1f} to {band / 5 + 0.2:.1f}",
            f"{counts[True]} of {of} ({counts[True] / of:.0%})",
        )
    console.print(table)


def digest(path: Path) -> str:
    """Return the hash of a set."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def below(results: dict[str, dict[str, Scores]]) -> list[str]:
    """Return what is under its floor."""
    floors = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    found = []
    for name, halves in results.items():
        floor = floors.get(name)
        if floor is None or floor["data"] != digest(SETS[name]):
            continue
        for which, scores in halves.items():
            for key, value in figures(scores).items():
                if value < floor[which][key]:
                    limit = floor[which][key]
                    found.append(f"{name}, {which}: {key} {value} is under its floor {limit}")
    return found


def set_floors(results: dict[str, dict[str, Scores]], reason: str) -> None:
    """Pin the floors to what is reached; lowering one needs a reason, which is kept."""
    lines = [
        "# Floors of detection, by `python -m tests.gate --set-floors`; lowering takes a reason."
    ]
    if reason:
        lines.append(f"# Lowered last because: {reason}")
    for name, halves in results.items():
        lines += ["", f'["{name}"]', f'data = "{digest(SETS[name])}"']
        for which, scores in halves.items():
            values = ", ".join(
                f"{key} = {max(0.0, value - SLACK):.3f}" for key, value in figures(scores).items()
            )
            lines.append(f"{which} = {{ {values} }}")
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


def changes(paths: dict[str, Path], console: Console) -> None:
    """List the rows of the dev halves whose statuses differ from those of the last commit."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", "HEAD", "parsers", "tests/gate.py", "tests/__init__.py"],
            cwd=ROOT, capture_output=True, check=True,
        ).stdout  # fmt: skip
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        command = [sys.executable, "-m", "tests.gate", "--dump", *map(str, paths.values())]
        before = json.loads(
            subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
        )
    now = dump(paths.values())
    for key, answer in now.items():
        if answer["got"] != before[key]["got"] and half(key) == "dev":
            was, right = before[key]["got"], set(answer["gold"])
            gained = len(right.intersection(answer["got"])) - len(right.intersection(was))
            mark = "gain" if gained > 0 else "loss" if gained < 0 else "change"
            line = f"{mark:<7} {key}: {was} → {answer['got']} (right: {answer['gold']})"
            console.print(line, f"        {answer['text']}", sep="\n", markup=False)


def dump(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return row id → what is found and what is right, of all sets."""
    answers = {}
    for path in paths:
        for row in read(path):
            found = detect(article(row))
            gold = [a for a in row["announcements"] if a["current"]]
            answers[row["id"]] = {
                "got": sorted({f"{a.kind} {a.status}" for a in found if a.current}),
                "gold": sorted({f"{a['kind']} {a['status']}" for a in gold}),
                "text": (row.get("title") or row["text"])[:160].replace("\n", " "),
            }
    return answers


def main() -> int:
    """Score, show, hold the floors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--changes", action="store_true")
    parser.add_argument("--set-floors", action="store_true")
    parser.add_argument("--lower", default="", metavar="REASON")
    parser.add_argument("--dump", nargs="+", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 130)
    if options.dump:
        sys.stdout.write(json.dumps(dump(options.dump)))
        return 0
    paths = {name: path for name, path in SETS.items() if path.exists()}
    results = {name: score(read(path)) for name, path in paths.items()}
    show(results, console)
    if options.changes:
        changes(paths, console)
    failed = below(results)
    if options.set_floors:
        if failed and not options.lower:
            console.print(*failed, 'a floor is lowered only with --lower "REASON"', sep="\n")
            return 1
        set_floors(results, options.lower)
        return 0
    for line in failed:
        console.print(f"[red]{line}[/red]")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
