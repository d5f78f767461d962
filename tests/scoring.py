"""Labelled text and how detection is scored on it: counts, precision, recall, F1."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from parsers import gazetteer
from parsers.announcements import detect
from parsers.page_type import page_type_of
from parsers.records import Announcement, Article, Basis, Party, Precision, Published

# Those of the sets. Named here: the gate runs these lines on the rules of the commit before, too.
LANGUAGES = ("en", "ru", "uk", "hy")
HALVES = ("dev", "test")
# Words of a label that name nobody: "the two sides", "Russian delegation".
_NOBODY = frozenset(
    "the of and for in its their from government army forces leader leaders".split()
)


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

    def join(self, other: Score) -> None:
        """Add the counts of another score."""
        self.hits += other.hits
        self.false += other.false
        self.missed += other.missed

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
    others: dict[str, Score] = field(default_factory=dict)  # other ways to alert, by name
    status: Score = field(default_factory=Score)  # current (kind, status)
    parties: Score = field(default_factory=Score)  # of announcements found
    place: Score = field(default_factory=Score)
    when: Score = field(default_factory=Score)
    by_class: dict[tuple[str, str], Score] = field(default_factory=dict)
    sure: list[tuple[float, bool]] = field(default_factory=list)  # confidence, right

    def add(
        self,
        row: dict[str, Any],
        found: tuple[Announcement, ...],
        others: dict[str, bool] | None = None,
    ) -> None:
        """Score one row; ``others`` says what other ways to alert make of it."""
        self.rows += 1
        gold = {(a["kind"], a["status"]) for a in row["announcements"] if a["current"]}
        got = {(str(a.kind), str(a.status)) for a in found if a.current}
        right = {1} if row["alert"] else set()
        self.alert.add(right, {1} if any(a.worth_alert for a in found) else set())
        for name, alerts in (others or {}).items():
            self.others.setdefault(name, Score()).add(right, {1} if alerts else set())
        self.status.add(gold, got)
        for pair in gold | got:
            score = self.by_class.setdefault(pair, Score())
            score.add({pair} & gold, {pair} & got)
        self.sure += [
            (a.confidence, (str(a.kind), str(a.status)) in gold) for a in found if a.current
        ]
        for label in row["announcements"]:
            key = (label["kind"], label["status"], label["current"])
            same = [a for a in found if (a.kind, a.status, a.current) == key]
            if same:
                self._details(label, max(same, key=lambda a: _fit(label, a)))

    def _details(self, label: dict[str, Any], found: Announcement) -> None:
        if label["parties"]:
            self.parties.join(parties_score(label["parties"], found.parties))
        if label["place"]:
            place = {place_key(found.place)} if found.place else set()
            self.place.add({place_key(label["place"])}, place)
        day = re.match(r"\d{4}-\d\d-\d\d", label.get("when_iso") or "")
        if day and found.when.start:
            self.when.add({day.group()}, {found.when.start.isoformat()})


def _fit(label: dict[str, Any], found: Announcement) -> tuple[bool, float]:
    """Return how well a label and an announcement of one status fit: by sentence, by parties."""
    there = label["evidence"] in found.evidence or found.evidence in label["evidence"]
    return there, parties_score(label["parties"], found.parties).f1


def parties_score(labels: list[str], found: tuple[Party, ...]) -> Score:
    """Compare the parties of a label with those found, each by what it names.

    A label is as the text has it ("Qatari, Egyptian mediators", "Russian Foreign Minister Sergei
    Lavrov"), so one may stand for two found, and one found may carry a name and a country.
    """
    wanted = [_named(label) for label in labels]
    got = [_named(p.name) | {c for c in (p.country, p.organisation) if c} for p in found]
    score = Score()
    score.hits = sum(any(w & g for g in got) for w in wanted)
    score.missed = len(wanted) - score.hits
    score.false = sum(not any(w & g for w in wanted) for g in got)
    return score


def _named(name: str) -> set[str]:
    """Return what a name identifies: codes of the tables, and its last word."""
    words = re.findall(r"[\w.]+(?:-\w+)?", name)
    keys, at = set(), 0
    while at < len(words):
        for end in range(len(words), at, -1):
            entry = gazetteer.names().get(" ".join(words[at:end]))
            if entry:
                keys |= {entry.organisation or entry.country or entry.shown}
                at = end - 1
                break
        at += 1
    last = words[-1].casefold() if words else ""
    person = last and last not in _NOBODY and (not keys or words[-1][0].isupper())
    keys |= {last} if person else set()
    return keys or {w.casefold() for w in words}


def place_key(name: str) -> str:
    """Return what two spellings of one place share: a code of the tables, else the last word."""
    words = re.findall(r"[\w.]+(?:-\w+)?", name)
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            entry = gazetteer.names().get(" ".join(words[start:end]))
            if entry:
                return entry.shown if entry.sort == "region" else entry.country or entry.shown
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
        language=row.get("language", "en"),
        published=Published(Precision.DAY, Basis.METADATA, None, day),
        page_type=page_type_of(title, "", ""),
    )


def words_of(row: dict[str, Any]) -> str:
    """Return title and text of a row."""
    return f"{row.get('title', '')}\n{row['text']}".strip()


def score(
    rows: Iterable[dict[str, Any]], others: dict[str, Any] | None = None
) -> dict[str, Scores]:
    """Return half → scores; ``others``: name → a function from a text to "alerts"."""
    scores = {name: Scores() for name in HALVES}
    for row in rows:
        said = {name: bool(act(words_of(row))) for name, act in (others or {}).items()}
        scores[half(row["id"])].add(row, detect(article(row), LANGUAGES), said)
    return scores
