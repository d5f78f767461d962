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

from parsers.calendars import calendar_of
from parsers.records import Precision, When


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


@lru_cache(maxsize=1024)  # a sentence is asked for its times again and again
def find(text: str, language: str = "en") -> tuple[TimeExpression, ...]:
    """Return the time expressions of ``text`` in order; none overlap."""
    told = calendar_of(language)
    if not told.hint.search(text):
        return ()
    found: list[TimeExpression] = []
    for rule, pattern in told.patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not match.group().strip() or any(f.start < end and start < f.end for f in found):
                continue
            dated = told.months_capitalised and rule in {"month", "month_day", "day_month"}
            if dated and not match.group("month")[:1].isupper():
                continue  # "may" and "march" are mostly verbs
            groups = ((k, v.strip().lower()) for k, v in match.groupdict().items() if v)
            parts = {k: told.meaning(k, v) for k, v in groups}
            found.append(TimeExpression(rule, match.group().strip(" ,"), start, end, parts))
    return _with_years(text, sorted(found, key=lambda f: f.start))


def _with_years(text: str, found: list[TimeExpression]) -> tuple[TimeExpression, ...]:
    """Give the first of "Nov. 24 to Dec. 1 last year" the year of the second."""
    for at in range(len(found) - 1):
        first, second = found[at], found[at + 1]
        between = text[first.end : second.start].strip().lower()
        undated = not {"year", "turn", "other"} & set(second.parts)
        if first.rule == "year" and second.rule in {"month_day", "day_month"} and undated:
            if between.startswith((", when ", "when ")):  # "since 2015, when X met Y on May 3"
                found[at + 1] = replace(second, parts=first.parts | second.parts)
            continue
        shared = {k: second.parts[k] for k in ("year", "turn") if k in second.parts}
        days = {"month_day", "day_month"}
        if between in {"to", "and", "until", "-", "–"} and {first.rule, second.rule} <= days:
            found[at] = replace(first, parts=shared | first.parts)
    return tuple(found)


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
    return _calendar_span(rule, parts, day, direction) or _distance(rule, parts, day)


def _calendar_span(
    rule: str, parts: dict[str, str], day: date, direction: Direction
) -> _Span | None:
    """Return the days that a name of days, weeks or seasons means."""
    if rule == "overnight":
        return day - timedelta(days=1), day, Precision.DAY
    if rule == "season":
        return _season(parts, day, direction)
    if rule == "weekend" or (rule == "period" and _past_weekend(parts, direction)):
        return _weekend(day, Direction.FUTURE if "ahead" in parts else direction)
    if rule == "day_of_month":
        return _one(_day_of_month(int(parts["day"].rstrip("stndrh")), day, direction))
    if rule == "weekday":
        return _weekday(parts, day, direction)
    if rule in {"period", "end_of"}:
        return _period(parts, day, ends=rule == "end_of")
    return None


_NEAR = {
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "day_before_yesterday": -2,
    "day_after_tomorrow": 2,
}


def _one(day: date | None) -> _Span | None:
    return None if day is None else (day, day, Precision.DAY)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(month: int, dom: int, day: date, direction: Direction) -> date | None:
    """Return the day whose year fits best: at or before ``day``, at or after it, or nearest."""
    options = [d for y in (day.year - 1, day.year, day.year + 1) if (d := _date(y, month, dom))]
    if direction is Direction.PAST:
        options = [d for d in options if d <= day] or options
    elif direction is Direction.FUTURE:
        # A planned day some weeks back is more likely this year's, told late, than next year's.
        options = [d for d in options if d >= day - timedelta(days=45)] or options
    return min(options, key=lambda d: abs((d - day).days), default=None)


def _day_of_month(dom: int, day: date, direction: Direction) -> date | None:
    """Return "the 12th" of this month, or of the one before or behind it."""
    months = [
        (day.year + (day.month - 1 + step) // 12, (day.month - 1 + step) % 12 + 1)
        for step in (-1, 0, 1)
    ]
    options = [d for year, month in months if (d := _date(year, month, dom))]
    if direction is Direction.PAST:
        options = [d for d in options if d <= day]
    elif direction is Direction.FUTURE:
        options = [d for d in options if d >= day]
    return min(options, key=lambda d: abs((d - day).days), default=None)


def _month_day(parts: dict[str, str], day: date | None, direction: Direction) -> _Span | None:
    month = int(parts["month"])
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
_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first half": (1, 15),
    "second half": (16, 31),
    "first week": (1, 7),
    "last week": (25, 31),
}


