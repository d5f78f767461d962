"""What tense, mood and negation of a verb make of the meeting that it speaks of."""

from __future__ import annotations

from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.lexicon import Cue
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status
# Verbs that open something which then goes on, so that their past tense is still "under way".
_OPENING = frozenset(
    {
        "begin",
        "start",
        "open",
        "resume",
        "continue",
        "stall",
        "reconvene",
        "enter",
        "restart",
        "proceed",
        "kick",
        "launch",
    }
)


def _by_control(scene: Scene, reading: Reading, verb: VerbGroup) -> Status | None:
    """Return what stands over the verb makes of it: a call, a refusal, a plan that is dropped."""
    if reading.control == "cancel":
        return S.CANCELLED
    title = scene.sentence.field is Field.TITLE
    ready = title and verb.open and {"if", "provided"} & set(scene.lows[verb.end :])
    if reading.control in {"call", "offer"} or verb.mood is Mood.MUST or ready:
        return S.CALLED_FOR
    return S.RULED_OUT if reading.control in {"refuse", "fail"} else None


# Before an infinitive these make it a thought: "it is better to have a good meeting later".
_THOUGHT = frozenset("better best good wise useful useless possible pointless hard easy".split())


def unreal(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether it is a thought, or was not to be: "were to have met on Thursday"."""
    lows = scene.lows
    if lows[verb.start] in {"was", "were"} and "have" in lows[verb.start : verb.end]:
        return True
    if (
        verb.start > 1
        and lows[verb.start - 1] == "supposed"
        and lows[verb.start - 2] in {"was", "were"}
    ):
        return True
    thought = bool(_THOUGHT & set(lows[max(0, verb.start - 1) : verb.start]))
    return verb.tense is Tense.INFINITIVE and thought


def _awaited(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether "before" leads to it: "drone flights days before committee meets"."""
    lows = scene.lows
    if verb.tense is not Tense.PRESENT:
        return False
    at = next((i for i in range(verb.start - 1, 0, -1) if lows[i] in {"before", "until"}), 0)
    return (
        bool(at)
        and verb.start - at < _BEFORE_REACH
        and {"as", "while"}.isdisjoint(lows[at : verb.start])
        and not any(g.finite and at < g.start < verb.start for g in scene.groups)
    )


_BEFORE_REACH = 7


def _negated(scene: Scene, reading: Reading, verb: VerbGroup, cue: Cue | None) -> Status | None:
    """Return the status of a meeting that a negated verb speaks of."""
    later = {"before", "until"} & set(scene.lows[verb.end : verb.end + 3])
    if verb.ahead and verb.lemma in _OPENING and later:
        return S.POSTPONED  # "will not start before next week"
    if verb.tense is Tense.INFINITIVE and reading.control == "plan":
        return S.RULED_OUT  # "decided not to send negotiators"
    without = scene.lows[verb.start - 1 : verb.start] == ["without"]
    if verb.tense is Tense.GERUND and without and scene.sentence.field is Field.TITLE:
        return S.RULED_OUT  # "leaves Niamey without meeting the general"
    if verb.tense is Tense.PAST and cue and cue.words[:2] == ("take", "place"):
        return S.CANCELLED  # "a planned sit-down did not take place"
    # "will not meet" rules it out; "did not meet" says only that nothing was.
    now = verb.ahead or verb.tense in {Tense.PRESENT, Tense.PROGRESSIVE}
    return S.RULED_OUT if now else None


def by_tense(  # one decision table, read from top to bottom
    scene: Scene, reading: Reading, verb: VerbGroup, cue: Cue | None, said: Status
) -> Status | None:
    """Return the status of a meeting that a verb in this tense and mood speaks of."""
    over = _by_control(scene, reading, verb)
    if over is not None:
        return over
    if verb.negated:
        return _negated(scene, reading, verb, cue)
    if reading.control == "try" and verb.lemma == "negotiate":
        return S.CALLED_FOR
    if unreal(scene, verb) or (said is S.HELD and cue is not None and verb.open):
        return None  # "talks would lead only to": nothing is planned
    if verb.ahead and verb.lemma in {"last", "run"} and "until" in scene.lows[verb.end :]:
        return S.UNDER_WAY  # "the conference will last until Sunday"
    if reading.control in {"plan", "try"} or verb.ahead or _awaited(scene, verb):
        return S.PLANNED
    if verb.tense is Tense.INFINITIVE:
        reading.strength = 0.5
        return S.PLANNED
    alone = scene.lows[verb.verb] == "ends" and "without" not in scene.lows[verb.end :]
    if (
        alone
        and scene.mention.words in {"talks", "negotiations", "dialogue"}
        and (verb.start < scene.mention.start)
    ):
        return S.CANCELLED  # one side ends them; "sides end talks" are through
    if verb.tense in {Tense.PRESENT, Tense.PROGRESSIVE}:
        reading.because.append("present tense")
        holds = cue is not None and cue.words[0] in {"hold", "conduct", "have"}
        return S.HELD if holds and verb.tense is Tense.PRESENT else said
    if verb.tense is Tense.GERUND:
        reading.strength = 0.45
        return said
    still = {"be"} if scene.sentence.field is Field.TITLE else set()  # "locked in talks"
    opening = cue is not None and (
        cue.words[0] in _OPENING | still | {"engage", "lock", "get"} or cue.words == ("be", "in")
    )
    return S.UNDER_WAY if opening and said is S.UNDER_WAY else S.HELD
