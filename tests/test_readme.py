"""The README is true: each command works and prints what it shows; each link leads somewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n\$ (.+?)\n(.*?)```", README, re.DOTALL)
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def parley(
    arguments: list[str], folder: Path, *, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a newcomer does, with its data in ``folder``."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", "PARLEY_PATHS__DATA": str(folder)},
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Return the data folder of the main job, run twice, and what both runs printed."""
    folder = tmp_path_factory.mktemp("data")
    first, second = (parley(["ingest", "seeds"], folder) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    return folder, first.stdout, second.stdout


def shown(block: str) -> list[str]:
    """Return the lines of output in a block, without those that stand for more."""
    lines = [line.rstrip() for line in block.splitlines()]
    return [line.removesuffix(" …") for line in lines if line and line != "…"]


def output_of(command: str) -> str:
    return str(next(output for name, output in BLOCKS if name == command))


@pytest.mark.end_to_end
def test_the_main_job_prints_what_the_readme_shows(ingested: tuple[Path, str, str]) -> None:
    _, first, _ = ingested
    printed = [line.rstrip() for line in first.splitlines()]
    for line in shown(output_of("make run")):
        assert line in printed


@pytest.mark.end_to_end
def test_the_second_run_alerts_no_one(ingested: tuple[Path, str, str]) -> None:
    _, first, second = ingested
    assert "CEASEFIRE" in first
    assert "CEASEFIRE" not in second
    assert "5 known" in second


@pytest.mark.end_to_end
def test_the_query_answers_what_the_readme_shows(ingested: tuple[Path, str, str]) -> None:
    folder, _, _ = ingested
    ((command, output),) = [b for b in BLOCKS if b[0].startswith("parley sql")]
    query = re.fullmatch(r'parley sql "(.+)"', command)
    assert query
    printed = [line.rstrip() for line in parley(["sql", query[1]], folder).stdout.splitlines()]
    assert shown(output) == [line for line in printed if line]


def test_detect_answers_as_the_readme_shows(tmp_path: Path) -> None:
    ((_, output),) = [b for b in BLOCKS if b[0].startswith("parley detect --jsonl")]
    line = json.dumps({"id": "1", "title": "Houthis reject UN truce proposal", "text": ""})
    (expected,) = shown(output)
    assert parley(["detect", "--jsonl", "-"], tmp_path, text=line).stdout.startswith(expected)


@pytest.mark.parametrize("target", ["run", "test", "check", "gate", "bench"])
def test_make_knows_the_targets(target: str) -> None:
    plan = subprocess.run(
        ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    command = {
        "run": "parley ingest seeds",
        "test": "pytest",
        "check": "ruff",
        "gate": "tests.gate",
        "bench": "bench",
    }
    assert command[target] in plan
    assert f"make {target}" in README


def test_every_command_is_in_the_readme(tmp_path: Path) -> None:
    listed = set(re.findall(r"`parley (\w+)", README))
    told = parley(["--help"], tmp_path).stdout
    commands = set(re.findall(r"^│ (\w+)  ", told, re.MULTILINE))
    assert commands
    assert commands == listed


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_files_named_exist(document: Path) -> None:
    named = re.findall(
        r"`((?:parsers|warehouse|flows|tests|docs)/[\w/.*-]+?\.\w+)`", document.read_text("utf-8")
    )
    for name in named:
        assert list(ROOT.glob(name)), name
