"""What running text says of its own day: "Lavrov said on November 3", "stated on Thursday".

Weak evidence, used with care: a report looks back at other days far more often than at its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from parsers.calendars import MONTHS, WEEKDAYS
from parsers.instants import in_some_year, on_day
from parsers.paragraphs import first_sentence, sentences
from parsers.records import UNPUBLISHED, Basis, Published

OPENING = 3  # paragraphs in which a report says when its speaker spoke
YEAR_WITHIN = 60  # days: a caption's date this long before a "November 3" settles its year
ONE_NEWS = 7  # days: sayings further apart than this belong to no single report

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_ON_DAY = rf"on\s+(?:(?:{_WEEKDAY})\.?,?\s+)?(?P<month>{_MONTH})\.?\s?(?P<day>\d{{1,2}})\b"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d{2})\b)?"
_SAID = (
    r"(?:said|told|stated|announced|reported|wrote|declared|added|noted|stressed|confirmed|warned|"
    r"argued|insisted|claimed|explained)"
)
# Between the verb and its day only whom and where: told reporters in Moscow on November 3; said at
# a press conference held on Oct.19. Never a second statement: said a truce agreed on October 10 …
_SAID_ON = re.compile(rf"(?i)\b{_SAID}(?P<between>(?:\s+[\w’'.-]+){{0,9}}?)\s+{_ON_DAY}{_YEAR}")
_WHOM_OR_WHERE = re.compile(
    r"^(?:\s*$|\s+(?:to|in|at|during|after|late|early|reporters|journalists|lawmakers"
    r"|[A-Z][\w’'.-]+)\b)"
)
_OTHER_STATEMENT = re.compile(
    r"(?i)\b(?:that|which|who|was|were|is|are|had|has|have|will|would|could|should|may|might|be|been"
    r"|signed|agreed|reached|brokered|announced)\b"
)
# In an interview with … on November 3 Lavrov said; On November 3, the ministry announced. The day
# stands where the sentence sets its scene, not behind a statement: talks begin on May 5, he said.
_SCENE = re.compile(r"^[\"“]?(?:$|(?:In|At|During|After|Following|Speaking|Talking|Addressing)\b)")
_ON_SAID = re.compile(rf"(?i)\b{_ON_DAY}{_YEAR},?(?:\s+[\w’'.-]+){{1,6}}?\s+{_SAID}\b")
# Words with which a sentence looks back, so that its date is not the day of publication.
_LOOKING_BACK = re.compile(
    r"(?i)\b(?:earlier|previously|last\s+(?:week|month|year)|ago|since|had)\b"
)
_FULL_DATE = re.compile(
    rf"(?i)\b(?:(?P<m1>{_MONTH})\.?\s(?P<d1>\d{{1,2}}),?\s(?P<y1>(?:19|20)\d{{2}})"
    rf"|(?P<d2>\d{{1,2}})\s(?P<m2>{_MONTH})\.?,?\s(?P<y2>(?:19|20)\d{{2}}))\b"
)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_SAID_WEEKDAY = re.compile(rf"(?i)\b{_SAID}\b[^.!?;]{{0,80}}?\bon\s+(?P<name>{_WEEKDAY})\b")


def infer_from_text(
    paragraphs: Sequence[str], captions: Iterable[str], dateline: Published = UNPUBLISHED
) -> Published:
    """Infer the day from "said on November 3" in the opening, the year from a caption before it.

    The year is taken only where every dated caption lies within ``YEAR_WITHIN`` days before that
    day, and no later year stands anywhere in the text; dates in the body do not count, since
    running text writes a year out exactly when it is another one. ``dateline`` gives month and day
    where it has them. The basis is TEXT; MONTH_DAY where the year stays open.
    """
    said = dateline if dateline.month_day else _said_on(paragraphs[:OPENING])
    if said.month_day is None:
        return said
    open_year = said if said.basis is Basis.TEXT else UNPUBLISHED
    days = [when for caption in captions for when in full_dates(caption)]
    day = _next_after(max(days), said.month_day) if days else None
    if day is None or day - min(days) > timedelta(days=YEAR_WITHIN):
        return open_year
    if any(int(year) > day.year for text in paragraphs for year in _ANY_YEAR.findall(text)):
        return open_year
    return on_day(day, f"{said.text} (year from a caption of {max(days).isoformat()})", Basis.TEXT)


def spoken_weekday(first_paragraph: str) -> int | None:
    """Find the weekday of "… said on Thursday" in the first sentence; Monday is 0."""
    match = _SAID_WEEKDAY.search(first_sentence(first_paragraph[:1_000])[:600])
    return WEEKDAYS[match.group("name").lower()] if match else None


def full_dates(text: str) -> tuple[date, ...]:
    """Find the dates in a text that have a year ("October 12, 2020", "12 October 2020")."""
    found = []
    for match in _FULL_DATE.finditer(text):
        form = "1" if match.group("d1") else "2"
        year, month, day = (match.group(part + form) for part in "ymd")
        when = day_or_none(int(year), MONTHS[month.lower()], int(day))
        found += [when] if when else []
    return tuple(found)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Make a date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _said_on(opening: Sequence[str]) -> Published:
    """Find the latest day on which someone speaks in the opening; UNPUBLISHED where they clash."""
    found = [said for paragraph in opening for said in _sayings(paragraph[:1_500])]
    whole = [said for said in found if said.day]
    if whole:  # a year written out in one saying and not in another is no ground to stand on
        same = len({said.day for said in whole}) == 1 and len(whole) == len(found)
        return whole[0] if same else UNPUBLISHED
    dated = [(date(2000, *said.month_day), said) for said in found if said.month_day]
    if not dated:
        return UNPUBLISHED
    dated.sort(key=lambda pair: pair[0])
    if dated[-1][0] - dated[0][0] > timedelta(days=ONE_NEWS):
        return UNPUBLISHED
    return dated[-1][1]


def _sayings(paragraph: str) -> list[Published]:
    """Find the days in a paragraph on which someone says something."""
    found = []
    for sentence in sentences(paragraph):
        if _LOOKING_BACK.search(sentence):
            continue
        for match in (*_SAID_ON.finditer(sentence), *_ON_SAID.finditer(sentence)):
            between = match.groupdict().get("between")
            before = sentence[: match.start()]
            if _whom_or_where(between) if between is not None else _sets_the_scene(before):
                found.append(_day_said(match))
    return [said for said in found if said != UNPUBLISHED]


def _day_said(match: re.Match[str]) -> Published:
    month, day = MONTHS[match.group("month").lower()], int(match.group("day"))
    if match.group("year") is None:
        return in_some_year(month, day, match.group(), Basis.TEXT)
    when = day_or_none(int(match.group("year")), month, day)
    return on_day(when, match.group(), Basis.TEXT) if when else UNPUBLISHED


def _whom_or_where(between: str) -> bool:
    return bool(_WHOM_OR_WHERE.match(between)) and not _OTHER_STATEMENT.search(between)


def _sets_the_scene(before: str) -> bool:
    return bool(_SCENE.match(before)) and not _OTHER_STATEMENT.search(before)


def _next_after(anchor: date, month_day: tuple[int, int]) -> date | None:
    """Find the first day with a month and day from ``anchor`` on; None for a 29 February."""
    days = [day_or_none(year, *month_day) for year in (anchor.year, anchor.year + 1)]
    return next((day for day in days if day and day >= anchor), None)
