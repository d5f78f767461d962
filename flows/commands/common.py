"""What several commands share: settings, tables, JSON, questions to the read copy."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from flows.errors import UsageError
from flows.settings import Settings, load_settings
from flows.terminal import clean, console, one_line

if TYPE_CHECKING:
    from warehouse.query import QueryResult

Flag = Annotated[bool, Parameter(negative=())]  # without a --no- twin

__all__ = [
    "Flag",
    "ask",
    "asking",
    "clean",
    "console",
    "load_settings",
    "one_line",
    "rows_as_dicts",
    "write_json",
]


def ask(settings: Settings, sql: str, parameters: Sequence[object] = ()) -> QueryResult:
    """Put a question to the read copy. Raises ``UsageError`` or ``WarehouseError``."""
    from warehouse.query import run_query  # noqa: PLC0415  DuckDB: 0.1 s

    with asking(settings):
        return run_query(settings.read_copy_path, sql, parameters)


@contextmanager
def asking(settings: Settings) -> Iterator[None]:
    """Tell a wrong question (``UsageError``) from a warehouse that cannot be used."""
    from warehouse.errors import WarehouseError  # noqa: PLC0415  DuckDB: 0.1 s

    try:
        yield
    except WarehouseError as error:
        if type(error) is WarehouseError and settings.read_copy_path.exists():
            raise UsageError(str(error), cure=error.cure) from error
        raise


def write_json(value: object, *, indent: int | None = 2) -> None:
    """Write a value as JSON on standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=plain_value)
    # Half a character, left over from a broken page, is no text for a program either.
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")


def plain_value(value: Any) -> object:
    """Return a value of the warehouse as JSON can hold it; instants in ISO 8601, UTC."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def rows_as_dicts(result: QueryResult) -> list[dict[str, object]]:
    """Return the rows of a result by column name."""
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]
