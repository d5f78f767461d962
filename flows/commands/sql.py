"""``parley sql``: ad hoc questions to the read copy."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from flows.commands.common import (
    Flag,
    ask,
    console,
    load_settings,
    one_line,
    rows_as_dicts,
    write_json,
)
from flows.errors import Exit, UsageError
from flows.settings import Settings
from flows.terminal import count, say

if TYPE_CHECKING:
    from warehouse.query import QueryResult

_NARROWEST = 12  # characters a column needs; with less for each, rows are shown as blocks
_CELL = 200  # characters of a cell in a table; --json and --csv give all
_ROWS = 1_000  # rows of a table


def sql(query: str | None = None, /, *, json: Flag = False, csv: Flag = False) -> int:
    """Ask the read copy of the warehouse a question in SQL (DuckDB).

    Without QUERY it is read from standard input; on a terminal, one question after the other.
    `SHOW TABLES` lists what there is. Nothing can be changed.

    Parameters
    ----------
    query
        One statement.
    json
        As JSON, a list of objects.
    csv
        As CSV, with a header.

    """
    if json and csv:
        raise UsageError("--json and --csv at once.", cure="choose one of them")
    settings = load_settings()
    show = _show_json if json else _show_csv if csv else _show_table
    if query is None and sys.stdin.isatty():
        _prompt(settings)
    else:
        text = query if query is not None else sys.stdin.read()
        if not text.strip():
            raise UsageError("no question.", cure='parley sql "SHOW TABLES"')
        show(ask(settings, text))
    return Exit.OK


def _prompt(settings: Settings) -> None:
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415  history and editing, where Python has it

    say("A question in SQL, ended by a semicolon. SHOW TABLES; lists what there is. Ctrl-D ends.")
    for statement in _statements():
        try:
            _show_table(ask(settings, statement))
        except UsageError as error:
            say(f"{error}\n  what to do: {error.cure}")


def _statements() -> Iterator[str]:
    lines: list[str] = []
    while True:
        try:
            line = input("   ... " if lines else "parley> ")
        except EOFError:
            sys.stdout.write("\n")
            return
        if not lines and line.strip().rstrip(";").lower() in {"exit", "quit", ".exit", ".quit"}:
            return
        if line.strip() or lines:
            lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []


def _show_json(result: QueryResult) -> None:
    write_json(rows_as_dicts(result))


def _show_csv(result: QueryResult) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(result.rows)


def _show_table(result: QueryResult) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  only where something is shown
    from rich.table import Table  # noqa: PLC0415

    out = console()
    if len(result.columns) * _NARROWEST > out.width:
        _show_records(result)
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    numbers = ("INT", "DOUBLE", "FLOAT", "DECIMAL")
    for name, kind in zip(result.columns, result.types, strict=True):
        right = any(word in kind for word in numbers) and "[" not in kind
        table.add_column(one_line(name), justify="right" if right else "left", overflow="fold")
    for row in result.rows[:_ROWS]:
        table.add_row(*map(_cell, row))
    out.print(table)
    _tell_count(result)


def _show_records(result: QueryResult) -> None:
    """Show a line for each column, a block for each row: more columns than a table can hold."""
    out = console()
    longest = max(map(len, result.columns))
    for row in result.rows[:_ROWS]:
        for name, value in zip(result.columns, row, strict=True):
            out.print(f"{one_line(name):<{longest}}  {_cell(value)}", soft_wrap=True)
        out.print()
    _tell_count(result)


def _tell_count(result: QueryResult) -> None:
    console().print(count(len(result.rows), "row"))
    if len(result.rows) > _ROWS:
        say(f"The first {_ROWS:,} rows are shown; --csv and --json give all.")


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else one_line(str(value))
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"
