"""When an article was published: the strongest evidence decides, every weaker one checks it.

Order: page, feed, metadata, dateline, text. Nothing is guessed: a year comes only from a source that
states it, or from the one inference of ``infer_from_text``, which is marked with basis TEXT.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parsers.dates import MONTHS, WEEKDAYS
from parsers.instants import at_instant, in_some_year, on_day
from parsers.paragraphs import first_sentence
from parsers.records import UNPUBLISHED, Basis, Precision, Published

OPENING = 3  # paragraphs in which a report says when its speaker spoke
YEAR_WITHIN = 60  # days: a caption's date this long before a "November 3" settles its year
# Days by which a dateline and a publication may differ: the city's day is not the newsroom's.
DATELINE_SLACK = 1

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_ON_DAY = rf"on\s+(?:(?:{_WEEKDAY})\.?,?\s+)?(?P<month>{_MONTH})\.?\s?(?P<day>\d{{1,2}})\b"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d{2})\b)?"
_SAID = (
    r"(?:said|told|stated|announced|reported|wrote|declared|added|noted|stressed|confirmed|warned|"
    r"argued|insisted|claimed|explained)"
)
# "said on November 3", "told reporters in Moscow on November 3", "said at a press conference held on
# Oct.19": between verb and day only whom and where, no second statement ("said a truce agreed on …")
_SAID_ON = re.compile(rf"(?i)\b{_SAID}(?P<between>(?:\s+[\w’'.-]+){{0,9}}?)\s+{_ON_DAY}{_YEAR}")
_WHOM_OR_WHERE = re.compile(
    r"(?i)^(?:\s*$|\s+(?:to|in|at|during|after|before|late|early|reporters|journalists|lawmakers|"
    r"[A-Z][\w-]+(?:\s+(?:news\s+agency|television|radio|daily)))\b)"
)
_OTHER_STATEMENT = re.compile(
    r"(?i)\b(?:that|which|who|was|were|is|are|had|has|have|will|would|could|should|may|might|be|been|"
    r"signed|agreed|reached|brokered|announced)\b"
)
# "In an interview with … on November 3 Lavrov said", "On November 3, the ministry announced"
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of the day of publication; UNPUBLISHED where a source says nothing."""

    page: Published = UNPUBLISHED
    feed: Published = UNPUBLISHED
    metadata: Published = UNPUBLISHED
    dateline: Published = UNPUBLISHED
    text: Published = UNPUBLISHED
    weekday: int | None = None  # of "… said on Thursday" in the first sentence; Monday is 0
    captions: tuple[date, ...] = ()  # full dates in photo captions


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that cannot both be right, in words."""

    message: str
    cure: str


def stated(when: date | datetime | None, basis: Basis) -> Published:
    """Make a record of what a feed or metadata states; a datetime without a zone is UTC."""
    if when is None:
        return UNPUBLISHED
    if isinstance(when, datetime):
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        return at_instant(aware, when.isoformat(), basis)
    return on_day(when, when.isoformat(), basis)


def reconcile(evidence: Evidence) -> tuple[Published, tuple[Contradiction, ...]]:
    """Choose the date of publication, and name every contradiction met on the way."""
    ranked = (evidence.page, evidence.feed, evidence.metadata, evidence.dateline, evidence.text)
    known = [found for found in ranked if found.precision is not Precision.UNKNOWN]
    whole = [found for found in known if found.day is not None]
    chosen = whole[0] if whole else known[0] if known else UNPUBLISHED
    clash = _against_dateline(chosen, evidence.dateline)
    doubts = [clash] if clash else []
    if clash and chosen.basis is Basis.METADATA:
        chosen = evidence.dateline  # what the document says of itself stands
    doubts += [_clash(chosen, other) for other in whole if _differ(chosen, other)]
    doubts += _against_text(chosen, evidence)
    return chosen, tuple(doubts)


def infer_from_text(
    opening: Sequence[str], captions: Iterable[str], body: str, dateline: Published = UNPUBLISHED
) -> Published:
    """Infer the day from "said on November 3" in the opening, the year from a caption before it.

    The year is taken only where every dated caption lies within ``YEAR_WITHIN`` days before the day
    and no later year stands anywhere in the text: running text writes a year out exactly when it is
    another one. ``dateline`` gives the month and day where it has them.
    """
    said = dateline if dateline.month_day else _said_on(opening)
    if said.month_day is None:
        return said
    days = [when for caption in captions for when in full_dates(caption)]
    years = {found for when in days for found in _years_after(when, said.month_day)}
    if len(years) != 1:
        return said if said.basis is Basis.TEXT else UNPUBLISHED
    day = date(years.pop(), *said.month_day)
    later = any(int(year) > day.year for year in _ANY_YEAR.findall(body))
    if later or any(when > day or day - when > timedelta(days=YEAR_WITHIN) for when in days):
        return said if said.basis is Basis.TEXT else UNPUBLISHED
    latest = max(days)
    return on_day(day, f"{said.text} (year from a caption of {latest.isoformat()})", Basis.TEXT)


def spoken_weekday(first_paragraph: str) -> int | None:
    """Find the weekday of "… said on Thursday" in the first sentence; Monday is 0."""
    match = _SAID_WEEKDAY.search(first_sentence(first_paragraph)[:600])
    return WEEKDAYS[match.group("name").lower()] if match else None


def full_dates(text: str) -> tuple[date, ...]:
    """Find the dates in a text that have a year ("October 12, 2020", "12 October 2020")."""
    found = []
    for match in _FULL_DATE.finditer(text):
        n = "1" if match.group("d1") else "2"
        day = _day(
            int(match.group("y" + n)),
            MONTHS[match.group("m" + n).lower()],
            int(match.group("d" + n)),
        )
        if day:
            found.append(day)
    return tuple(found)


def _said_on(opening: Sequence[str]) -> Published:
    """Find the latest day on which someone speaks in the opening; UNPUBLISHED where they clash."""
    found = [said for paragraph in opening[:OPENING] for said in _sayings(paragraph[:1500])]
    if not found:
        return UNPUBLISHED
    if any(said.day for said in found):
        whole = [said for said in found if said.day]
        return (
            whole[0]
            if len({said.day for said in whole}) == 1 == len(whole) / len(found)
            else UNPUBLISHED
        )
    days = sorted({(_in_leap_year(said), said.text) for said in found})
    if days[-1][0] - days[0][0] > timedelta(days=7):
        return UNPUBLISHED
    return next(said for said in found if said.text == days[-1][1])


def _sayings(paragraph: str) -> list[Published]:
    found = []
    for sentence in _sentences(paragraph):
        if _LOOKING_BACK.search(sentence):
            continue
        for match in (*_SAID_ON.finditer(sentence), *_ON_SAID.finditer(sentence)):
            between = match.groupdict().get("between")
            if between is not None and not _sets_the_scene(between):
                continue
            month, day = MONTHS[match.group("month").lower()], int(match.group("day"))
            text = match.group()
            if match.group("year"):
                whole = _day(int(match.group("year")), month, day)
                found += [on_day(whole, text, Basis.TEXT)] if whole else []
            else:
                dated = in_some_year(month, day, text, Basis.TEXT)
                found += [dated] if dated.month_day else []
    return found


def _sets_the_scene(between: str) -> bool:
    return bool(_WHOM_OR_WHERE.match(between)) and not _OTHER_STATEMENT.search(between)


def _sentences(paragraph: str) -> list[str]:
    """Cut a paragraph into sentences."""
    found, rest = [], paragraph
    while rest:
        sentence = first_sentence(rest)
        found.append(sentence)
        rest = rest[len(sentence) :].lstrip()
    return found


def _in_leap_year(said: Published) -> date:
    month, day = said.month_day or (1, 1)
    return date(2000, month, day)


def _years_after(anchor: date, month_day: tuple[int, int]) -> list[int]:
    """Tell the years that put a month and day 0 to ``YEAR_WITHIN`` days after an anchor."""
    days = [_day(year, *month_day) for year in (anchor.year, anchor.year + 1)]
    return [day.year for day in days if day and 0 <= (day - anchor).days <= YEAR_WITHIN]


def _against_dateline(chosen: Published, dateline: Published) -> Contradiction | None:
    if chosen.day is None or chosen is dateline:
        return None
    if dateline.day is not None:
        return None  # a whole date is compared like any other
    if dateline.month_day is None:
        return None
    nearest = nearest_day(chosen.day, dateline.month_day)
    if nearest and abs((chosen.day - nearest).days) <= DATELINE_SLACK:
        return None
    return Contradiction(
        f"{_name(chosen)}, but the dateline says “{dateline.text}”",
        "correct the date in metadata.toml; until then the dateline stands, without a year"
        if chosen.basis is Basis.METADATA
        else "look at the page: its date may be that of an update",
    )


def nearest_day(day: date, month_day: tuple[int, int]) -> date | None:
    """Find the day with this month and day that lies nearest to ``day``."""
    days = [_day(year, *month_day) for year in range(max(1, day.year - 4), day.year + 5)]
    return min(
        (found for found in days if found), key=lambda found: abs((found - day).days), default=None
    )


def _differ(chosen: Published, other: Published) -> bool:
    if chosen.day is None or other.day is None or other is chosen:
        return False
    if other.basis is Basis.TEXT:  # what was said may be reported later, never earlier
        return other.day - chosen.day > timedelta(days=1)
    return abs((chosen.day - other.day).days) > DATELINE_SLACK


def _clash(chosen: Published, other: Published) -> Contradiction:
    return Contradiction(f"{_name(chosen)}, but {_name(other)}", _cure(chosen, other))


def _against_text(chosen: Published, evidence: Evidence) -> list[Contradiction]:
    """Check a chosen day against the weekday, captions and sayings of the running text."""
    if chosen.day is None:
        return []
    found = []
    if evidence.weekday is not None and not _fits(chosen, evidence):
        named = (date(2001, 1, 1) + timedelta(days=evidence.weekday)).strftime("%A")
        found.append(
            Contradiction(
                f"{_name(chosen)}, a {chosen.day.strftime('%A')}, but the first sentence speaks of"
                f" {named}",
                _cure(chosen, chosen),
            )
        )
    late = [when for when in evidence.captions if when - chosen.day > timedelta(days=1)]
    if late:
        found.append(
            Contradiction(
                f"{_name(chosen)}, but a caption is dated {max(late).isoformat()}, after it",
                _cure(chosen, chosen),
            )
        )
    said = evidence.text
    if said.month_day and chosen is not said:
        nearest = nearest_day(chosen.day, said.month_day)
        if nearest and 1 < (nearest - chosen.day).days <= 180:
            found.append(
                Contradiction(
                    f"{_name(chosen)}, but the text says “{said.text}”", _cure(chosen, said)
                )
            )
    return found


def _fits(chosen: Published, evidence: Evidence) -> bool:
    """Whether the weekday in the first sentence agrees with the day.

    News speaks of today or yesterday. A page's own date gets three days for a weekend's report; a
    date from metadata, whose year a person may have mistaken, must fit the dateline's day exactly.
    """
    if chosen.day is None or evidence.weekday is None:
        return True
    day, before, after = chosen.day, 1, 0
    if chosen.basis in {Basis.PAGE, Basis.FEED}:
        before, after = 3, 1
    elif evidence.dateline.month_day:
        day, before = nearest_day(chosen.day, evidence.dateline.month_day) or chosen.day, 0
    near = (day + timedelta(days=n) for n in range(-before, after + 1))
    return any(when.weekday() == evidence.weekday for when in near)


def _name(published: Published) -> str:
    where = {
        Basis.PAGE: "the page is dated",
        Basis.FEED: "the feed says",
        Basis.METADATA: "metadata.toml says",
        Basis.DATELINE: "the dateline says",
        Basis.TEXT: "the text says",
    }[published.basis]
    if published.day is None:
        return f"{where} “{published.text}”"
    return f"{where} {published.day.isoformat()}"


def _cure(chosen: Published, other: Published) -> str:
    if Basis.METADATA in {chosen.basis, other.basis}:
        return "correct the date in metadata.toml"
    return "look at the page; if its own date is wrong, the parser takes the wrong one"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
