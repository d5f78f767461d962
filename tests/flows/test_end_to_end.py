"""Through Prefect itself: an ingest twice, and a served folder. Slow, and no part of them faked."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.flows.conftest import GAZA, ROOT, SEEDS, write
from tests.site.server import running_sites
from tests.site.stories import ceasefire

pytestmark = pytest.mark.end_to_end
PARLEY = [sys.executable, "-m", "flows.cli"]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT)}


def parley(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PARLEY, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(folder),
        timeout=120,
        check=False,
    )


def servers_of(folder: Path) -> list[int]:
    """Return the processes of this folder's Prefect server that are there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            variables = (process / "environ").read_bytes()
        except OSError:
            continue
        if b"flows.prefect_server" in command and os.fsencode(folder) in variables:
            found.append(int(process.name))
    return found


def runs(folder: Path, table: str) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "data" / "prefect" / "prefect.db") as connection:
        rows = connection.execute(
            f"SELECT name, state_type FROM {table} ORDER BY expected_start_time"
        ).fetchall()
    connection.close()
    return rows


def test_ingest_twice_through_prefect(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    first = parley(tmp_path, "ingest", "seeds")
    assert first.returncode == 0, first.stderr
    assert "5 documents: 5 new" in first.stdout
    told = re.search(r"(\d+) alerts delivered: \1 to file, \1 to terminal\.", first.stdout)
    assert told
    assert first.stdout.count("\n  evidence  ") == int(told[1])
    lines = (tmp_path / "data" / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == int(told[1])

    second = parley(tmp_path, "ingest", "seeds")
    assert second.returncode == 0, second.stderr
    assert second.stdout == "5 documents: 5 known.\n"
    assert len((tmp_path / "data" / "alerts.jsonl").read_text().splitlines()) == len(lines)

    # A clean log: only what a person wants to know.
    assert first.stderr.splitlines() == [
        "Starting Prefect…",
        "Reading 5 files…",
        f"Delivering {told[1]} alerts…",
    ]
    assert second.stderr.splitlines() == ["Starting Prefect…", "Reading 5 files…"]

    assert runs(tmp_path, "flow_run") == [("ingest seeds", "COMPLETED")] * 2
    assert {name for name, _ in runs(tmp_path, "task_run")} == {
        "collect files",
        "parse and detect",
        "load",
        "deliver",
    }
    assert not servers_of(tmp_path)
    # All that it keeps is in the data folder.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "seeds"]

    bad = parley(tmp_path, "ingest", "seeds", "gone", "--json")
    assert bad.returncode == 1
    answer = json.loads(bad.stdout)
    assert {document["outcome"] for document in answer["documents"]} == {"known"}
    assert [problem["code"] for problem in answer["problems"]] == ["missing"]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*PARLEY, "serve"],
            cwd=folder,
            env=environment(folder),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process, log
        finally:
            process.kill()
            process.wait()


def until(condition: Callable[[], object], log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.2)


def alerts(folder: Path) -> int:
    path = folder / "data" / "alerts.jsonl"
    return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0


def test_serve_watches_a_folder_delivers_and_stops(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text(
        "[watch]\ninterval_seconds = 2\n[deliver]\ninterval_seconds = 3600\n[serve]\nport = 0\n"
    )
    with serving(tmp_path) as (process, log):
        until(lambda: "Ctrl-C stops it" in log.read_text(encoding="utf-8"), log)
        told = log.read_text(encoding="utf-8")
        assert str(tmp_path / "inbox") in told
        assert re.search(r"Prefect's interface: http://127\.0\.0\.1:\d+", told)
        assert len(servers_of(tmp_path)) == 1

        write(tmp_path / "inbox", {"a.txt": (GAZA, "2024-01-15")})
        until(lambda: alerts(tmp_path) == 1, log)
        until(lambda: "1 document: 1 new; 1 announcement, 1 alert." in log.read_text(), log)
        assert "CEASEFIRE AGREED" in log.read_text(encoding="utf-8")

        # Its server serves the other commands too, and a second one is refused.
        by_hand = parley(tmp_path, "ingest", "inbox")
        assert by_hand.returncode == 0, by_hand.stderr
        assert len(servers_of(tmp_path)) == 1
        other = parley(tmp_path, "serve")
        assert other.returncode == 1
        assert "another `parley serve` runs" in other.stderr

        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert "Traceback" not in log.read_text(encoding="utf-8")
        until(lambda: not servers_of(tmp_path), log, 10)

    # Killed without a chance to tidy up, its server ends too, and the next one starts.
    with serving(tmp_path) as (process, log):
        until(lambda: "Ctrl-C stops it" in log.read_text(encoding="utf-8"), log)
        process.kill()
        process.wait()
        until(lambda: not servers_of(tmp_path), log, 20)
    with serving(tmp_path) as (process, log):
        until(lambda: "Ctrl-C stops it" in log.read_text(encoding="utf-8"), log)
        write(tmp_path / "inbox", {"b.txt": (f"{GAZA}Again.\n", "2024-06-15")})
        until(lambda: alerts(tmp_path) == 2, log)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        until(lambda: not servers_of(tmp_path), log, 10)
    assert alerts(tmp_path) == 2


def test_serve_watches_sources_on_a_schedule(tmp_path: Path) -> None:
    with running_sites("voa", count=2) as sites:
        site = sites["voa"]
        (tmp_path / "parley.toml").write_text(
            "[watch]\ninterval_seconds = 3600\n[deliver]\ninterval_seconds = 3600\n"
            "[serve]\nport = 0\n[fetch]\nallow_loopback = true\npoll_min_seconds = 2\n"
            "poll_max_seconds = 2\nhost_interval_seconds = 0\n"
            f'[[sources]]\nname = "local"\nfeeds = ["{site.feeds[0]}"]\ninterval_seconds = 2\n'
            "expect = { body_chars = 100 }\n"
        )
        with serving(tmp_path) as (process, log):
            until(lambda: "Ctrl-C stops it" in log.read_text(encoding="utf-8"), log)
            assert "Watching local" in log.read_text(encoding="utf-8")
            until(lambda: "2 documents: 2 new" in log.read_text(encoding="utf-8"), log)
            site.publish(ceasefire(9_000_001, datetime.now(UTC), random.Random(7)))
            until(lambda: alerts(tmp_path) >= 1, log)
            until(lambda: "1 document: 1 new" in log.read_text(encoding="utf-8"), log)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
        tasks = {name for name, _ in runs(tmp_path, "task_run")}
        assert tasks >= {"discover", "fetch", "parse, detect and load", "deliver"}
        once = parley(tmp_path, "ingest", "--source", "all", "--json")
        assert once.returncode == 0, once.stderr
        assert json.loads(once.stdout)["documents"] == []
        wrong = parley(tmp_path, "ingest", "--source", "elsewhere")
        assert (wrong.returncode, "name one of: local" in wrong.stderr) == (2, True)
