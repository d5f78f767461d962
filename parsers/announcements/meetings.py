"""The decision table of meetings named by a noun: cue, tense and control → status."""

from __future__ import annotations

from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.lexicon import Cue
from parsers.announcements.meetings_framed import framed
from parsers.announcements.meetings_tense import by_tense
from parsers.announcements.meetings_told import offer_declined, on_another_day
from parsers.announcements.mention import process
from parsers.announcements.scene import Reading, Scene
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Field, Status

S = Status

# What tells of a meeting in a headline that names none.
_ABROAD = "an official abroad, in a headline without a verb"
_TOLD_BY = {"leave": "those who met leave the place", "due": "an official is due"}
_TELLING = frozenset({"confirm", "deny", "announce", "discuss"})


def of_noun(  # noqa: C901, PLR0911, PLR0912  # one decision table, read from top to bottom
    scene: Scene, reading: Reading, noun: Cue | None, cue: Cue | None
) -> Status | None:
    """Return the status of a meeting named by a noun, or None where nothing is said of it."""
    if scene.mention.bound:
        return S.PLANNED
    if scene.mention.told is not None:
        reading.because.append(_TOLD_BY.get(scene.mention.words, _ABROAD))
        return scene.mention.told
    if scene.mention.words == "invitation":
        return _invited(reading, cue)
    if scene.mention.words == "mediation":
        return _mediated(scene, reading, noun, cue)
    over = noun.status if noun else None
    said = cue.status if cue else None
    verb = reading.verb
    none = _none(scene) or (verb is not None and verb.negated)
    open_date = noun is not None and noun.text.startswith("date")
    none = none and not open_date  # "date of next meeting not agreed yet"
    if over in {S.POSTPONED, S.CANCELLED, S.RULED_OUT}:
        return over
    if verb is not None and verb.ahead and on_another_day(scene):
        return S.POSTPONED
    if verb is not None and verb.finite and said is None and _by_phone(scene):
        return by_tense(scene, reading, verb, None, S.HELD)
    off = _off_behind(scene)
    if off is not None:
        reading.because.append(f'"{off.text.removeprefix("be ")}" behind it: {off.status}')
        return off.status
    if _stalled(scene):
        return None  # talks on a truce that stall are a truce that is proposed
    if noun is not None and noun.text in {"venue", "host"} and _offered(scene):
        return S.CALLED_FOR  # "offers Astana as venue for talks"
    if _welcomed(scene, verb):
        return None
    if reading.control == "offer" and offer_declined(scene):
        return S.RULED_OUT
    refused = _refused(scene, reading, over, said)
    if refused is not None:
        return refused
    if reading.control == "call" and verb is not None and verb.passive and verb.lemma == "call":
        return S.CALLED_FOR  # "asks that a session be called"
    now = verb is not None and verb.lemma == "be" and verb.tense in {Tense.PRESENT, Tense.FUTURE}
    if now and _none(scene) and over is None and said is None:
        return S.RULED_OUT  # "no negotiations are on the table"
    if _bidden_back(scene):
        return S.CALLED_FOR
    through = scene.lows[scene.mention.start - 1] in {"by", "through"}
    through = through or (verb is not None and verb.lemma in {"consider", "explore"})
    if reading.control == "call" and said is None and through:
        return S.CALLED_FOR  # "urged them to settle it by dialogue"
    if reading.control == "call" and said is not None:
        return S.CALLED_FOR if said is not S.POSTPONED else said  # "asks Kabul to put it off"
    offered = noun is not None and noun.text.startswith(("offer", "invitation"))
    if offered and said is S.CANCELLED and verb is not None and not verb.negated:
        return S.RULED_OUT  # "snubs offer of talks"
    if said is S.CALLED_FOR and noun is None and _of_something(scene):
        return None  # "asked for the budget of the trip"
    if over is S.CALLED_FOR and said not in {S.CANCELLED, S.POSTPONED}:
        return S.RULED_OUT if said is S.RULED_OUT or none else S.CALLED_FOR
    if said is S.PLANNED and verb is not None and _moved(scene, verb):
        return S.POSTPONED
    if verb is not None and said in _UNDONE:
        return _undone(scene, reading, said, verb, none=none)
    if over is S.PLANNED and said in {None, S.UNDER_WAY, S.HELD}:
        fell = verb is not None and verb.negated and verb.tense is Tense.PAST
        return S.CANCELLED if fell and said is not None else S.PLANNED
    if over is S.UNDER_WAY and said is not None and verb and verb.tense is Tense.PRESENT:
        return S.UNDER_WAY  # "hold second day of talks"
    if said in {S.UNDER_WAY, S.HELD} and verb is not None:
        loose = verb.tense in {Tense.INFINITIVE, Tense.GERUND} and not reading.control
        if loose and process(scene.mention) and scene.sentence.field is not Field.TITLE:
            return None  # "create conditions to resume negotiations"
        return by_tense(scene, reading, verb, cue, said)
    if over in {S.UNDER_WAY, S.HELD} and not process(scene.mention):
        return S.PLANNED if verb is not None and verb.ahead else over
    told = framed(scene, reading)
    return S.RULED_OUT if told is S.UNDER_WAY and _none(scene) else told  # "no talks under way"


