"""A question to the read copy, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import WarehouseError, plain_errors
from warehouse.readcopy import open_read_copy

CURE = "`SHOW TABLES` lists what there is; docs/sql.md has examples"


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A table: the names and DuckDB types of its columns, and its rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def run_query(path: Path, sql: str, parameters: Sequence[object] = ()) -> QueryResult:
    """Run SQL on the read copy at ``path``; values go in as ``parameters`` (``?``).

    Of several statements (PIVOT is two to DuckDB), the last one's result counts. Nothing can be
    changed, no other file and no network is within reach. Raises ``WarehouseError`` with DuckDB's
    message for a statement it refuses.
    """
    connection = open_read_copy(path)
    try:
        with plain_errors(path):
            if not connection.extract_statements(sql):
                raise WarehouseError("there is no statement.", cure=CURE)
            result = connection.execute(sql, list(parameters))
            described = result.description or []
            return QueryResult(
                columns=tuple(str(column[0]) for column in described),
                types=tuple(str(column[1]) for column in described),
                rows=tuple(result.fetchall()),
            )
    except duckdb.Error as error:
        raise WarehouseError(str(error).strip(), cure=CURE) from error
    finally:
        connection.close()
