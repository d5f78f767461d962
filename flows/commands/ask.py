"""``parley alerts`` and ``parley announcements``: what the warehouse holds, for people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

from flows.commands.common import (
    Flag,
    ask,
    console,
    load_settings,
    one_line,
    rows_as_dicts,
    write_json,
)
from flows.errors import Exit
from parsers.records import Kind, Status

if TYPE_CHECKING:
    from rich.table import Table

Limit = Annotated[int, Parameter(name=["--limit", "-n"], validator=validators.Number(gte=1))]
Row = dict[str, object]
_TABLE = 110  # columns of a terminal from which on the table of announcements can be read


def alerts(
    *,
    limit: Limit = 20,
    since: date | None = None,
    undelivered: Flag = False,
    json: Flag = False,
) -> int:
    """Show the alerts, the latest news first: what, who, when, where, who said it, and why.

    Parameters
    ----------
    limit
        How many at most.
    since
        Only news published on this day (2020-10-31) or later.
    undelivered
        Only alerts that some channel has not got.
    json
        As JSON, a list of objects.

    """
    conditions, values = _where(since=since)
    if undelivered:
        conditions.append("undelivered > 0")
    rows = _rows("alerts", conditions, values, limit)
    if json:
        write_json(rows)
        return Exit.OK
    out = console()
    for row in rows:
        out.print(_card(row), soft_wrap=True)
        out.print()
    out.print(f"{len(rows)} shown." if rows else "No alerts.")
    return Exit.OK


def announcements(
    *,
    kind: Kind | None = None,
    status: Status | None = None,
    since: date | None = None,
    background: Flag = False,
    limit: Limit = 50,
    json: Flag = False,
) -> int:
    """Show what was announced, the latest news first, without the evidence.

    Parameters
    ----------
    kind
        Only this kind.
    status
        Only this status.
    since
        Only news published on this day (2020-10-31) or later.
    background
        What the articles report as older news too.
    limit
        How many at most.
    json
        As JSON, a list of objects.

    """
    conditions, values = _where(kind=kind, status=status, since=since)
    rows = _rows(
        "announcements" if background else "latest_announcements", conditions, values, limit
    )
    if json:
        write_json(rows)
        return Exit.OK
    out = console()
    if rows and out.width >= _TABLE:
        out.print(_table(rows))
    elif rows:
        for row in rows:
            out.print(_block(row), soft_wrap=True)
    out.print(f"{len(rows)} shown." if rows else "No announcements.")
    return Exit.OK


def _where(
    *, since: date | None, kind: str | None = None, status: str | None = None
) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for column, value in (("kind", kind), ("status", status)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    if since:
        conditions.append("as_of >= CAST(? AS TIMESTAMPTZ)")
        values.append(f"{since.isoformat()} 00:00:00+00")
    return conditions, values


def _rows(view: str, conditions: list[str], values: list[object], limit: int) -> list[Row]:
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    result = ask(
        load_settings(),
        f"SELECT * FROM {view} {where} ORDER BY as_of DESC LIMIT ?",  # noqa: S608  names from here
        [*values, limit],
    )
    return rows_as_dicts(result)


def _card(row: Row) -> str:
    """Return an alert as a desk reads it, a field a line."""
    lines = [f"{row['kind']} {_words(row['status'])}".upper()]
    fields = (
        ("parties", row["parties"] or "not named"),
        ("when", _when(row) or "not said"),
        ("where", row["place"] or "not said"),
        ("said by", row["said_by"] or "not attributed"),
        ("evidence", f"“{str(row['evidence']).strip('“”')}”"),
        ("source", f"{row['source'] or 'unknown source'}, {row['published'] or 'date not known'}"),
        ("title", row["title"]),
        ("link", row["url"] or row["capture_uri"]),
        ("why", row["reason"]),
        ("sent", row["deliveries"]),
        ("article", row["article_id"]),
    )
    lines += [f"  {name:<9} {one_line(str(value))}" for name, value in fields]
    return "\n".join(lines)


def _words(status: object) -> str:
    return str(status).replace("_", " ")


def _when(row: Row) -> str:
    start, end, text = row["when_start_date"], row["when_end_date"], str(row["when_text"])
    if start is None:
        return text
    days = str(start) if start == end else f"{start} to {end}"
    return f"{days} (“{text}”)" if text else days


def _cells(row: Row) -> list[str]:
    """Return an announcement as published, what, who, where and when, thread, source, article."""
    cells = (
        row["published"],
        f"{row['kind']} {_words(row['status'])}",
        row["parties"],
        ", ".join(part for part in (str(row["place"]), _when(row)) if part),
        row["change"] or "",
        row["source"],
        str(row["article_id"])[:8],
    )
    return [one_line(str(cell)) or "-" for cell in cells]


def _block(row: Row) -> str:
    """Return an announcement in three lines: a table would be columns of single letters."""
    published, what, who, where_when, *rest = _cells(row)
    return "\n    ".join(("  ".join((published, what, *rest)), who, where_when))


def _table(rows: list[Row]) -> Table:
    from rich.table import Table  # noqa: PLC0415  only where something is shown

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for name in ("published", "what", "who", "where, when", "thread", "source", "article"):
        wraps = name in {"who", "where, when"}
        table.add_column(name, no_wrap=not wraps, overflow="fold", ratio=2 if wraps else None)
    for row in rows:
        table.add_row(*_cells(row))
    return table
