"""An empty warehouse, and a full one with its read copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.examples import fill
from warehouse.store import Store, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.duckdb"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def read_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    with open_store(folder / "news.duckdb") as store:
        fill(store)
        store.publish_read_copy(folder / "read.duckdb")
    return folder / "read.duckdb"
