"""Gains and losses of detection against the commit before, sentence by sentence.

The rules of the commit before are taken out of git into a folder and run over the same rows. While
there are changes that is HEAD; in a clean checkout it is HEAD~1. Without git or history (a source
archive, a shallow clone) nothing is compared, and that is said.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console

from parsers.announcements import detect
from tests.scoring import article, half, read

ROOT = Path(__file__).parents[1]


def dump(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return row id → what is found in each sentence and what is right, of all sets."""
    answers = {}  # nothing in a language on trial
    for path in paths:
        for row in read(path):
            found = detect(article(row))
            gold = [a for a in row["announcements"] if a["current"]]
            answers[row["id"]] = {
                "got": {f"{a.kind} {a.status}": a.evidence for a in found if a.current},
                "gold": {f"{a['kind']} {a['status']}": a["evidence"] for a in gold},
                "alert": any(a.worth_alert for a in found),
            }
    return answers


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)


def _before() -> str:
    """Return the commit to compare with, or "" where there is none."""
    changed = _git("status", "--porcelain", "--", "parsers")
    if changed.returncode:
        return ""
    commit = "HEAD" if changed.stdout.strip() else "HEAD~1"
    return "" if _git("rev-parse", "--verify", "--quiet", commit).returncode else commit


def _answers_of(commit: str, paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return the answers of the rules of a commit, asked by the code of today."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _git("archive", commit, "parsers").stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        shutil.copytree(
            ROOT / "tests",
            Path(folder, "tests"),
            ignore=shutil.ignore_patterns("flows", "warehouse", "parsers", "__pycache__"),
        )
        command = [sys.executable, "-m", "tests.gate", "--dump", *map(str, paths)]
        run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        return json.loads(run.stdout) if run.returncode == 0 else {}


def show(paths: dict[str, Path], console: Console) -> None:
    """List what changed in the dev halves, and count what changed in the test halves."""
    commit = _before()
    before = _answers_of(commit, [p.resolve() for p in paths.values()]) if commit else {}
    if not before:
        console.print("Changes: no earlier rules to compare with (no git history here).")
        return
    counts: Counter[tuple[str, str]] = Counter()
    lines = []
    for key, now in dump(paths.values()).items():
        was = before[key]
        for pair in sorted(set(was["got"]) ^ set(now["got"])):
            right = (pair in now["gold"]) == (pair in now["got"])
            what = ("+" if pair in now["got"] else "-") + pair
            counts[half(key), "gain" if right else "loss"] += 1
            if half(key) == "dev":
                text = (now["got"].get(pair) or was["got"][pair])[:150].replace("\n", " ")
                lines.append(f"{'gain' if right else 'LOSS'} {key} {what}: {text}")
    console.print(
        f"Changes against {commit}, sentences of the dev halves:", *sorted(lines), sep="\n"
    )
    for which in ("dev", "test"):
        gains, losses = counts[which, "gain"], counts[which, "loss"]
        console.print(f"{which}: {gains} gains, {losses} losses")
