"""Dates as pages write them: machine forms (ISO, RFC 822, UNIX) and date lines for people.

All give a ``Published`` with basis PAGE: precision MINUTE where the instant is certain, DAY where
the zone is not known (an hour without a zone cannot be put in order), MONTH_DAY without a year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import UNPUBLISHED, Basis, Precision, Published

# Months as Russian datelines and date lines write them (genitive).
RUSSIAN_MONTHS: dict[str, int] = {
    name: number
    for number, name in enumerate(
        (
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ),
        start=1,
    )
}
ALL_MONTHS = MONTHS | RUSSIAN_MONTHS

# Zones by the names that news pages print, as minutes east of UTC.
ZONE_NAMES: dict[str, int] = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "msk": 180,  # Moscow; +04:00 in 2011 to 2014, when pages printed "UTC+4"
    "cet": 60,
    "cest": 120,
    "est": -300,
    "edt": -240,
}

_MONTH = "|".join(sorted(ALL_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_TIME = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?"
_ZONE = r"(?P<zone>\(?(?:UTC|GMT)\s*(?:[+-]\s*\d{1,2}(?::?\d{2})?)?\)?|MSK|CES?T|E[SD]T)"
_DAY = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{_MONTH})\.?(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}}))?"
    r"|(?P<d3>\d{1,2})[./](?P<m3>\d{1,2})[./](?P<y3>\d{4})"
    r"|(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2}))"
)
# Such as: 19 October 2020 [17:45] - Today.Az; June 08, 17:30 UTC+3; 08:22, 24.11.2020;
# 14 December 2019 09:54 (UTC+04:00); Published on: Thursday, Oct. 5, 2020 at 5:10 PM GMT.
# Nothing else may stand on the line.
_DATE_LINE = re.compile(
    r"(?i)^(?:(?:first\s+)?(?:published|posted|updated|last updated|date)(?:\s+(?:on|at))?:?\s+)?"
    rf"(?:{_TIME.replace('<', '<a_')}(?:\s*{_ZONE.replace('<', '<a_')})?[,\s|]+)?"
    rf"(?:(?:{_WEEKDAY})\.?,?\s+)?{_DAY}"
    rf"(?:(?:,|\s+at|\s*[-–—|])?\s*\[?{_TIME}\]?(?:\s*{_ZONE})?)?"
    r"(?:\s*[-–—|]\s*(?P<tail>[\w.]{2,30}))?$"
)
_ISO = re.compile(
    r"^(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$"
)
# Outside these years a date is an unset one ("0001-01-01", the UNIX epoch) or a mistake.
EARLIEST, LATEST = 1980, 2100


def at_instant(when: datetime, text: str, basis: Basis = Basis.PAGE) -> Published:
    """Make the record of a certain instant; ``when`` carries the zone of the source."""
    offset = when.utcoffset() or timedelta()
    return Published(
        precision=Precision.MINUTE,
        basis=basis,
        at=when.astimezone(UTC),
        day=when.date(),
        utc_offset_minutes=round(offset.total_seconds() / 60),
        text=text,
    )


def on_day(day: date, text: str, basis: Basis = Basis.PAGE) -> Published:
    """Make the record of a day whose hour, or zone, is not known."""
    return Published(precision=Precision.DAY, basis=basis, day=day, text=text)


def in_some_year(month: int, day: int, text: str, basis: Basis) -> Published:
    """Make the record of a month and day; UNPUBLISHED where no calendar has that day."""
    if _day(2000, month, day) is None:  # a leap year
        return UNPUBLISHED
    return Published(precision=Precision.MONTH_DAY, basis=basis, month_day=(month, day), text=text)


def from_machine(text: str, zone: tzinfo | None = None) -> Published:
    """Read ISO 8601 (with "T" or a space) or RFC 822, as in attributes and JSON-LD.

    ``zone`` is the one of the source, for a time without any.
    """
    text = " ".join(text.split())[:60]
    match = _ISO.match(text)
    return _from_iso(match, text, zone) if match else _from_mail(text, zone)


def _from_iso(match: re.Match[str], text: str, zone: tzinfo | None) -> Published:
    year, month, day, hour, minute, _, own = match.groups()
    found = _day(int(year), int(month), int(day))
    if found is None or not EARLIEST <= found.year <= LATEST:
        return UNPUBLISHED
    if hour is None:
        return on_day(found, text)
    return _timed(found, (int(hour), int(minute)), text, _zone(own) if own else zone)


def _from_mail(text: str, zone: tzinfo | None) -> Published:
    """Read RFC 822, as mail and feeds write dates."""
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return UNPUBLISHED
    if not EARLIEST <= when.year <= LATEST:
        return UNPUBLISHED
    return _timed(when.date(), (when.hour, when.minute), text, when.tzinfo or zone)


def from_unix(seconds: str, zone: tzinfo) -> Published:
    """Read seconds since 1970, as a whole number in text."""
    if not re.fullmatch(r"\d{9,10}", seconds.strip(), re.ASCII):
        return UNPUBLISHED
    return at_instant(datetime.fromtimestamp(int(seconds), tz=zone), seconds.strip())


def from_date_line(line: str, zone: tzinfo | None = None) -> Published:
    """Read a line that is a date and nothing else; UNPUBLISHED for any other line."""
    line = " ".join(line.split())
    match = _DATE_LINE.match(line) if len(line) <= 90 else None
    if match is None:
        return UNPUBLISHED
    part = match.groupdict()
    days = [part[f"d{n}"] for n in range(1, 5)]
    form = next(n for n, day in enumerate(days, start=1) if day)
    name = part[f"m{form}"].lower()
    month = ALL_MONTHS.get(name) or int(name)
    year, day = part.get(f"y{form}"), int(part[f"d{form}"])
    if year is None:
        return in_some_year(month, day, line, Basis.PAGE)
    found = _day(int(year), month, day)
    if found is None or not EARLIEST <= int(year) <= LATEST:
        return UNPUBLISHED
    before = "" if part["hour"] else "a_"  # the hour stands behind the day, or before it
    if part[f"{before}hour"] is None:
        return on_day(found, line)
    half, own = part[f"{before}half"] or "", part[f"{before}zone"]
    clock = (_hour(int(part[f"{before}hour"]), half), int(part[f"{before}minute"]))
    return _timed(found, clock, line, _zone(own) if own else zone)


def _hour(hour: int, half: str) -> int:
    """Bring an hour of "a.m." or "p.m." to the 24-hour clock."""
    if not half:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _timed(day: date, clock: tuple[int, int], text: str, zone: tzinfo | None) -> Published:
    """Put an hour and minute to a day, where the zone is known and the hour exists."""
    if zone is None:
        return on_day(day, text)
    try:
        return at_instant(datetime(day.year, day.month, day.day, *clock, tzinfo=zone), text)
    except ValueError:
        return on_day(day, text)


def _zone(text: str) -> tzinfo | None:
    """Read "Z", "UTC+3", "(UTC +04:00)", "+0400", "MSK"."""
    bare = text.strip("() ").replace(" ", "").lower()
    match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?", bare)
    if match:
        minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
        minutes = -minutes if match.group(1) == "-" else minutes
    elif bare in ZONE_NAMES:
        minutes = ZONE_NAMES[bare]
    else:
        return None
    return timezone(timedelta(minutes=minutes)) if abs(minutes) <= 14 * 60 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
