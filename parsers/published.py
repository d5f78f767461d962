"""When an article was published: the strongest evidence decides, every weaker one checks it.

Order: page, feed, metadata, dateline, text. Nothing is guessed: a year comes only from a source
that states it, or from the one inference of ``parsers.spoken``, which is marked with basis TEXT.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parsers.instants import EARLIEST, LATEST, at_instant, on_day
from parsers.records import UNPUBLISHED, Basis, Precision, Published
from parsers.spoken import day_or_none

# Days by which a dateline and a publication may differ: the city's day is not the newsroom's.
DATELINE_SLACK = 1
# Days after publication within which "said on November 20" is taken for the same year
SOON = 180

_NAMES = {
    Basis.PAGE: "the page is dated",
    Basis.FEED: "the feed says",
    Basis.METADATA: "metadata.toml says",
    Basis.DATELINE: "the dateline says",
    Basis.TEXT: "the text says",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
    captured: date | None = None  # day on which the capture was taken, UTC


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that cannot both be right, in words."""

    message: str
    cure: str


def stated(when: date | datetime | None, basis: Basis) -> Published:
    """Make a record of what a feed or metadata states; a datetime without a zone is UTC."""
    if when is None or not EARLIEST <= when.year <= LATEST:
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
    chosen = (whole or known or [UNPUBLISHED])[0]
    doubts = []
    for partial in (evidence.page, evidence.dateline):
        clash = _other_day(chosen, partial)
        if clash:
            doubts.append(clash)
            if chosen.basis is Basis.METADATA:
                chosen = partial  # what the document says of itself stands
    doubts += _slip(chosen, evidence.dateline)
    doubts += [_clash(chosen, other) for other in whole if _differ(chosen, other)]
    return chosen, (*doubts, *_against_text(chosen, evidence))


def _other_day(chosen: Published, partial: Published) -> Contradiction | None:
    """Compare a day with a month and day that the document states without a year."""
    if chosen.day is None or partial.month_day is None:
        return None
    nearest = _nearest(chosen.day, partial.month_day)
    if nearest and abs((chosen.day - nearest).days) <= DATELINE_SLACK:
        return None
    where = "dateline" if partial.basis is Basis.DATELINE else "page"
    return Contradiction(
        f"{_name(chosen)}, but the {where} says “{partial.text}”",
        f"correct the date in metadata.toml; until then the {where} stands, without a year"
        if chosen.basis is Basis.METADATA
        else "look at the page: its date may be that of an update",
    )


def _slip(chosen: Published, dateline: Published) -> list[Contradiction]:
    """Doubt a day that a person gave and that lies beside the dateline's; it stands all the same.

    An instant with its zone is no guess: its day may well be another one in the dateline's city.
    """
    if chosen.basis is not Basis.METADATA or chosen.precision is not Precision.DAY:
        return []
    if not chosen.day or not dateline.month_day:
        return []
    if (chosen.day.month, chosen.day.day) == dateline.month_day:
        return []
    return [
        Contradiction(
            f"{_name(chosen)}, but the dateline says “{dateline.text}”",
            "correct the date in metadata.toml if it is a slip; it stands, as a text may appear "
            "a day after its dateline",
        )
    ]


def _nearest(day: date, month_day: tuple[int, int]) -> date | None:
    """Find the day with this month and day that lies nearest to ``day``."""
    days = [day_or_none(year, *month_day) for year in range(day.year - 4, day.year + 5)]
    return min((one for one in days if one), key=lambda one: abs((one - day).days), default=None)


def _differ(chosen: Published, other: Published) -> bool:
    if chosen.day is None or other.day is None or other is chosen:
        return False
    if other.basis is Basis.TEXT:  # what was said may be reported later, never earlier
        return other.day - chosen.day > timedelta(days=DATELINE_SLACK)
    return abs((chosen.day - other.day).days) > DATELINE_SLACK


def _clash(chosen: Published, other: Published) -> Contradiction:
    return Contradiction(f"{_name(chosen)}, but {_name(other)}", _cure(chosen, other))


def _against_text(chosen: Published, evidence: Evidence) -> list[Contradiction]:
    """Check a chosen day against the weekday, captions and sayings of the text, and the capture."""
    day = chosen.day
    if day is None:
        return []
    found = []
    if evidence.weekday is not None and not _fits(chosen, evidence.weekday, evidence.dateline):
        found.append(
            f"a {_DAYS[day.weekday()]}, but the first sentence speaks of {_DAYS[evidence.weekday]}"
        )
    late = [when for when in evidence.captions if when - day > timedelta(days=1)]
    if late:
        found.append(f"but a caption is dated {max(late).isoformat()}, after it")
    if evidence.text.month_day:
        nearest = _nearest(day, evidence.text.month_day)
        if nearest and DATELINE_SLACK < (nearest - day).days <= SOON:
            found.append(f"but the text says “{evidence.text.text}”, after it")
    if evidence.captured and day - evidence.captured > timedelta(days=1):
        found.append(f"but it was captured on {evidence.captured.isoformat()}, before it")
    return [Contradiction(f"{_name(chosen)}, {one}", _cure(chosen, chosen)) for one in found]


def _fits(chosen: Published, weekday: int, dateline: Published) -> bool:
    """Whether the weekday in the first sentence agrees with the day.

    News speaks of today or yesterday. A page's own date gets three days, for a weekend's report; a
    date from metadata, whose year a person may have mistaken, must fit the dateline's day exactly.
    """
    if chosen.day is None:
        return True
    day, before, after = chosen.day, 1, 0
    if chosen.basis in {Basis.PAGE, Basis.FEED}:
        before, after = 3, 1
    elif dateline.month_day:
        day, before = _nearest(chosen.day, dateline.month_day) or chosen.day, 0
    return any((day + timedelta(days=n)).weekday() == weekday for n in range(-before, after + 1))


def _name(published: Published) -> str:
    when = published.day.isoformat() if published.day else f"“{published.text}”"
    return f"{_NAMES[published.basis]} {when}"


def _cure(chosen: Published, other: Published) -> str:
    if Basis.METADATA in {chosen.basis, other.basis}:
        return "correct the date in metadata.toml"
    return "look at the page; if its own date is right, report this with the capture"
