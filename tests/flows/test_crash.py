"""Killed at any moment, and run again: the same end, no alert lost, none twice without a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.flows.conftest import GAZA, NOTHING, ROOT, UKRAINE, write

# PARLEY_CRASH_POINTS=100000 python -m pytest tests/flows/test_crash.py  kills at every moment
POINTS = os.environ.get("PARLEY_CRASH_POINTS", "30")


def test_killed_at_any_moment_and_run_again(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        {
            "a.txt": (GAZA, "2024-01-15"),
            "b.txt": (UKRAINE, "2024-01-16"),
            "c.txt": (NOTHING, "2024-01-17"),
        },
    )
    (folder / "copy.txt").write_text(GAZA, encoding="utf-8")
    (folder / "empty.txt").touch()
    driver = subprocess.run(
        [sys.executable, "-m", "tests.flows.crash_driver", str(tmp_path), POINTS],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=3000,
        check=False,
    )
    assert driver.returncode == 0, driver.stderr
    reference, *killed = map(json.loads, driver.stdout.splitlines())
    expected = reference["state"]
    assert len(expected["alert"]) == 2
    assert {state for _, _, state in expected["delivery"]} == {"delivered"}
    assert len(killed) >= min(int(POINTS), reference["moments"])
    twice = 0
    for run in killed:
        assert run["killed"], run["point"]
        state = run["state"]
        printed = Counter(state.pop("terminal"))
        # The terminal cannot be asked what it has shown: one message, and only one, may come
        # again, with its key, where the crash fell between the send and its record.
        assert set(printed) == set(expected["terminal"]), run["point"]
        assert sum(printed.values()) - len(printed) <= 1, run["point"]
        twice += sum(printed.values()) - len(printed)
        for table, rows in state.items():
            assert rows == expected[table], (run["point"], table)
    assert twice < len(killed)
