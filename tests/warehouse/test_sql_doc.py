"""docs/sql.md says what is so, and each of its queries runs and finds something."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.examples import fill
from tests.warehouse.reference import DOCUMENT, queries, written
from warehouse.query import run_query
from warehouse.store import Store, open_store

TEXT = DOCUMENT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the read copy of a warehouse whose news is of today."""
    folder = tmp_path_factory.mktemp("today")
    with open_store(folder / "news.duckdb") as store:
        fill(store, datetime.now(UTC).replace(microsecond=0))
        store.publish_read_copy(folder / "read.duckdb")
    return folder / "read.duckdb"


def test_the_reference_is_what_the_warehouse_says(store: Store) -> None:
    assert written(TEXT, store.connection) == TEXT, "run `python -m tests.warehouse.reference`"


def test_there_are_queries() -> None:
    assert len(queries(TEXT)) == TEXT.count("```sql") >= 8


@pytest.mark.parametrize(("title", "sql"), queries(TEXT), ids=[t for t, _ in queries(TEXT)])
def test_a_documented_query_finds_something(today: Path, title: str, sql: str) -> None:
    result = run_query(today, sql)
    assert result.rows, title


def test_the_sentence_stands_where_the_span_says(today: Path) -> None:
    (sql,) = [sql for title, sql in queries(TEXT) if "back to the sentence" in title]
    for evidence, same_sentence, _, _, body in run_query(today, sql).rows:
        assert evidence == same_sentence
        assert same_sentence.encode() in body


def test_any_client_can_open_the_copy(today: Path) -> None:
    with duckdb.connect(str(today), read_only=True) as connection:
        for _, sql in queries(TEXT):
            assert connection.execute(sql).fetchall()
