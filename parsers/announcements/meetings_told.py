"""A meeting told by a verb: "met with", "will travel to Doha for talks", "sit down"."""

from __future__ import annotations

from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.meetings_tense import by_tense, unreal
from parsers.announcements.scene import Reading, Scene
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Field, Status

S = Status
# Journeys whose verb in the past or present still points to what is to come.
_BOUND_FOR = frozenset(
    {"arrive", "fly", "head", "leave", "depart", "land", "jet", "set", "embark", "touch"}
)


def offer_declined(scene: Scene) -> bool:
    """Return whether an offer is turned down: "turned down an offer to arrange a meeting"."""
    lows, start = scene.lows, scene.mention.start
    over = next((g for g in scene.groups if g.finite and g.end <= start), None)
    cue = scene.cue_at(over, "object") if over and "offer" in lows[over.end : start] else None
    return cue is not None and cue.status is S.RULED_OUT


def _there_to(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a headline says no more than where: "Blinken in Israel to discuss Gaza"."""
    alone = verb.tense is Tense.INFINITIVE and not any(g.finite for g in scene.groups)
    return scene.sentence.field is Field.TITLE and alone and "in" in scene.lows[: verb.start]


def _as_subject(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether it is spoken of as a thought: "Sitting down with them is of no use"."""
    if verb.tense is not Tense.GERUND or verb.start > 1 or scene.sentence.field is Field.TITLE:
        return False
    main = next((g for g in scene.groups if g.finite and g.start >= verb.end), None)
    return main is not None and main.lemma == "be" and "," not in scene.lows[verb.end : main.start]


def _listed_call(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a headline calls for it in a list: "urge opening of corridor, return to"."""
    title = scene.sentence.field is Field.TITLE and scene.lows[verb.start - 1] == ","
    over = next((g for g in reversed(scene.groups) if g.end <= verb.start), None)
    base = verb.tense is Tense.PRESENT and scene.lows[verb.verb] == verb.lemma
    return title and base and over is not None and over.lemma in {"urge", "call", "demand"}


# Opening words of what is said to the other side: "'Let us talk'", "come and meet".
_BIDDING = frozenset({":", "“", "‘", "'", '"', "us", "and"})


def _bidden(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a headline bids somebody meet: "Lavrov to Moldova: 'Let us talk'"."""
    title = scene.sentence.field is Field.TITLE
    base = verb.tense is Tense.PRESENT and verb.start == verb.verb
    before = scene.lows[max(0, verb.start - 4) : verb.start]
    bid = {"let", "come"} & set(before) or before[-1:] in ([":"], ["“"], ["‘"], ["'"])
    return title and base and bool(bid) and bool(before) and before[-1] in _BIDDING


def _again_today(scene: Scene) -> bool:
    """Return whether it goes on: "huddle for second day"."""
    lows, end = scene.lows, scene.mention.end
    at = next((i for i in range(end, min(len(lows), end + 7)) if lows[i] in {"day", "night"}), -1)
    return at > 0 and lows[at - 1] in _ORDINALS


_ORDINALS = frozenset("second third fourth fifth sixth seventh final last".split())


def _headline_progressive(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a headline leaves "are" out: "leaders holding talks in Brussels"."""
    if scene.sentence.field is not Field.TITLE or not verb.start or verb.start != verb.verb:
        return False
    before = scene.lows[verb.start - 1]
    return verb.start - 1 in scene.nouns or before.endswith("s") or before in {"now", "still"}


def on_another_day(scene: Scene) -> bool:
    """Return whether it is later than it was to be: "meet on May 28 rather than on May 14"."""
    lows, end = scene.lows, scene.mention.end
    for at in range(end, min(end + _LATER_REACH, len(lows) - 2)):
        if lows[at : at + 2] == ["later", "than"] and lows[at - 1] != "no":
            return True
        if lows[at : at + 3] in (["rather", "than", "on"], ["instead", "of", "on"]):
            return True
        if lows[at : at + 2] in (["but", "on"], ["but", "in"]) and _denied_day(lows, end, at):
            return True  # "would not take place this week but on May 24"
        day = lows[at + 2] in MONTHS or lows[at + 2] in WEEKDAYS
        if lows[at : at + 2] == ["instead", "of"] and day:
            return True
    return False


_LATER_REACH = 12


def _denied_day(lows: list[str], end: int, at: int) -> bool:
    return not {"not", "n't", "won't", "wouldn't"}.isdisjoint(lows[end:at])


def _beyond_tense(scene: Scene, reading: Reading, verb: VerbGroup) -> Status | None:
    """Return the status where other words than the verb's tense decide."""
    if verb.lemma == "discuss" and _there_to(scene, verb):
        return S.UNDER_WAY
    if on_another_day(scene):
        return S.POSTPONED
    declined = reading.control == "offer" and offer_declined(scene)
    return S.RULED_OUT if declined else None


def of_verb(scene: Scene, reading: Reading, verb: VerbGroup) -> Status | None:
    """Return the status of a meeting named by a verb: "met with", "will travel to … for talks"."""
    travel = scene.mention.words in scene.lexicon.travel
    told = _beyond_tense(scene, reading, verb)
    if told is not None:
        return told
    if unreal(scene, verb) or _as_subject(scene, verb):
        return None
    if verb.tense is Tense.INFINITIVE and not reading.control:
        title = scene.sentence.field is Field.TITLE
        reading.strength = 0.7 if title else 0.5
        return S.PLANNED
    if travel and verb.lemma in _BOUND_FOR and not reading.control and not verb.negated:
        return S.PLANNED
    lexicon = scene.lexicon
    there = travel or scene.mention.words.endswith("table")
    if there and verb.lemma in {"be", "remain", "stay"} and not (verb.negated or verb.ahead):
        return S.UNDER_WAY
    if verb.lemma in lexicon.recalling:
        return None if verb.negated or verb.ahead else S.CANCELLED
    if verb.lemma in lexicon.sending:
        told = by_tense(scene, reading, verb, None, S.PLANNED)
        return S.PLANNED if told is S.HELD else told
    if _bidden(scene, verb) or _listed_call(scene, verb):
        return S.CALLED_FOR
    if verb.lemma == "invite" and not verb.negated and reading.control != "refuse":
        return S.PLANNED if reading.control == "plan" else S.CALLED_FOR
    alone = verb.tense is Tense.GERUND and not reading.control
    if alone and scene.lows[verb.start - 1 : verb.start] in (["before"], ["after"]):
        main = next((g for g in scene.groups if g.finite), None)
        return S.PLANNED if main is not None and main.ahead and not main.open else S.HELD
    if alone and _headline_progressive(scene, verb):
        return S.UNDER_WAY
    sits = verb.lemma == "sit" and scene.sentence.field is Field.TITLE  # "sit down in Caracas"
    going = travel or sits or verb.tense is Tense.PROGRESSIVE or _again_today(scene)
    said = S.UNDER_WAY if going else S.HELD
    return by_tense(scene, reading, verb, None, said)
