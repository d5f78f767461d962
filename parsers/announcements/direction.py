"""Which way a sentence looks with a time: to a day past, or to one ahead."""

from __future__ import annotations

import re

from parsers.announcements.grammar import Tense
from parsers.announcements.scene import Reading, Scene
from parsers.dates import Direction, TimeExpression
from parsers.records import Field, Kind, Status

# What moves an end or a date: the day behind "to" lies ahead ("extended to February 18").
_MOVED = frozenset({Status.EXTENDED, Status.POSTPONED})
_LOOKING_BACK = frozenset({Tense.PAST, Tense.PERFECT, Tense.PLUPERFECT})
_AHEAD = frozenset({Status.PLANNED, Status.CALLED_FOR, Status.POSTPONED})
# Before a time these point ahead: "extended until May 18", "a truce from Thursday".
_ONWARD = (
    *(" from midnight on", " from noon on", " from midnight", " from noon"),
    *(" until", " till", " by", " through", " from", " starting", " starting on", " beginning"),
    *(" set for", " due on", " scheduled for", " planned for", " foreseen for", " fixed for"),
    *(" beginning on", " as of", " as from", " effective", " effective from"),
)
_UNTIL = (" until", " till", " by", " through")


def direction_of(scene: Scene, reading: Reading, e: TimeExpression) -> Direction:
    """Return where the sentence looks with this time."""
    before = _PART_OF.sub("", scene.sentence.text[: e.start].lower().rstrip())
    moved = reading.status in _MOVED and before.endswith(" to")
    past = reading.status in {Status.HELD, Status.UNDER_WAY}
    onward = moved or before.endswith(_UNTIL if past else _ONWARD)
    if offered_then(scene, reading, e):
        return Direction.PAST
    if before.endswith(" by") and _was_to_have_been(scene, e):
        return Direction.PAST
    if _to_be_then(scene, e):
        return Direction.FUTURE
    if _done_then(scene, e):
        return Direction.PAST
    if _ordered(scene, reading, e) or _was_to_be(scene, reading, e):
        return Direction.FUTURE
    if onward or _sets_in(scene, reading, e) or _called_off(scene, reading, e):
        return Direction.FUTURE
    mentioned = scene.sentence.tokens[scene.mention.end - 1].end
    since = "," not in scene.sentence.text[mentioned : e.start].rpartition(" since ")[2]
    since = since and " since " in scene.sentence.text[mentioned : e.start]
    aside = reading.status is Status.PLANNED and _past_aside(scene, e)
    if since or aside or _told_then(scene, e):
        return Direction.PAST  # "the first visit since the country walked out in December"
    return _direction(scene, reading)


def _was_to_have_been(scene: Scene, e: TimeExpression) -> bool:
    """Return whether it was to be, and was not: "was to have been concluded by Monday"."""
    tokens, lows = scene.sentence.tokens, scene.lows
    before = [g for g in scene.groups if tokens[g.verb].end <= e.start]
    last = before[-1] if before else None
    return (
        last is not None
        and lows[last.start] in {"was", "were"}
        and {"to", "have"} <= set(lows[last.start : last.end])
    )


def _to_be_then(scene: Scene, e: TimeExpression) -> bool:
    """Return whether the verb before it looks ahead: "which could be put to the vote on Friday"."""
    tokens = scene.sentence.tokens
    before = [g for g in scene.groups if tokens[g.verb].end <= e.start]
    last = before[-1] if before else None
    if last is None or last.tense is not Tense.FUTURE or scene.lows[last.start] in {"was", "were"}:
        return False
    between = scene.sentence.text[tokens[last.verb].end : e.start]
    return "," not in between and len(between) < NEAR


def _past_aside(scene: Scene, e: TimeExpression) -> bool:
    """Return whether it is of a past clause about it: "the talks that X convened in August"."""
    tokens, end = scene.sentence.tokens, scene.mention.end
    before = [g for g in scene.groups if tokens[g.verb].end <= e.start and g.start >= end]
    last = before[-1] if before else None
    if last is None or last.tense is not Tense.PAST or last.open:
        return False
    opened = {"that", "which"} & set(scene.lows[end : last.start])
    return bool(opened) and "," not in scene.sentence.text[tokens[last.verb].end : e.start]


def _done_then(scene: Scene, e: TimeExpression) -> bool:
    """Return whether the verb right behind it is past: "The council on Friday adopted"."""
    tokens = scene.sentence.tokens
    behind = next((g for g in scene.groups if tokens[g.start].start >= e.end), None)
    if behind is None:
        return False
    voted = "votes" in scene.lows[behind.end : behind.end + 3]  # "adopted by 14 votes"
    if not voted and (behind.tense is not Tense.PAST or not behind.finite):
        return False
    text = scene.sentence.text
    between = text[e.end : tokens[behind.start].start].strip()
    led = text[: e.start].endswith(("on ", "late ", "early "))
    return led and (not between or between.endswith("ly"))  # "on Friday overwhelmingly adopted"


_UNDONE = frozenset({Status.CANCELLED, Status.POSTPONED, Status.RULED_OUT})


