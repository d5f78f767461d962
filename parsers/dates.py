"""Calendar words, and what they mean against the day an article was published.

``find`` gives the time expressions of a text with their spans; ``resolve`` turns one into days,
given the day of publication (in the zone of the source) and whether the sentence looks back or
ahead. Nothing is guessed: without a day of publication only full dates resolve.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from parsers.records import Precision, When

# Full names and the abbreviations of news style; keys are lower case, without the full stop.
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

# Monday is 0, as in ``date.weekday()``.
WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}

NUMBERS: dict[str, int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip


class Direction(StrEnum):
    """Where the sentence looks, seen from its publication."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time: ``rule`` is the pattern that found them, ``parts`` its groups."""

    rule: str
    text: str
    start: int
    end: int
    parts: dict[str, str]


_MONTH = "(?:" + "|".join(sorted((m for m in MONTHS), key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?:" + "|".join(d for d in sorted(WEEKDAYS, key=len, reverse=True) if len(d) > 4) + ")"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|\.\d|,\d)"
_YEAR = r"(?:19|20)\d\d"
_NUMBER = "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r"|\d{1,3}|several|few)"
_ABBREVIATED = r"(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.?"

_DAYNAME = rf"(?:(?:{_WEEKDAY}|{_ABBREVIATED}),? (?:the )?)?"
_OF_YEAR = (
    rf"(?:,? (?P<year>{_YEAR})\b|,? (?P<turn>last|this|next) year\b"
    r"|,? (?:of )?(?P<other>that|the same|the following) year\b)?"
)
_RANGE = rf"(?:(?: ?[-–—] ?| and | to | or )(?P<day2>{_DAY})"
_PART = "early|mid|late|the end of|the beginning of|the start of"
_UNIT = r"(?P<unit>hour|day|week|month)s?\b"
_UNITS = r"(?P<unit>hours|days|weeks|months|years)\b"

