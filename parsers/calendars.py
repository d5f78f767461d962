"""The words of a language for times: ``lexicons/<language>.calendar.toml``, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of one language for times, from ``lexicons/<language>.calendar.toml``."""

    months: dict[str, int]  # small letters, without the full stop → 1 to 12
    weekdays: dict[str, int]  # → 0 (Monday) to 6, as in ``date.weekday()``
    numbers: dict[str, int]
    words: dict[str, dict[str, str]]  # group of a pattern → word → what it means
    patterns: tuple[tuple[str, re.Pattern[str]], ...]  # (rule, pattern), the first one wins
    hint: re.Pattern[str]  # what any time has
    months_capitalised: bool

    def meaning(self, group: str, value: str) -> str:
        """Return what the words of a group mean, in the terms of ``parsers.dates``."""
        if group == "month":
            return str(self.months[value.rstrip(".")])
        if group in {"weekday", "weekday2"}:
            return str(self.weekdays[value])
        if group == "n":
            return value if value.isdecimal() else str(self.numbers[value])
        return self.words.get(group, {}).get(value, value)


@cache
def calendar_of(language: str = "en") -> Calendar:
    """Read the calendar words of a language (ISO 639-1) that has a file."""
    name = f"{language}.calendar.toml"
    data = tomllib.loads(files("parsers.lexicons").joinpath(name).read_text("utf-8"))
    months = _ordered(data["months"], first=1)
    weekdays = _ordered(data["weekdays"], first=0)
    # Those that are short for another keep their stop: "Sept.", not the stop behind "June."
    short = [m for m in months if any(o != m and o.startswith(m) for o in months)]
    whole = [m for m in months if m not in short]
    fragments = {
        "month": f"(?:(?:{_either(whole)})\\b|(?:{_either(short)})\\b\\.?)",
        # "mon" and "sun" are names of days only where a date follows (``short_weekday``)
        "weekday": f"(?:{_either(d for d in weekdays if len(d) > 4)})",
        "number": f"(?:{_either(data['numbers'])}|\\d{{1,3}})",
    }
    for name, fragment in data["fragments"].items():
        fragments[name] = _filled(fragment, fragments)
    patterns = tuple(
        (entry["rule"], re.compile(_filled(entry["pattern"], fragments), re.IGNORECASE))
        for entry in data["patterns"]
    )
    return Calendar(
        months=months,
        weekdays=weekdays,
        numbers=data["numbers"],
        words=data["words"],
        patterns=patterns,
        hint=re.compile(_filled(data["hint"]["pattern"], fragments), re.IGNORECASE),
        months_capitalised=data["months_capitalised"],
    )


def _ordered(names: list[list[str]], *, first: int) -> dict[str, int]:
    return {name: number for number, some in enumerate(names, start=first) for name in some}


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _filled(pattern: str, fragments: dict[str, str]) -> str:
    """Put the fragments in for <<name>>."""
    return re.sub(r"<<(\w+)>>", lambda match: fragments[match[1]], pattern)


# Of English, for the parsers of datelines and time stamps.
MONTHS: dict[str, int] = calendar_of().months
WEEKDAYS: dict[str, int] = calendar_of().weekdays