def _was_to_be(scene: Scene, reading: Reading, e: TimeExpression) -> bool:
    """Return whether what is off was to be then: "talks that were to be held on Wednesday"."""
    tokens = scene.sentence.tokens
    before = [g for g in scene.groups if tokens[g.verb].end <= e.start]
    if not before or reading.status not in _UNDONE:
        return False
    last = before[-1]
    infinitive = last is scene.mention.verb and last.tense is Tense.INFINITIVE
    return last.tense is Tense.FUTURE or infinitive


def _ordered(scene: Scene, reading: Reading, e: TimeExpression) -> bool:
    """Return whether it is the day of what is ordered: "to hold fire on May 9"."""
    act = scene.mention.verb
    ordered = scene.mention.kind is Kind.CEASEFIRE and reading.control == "call"
    infinitive = act is not None and act.tense is Tense.INFINITIVE
    return ordered and infinitive and e.start > scene.sentence.tokens[act.verb if act else 0].end


_OFFERING = frozenset({"offer", "agree", "propose", "invite", "promise", "decide", "ask", "urge"})


def offered_then(scene: Scene, reading: Reading, e: TimeExpression) -> bool:
    """Return whether it is the day of an offer or promise: "offered on Friday to meet"."""
    verb = scene.mention.verb or reading.verb
    tokens, start = scene.sentence.tokens, verb.start if verb else scene.mention.start
    if e.end > tokens[start].start or scene.sentence.field is Field.TITLE:
        return False
    near = [g for g in scene.groups if g is not verb and 0 <= e.start - tokens[g.verb].end <= 4]
    past = {Tense.PAST, Tense.PERFECT}
    return any(g.lemma in _OFFERING and g.tense in past and not g.passive for g in near)


def _told_then(scene: Scene, e: TimeExpression) -> bool:
    """Return whether it is the day of a meeting or a saying that is past: "met on Monday"."""
    tokens = scene.sentence.tokens
    before = [g for g in scene.groups if tokens[g.verb].end <= e.start]
    if not before or scene.sentence.text[: e.start].rstrip().lower().endswith(" for"):
        return False
    verb = before[-1]
    told = verb.lemma in scene.lexicon.saying or verb.lemma in _MET
    near = e.start - tokens[verb.verb].end < NEAR
    opening = verb.tense is Tense.GERUND and verb.start == 0  # "Speaking on Tuesday, he …"
    return told and near and not verb.open and (verb.tense in _LOOKING_BACK or opening)


_MET = frozenset({"meet", "speak", "talk", "hold", "visit", "arrive", "host", "urge", "phone"})
# Characters behind a verb within which a time is its own.
NEAR = 60


# "until the end of June": June is what the truce lasts until.
_PART_OF = re.compile(
    r"( the)? (end|start|middle|beginning|close|latter part) of$|( early| mid| late)$"
)
# What a truce will do on the day behind it: "to begin at 4 a.m. Wednesday".
_SETTING_IN = frozenset({"begin", "start", "take", "come", "enter", "go", "last", "expire", "run"})


def _sets_in(scene: Scene, reading: Reading, e: TimeExpression) -> bool:
    """Return whether the verb before the time says when something agreed will begin or end."""
    if reading.status is Status.HELD:
        return False
    tokens = scene.sentence.tokens
    before = [g for g in scene.groups if tokens[g.verb].end <= e.start]
    if not before:
        return False
    last, own = before[-1], reading.verb
    ahead = {Tense.FUTURE, Tense.INFINITIVE, Tense.GERUND}
    if last.tense in ahead and last.lemma in _SETTING_IN:
        return True
    # "withdrew from the conference that opens on Wednesday", "a summit it was to host on …"
    other = last is not own and last is not scene.mention.verb and last.start > scene.mention.start
    return other and last.tense in {Tense.FUTURE, Tense.PRESENT} and not last.passive


def _called_off(scene: Scene, reading: Reading, e: TimeExpression) -> bool:
    """Return whether it is the day of what a headline calls off: "calls off Sunday's talks"."""
    near = 0 <= scene.sentence.tokens[scene.mention.start].start - e.end <= 24
    owned = scene.sentence.text[e.end : e.end + 2] in {"'s", "’s"} or e.text.endswith(("'s", "’s"))
    verb = reading.verb
    present = verb is not None and verb.tense is Tense.PRESENT
    title = scene.sentence.field is Field.TITLE and present
    undone = {Status.CANCELLED, Status.POSTPONED, Status.RULED_OUT}
    return near and (title or owned) and reading.status in undone


def _direction(scene: Scene, reading: Reading) -> Direction:
    verb, named = reading.verb, scene.mention.verb
    if named is not None and not reading.control and named.tense in _LOOKING_BACK:
        return Direction.PAST  # "arrived on Tuesday", though what it is for lies ahead
    ahead = verb is not None and verb.tense is Tense.FUTURE
    if verb is not None and verb.tense is Tense.PRESENT and scene.mention.kind is Kind.MEETING:
        ahead = ahead or scene.sentence.field is not Field.TITLE  # "EU leaders hold a summit on"
    return Direction.FUTURE if reading.status in _AHEAD or ahead else Direction.PAST
