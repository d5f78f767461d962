"""The schema: append-only migrations, and the views as their files say.

``migrations/NNNN_name.sql`` is applied once, in the order of its number, and never changes after.
``views/NN_name.sql`` say what the views are now; all are made anew when the text of any changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

import duckdb

from warehouse.errors import WarehouseDamaged, WarehouseError, WarehouseTooNew

VIEWS = 0  # the "version" under which schema_version remembers the text of the views


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of SQL: its number, its name and its text."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def _sql_files(folder: str) -> list[tuple[str, str]]:
    found = [f for f in (files("warehouse") / folder).iterdir() if f.name.endswith(".sql")]
    return sorted((f.name, f.read_text(encoding="utf-8")) for f in found)


def migrations() -> tuple[Migration, ...]:
    """Return the migrations this Parley knows, in their order."""
    return tuple(
        Migration(int(name.split("_")[0]), name, sql) for name, sql in _sql_files("migrations")
    )


def views() -> Migration:
    """Return the text of all views as one."""
    return Migration(VIEWS, "views", "\n".join(sql for _, sql in _sql_files("views")))


def schema_version(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the version of the schema; 0 for an empty database."""
    return max(_applied(connection), default=0)


def migrate(
    connection: duckdb.DuckDBPyConnection, known: tuple[Migration, ...] | None = None
) -> None:
    """Bring the schema to what this Parley knows; each migration in a transaction of its own.

    ``known`` defaults to the files of this package. Raises ``WarehouseTooNew`` for a schema of a
    newer Parley, and ``WarehouseError`` where an applied migration is not the one known here.
    """
    known = migrations() if known is None else known
    applied = _applied(connection)
    newest = max((m.version for m in known), default=0)
    if max(applied, default=0) > newest:
        raise WarehouseTooNew(
            f"this warehouse has schema version {max(applied)}; "
            f"this Parley knows versions up to {newest}.",
            cure="update Parley, or use the version that wrote this warehouse",
        )
    for migration in known:
        if migration.version not in applied:
            _apply(connection, migration)
        elif applied[migration.version] != migration.sha256:
            raise WarehouseError(
                f"migration {migration.name} is not the one this warehouse was made with.",
                cure="restore that file of Parley as it was released; a change of the schema is a "
                "new migration. A warehouse made by an unreleased Parley: move it away, ingest "
                "again",
            )
    if applied.get(VIEWS) != views().sha256:
        _replace_views(connection)


def _applied(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    tables = {
        str(name)
        for (name,) in connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_catalog = current_database() AND table_schema = 'main'"
        ).fetchall()
    }
    if not tables:
        return {}
    if "schema_version" not in tables:
        raise WarehouseDamaged(
            f"this database is no Parley warehouse: it holds {', '.join(sorted(tables)[:3])}, "
            "but no schema_version.",
            cure="name another file for the warehouse",
        )
    return dict(connection.execute("SELECT version, sha256 FROM schema_version").fetchall())


def _record(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    connection.execute("DELETE FROM schema_version WHERE version = ?", [migration.version])
    connection.execute(
        "INSERT INTO schema_version (version, name, applied_at, sha256) VALUES (?, ?, ?, ?)",
        [migration.version, migration.name, datetime.now(UTC), migration.sha256],
    )


@contextmanager
def _all_or_nothing(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _apply(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    with _all_or_nothing(connection):
        connection.execute(migration.sql)
        _record(connection, migration)


def _replace_views(connection: duckdb.DuckDBPyConnection) -> None:
    names = connection.execute(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_catalog = current_database() AND table_schema = 'main'"
        " AND table_type = 'VIEW'"
    ).fetchall()
    with _all_or_nothing(connection):
        for (name,) in names:
            quoted = str(name).replace('"', '""')
            connection.execute(f'DROP VIEW "{quoted}"')
        if text := views().sql:
            connection.execute(text)
        _record(connection, views())