def _of_something(scene: Scene) -> bool:
    """Return whether another noun stands over it: "the budget of the trip"."""
    lows, start = scene.lows, scene.mention.start
    at = start - 1 if lows[start - 1 : start] == ["of"] else start - 2
    return at > 0 and lows[at] == "of" and at - 1 not in scene.others


def _bidden_back(scene: Scene) -> bool:
    """Return whether it is where they should be again: "urge Iran back to negotiating table"."""
    start, lows = scene.mention.start, scene.lows
    back = ["back", "to"] in (lows[start - 2 : start], lows[start - 3 : start - 1])
    over = next((g for g in reversed(scene.groups) if g.end <= start), None)
    return back and over is not None and over.lemma in {"urge", "call", "press", "push", "want"}


def _by_phone(scene: Scene) -> bool:
    """Return whether it says how one spoke: "briefs Blinken by phone", "with a video call"."""
    words, start = scene.mention.words, scene.mention.start
    title = scene.sentence.field is Field.TITLE
    call = words.endswith("call") and "with" in scene.lows[max(0, start - 2) : start]
    return title and (words in {"by phone", "over phone", "over the phone"} or call)


def _off_behind(scene: Scene) -> Cue | None:
    """Return the state of what a headline adds behind a comma: "…, talks off"."""
    start = scene.mention.start
    added = scene.sentence.field is Field.TITLE and scene.lows[start - 1] in {",", ";"}
    behind = scene.mention.end
    verbs = any(g.start >= behind and g.finite for g in scene.groups)
    return scene.state() if added and start and not verbs else None


# Of talks: that they are going nowhere.
_STALLED = frozenset(
    "stall stalls stalled deadlock deadlocked falter falters faltering stuck stumble snag impasse "
    "stalling stagnate stagnates".split()
)


def _stalled(scene: Scene) -> bool:
    """Return whether talks on a truce stall: "Gaza ceasefire talks stall"."""
    start, end = scene.mention.start, scene.mention.end
    on_truce = start > 0 and scene.lows[start - 1] in scene.lexicon.ceasefire_nouns
    return on_truce and not _STALLED.isdisjoint(scene.lows[end : end + 4])


def _welcomed(scene: Scene, verb: VerbGroup | None) -> bool:
    """Return whether one that is known is welcomed, which asks for none: "welcomed the meeting"."""
    known = {"the", "this"} & set(scene.lows[max(0, scene.mention.start - 2) : scene.mention.start])
    return verb is not None and verb.lemma == "welcome" and bool(known)


def _offered(scene: Scene) -> bool:
    said = any(
        g.lemma in {"offer", "propose", "suggest", "repeat"} and g.finite for g in scene.groups
    )
    near = scene.lows[max(0, scene.mention.start - 8) : scene.mention.start]
    return said or not {"open", "ready", "prepared", "willing"}.isdisjoint(near)


_EXTENDING = frozenset({"extend", "hand", "issue", "send", "deliver", "renew", "go"})


def _invited(reading: Reading, cue: Cue | None) -> Status | None:
    """Return what is done with an invitation: extended, accepted, turned down."""
    verb = reading.verb
    if verb is not None and verb.lemma in _EXTENDING:
        return S.CALLED_FOR
    if cue is None or verb is None or verb.negated or cue.status in {S.HELD, S.UNDER_WAY}:
        return None
    return cue.status


