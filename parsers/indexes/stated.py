"""Dates as indexes state them: RFC 822 and ISO 8601, and what is sent in their place.

An index that contradicts itself (another weekday, a zone that nobody knows) gives no date: the page
has its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo

from parsers.calendars import MONTHS, WEEKDAYS
from parsers.instants import RUSSIAN_MONTHS, ZONE_NAMES, from_date_line, from_machine
from parsers.records import UNPUBLISHED, Basis, Published

_ENGLISH = {number: name.title() for name, number in MONTHS.items() if len(name) == 3}
# "май", "янв" and their like stand in feeds of Russian pages beside the genitive.
_RUSSIAN_SHORT = "янв фев мар апр май июн июл авг сен окт ноя дек".split()
_RUSSIAN = {name: _ENGLISH[number] for name, number in RUSSIAN_MONTHS.items()} | {
    name: _ENGLISH[number] for number, name in enumerate(_RUSSIAN_SHORT, start=1)
}
_RUSSIAN_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "понедельник пн",
            "вторник вт",
            "среда ср",
            "четверг чт",
            "пятница пт",
            "суббота сб",
            "воскресенье вс",
        )
    )
    for name in names.split()
}
_DAYS = {number: name.title() for name, number in WEEKDAYS.items() if len(name) == 3}
_RUSSIAN_WORD = re.compile(r"(?i)[а-яё]+")
_WEEKDAY = re.compile(r"^\s*([^\W\d]+)\.?\s*,\s*")
_COLON_ZONE = re.compile(r"([+-]\d{2}):(\d{2})$")
_NAMED_ZONE = re.compile(r"\d\s+([A-Za-z]{1,5})$")
# RFC 822, no more: the mail parser of the standard library passes over what it does not know, such
# as "PM", and would give another hour.
_MAIL = re.compile(
    r"\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4} \d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"(?: (?:[+-]\d{4}|[A-Za-z]{1,3}))?(?: \([^()]{1,20}\))?"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.,]+(?:Z|[+-]\d{2}:?\d{2})?)?$", re.ASCII)
_HALF = re.compile(r"(?i)\d\s*[ap]\.?m\b")
_YEAR_WORD = re.compile(r"(?i)\s+г(?:ода|\.)?(?=[,\s]|$)")
# Those of RFC 822, which the standard library knows.
_MAIL_ZONES = frozenset("ut utc gmt est edt cst cdt mst mdt pst pdt z".split())
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")


def published_of(text: str, zone: tzinfo | None) -> Published:
    """Read a date with basis FEED; UNPUBLISHED where it is not certain.

    ``zone`` is the one of the source, for a time without any; without it such a time is a day.
    """
    text = " ".join(text.split())[:60]
    if not text or _SLASHED.search(text):  # 05/06/2017 is May or June
        return UNPUBLISHED
    if _ISO.match(text):  # most dates, and all of most sitemaps
        found = from_machine(text, zone)
        return replace(found, basis=Basis.FEED) if found.day else UNPUBLISHED
    line = _RUSSIAN_WORD.sub(_in_english, _YEAR_WORD.sub("", text))
    weekday = _WEEKDAY.match(line)
    if weekday:
        line = line[weekday.end() :]
    line = _COLON_ZONE.sub(r"\1\2", line) if "T" not in line else line
    line, own_zone = _without_named_zone(line, zone)
    exact = line[:1].isdigit() and (
        line[4:5].isdigit() or "-" in line[4:5] or _MAIL.fullmatch(line)
    )
    found = from_machine(line, own_zone) if exact and not _HALF.search(line) else UNPUBLISHED
    if found.day is None:
        found = from_date_line(line, own_zone)
    if found.day is None or (weekday and not _fits(weekday.group(1), found)):
        return UNPUBLISHED
    return replace(found, basis=Basis.FEED, text=text)


def instant_of(text: str, zone: tzinfo | None) -> datetime | None:
    """Read when something was modified; a day without an hour is taken from its start."""
    found = published_of(text, zone)
    if found.at is not None:
        return found.at
    if found.day is None:
        return None
    return datetime.combine(found.day, time.min, tzinfo=zone or UTC).astimezone(UTC)


def _in_english(match: re.Match[str]) -> str:
    word = match.group().lower()
    if word in _RUSSIAN_DAYS:
        return _DAYS[_RUSSIAN_DAYS[word]]
    return _RUSSIAN.get(word, match.group())


def _without_named_zone(line: str, zone: tzinfo | None) -> tuple[str, tzinfo | None]:
    """Put an offset in place of a zone that mail does not know; none where nobody knows it."""
    match = _NAMED_ZONE.search(line)
    name = match.group(1).lower() if match else ""
    if match is None or name in _MAIL_ZONES or name in MONTHS or name in {"am", "pm"}:
        return line, zone
    bare = line[: match.start(1)].rstrip()
    if name in ZONE_NAMES:
        minutes = ZONE_NAMES[name]
        return f"{bare} {'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}00", zone
    return bare, None


def _fits(weekday: str, found: Published) -> bool:
    number = WEEKDAYS.get(weekday.lower())
    return number is None or found.day is None or found.day.weekday() == number