# The first pattern that matches at a place wins: longer and more exact ones stand first.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"\b(?P<year>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    (
        "month_day",
        rf"\b{_DAYNAME}(?P<month>{_MONTH}) ?(?P<day>{_DAY}){_RANGE}(?! {_MONTH}))?{_OF_YEAR}",
    ),
    ("day_month", rf"\b{_DAYNAME}(?P<day>{_DAY}){_RANGE})? (?:of )?(?P<month>{_MONTH}){_OF_YEAR}"),
    (
        "month",
        rf"\b(?:(?P<part>{_PART})[- ])?(?P<rel>last |next |this )?"
        rf"(?P<month>(?!may\b){_MONTH}|(?<=in )May\b|(?<=last )May\b){_OF_YEAR}",
    ),
    (
        "weekday",
        rf"\b(?:(?P<rel>last|next|this|coming|this coming|this past) )?(?P<weekday>{_WEEKDAY})s?\b"
        rf"(?:(?: and |[-–—]| to | or )(?P<weekday2>{_WEEKDAY})\b)?"
        r"(?: (?:morning|afternoon|evening|night))?(?P<nextweek>,? (?:of )?next week)?",
    ),
    ("today", r"\b(?:earlier |later )?(?:today|tonight|this (?:morning|afternoon|evening))\b"),
    ("today", r"\b(?:earlier|later) (?:in the day|on the same day)\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("yesterday", r"\byesterday\b"),
    (
        "period",
        rf"\b(?:(?P<part>earlier|later|{_PART})[- ])?"
        r"(?P<rel>last|next|this|the coming|the past|coming|past) "
        r"(?P<unit>week(?:end)?|month|year)\b(?!s)",
    ),
    ("end_of", r"\b(?:by|before|until|at) the end of (?:the|this) (?P<unit>week|month|year)\b"),
    ("coming", rf"\b(?:in|within|over) (?:the )?(?:coming|next(?: few| several)?) {_UNITS}"),
    ("coming", rf"\bwithin (?:a few |several )?{_UNITS}"),
    ("within", rf"\b(?:within|in the next) (?P<n>{_NUMBER}) {_UNIT}"),
    ("recent", rf"\b(?:over|in|during) (?:the )?(?:past|last|recent)(?: few| several)? {_UNITS}"),
    ("ago", rf"\b(?P<n>{_NUMBER}) (?P<unit>hour|day|week|month|year|decade)s? (?:ago|earlier)\b"),
    ("ahead", rf"\bin (?P<n>{_NUMBER}) (?P<unit>day|week|month)s?(?:['’]s? time)?\b(?! of)"),
    ("soon", r"\b(?:soon|shortly|imminently|in the (?:near|nearest|immediate) future)\b"),
    (
        "year",
        r"(?:(?<=in )|(?<=since )|(?<=of )|(?<=the )|(?<=from )|^|(?<=['’]s ))"
        rf"\b(?P<year>{_YEAR})\b(?![-–]\d)",
    ),
)
_COMPILED = tuple((rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in _PATTERNS)
_HINT = re.compile(
    rf"\d|day|week|month|year|soon|shortly|future|hours|tonight|morning|tomorrow|{_MONTH}",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)  # a sentence is asked for its times again and again
def find(text: str) -> tuple[TimeExpression, ...]:
    """Return the time expressions of ``text`` in order; none overlap."""
    if not _HINT.search(text):
        return ()
    found: list[TimeExpression] = []
    for rule, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not match.group().strip() or any(f.start < end and start < f.end for f in found):
                continue
            if rule in {"month", "month_day", "day_month"} and not _capitalised_month(match):
                continue
            parts = {k: v.strip().lower() for k, v in match.groupdict().items() if v}
            found.append(TimeExpression(rule, match.group().strip(" ,"), start, end, parts))
    return _with_years(text, sorted(found, key=lambda f: f.start))


def _with_years(text: str, found: list[TimeExpression]) -> tuple[TimeExpression, ...]:
    """Give the first of "Nov. 24 to Dec. 1 last year" the year of the second."""
    for at in range(len(found) - 1):
        first, second = found[at], found[at + 1]
        between = text[first.end : second.start].strip().lower()
        shared = {k: second.parts[k] for k in ("year", "turn") if k in second.parts}
        days = {"month_day", "day_month"}
        if between in {"to", "and", "until", "-", "–"} and {first.rule, second.rule} <= days:
            found[at] = replace(first, parts=shared | first.parts)
    return tuple(found)


def _capitalised_month(match: re.Match[str]) -> bool:
    """Months are written with a capital: "may" and "march" are mostly verbs."""
    return match.group("month")[:1].isupper()


def resolve(expression: TimeExpression, day: date | None, direction: Direction) -> When:
    """Return the days that the expression means.

    ``day`` is the day of publication in the zone of the source, or None. Weekdays and days
    without a year go to the nearest one in ``direction``; the day of publication itself counts
    for both ("on Thursday", published on a Thursday, is that day).
    """
    span = _span(expression, day, direction)
    if span is None:
        return When(expression.text)
    start, end, precision = span
    return When(expression.text, start, end, precision)


_Span = tuple[date, date, Precision]


def _span(expression: TimeExpression, day: date | None, direction: Direction) -> _Span | None:
    parts, rule = expression.parts, expression.rule
    if "other" in parts:
        return None  # "on August 14 that year": of a year told elsewhere
    if rule == "iso":
        return _one(_date(int(parts["year"]), int(parts["m"]), int(parts["d"])))
    if rule in {"month_day", "day_month"}:
        return _month_day(parts, day, direction)
    if rule == "year":
        year = int(parts["year"])
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    if rule == "month":
        return _month(parts, day, direction)
    if day is None:
        return None
    if rule in _NEAR:
        return _one(day + timedelta(days=_NEAR[rule]))
    if rule == "weekday":
        return _weekday(parts, day, direction)
    if rule in {"period", "end_of"}:
        return _period(parts, day, ends=rule == "end_of")
    return _distance(rule, parts, day)


_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}


def _one(day: date | None) -> _Span | None:
    return None if day is None else (day, day, Precision.DAY)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.get(word, 3)  # "several", "few": about three


def _nearest_year(month: int, dom: int, day: date, direction: Direction) -> date | None:
    """Return the day whose year fits best: at or before ``day``, at or after it, or nearest."""
    options = [d for y in (day.year - 1, day.year, day.year + 1) if (d := _date(y, month, dom))]
    if direction is Direction.PAST:
        options = [d for d in options if d <= day] or options
    elif direction is Direction.FUTURE:
        # A planned day some weeks back is more likely this year's, told late, than next year's.
        options = [d for d in options if d >= day - timedelta(days=45)] or options
    return min(options, key=lambda d: abs((d - day).days), default=None)


def _month_day(parts: dict[str, str], day: date | None, direction: Direction) -> _Span | None:
    month = MONTHS[parts["month"].rstrip(".")]
    first, last = (int(re.sub(r"\D", "", parts.get(k, parts["day"]))) for k in ("day", "day2"))
    if "year" in parts:
        start = _date(int(parts["year"]), month, first)
    elif "turn" in parts and day is not None:
        start = _date(day.year + _TURNS[parts["turn"]], month, first)
    elif day is not None:
        start = _nearest_year(month, first, day, direction)
    else:
        return None
    if start is None:
        return None
    end = _date(start.year, month, last)
    return (start, end if end and end >= start else start, Precision.DAY)


