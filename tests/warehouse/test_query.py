"""One question in SQL, and nothing but a question."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from warehouse.query import run_query
from warehouse.store import WarehouseError


def test_columns_types_and_rows(read_copy: Path) -> None:
    result = run_query(
        read_copy, "SELECT kind, count(*) AS n FROM alerts WHERE place = ? GROUP BY ALL", ["Vienna"]
    )
    assert result.columns == ("kind", "n")
    assert result.types == ("VARCHAR", "BIGINT")
    assert result.rows == (("meeting", 2),)


def test_times_are_utc(read_copy: Path) -> None:
    ((value,),) = run_query(read_copy, "SELECT max(as_of) FROM alerts").rows
    assert value.utcoffset() == UTC.utcoffset(None)
    ((text,),) = run_query(read_copy, "SELECT CAST(max(as_of) AS VARCHAR) FROM alerts").rows
    assert text == "2026-11-21 10:00:00+00"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM alert",
        "INSERT INTO capture_body VALUES ('x', 'y'::BLOB)",
        "UPDATE alert SET rule = 'x'",
        "CREATE TABLE parley.mine (a INTEGER)",
        "DROP VIEW alerts",
        "SELECT * FROM read_text('/etc/hosts')",
        "SELECT * FROM '/etc/hosts'",
        "COPY (SELECT 1) TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELECT 1; DELETE FROM alert; SELECT 2",
        "",
    ],
)
def test_everything_else_is_refused(
    read_copy: Path, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = read_copy.read_bytes()
    with pytest.raises(WarehouseError) as caught:
        run_query(read_copy, sql)
    assert caught.value.cure
    assert read_copy.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_is_explained(read_copy: Path) -> None:
    with pytest.raises(WarehouseError, match='"evidense" not found') as caught:
        run_query(read_copy, "SELECT evidense FROM alerts")
    assert "evidence" in str(caught.value)
    with pytest.raises(WarehouseError, match="syntax error"):
        run_query(read_copy, "SELEC 1")


def test_a_python_variable_is_no_table(read_copy: Path) -> None:
    with pytest.raises(WarehouseError, match="Table with name path does not exist"):
        run_query(read_copy, "SELECT * FROM path")  # run_query has a variable of this name
