"""Write the reference part of docs/sql.md from the comments in the warehouse.

python -m tests.warehouse.reference
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import duckdb

from warehouse.store import open_store

DOCUMENT = Path(__file__).parents[2] / "docs" / "sql.md"
MARK = "<!-- reference -->\n"


def reference(connection: duckdb.DuckDBPyConnection) -> str:
    """Return every view and table with its columns, as Markdown."""
    views = connection.execute(
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    tables = connection.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    parts = ["", "### Views", "", *_parts(connection, views)]
    parts += ["### Tables", "", *_parts(connection, tables)]
    return "\n".join(parts).rstrip() + "\n"


def _parts(connection: duckdb.DuckDBPyConnection, relations: list[tuple[str, str]]) -> list[str]:
    parts = []
    for name, comment in relations:
        columns = connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns()"
            " WHERE table_name = ? AND NOT internal ORDER BY column_index",
            [name],
        ).fetchall()
        parts += [f"#### {name}", "", comment, "", "| column | type | is |", "| --- | --- | --- |"]
        parts += [f"| `{c}` | {_short(kind)} | {text} |" for c, kind, text in columns]
        parts.append("")
    return parts


def _short(kind: str) -> str:
    return kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")


def queries(document: str) -> list[tuple[str, str]]:
    """Return the queries of the document, each with the line of text above it."""
    return re.findall(r"^(\S[^\n]*):\n\n```sql\n(.*?)```", document, re.DOTALL | re.MULTILINE)


def written(document: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the document with the reference part as it should be."""
    return document.split(MARK, maxsplit=1)[0] + MARK + reference(connection)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "news") as store:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(written(text, store.connection), encoding="utf-8")
