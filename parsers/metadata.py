"""The text of a ``metadata.toml`` beside a folder of files: what a person knows of each file.

["002_report.txt"]
source = "TASS"
published = 2020-11-12
note = "how this was established"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from parsers.instants import EARLIEST, LATEST
from parsers.records import FileMetadata, Problem
from parsers.text import clean_line

KEYS = ("url", "source", "published", "title", "note")
EXAMPLE = 'published = 2020-11-12, or "2020-11-12T17:45:00+04:00"'
_TABLE = re.compile(r"^\s*\[(?!\[)")


def read_metadata(text: str, subject: str) -> tuple[dict[str, FileMetadata], tuple[Problem, ...]]:
    """Read the records by file name; ``subject`` is the name of the metadata file itself.

    What is wrong becomes a ``Problem`` and is left out; everything else is read. A file that is no
    TOML as a whole is read table by table.
    """
    problems: list[Problem] = []
    records: dict[str, FileMetadata] = {}
    for name, table in _tables(text.removeprefix("\ufeff"), subject, problems):
        if not isinstance(table, dict):
            problems.append(
                _problem(
                    f"{subject}: key “{name}” stands outside any table",
                    f'write the table of its file above it: ["{name}.txt"]'
                    if name not in KEYS
                    else 'write the table of its file above it, such as ["002_report.txt"]',
                    subject,
                    name,
                )
            )
        elif table and all(isinstance(value, dict) for value in table.values()):
            full = ".".join([name, *_only_path(table)])
            problems.append(
                _problem(
                    f"{subject}: table [{full}] has no quotes, so its dots make tables in tables",
                    f'write ["{full}"]',
                    subject,
                    name,
                )
            )
        else:
            records[name] = _record(name, table, subject, problems)
    return records, tuple(problems)


def _tables(text: str, subject: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Parse the whole, or, where that fails, each table on its own."""
    try:
        whole = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        yield from _one_by_one(text, subject, problems)
    else:
        yield from whole.items()


def _one_by_one(text: str, subject: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Parse each table on its own; those that fail become problems."""
    seen: set[str] = set()
    for line, chunk in _chunks(text):
        try:
            tables = tomllib.loads(chunk)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            problems.append(
                _problem(
                    f"{subject}, table from line {line}: {_without_place(str(error))}:"
                    f" “{_first_bad(chunk)}”",
                    f"put text in double quotes, one key a line; {EXAMPLE}",
                    subject,
                    f"line {line}",
                )
            )
            continue
        for name, table in tables.items():
            if name in seen:
                problems.append(
                    _problem(
                        f"{subject}, line {line}: a second table for “{name}”; the first counts",
                        "join the two tables",
                        subject,
                        name,
                    )
                )
            else:
                seen.add(name)
                yield name, table


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Cut at each line that opens a table; with the number of the first line, from 1."""
    start, chunk = 1, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if _TABLE.match(line) and chunk:
            yield start, "\n".join(chunk)
            start, chunk = number, []
        chunk.append(line)
    if chunk:
        yield start, "\n".join(chunk)


def _first_bad(chunk: str) -> str:
    """Find the first line without which the lines before it still parse."""
    lines = chunk.split("\n")
    for count in range(1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[:count]))
        except (tomllib.TOMLDecodeError, RecursionError):
            return lines[count - 1].strip()[:80]
    return lines[0].strip()[:80]


def _without_place(message: str) -> str:
    return re.sub(r" \(at .*\)$", "", message)


def _only_path(table: dict[str, Any]) -> list[str]:
    """Follow the first key of nested tables down to where values begin."""
    path: list[str] = []
    while table and all(isinstance(value, dict) for value in table.values()) and len(path) < 10:
        name, table = next(iter(table.items()))
        path.append(name)
    return path


def _record(
    name: str, table: dict[str, Any], subject: str, problems: list[Problem]
) -> FileMetadata:
    """Make the record of one file, leaving out what is wrong."""
    texts = {"url": "", "source": "", "title": "", "note": ""}
    published: date | datetime | None = None
    for key, value in table.items():
        where = f"{subject}, [{name}]"
        if key == "published":
            published = _when(value)
            wrong = published is None
            cure = f"write a day or an instant: {EXAMPLE}"
        elif key in texts:
            wrong = not isinstance(value, str) or (key == "url" and not _is_web(value))
            texts[key] = "" if wrong else clean_line(value)
            cure = (
                'write a whole address: url = "https://…"'
                if key == "url"
                else f'write text in double quotes: {key} = "…"'
            )
        else:
            problems.append(
                _problem(
                    f"{where}: unknown key “{key}”",
                    f"remove it, or use one of {', '.join(KEYS)}",
                    subject,
                    f"{name}.{key}",
                )
            )
            continue
        if wrong:
            problems.append(
                _problem(
                    f"{where}: bad value for “{key}”: {str(value)[:80]!r}",
                    cure,
                    subject,
                    f"{name}.{key}",
                )
            )
    return FileMetadata(published=published, **texts)


def _when(value: object) -> date | datetime | None:
    """Take a TOML date or datetime, or ISO text; a datetime without a zone is UTC."""
    if isinstance(value, str):
        value = _from_iso(value.strip())
    if not isinstance(value, date) or not EARLIEST <= value.year <= LATEST:
        return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _from_iso(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass  # then it may have an hour
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_web(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _problem(message: str, cure: str, subject: str, place: str) -> Problem:
    """Make the problem; ``place`` keeps two problems of one file apart."""
    return Problem("metadata", "bad_metadata", f"{subject}#{place}", message, cure)
