"""Time expressions: what is found, and which days it means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import Direction, find, resolve
from parsers.records import Precision

THURSDAY = date(2016, 5, 12)
PAST, FUTURE = Direction.PAST, Direction.FUTURE

# words, direction → first day, last day, precision; published on Thursday, 12 May 2016.
RESOLVED = [
    ("on Monday", FUTURE, "2016-05-16", "2016-05-16", Precision.DAY),
    ("on Monday", PAST, "2016-05-09", "2016-05-09", Precision.DAY),
    ("on Thursday", PAST, "2016-05-12", "2016-05-12", Precision.DAY),
    ("on Thursday", FUTURE, "2016-05-12", "2016-05-12", Precision.DAY),
    ("last Thursday", PAST, "2016-05-05", "2016-05-05", Precision.DAY),
    ("next Monday", FUTURE, "2016-05-16", "2016-05-16", Precision.DAY),
    ("Monday and Tuesday", FUTURE, "2016-05-16", "2016-05-17", Precision.DAY),
    ("early next week", FUTURE, "2016-05-16", "2016-05-18", Precision.WEEK),
    ("later this week", FUTURE, "2016-05-12", "2016-05-15", Precision.WEEK),
    ("last week", PAST, "2016-05-02", "2016-05-08", Precision.WEEK),
    ("in the coming days", FUTURE, "2016-05-12", "2016-05-19", Precision.WEEK),
    ("in the next few days", FUTURE, "2016-05-12", "2016-05-19", Precision.WEEK),
    ("by the end of the month", FUTURE, "2016-05-12", "2016-05-31", Precision.MONTH),
    ("on May 16", FUTURE, "2016-05-16", "2016-05-16", Precision.DAY),
    ("on 16 May 2017", FUTURE, "2017-05-16", "2017-05-16", Precision.DAY),
    ("June 15 and 16", FUTURE, "2016-06-15", "2016-06-16", Precision.DAY),
    ("April 2-5", PAST, "2016-04-02", "2016-04-05", Precision.DAY),
    ("on December 30", PAST, "2015-12-30", "2015-12-30", Precision.DAY),
    ("on January 3", FUTURE, "2017-01-03", "2017-01-03", Precision.DAY),
    ("held on Oct.19", PAST, "2015-10-19", "2015-10-19", Precision.DAY),
    ("in December", PAST, "2015-12-01", "2015-12-31", Precision.MONTH),
    ("later last month", PAST, "2016-04-01", "2016-04-30", Precision.MONTH),
    ("in 2015", PAST, "2015-01-01", "2015-12-31", Precision.YEAR),
    ("on May 20 last year", PAST, "2015-05-20", "2015-05-20", Precision.DAY),
    ("2016-05-20", FUTURE, "2016-05-20", "2016-05-20", Precision.DAY),
    ("earlier in the day", PAST, "2016-05-12", "2016-05-12", Precision.DAY),
    ("tomorrow", FUTURE, "2016-05-13", "2016-05-13", Precision.DAY),
    ("two days ago", PAST, "2016-05-10", "2016-05-10", Precision.DAY),
    ("in May last year", PAST, "2015-05-01", "2015-05-31", Precision.MONTH),
    ("on Tuesday of last week", PAST, "2016-05-03", "2016-05-03", Precision.DAY),
    ("the day before yesterday", PAST, "2016-05-10", "2016-05-10", Precision.DAY),
    ("the day after tomorrow", FUTURE, "2016-05-14", "2016-05-14", Precision.DAY),
    ("on the 20th", FUTURE, "2016-05-20", "2016-05-20", Precision.DAY),
    ("within 48 hours", FUTURE, "2016-05-12", "2016-05-14", Precision.DAY),
]


@pytest.mark.parametrize(("words", "direction", "first", "last", "precision"), RESOLVED)
def test_resolved(
    words: str, direction: Direction, first: str, last: str, precision: Precision
) -> None:
    (expression,) = find(f"The sides met {words}, officials said.")
    when = resolve(expression, THURSDAY, direction)
    assert (when.start, when.end) == (date.fromisoformat(first), date.fromisoformat(last))
    assert when.precision is precision


@pytest.mark.parametrize("words", ["soon", "in the near future", "shortly"])
def test_no_day_is_invented(words: str) -> None:
    (expression,) = find(f"They will meet {words}.")
    when = resolve(expression, THURSDAY, FUTURE)
    assert when.start is None
    assert when.text == words


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "Some 35,000 people and 12 Marchers came.",
        "The August visitors sat.",
        "It cost 1,994 dollars.",
    ],
)
def test_no_time_is_seen_where_there_is_none(text: str) -> None:
    assert [e for e in find(text) if resolve(e, THURSDAY, PAST).precision is Precision.DAY] == []


def test_the_first_of_two_days_has_the_year_of_the_second() -> None:
    first, second = find("It lasted from Nov. 24 to Dec. 1 last year.")
    assert resolve(first, THURSDAY, FUTURE).start == date(2015, 11, 24)
    assert resolve(second, THURSDAY, FUTURE).end == date(2015, 12, 1)


def test_a_year_told_elsewhere_is_not_guessed() -> None:
    (expression,) = find("It began on August 14 that year.")
    assert resolve(expression, THURSDAY, PAST).start is None


def test_only_full_dates_resolve_without_a_day_of_publication() -> None:
    assert resolve(find("on Monday")[0], None, FUTURE).start is None
    assert resolve(find("on May 16")[0], None, FUTURE).start is None
    assert resolve(find("on May 16, 2016")[0], None, FUTURE).start == date(2016, 5, 16)


@given(
    words=st.sampled_from([row[0] for row in RESOLVED]),
    day=st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    direction=st.sampled_from(list(Direction)),
)
def test_an_interval_never_runs_backwards(words: str, day: date, direction: Direction) -> None:
    (expression,) = find(words)
    when = resolve(expression, day, direction)
    assert when.start is not None
    assert when.end is not None
    assert when.start <= when.end


@given(
    day=st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    name=st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
)
def test_a_weekday_is_the_nearest_one_in_its_direction(day: date, name: str) -> None:
    (expression,) = find(f"on {name}")
    past, future = (resolve(expression, day, d).start for d in (PAST, FUTURE))
    assert past is not None
    assert future is not None
    assert past.strftime("%A") == future.strftime("%A") == name
    assert timedelta(0) <= day - past < timedelta(7)
    assert timedelta(0) <= future - day < timedelta(7)


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    for expression in find(text):
        assert text[expression.start : expression.end].strip(" ,") == expression.text
        resolve(expression, THURSDAY, PAST)
