"""The time of a paragraph: what day its sentences speak of when they name none themselves.

"In 2020 the two presidents agreed … They then met in Sochi." holds for the second sentence too,
until another day, or a "now", takes the paragraph elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from parsers import dates
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.dates import Direction, TimeExpression
from parsers.records import Field, Kind

# Days before publication from which on a day in an article is history.
OLD_DAYS = 14
# Before a time these make it the day of a thing, not of what the sentence tells: "the deal of
# 2015", "since May", "until March".
_ATTRIBUTIVE = frozenset(
    {
        "of",
        "since",
        "from",
        "the",
        "until",
        "till",
        "by",
        "for",
        "before",
        "a",
        "an",
        "their",
        "its",
    }
)
# … but of these a time is a part: "in the last week of September".
_PARTS = frozenset(
    "week weeks end start beginning middle days day morning evening night hours spring summer "
    "autumn winter half months weekend".split()
)
# These open a clause that tells of something besides: "the law, which was passed in 2015".
_ASIDE = frozenset({"which", "who", "whose", "where", "that", "whom"})
# Words within which a relative clause belongs to the subject.
_SUBJECT = 4
# Words that bring a paragraph back to the day of publication.
_NOW = frozenset({"now", "today", "currently", "tonight", "meanwhile", "yesterday"})


@dataclass(slots=True)
class Eras:
    """What the days of an article say of its undated sentences."""

    fresh: set[int] = field(default_factory=set)  # paragraphs with a day of the last two
    past: dict[int, str] = field(default_factory=dict)  # sentence → the time told before it
    looks_back: bool = False  # most of its days lie weeks before its publication
    topics: set[Kind] = field(default_factory=set)  # what title, lead and first paragraph name


def eras(every: list[Sentence], published: date | None, lexicon: Lexicon) -> Eras:
    """Return the times that hold beyond the sentences that name them."""
    found = Eras()
    if published is None:
        return found
    ages: list[int] = []
    era, paragraph = "", -1
    for sentence in every:
        body = sentence.field is Field.BODY
        if sentence.paragraph != paragraph or not body:
            era, paragraph = "", sentence.paragraph
        told = [
            (time, dates.resolve(time, published, Direction.PAST))
            for time in dates.find(sentence.text, lexicon.language)
            if not (time.rule == "period" and sentence.text.startswith(" of ", time.end))
        ]  # "the last week of May" is of May
        ages += [(published - when.end).days for _, when in told if when.end is not None]
        if not body:
            continue
        if any(
            w.start and w.start == w.end and (published - w.start).days in {0, 1} for _, w in told
        ):
            found.fresh.add(sentence.paragraph)
        old = [
            time.text
            for time, when in told
            if when.end and (published - when.end).days > OLD_DAYS and _adverbial(sentence, time)
        ]
        worded = _worded(sentence, lexicon)
        if any(when.end and (published - when.end).days <= OLD_DAYS for _, when in told):
            era = ""
        elif old or worded:
            era = (*old, worded)[0]
            if worded:
                found.past[sentence.index] = worded
        elif not _NOW.isdisjoint(sentence.text.lower().split()):
            era = ""
        elif era:
            found.past[sentence.index] = era
    old_days = sum(age > OLD_DAYS for age in ages)
    found.looks_back = len(ages) >= 3 and old_days >= 0.7 * len(ages)
    return found


def _worded(sentence: Sentence, lexicon: Lexicon) -> str:
    """Return the words of a sentence that name a time past without a date: "last winter"."""
    lows = sentence.lows
    return next((" ".join(w) for at in range(len(lows)) if (w := lexicon.eras.at(lows, at))), "")


def _adverbial(sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time is that of the main clause: "In 2020, …", "… met two years ago"."""
    before = sentence.text[: time.start].lower().replace(",", " , ").split()
    if not before:
        return True
    part = before[-1] == "of" and before[-2:-1] and before[-2] in _PARTS
    if not part and (before[-1] in _ATTRIBUTIVE or before[-1].endswith(("'s", "’s"))):
        return False
    aside = max((i for i, w in enumerate(before) if w in _ASIDE), default=-1)
    if aside < 0 or "," in before[aside:]:
        return True  # a clause besides ends at its comma
    # "The law that was passed in 2015 …" goes on; "They were among those who left in 2015" ends.
    return aside > _SUBJECT and before[aside - 1] != ","
