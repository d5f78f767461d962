"""Settings in a folder of their own, and texts whose announcements nobody disputes."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.deliver import Means
from flows.ingest import IngestResult, Onlooker, Request, run_ingest, watched_by
from flows.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"

GAZA = "Israel and Hamas agreed to a ceasefire in Gaza, Qatar said.\n"
UKRAINE = "Russia and Ukraine have agreed to a ceasefire, the Kremlin said.\n"
NOTHING = "The orchestra played in the park, and the mayor thanked the musicians.\n"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting of the machine counts, and what a command sets is gone after the test."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("PARLEY_", "PREFECT_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    kept = dict(os.environ)
    yield
    for name in set(os.environ) - set(kept):
        del os.environ[name]
    os.environ.update(kept)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def make_settings(folder: Path, **changes: Any) -> Settings:
    """Return settings with their data in ``folder``/data and no waiting; then as changed."""
    config = folder / "settings.toml"
    config.write_text(
        "[deliver]\nbackoff_seconds = 0\ntimeout_seconds = 0.5\n[warehouse]\nwait_seconds = 0.3\n",
        encoding="utf-8",
    )
    loaded = load_settings(config, {})
    for name, value in changes.items():
        section = getattr(loaded, name)
        loaded = loaded.model_copy(
            update={name: section.model_copy(update=value) if isinstance(value, dict) else value}
        )
    return loaded


def ingest(
    settings: Settings, *paths: Path, terminal: io.StringIO | None = None, watching: bool = False
) -> IngestResult:
    """Ingest without Prefect; alerts for the terminal go to ``terminal`` or nowhere."""
    means = Means(terminal=terminal or io.StringIO(), sleep=lambda _: None, clock=Clock())
    with watched_by(Onlooker(means=means)):
        return run_ingest(Request(paths, watching), settings)


class Clock:
    """A clock that never shows the same time twice."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now


def write(folder: Path, dated: dict[str, tuple[str, str]]) -> Path:
    """Write name -> (text, day) as files with a metadata.toml; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = []
    for name, (text, day) in dated.items():
        (folder / name).write_text(text, encoding="utf-8")
        tables.append(f'["{name}"]\npublished = {day}\nsource = "Agency"\n')
    (folder / "metadata.toml").write_text("\n".join(tables), encoding="utf-8")
    return folder


def lines_of(settings: Settings) -> list[str]:
    """Return the lines of the alert file."""
    path = settings.data / "alerts.jsonl"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