_TURNS = {"last": -1, "this": 0, "next": 1}
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_PARTS = {"the end of": "late", "the beginning of": "early", "the start of": "early"}


def _month(parts: dict[str, str], day: date | None, direction: Direction) -> _Span | None:
    month = MONTHS[parts["month"].rstrip(".")]
    if "year" in parts:
        year = int(parts["year"])
    elif day is None:
        return None
    else:
        # The month of publication itself counts for both directions.
        near = _nearest_year(month, 28 if direction is Direction.FUTURE else 1, day, direction)
        year = near.year if near else day.year
        if parts.get("rel") == "last" and (year, month) >= (day.year, day.month):
            year -= 1
        if parts.get("rel") == "next" and (year, month) <= (day.year, day.month):
            year += 1
    first, last = _THIRDS.get(_PARTS.get(parts.get("part", ""), parts.get("part", "")), (1, 31))
    last = min(last, calendar.monthrange(year, month)[1])
    return date(year, month, first), date(year, month, last), Precision.MONTH


def _weekday(parts: dict[str, str], day: date, direction: Direction) -> _Span:
    target = WEEKDAYS[parts["weekday"]]
    back, ahead = (day.weekday() - target) % 7, (target - day.weekday()) % 7
    rel = parts.get("rel", "")
    if "nextweek" in parts:
        start = day + timedelta(days=7 - day.weekday() + target)
    elif rel in {"last", "this past"}:
        start = day - timedelta(days=back or 7)
    elif rel in {"next", "coming", "this coming"}:
        start = day + timedelta(days=ahead or 7)
    elif direction is Direction.FUTURE:
        start = day + timedelta(days=ahead)
    else:
        start = day - timedelta(days=back)
    end = start
    if "weekday2" in parts:
        end = start + timedelta(days=(WEEKDAYS[parts["weekday2"]] - target) % 7)
    return start, end, Precision.DAY


def _period(parts: dict[str, str], day: date, *, ends: bool) -> _Span:
    """Return a week (Monday to Sunday), weekend, month or year, or the part of it named."""
    unit, part = parts["unit"], parts.get("part", "")
    step = {"last": -1, "past": -1, "the past": -1, "this": 0}.get(parts.get("rel", "this"), 1)
    part = _PARTS.get(part, part)
    if unit == "month":
        index = day.year * 12 + day.month - 1 + step
        year, month = index // 12, index % 12 + 1
        length = calendar.monthrange(year, month)[1]
        first, last = _THIRDS.get(part, (1, length))
        start, end = date(year, month, first), date(year, month, min(last, length))
        precision = Precision.MONTH
    elif unit == "year":
        start, end = date(day.year + step, 1, 1), date(day.year + step, 12, 31)
        precision = Precision.YEAR
    else:
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * step)
        first, last = {"early": (0, 2), "mid": (2, 3), "late": (3, 6)}.get(part, (0, 6))
        if unit == "weekend":
            first, last = 5, 6
        start, end = monday + timedelta(days=first), monday + timedelta(days=last)
        precision = Precision.WEEK
    if (part == "later" and step >= 0) or ends:
        start = max(start, day)
    if part == "earlier":
        end = min(end, day)
    return start, max(start, end), precision


_UNIT_DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}
_REACH = {"hours": 1, "days": 7, "weeks": 28, "months": 180, "years": 1825}


def _distance(rule: str, parts: dict[str, str], day: date) -> _Span | None:
    if rule in {"coming", "recent"}:
        reach = timedelta(days=_REACH[parts["unit"]])
        precision = Precision.WEEK if reach.days <= 7 else Precision.MONTH
        return (day, day + reach, precision) if rule == "coming" else (day - reach, day, precision)
    if rule not in {"ago", "ahead", "within"}:
        return None  # "soon" supports no date
    days = _number(parts["n"]) * _UNIT_DAYS[parts["unit"]]
    if rule == "within":
        hours = _number(parts["n"]) if parts["unit"] == "hour" else 0
        return day, day + timedelta(days=days + -(-hours // 24)), Precision.DAY
    target = day + timedelta(days=days if rule == "ahead" else -days)
    precision = {"hour": Precision.DAY, "day": Precision.DAY, "week": Precision.WEEK}.get(
        parts["unit"], Precision.MONTH if parts["unit"] == "month" else Precision.YEAR
    )
    slack = {Precision.WEEK: 3, Precision.MONTH: 15, Precision.YEAR: 180}.get(precision, 0)
    return target - timedelta(days=slack), target + timedelta(days=slack), precision