def _month(parts: dict[str, str], day: date | None, direction: Direction) -> _Span | None:
    month = int(parts["month"])
    if "year" in parts:
        year = int(parts["year"])
    elif day is None:
        return None
    elif "turn" in parts:
        year = day.year + _TURNS[parts["turn"]]  # "in May last year"
    else:
        # The month of publication itself counts for both directions.
        near = _nearest_year(month, 28 if direction is Direction.FUTURE else 1, day, direction)
        year = near.year if near else day.year
        if parts.get("rel") == "last" and (year, month) >= (day.year, day.month):
            year -= 1
        if parts.get("rel") == "next" and (year, month) <= (day.year, day.month):
            year += 1
    first, last = _PARTS.get(parts.get("part", ""), (1, 31))
    last = min(last, calendar.monthrange(year, month)[1])
    return date(year, month, first), date(year, month, last), Precision.MONTH


def _weekday(parts: dict[str, str], day: date, direction: Direction) -> _Span:
    target = int(parts["weekday"])
    back, ahead = (day.weekday() - target) % 7, (target - day.weekday()) % 7
    rel = parts.get("rel", "")
    if "nextweek" in parts:
        start = day + timedelta(days=7 - day.weekday() + target)
    elif "lastweek" in parts:
        start = day - timedelta(days=7 + day.weekday() - target)
    elif "weekon" in parts:
        start = day + timedelta(days=ahead + 7)
    elif rel == "last":
        start = day - timedelta(days=back or 7)
    elif rel == "next":
        start = day + timedelta(days=ahead or 7)
    elif direction is Direction.FUTURE:
        start = day + timedelta(days=ahead)
    else:
        start = day - timedelta(days=back)
    end = start
    if "weekday2" in parts:
        end = start + timedelta(days=(int(parts["weekday2"]) - target) % 7)
    return start, end, Precision.DAY


def _past_weekend(parts: dict[str, str], direction: Direction) -> bool:
    """Return whether "this weekend" is the one just gone: "met this weekend"."""
    return (
        parts.get("unit") == "weekend"
        and parts.get("rel") == "this"
        and (direction is Direction.PAST)
    )


def _weekend(day: date, direction: Direction) -> _Span:
    """Return the weekend just gone (or under way), or the one to come."""
    back = (day.weekday() - 5) % 7
    start = day - timedelta(days=back)
    if direction is Direction.FUTURE and back > 1:
        start += timedelta(days=7)
    return start, start + timedelta(days=1), Precision.WEEK


def _season(parts: dict[str, str], day: date, direction: Direction) -> _Span:
    """Return the three months of a season: the last one begun, or the next one."""
    first = int(parts["season"])
    year = int(parts.get("year", day.year))
    if "year" not in parts:
        ahead = direction is Direction.FUTURE or parts.get("rel") == "next"
        began = day >= date(year, first, 1)
        over = day > _season_end(year, first)
        this_one = parts.get("rel") == "last" and began and not over
        if this_one or not (began or ahead):
            year -= 1  # "last summer" in summer, "in the summer" before it
        elif over and ahead:
            year += 1
    return date(year, first, 1), _season_end(year, first), Precision.MONTH


def _season_end(year: int, first: int) -> date:
    year, last = (
        (year + 1, 2) if first == 12 else (year, first + 2)
    )  # winter goes into the next year
    return date(year, last, calendar.monthrange(year, last)[1])


def _period(parts: dict[str, str], day: date, *, ends: bool) -> _Span:
    """Return a week (Monday to Sunday), weekend, month or year, or the part of it named."""
    unit, part = parts["unit"], parts.get("part", "")
    step = _TURNS[parts.get("rel", "this")]
    if unit == "month":
        index = day.year * 12 + day.month - 1 + step
        year, month = index // 12, index % 12 + 1
        length = calendar.monthrange(year, month)[1]
        first, last = _PARTS.get(part, (1, length))
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


_UNIT_DAYS = {
    "hour": 0,
    "day": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3650,
}
_REACH = {"hour": 1, "day": 7, "week": 28, "month": 180, "year": 1825}


def _distance(rule: str, parts: dict[str, str], day: date) -> _Span | None:
    if rule in {"coming", "recent"}:
        reach = timedelta(days=_REACH[parts["unit"]])
        precision = Precision.WEEK if reach.days <= 7 else Precision.MONTH
        return (day, day + reach, precision) if rule == "coming" else (day - reach, day, precision)
    if rule not in {"ago", "ahead", "within"}:
        return None  # "soon" supports no date
    days = int(parts["n"]) * _UNIT_DAYS[parts["unit"]]
    if rule == "within":
        hours = int(parts["n"]) if parts["unit"] == "hour" else 0
        return day, day + timedelta(days=days + -(-hours // 24)), Precision.DAY
    target = day + timedelta(days=days if rule == "ahead" else -days)
    precision = {
        "hour": Precision.DAY,
        "day": Precision.DAY,
        "week": Precision.WEEK,
        "fortnight": Precision.WEEK,
    }.get(parts["unit"], Precision.MONTH if parts["unit"] == "month" else Precision.YEAR)
    slack = {Precision.WEEK: 3, Precision.MONTH: 15, Precision.YEAR: 180}.get(precision, 0)
    return target - timedelta(days=slack), target + timedelta(days=slack), precision
