"""When: the time that belongs to a mention, and which way the sentence looks with it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from parsers import dates
from parsers.announcements.direction import NEAR, direction_of, offered_then
from parsers.announcements.grammar import Tense
from parsers.announcements.scene import Reading, Scene
from parsers.announcements.sentences import Sentence
from parsers.calendars import calendar_of
from parsers.dates import Direction, TimeExpression
from parsers.records import NO_TIME, Field, Kind, Precision, Status, When

# Beyond this many characters (borders count extra) a time belongs to something else.
_TIME_REACH = 160.0


def when(scene: Scene, reading: Reading, published: date | None) -> When:
    """Return the time that stands nearest to the mention, on its side of a clause border."""
    expressions = dates.find(scene.sentence.text, scene.lexicon.language)
    lead = scene.sentence.dateline
    opening = scene.sentence.tokens[lead].start if 0 < lead < len(scene.lows) else 0
    expressions = tuple(e for e in expressions if e.start >= opening) or expressions
    costed = [
        (_cost(scene, reading, e), i)
        for i, e in enumerate(expressions)
        # "the sixth violation in three days", "met within two days of the attack": no day ahead
        if e.rule not in _ONLY_AHEAD or direction_of(scene, reading, e) is not Direction.PAST
    ]
    cost, at = min(costed, default=(_TIME_REACH + 1, -1))
    if cost > _TIME_REACH:
        return NO_TIME
    best = resolved(scene, reading, expressions[at], published)
    best = _nearer(scene, reading, expressions[at], published, best)
    direction = direction_of(scene, reading, expressions[at])
    if at + 1 < len(expressions):
        best = _joined(scene.sentence, best, expressions[at : at + 2], published, direction)
    return _for_days(scene, reading, best)


# Counted from the day of publication, these lie ahead.
_ONLY_AHEAD = frozenset({"ahead", "within", "coming"})
_DAYS = re.compile(r"^([a-z]+|\d{1,2})-day$")
_CLOSING = frozenset({"end", "wind", "conclude", "finish", "complete", "wrap", "close"})


def _for_days(scene: Scene, reading: Reading, found: When) -> When:
    """Return the days of "began a two-day visit on Monday", "ended a two-day visit on Friday"."""
    mention = scene.mention
    if mention.kind is not Kind.MEETING or found.start is None or found.start != found.end:
        return found
    for at in range(max(0, mention.start - 3), mention.start):
        match = _DAYS.match(scene.lows[at])
        told = calendar_of(scene.lexicon.language).numbers
        count = told.get(match[1], int(match[1]) if match[1].isdecimal() else 1) if match else 1
        if count > 1 and "day" not in scene.lows[max(0, at - 4) : at]:
            rest = timedelta(days=count - 1)
            closed = reading.verb is not None and reading.verb.lemma in _CLOSING
            start = found.start - rest if closed else found.start
            return replace(found, start=start, end=start + rest)
    return found


def _nearer(
    scene: Scene, reading: Reading, e: TimeExpression, published: date | None, best: When
) -> When:
    """Return the day ahead where a headline's present means it: "return to Doha on May 14"."""
    verb = scene.mention.verb or reading.verb
    title = scene.sentence.field is Field.TITLE
    if not title or published is None or verb is None or verb.tense is not Tense.PRESENT:
        return best
    ahead = dates.resolve(e, published, Direction.FUTURE)
    if best.start is None or ahead.start is None or best.start >= published:
        return best
    return ahead if (published - best.start).days > 3 * (ahead.start - published).days else best


def resolved(scene: Scene, reading: Reading, e: TimeExpression, published: date | None) -> When:
    """Return the days that an expression means for this mention."""
    return dates.resolve(e, published, direction_of(scene, reading, e))


def _cost(scene: Scene, reading: Reading, e: TimeExpression) -> float:
    """Return the distance in characters; a border, or a verb of saying between, adds to it."""
    text, tokens = scene.sentence.text, scene.sentence.tokens
    first, last = tokens[scene.mention.start].start, tokens[scene.mention.end - 1].end
    verb = scene.mention.verb or reading.verb
    begin = min(first, tokens[verb.start].start) if verb else first
    end = max(last, tokens[verb.end - 1].end) if verb else last
    between = text[end : e.start] if e.start >= end else text[e.end : begin]
    cost = float(len(between)) + 25 * between.count(",") + 60 * between.count(";")
    if e.end <= begin:
        cost = cost * 1.5 + 10
        cost += 200 if between.startswith(",") and _in_relative(text[: e.start]) else 0
        # "met X on Monday before heading to Riyadh for talks": Monday is that of the first
        cost += 80 if " before " in between or " after " in between else 0
        # "the accord it concluded last month and called off a meeting"
        cost += 60 if between.lower().startswith(" and ") else 0
    if reading.status is Status.POSTPONED and text[: e.start].endswith(
        (" to ", " until ", " till ")
    ):
        cost -= 60  # the new day before the old one
    if reading.status is Status.POSTPONED and begin < e.start < end:
        cost += 40  # "the talks that were to open on Friday are now set for May 28"
    cost += _of_sayings(scene, e, first, last) + _of_others(scene, reading, e, end)
    before = text[: e.start].lower().rstrip()
    if e.rule in {"year", "month"} and 0 <= first - e.end <= 2:
        cost += 60  # "the 2003 ceasefire", "November truce": which one, not when it was agreed to
    if e.rule == "year" and (before.endswith((" of", " since")) or _attribute(scene, e)):
        cost += 100  # "the war of 2020", "the 2016 peace accord"
    told = reading.verb is not None and reading.verb.start >= scene.mention.end
    after = told and e.start >= end and not _since_then(text, e)  # "came to an end in 2015"
    if reading.status in _SAID_OF_IT | _DONE_WITH_IT and not after and of_its_past(scene, e):
        since = reading.status in _DONE_WITH_IT and _since_then(text, e)
        cost += 0 if since else 200
    return cost + (40 if before.endswith(("since", "after")) else 0)


