"""Says what is wrong with the settings: the key, its line, and what is allowed."""

from __future__ import annotations

import difflib
import re
import typing
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Location = tuple[int | str, ...]


@dataclass
class Source:
    """Where the values came from: the file with its text, and the variables over it."""

    name: str
    text: str
    variables: dict[Location, str] = field(default_factory=dict)  # (section, key) -> variable


class Misfit(ValueError):  # noqa: N818  named by what is the case
    """Two settings that do not fit together; ``location`` is that of the one to look at."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.location = location


def explain(error: ValidationError, model: type[BaseModel], source: Source) -> str:
    """Return a line for each wrong setting. Values are not repeated: one may be a secret."""
    return "\n".join(
        _line(_location(each), each["type"], each["msg"], model, source)
        for each in error.errors(include_input=False, include_url=False)
    )


def _location(each: ErrorDetails) -> Location:
    error = each.get("ctx", {}).get("error")
    return error.location if isinstance(error, Misfit) else tuple(each["loc"])


def _line(
    location: Location, kind: str, message: str, model: type[BaseModel], source: Source
) -> str:
    if kind == "extra_forbidden":
        *above, key = location
        allowed = _keys(model, tuple(above))
        near = difflib.get_close_matches(str(key), allowed, n=1)
        guess = f"did you mean “{near[0]}”? " if near else ""
        message = f"unknown key; {guess}allowed: {', '.join(allowed)}"
    elif kind == "missing":
        message = "this key is missing"
    else:
        message = message.removeprefix("Value error, ")
        message = message.replace("Input should be", "must be").replace(
            "String should match pattern", "must match"
        )
    if variable := source.variables.get(location[:2]):
        return f"{variable}: {message}"
    line = find_line(source.text, location)
    where = f"{source.name}, line {line}" if line else source.name
    return f"{where}: {_dotted(location)}{message}"


def _dotted(location: Location) -> str:
    """("rules", 0, "kinds", 1) -> "rules 1, kinds: "."""
    words: list[str] = []
    for part in location:
        if isinstance(part, int) and words:
            if len(words) == 1:
                words[-1] += f" {part + 1}"
        elif isinstance(part, str):
            words.append(part)
    return f"{', '.join(words)}: " if words else ""


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys that the table at this location may have."""
    for part in location:
        if isinstance(part, int):
            continue
        annotation: Any = model.model_fields[part].annotation
        candidates = [annotation, *typing.get_args(annotation)]
        model = next(c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel))
    return list(model.model_fields)


def find_line(text: str, location: Location) -> int | None:
    """Return the line (from 1) of the key, else of its table, else None.

    ``tomllib`` keeps no lines. This finds the usual way of writing, ``[table]`` and ``key =``.
    """
    if not location:
        return None
    section = str(location[0])
    wanted = location[1] if len(location) > 1 and isinstance(location[1], int) else 0
    key = next((part for part in location[1:] if isinstance(part, str)), None)
    header = re.compile(rf"\s*\[\[?\s*[\"']?{re.escape(section)}[\"']?\s*\]\]?\s*(#.*)?$")
    table_line, seen, inside = None, -1, False
    for number, line in enumerate(text.splitlines(), start=1):
        if header.match(line):
            seen += 1
            inside = seen == wanted
            if inside:
                table_line = number
        elif re.match(r"\s*\[", line) and "=" not in line.split("#")[0]:
            inside = False
        elif key and inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
        elif seen < 0 and re.match(rf"\s*{re.escape(section)}(\.|\s*=)", line):
            table_line = number
    return table_line