def _mediated(scene: Scene, reading: Reading, noun: Cue | None, cue: Cue | None) -> Status | None:
    """Return what becomes of a mediation: only that it is refused or broken off is news."""
    said = noun.status if noun else cue.status if cue else None
    none = _none(scene) and scene.sentence.field is Field.TITLE
    denied = reading.verb is not None and reading.verb.lemma == "deny"  # what is past
    refused = (reading.control == "refuse" or said is S.RULED_OUT or none) and not denied
    if refused:
        return S.RULED_OUT
    verb = reading.verb
    off = said is S.CANCELLED and verb is not None and not (verb.negated or verb.open)
    return S.CANCELLED if off else None


def _refused(
    scene: Scene, reading: Reading, over: Status | None, said: Status | None
) -> Status | None:
    """Return what a refusal, or a plan that is denied, makes of it; None where there is none."""
    verb = reading.verb
    if reading.denied and over in {S.CALLED_FOR, S.PLANNED} and said is None:
        return S.RULED_OUT
    if reading.control == "refuse" and verb is not None and verb.lemma in _TELLING:
        return S.PLANNED  # "declined to confirm the meeting" leaves it open
    if reading.control == "refuse" or (said in {None, S.PLANNED} and _no_plans(scene)):
        return S.RULED_OUT
    return None


_UNDONE = frozenset({S.CANCELLED, S.POSTPONED, S.RULED_OUT, S.CALLED_FOR, S.PLANNED})


def _undone(scene: Scene, reading: Reading, said: Status, verb: VerbGroup, *, none: bool) -> Status:
    """Return the status of a meeting that has not been, as negation and mood leave it."""
    if reading.control == "threat":
        return S.PLANNED  # "threatens to boycott the talks"
    ahead = verb.tense in {Tense.INFINITIVE, Tense.FUTURE} and not verb.open
    if verb.lemma in {"skip", "boycott", "snub"} and ahead and not verb.negated:
        return S.RULED_OUT  # who will not come refuses; who stays away breaks off
    if said is S.POSTPONED and _moves_to_place(scene, verb):
        return S.PLANNED  # "talks move to Sharm el-Sheikh"
    if said in {S.CANCELLED, S.POSTPONED}:
        must = verb.mood is Mood.MUST  # "talks must wait"
        return S.PLANNED if (verb.open and not must) or verb.negated else said  # "may cancel"
    if said is S.RULED_OUT:
        return S.PLANNED if verb.negated else said  # "did not rule out a meeting"
    if said is S.PLANNED and verb.lemma in {"confirm", "announce"}:
        return S.PLANNED  # "not confirmed" is still open
    return S.RULED_OUT if none else said


def _moves_to_place(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether they move to a place, not to another day."""
    lows, at = scene.lows, verb.end
    if verb.lemma not in {"move", "shift"} or lows[at : at + 1] != ["to"] or at + 1 >= len(lows):
        return False
    day = lows[at + 1] in WEEKDAYS or lows[at + 1] in MONTHS or lows[at + 1][0].isdigit()
    return scene.sentence.tokens[at + 1].text[0].isupper() and not day


def _none(scene: Scene) -> bool:
    return "no" in scene.lows[max(0, scene.mention.start - 2) : scene.mention.start]


def _no_plans(scene: Scene) -> bool:
    window = scene.lows[max(0, scene.mention.start - 6) : scene.mention.start]
    return "no" in window and any(
        w in {"plans", "need", "prospect", "intention", "date"} for w in window
    )


def _moved(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether it has a new day: "talks that were to open on Friday are now set for May"."""
    lows, now = scene.lows, scene.lows[max(0, verb.start - 1) : verb.end + 1]
    before = [g for g in scene.groups if scene.mention.end <= g.start and g.end <= verb.start]
    was_to = any(
        lows[g.start] in {"was", "were", "had"}
        and (g.ahead or g.lemma in _SET or lows[g.end : g.end + 1] == ["due"])
        for g in before
    )
    return was_to and "now" in now and not verb.negated


_SET = frozenset({"schedule", "plan", "set", "fix", "call", "expect"})