# What is said of a truce or a meeting that has a past of its own.
_SAID_OF_IT = frozenset(
    {Status.VIOLATED, Status.CALLED_FOR, Status.PROPOSED, Status.REJECTED, Status.PLANNED}
)


# What is done with one that has a past: "scrapped the ceasefire it signed in 2012".
_DONE_WITH_IT = frozenset({Status.ENDED, Status.EXTENDED})


def of_its_past(scene: Scene, e: TimeExpression) -> bool:
    """Return whether a time tells of the truce, not of what is said of it.

    "breaking the truce in force since March", "to abide by the ceasefire that they agreed in 2017".
    """
    text, end = scene.sentence.text, scene.mention.end
    behind = scene.sentence.tokens[end - 1].end
    if e.start < behind or "," in text[behind : e.start]:
        return _since_then(text, e)
    if scene.mention.kind is Kind.MEETING:
        return _since_then(text, e)
    told = scene.lows[end : end + 1] in _OF_IT or scene.lows[end : end + 2] in _IN_PLACE
    return told or _since_then(text, e)


_IN_PLACE = (["in", "force"], ["in", "place"], ["in", "effect"])
# Behind a truce these tell how it came about.
_OF_IT = tuple(
    [low]
    for low in "that which they it he she agreed signed declared brokered reached concluded".split()
)


def _since_then(text: str, e: TimeExpression) -> bool:
    """Return whether it says since when: "violations since the truce took effect on Nov. 27"."""
    at = text.rfind(" since ", 0, e.start)
    return at >= 0 and e.start - at < NEAR and "," not in text[at : e.start]


def _attribute(scene: Scene, e: TimeExpression) -> bool:
    """Return whether a year tells which of another noun: "the 2016 peace accord", elsewhere."""
    at = next((i for i, t in enumerate(scene.sentence.tokens) if t.start >= e.end), 0)
    mention = scene.mention.start <= at < scene.mention.end
    led = scene.sentence.text[: e.start].lower().rstrip().endswith((" the", " a", " its", " their"))
    noun = scene.sentence.tokens[at].text.isalpha() and led
    return bool(at) and not mention and (at in scene.others or noun)


def _in_relative(before: str) -> bool:
    """Return whether a relative clause is open there: "the leader, who chairs it this year,"."""
    opened = before.rpartition(",")[2]
    return opened.lstrip().startswith(("who ", "which ", "whose "))


def _of_sayings(scene: Scene, e: TimeExpression, first: int, last: int) -> float:
    """Return what is added where a time is that of a saying: "said on Thursday"."""
    cost, tokens = 0.0, scene.sentence.tokens
    for group in scene.groups:
        said = tokens[group.verb].end
        if group.lemma not in scene.lexicon.saying or first <= said <= last:
            continue
        if 0 <= e.start - said <= 22:  # "told reporters on Monday"
            cost += 120
        elif min(e.start, first) < said < max(e.start, first):
            cost += 60
    return cost


def _of_others(scene: Scene, reading: Reading, e: TimeExpression, end: int) -> float:
    """Return what is added where a time is that of another act behind the mention."""
    cost, tokens = 0.0, scene.sentence.tokens
    verb = scene.mention.verb or reading.verb
    for group in scene.groups:
        if not end <= tokens[group.start].start < e.start:
            continue
        # "held talks, agree to meet again next week": the week is that of the other act
        if group is not verb and group.finite:
            title = scene.sentence.field is Field.TITLE
            comma = title and "," in scene.sentence.text[end : e.start]
            cost += 200 if comma else 40  # "meet in Washington, set December date for summit"
        if group.tense is Tense.INFINITIVE and scene.lows[group.start - 1] == "and":
            cost += 60  # "to keep truce and resume talks on November 6"
        if group.lemma == "meet" or any(
            at in scene.others for at in range(group.end, group.end + 3)
        ):
            cost += 120
    if offered_then(scene, reading, e) and reading.status is Status.PLANNED:
        cost += 60
    return cost


def _joined(
    sentence: Sentence,
    first: When,
    pair: tuple[TimeExpression, ...],
    published: date | None,
    direction: Direction,
) -> When:
    """Join "on November 1 and November 2" into one interval."""
    between = sentence.text[pair[0].end : pair[1].start].strip().lower()
    second = dates.resolve(pair[1], published, direction)
    exact = first.precision is second.precision is Precision.DAY
    between = between.removesuffix(" on").removesuffix("midnight").removesuffix("noon").strip()
    if not exact or between not in {"and", "to", "until"} or first.start is None:
        return first
    if second.end is None or not 0 <= (second.end - first.start).days <= 7:
        return first
    text = sentence.text[pair[0].start : pair[1].end].strip(" ,")
    return When(text, first.start, second.end, Precision.DAY)
