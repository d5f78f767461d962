"""The decision table of ceasefires: cue, tense and control → status."""

from __future__ import annotations

from parsers.announcements.ceasefires_again import ACCEPTING, again
from parsers.announcements.ceasefires_bare import absent, bare, more_time
from parsers.announcements.ceasefires_broken import broken_early, counted, watchers
from parsers.announcements.ceasefires_told import own_order
from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.lexicon import Cue
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status
_VETOING = frozenset({"veto", "block", "defeat", "reject"})
_STALLING = frozenset({"stall", "falter", "stumble"})
_TAKING_UP = frozenset({"accept", "approve", "sign", "endorse", "consent"})
_DECLARING = frozenset({"declare", "pronounce", "consider"})
_GREETING = frozenset({"welcome", "hail", "celebrate", "confirm"})
# Not doing these to a resolution kills it.
_PASSING = frozenset({"pass", "adopt", "approve", "back", "support", "endorse"})
_WANTING = frozenset({"want", "support", "back", "need", "favour", "favor", "seek"})
_PROLONGING = frozenset({S.AGREED, S.IN_FORCE, None})


def of_noun(scene: Scene, reading: Reading, noun: Cue | None, cue: Cue | None) -> Status | None:
    """Return the status of a ceasefire named by a noun, or None where nothing is said of it."""
    status = _of_noun(scene, reading, noun, cue)
    verb = reading.verb
    settled = reading.control != "call" and not (verb and (verb.negated or verb.open))
    itself = not (scene.mention.deal or scene.mention.anaphor or reading.framed)
    if status in _PROLONGING and settled and itself and more_time(scene):
        reading.because.append("for longer")
        return S.EXTENDED
    return status


def _of_noun(scene: Scene, reading: Reading, noun: Cue | None, cue: Cue | None) -> Status | None:
    """Return what noun and verb make of it; whether it gets more time comes after."""
    over = noun.status if noun else None
    said = cue.status if cue else None
    breaches = counted(scene, over)
    if breaches is not None:
        return breaches
    if scene.absent() or watchers(scene) or _any(scene, reading):
        return None
    if _ended_without(scene):
        return S.PROPOSED
    refused = _none_of_it(scene, reading)
    if refused is not None:
        return refused
    if scene.mention.told:
        return scene.mention.told if scene.lexicon.feared.isdisjoint(scene.lows) else None
    if scene.mention.anaphor:
        return again(reading, over, said)
    asked = over is S.CALLED_FOR and scene.mention.words.startswith("end ")
    if scene.mention.deal and not (cue or asked) and scene.sentence.field is Field.BODY:
        return None  # "a peace plan" is spoken of too often to mean something by itself
    if over in {S.CALLED_FOR, S.PROPOSED}:
        return _asked(scene, reading, over, cue)
    if broken_early(scene, reading, over, said):
        return S.VIOLATED
    if over is not None:
        return _noun_says(reading, over, said)
    if said is None or reading.verb is None:
        return bare(scene, reading)
    return _verb_says(scene, reading, said, reading.verb, cue)


def _any(scene: Scene, reading: Reading) -> bool:
    """Return whether any is meant, or how one is kept: "Any truce would stand or fall with"."""
    if "how" in scene.lows[max(0, scene.mention.start - 2) : scene.mention.start]:
        return True  # "went over how the halt to firing should be kept up"
    said = scene.lows[scene.mention.start - 1 : scene.mention.start]
    if scene.mention.words.endswith("s") and said in (["some"], ["many"], ["most"], ["such"]):
        return True  # "Why do some ceasefires hold?"
    return said == ["any"] and reading.verb is not None and reading.verb.mood is Mood.WOULD


def _none_of_it(scene: Scene, reading: Reading) -> Status | None:
    """Return what a headline's "no truce, …" says, whose verb is that of another clause."""
    start, verb = scene.mention.start, reading.verb
    title = scene.sentence.field is Field.TITLE
    if not title or scene.lows[start - 1 : start] != ["no"] or verb is None:
        return None
    apart = "," in scene.lows[scene.mention.end : verb.start]
    added = scene.mention.end == len(scene.lows) and scene.lows[start - 2 : start - 1] == [","]
    return absent(scene, reading) if apart or added else None


def _ended_without(scene: Scene) -> bool:
    """Return whether talks are over and there is none: "talks ended with no ceasefire"."""
    start = scene.mention.start
    none = {"no", "without"} & set(scene.lows[max(0, start - 2) : start])
    over = any(g.lemma in _PARTING and g.end <= start for g in scene.groups)
    return bool(none) and over and any(at < start for at in scene.others)


_PARTING = frozenset({"end", "finish", "conclude", "close", "leave", "adjourn", "wrap", "quit"})


def _asked(scene: Scene, reading: Reading, over: Status, cue: Cue | None) -> Status | None:
    """Return what becomes of a call or a plan: it may be refused, a plan also broken."""
    verb, said = reading.verb, cue.status if cue else None
    affirmed = verb is not None and not verb.negated
    blocked = verb is not None and verb.passive and verb.lemma in _VETOING
    if (said is S.REJECTED or (blocked and not reading.control)) and affirmed:
        return S.REJECTED if reading.control != "call" else S.CALLED_FOR
    if over is S.CALLED_FOR:
        return _call(scene, reading, said)
    broken = said is S.VIOLATED and affirmed and not reading.control
    return S.VIOLATED if broken else _plan(reading, cue)  # "flouting the truce terms"


def _call(scene: Scene, reading: Reading, said: Status | None) -> Status:
    """Return what becomes of a call, an appeal or a resolution: a party may answer it."""
    verb = reading.verb
    failed = verb is not None and (verb.negated or reading.control == "fail")
    if failed and verb is not None and verb.lemma in _PASSING:
        return S.REJECTED
    if not {"cabinet", "government"}.isdisjoint(scene.lows) and "vote" in scene.lows:
        return S.PROPOSED  # a side decides on it
    if verb is not None and verb.lemma in _STALLING and not verb.open:
        return S.PROPOSED  # "truce bid stalls": it is being worked on
    if said is S.AGREED and verb is not None and not verb.negated and not verb.ahead:
        if verb.lemma == "accept" and not reading.control:
            return S.AGREED
        if verb.lemma in {"welcome", "hail"}:
            return S.PROPOSED
    return S.CALLED_FOR


def _plan(reading: Reading, cue: Cue | None) -> Status:
    """Return what becomes of a plan, a proposal or talks."""
    verb = reading.verb
    if verb is not None and verb.negated and verb.ahead and verb.lemma in _SETTLING:
        return S.REJECTED  # "would not consider their plan for a truce"
    if cue is None or verb is None or cue.status is not S.AGREED:
        return S.PROPOSED
    if cue.words[0] not in ACCEPTING and "terms" not in cue.words:
        return S.PROPOSED  # "have come to terms on a halt to shelling" settles it
    if verb.negated or reading.control == "refuse":
        return S.REJECTED
    if reading.control == "offer" and verb.lemma in _TAKING_UP:
        return S.AGREED  # "is ready to accept the proposal"
    told = {Tense.PAST, Tense.PRESENT, Tense.PERFECT, Tense.PLUPERFECT}
    done = (verb.tense in told and not verb.open) or (
        verb.passive and verb.tense is Tense.PARTICIPLE
    )
    return S.AGREED if done and not reading.control else S.PROPOSED


def _noun_says(reading: Reading, over: Status, said: Status | None) -> Status | None:
    """Return the status that a ruling noun gives: "violation of", "extension of"."""
    verb = reading.verb
    ahead = verb is not None and (verb.ahead or verb.tense is Tense.INFINITIVE)
    if over is S.EXTENDED and said is S.ENDED and verb is not None and not verb.open:
        return S.ENDED  # "the last extension of the truce ran out"
    if over is S.EXTENDED and (said in {S.PROPOSED, S.CALLED_FOR} or ahead):
        return S.CALLED_FOR if said is S.CALLED_FOR else S.PROPOSED
    if over in {S.ENDED, S.VIOLATED} and verb is not None and verb.mood is Mood.POSSIBLE:
        reading.hypothetical = True
    if over is S.AGREED and said is S.REJECTED:
        return S.REJECTED  # "rules out signing a peace treaty"
    if over is S.IN_FORCE and reading.control == "call":
        return S.CALLED_FOR
    if over is S.AGREED and (ahead or reading.control in {"call", "try"}):
        return S.CALLED_FOR if reading.control == "call" else S.PROPOSED
    return over


def _verb_says(
    scene: Scene, reading: Reading, said: Status, verb: VerbGroup, cue: Cue | None
) -> Status | None:
    """Return the status that the verb gives, as mood and control leave it."""
    if verb.lemma == "put" and scene.mention.words.startswith("end "):
        return S.AGREED if verb.finite and not (verb.ahead or verb.negated) else None
    if cue is not None and cue.side == "subject" and verb.lemma in _SERVING:
        only = "only" in scene.lows[max(0, scene.mention.start - 4) : scene.mention.start]
        if verb.mood is not Mood.WOULD:
            return bare(scene, reading)  # "local ceasefire in place to let crews mend a line"
        return S.CALLED_FOR if only else S.REJECTED
    if said is S.REJECTED and not verb.negated:
        return S.REJECTED if reading.control != "call" else S.CALLED_FOR
    if not {"if", "unless", "whether"}.isdisjoint(
        scene.lows[max(0, scene.mention.start - 4) : scene.mention.start]
    ):
        reading.hypothetical = True  # "even if a ceasefire is reached"
    if reading.control == "call" and said not in {S.VIOLATED, S.ENDED}:
        return S.CALLED_FOR
    if reading.control == "refuse":
        return S.REJECTED
    if verb.mood is Mood.MUST and said in {S.AGREED, S.IN_FORCE, S.EXTENDED}:
        return S.CALLED_FOR
    table = {
        S.AGREED: _agreed,
        S.IN_FORCE: _in_force,
        S.EXTENDED: _extended,
        S.VIOLATED: _violated,
        S.ENDED: _ended,
        S.REJECTED: _rejected,
        S.PROPOSED: _proposed,
        S.CALLED_FOR: _called_for,
    }
    return table[said](scene, reading, verb, cue)


def _tried(reading: Reading, verb: VerbGroup) -> bool:
    """Return whether the act is only a purpose or an attempt: "to secure a truce"."""
    return verb.tense is Tense.INFINITIVE or reading.control in {"try", "offer"}


def _agreed(scene: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status | None:
    state = scene.state() if verb.lemma in _DECLARING else None
    if state is not None and state.status is S.ENDED:
        return S.ENDED  # "declares the pause over"
    if verb.negated and verb.mood is Mood.POSSIBLE and verb.lemma in ACCEPTING:
        return S.REJECTED  # "could not accept"
    if verb.lemma == "call" and verb.passive and scene.lows[verb.end : verb.end + 1] == ["a"]:
        return None  # "a truce for one side is called a surrender"
    if verb.mood is Mood.WOULD and verb.tense is Tense.PERFECT:
        vetoed = "veto" in scene.lows or any(g.lemma in _VETOING for g in scene.groups)
        return S.REJECTED if vetoed else None  # "blocked a draft that would have ordered a truce"
    if verb.mood is Mood.POSSIBLE and scene.sentence.field is Field.BODY:
        reading.hypothetical = True  # "a ceasefire can only be made between two sides"
    if verb.lemma in _GREETING and (verb.ahead or not verb.finite):
        return None  # "invited the Council to welcome the ceasefire" agrees nothing
    possible = verb.mood in {Mood.PLAIN, Mood.POSSIBLE, Mood.WOULD}
    if verb.negated and verb.tense is Tense.FUTURE and possible and verb.lemma in ACCEPTING:
        return S.REJECTED  # "will not accept", "cannot accept"
    if "no" in scene.lows[max(verb.end, scene.mention.start - 2) : scene.mention.start]:
        return S.REJECTED  # "they had made no truce"
    sure = {"if", "provided", "once", "unless"}.isdisjoint(scene.lows)
    if reading.control == "offer" and verb.lemma in ACCEPTING and sure:
        return S.AGREED  # "is ready to accept the truce"
    open_ = verb.negated or verb.ahead or _tried(reading, verb) or verb.tense is Tense.GERUND
    return S.PROPOSED if open_ or reading.control in {"plan", "fail"} else S.AGREED


def _in_force(scene: Scene, reading: Reading, verb: VerbGroup, _: Cue | None) -> Status | None:
    if verb.lemma == "become":
        return None  # that it "must become lasting" is read before; what it became tells nothing
    if _seems(scene, verb):
        return S.IN_FORCE
    if reading.control in {"offer", "try"}:
        return S.PROPOSED  # "prepared to observe a truce"
    if reading.control == "fail":
        return S.VIOLATED  # "failed to observe the halt in fighting"
    if not {"if", "unless"}.isdisjoint(scene.lows[max(0, scene.mention.start - 4) : verb.start]):
        reading.hypothetical = True  # "… if the ceasefire holds"
    if verb.negated:
        return S.REJECTED if verb.tense is Tense.FUTURE else S.VIOLATED  # "will not observe it"
    if verb.open:
        return S.PROPOSED
    planned = verb.tense is Tense.FUTURE or reading.control == "plan"
    beyond = verb.lemma in {"last", "run"} and {"past", "beyond"} & set(scene.lows[verb.end :])
    lasting = verb.lemma in _LASTING and {"until", "through"} & set(scene.lows[verb.end :])
    if planned and beyond:
        return S.EXTENDED  # "will now last past Passover"
    kept = verb.lemma == "keep" and scene.lows[verb.end : verb.end + 1] == ["to"]
    if planned and not kept and verb.lemma in _LASTING and (lasting or not verb.open):
        return S.EXTENDED  # "is to remain in place until July", "will continue"
    if verb.tense is Tense.INFINITIVE and not planned:
        # "Israel to begin pauses" is a headline's future; in a sentence it is a purpose.
        going_on = S.EXTENDED if verb.lemma in _LASTING else S.AGREED
        return going_on if scene.sentence.field is Field.TITLE else S.CALLED_FOR
    return S.AGREED if planned else S.IN_FORCE


def _seems(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether it is so, as far as can be seen: "appeared to be abiding by it"."""
    over = next((g for g in scene.groups if g.end == verb.start), None)
    return verb.tense is Tense.INFINITIVE and over is not None and over.lemma in {"appear", "seem"}


# What goes on must have begun.
_LASTING = frozenset({"remain", "stay", "continue", "keep"})


def _extended(scene: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status:
    title = scene.sentence.field is Field.TITLE
    if title and verb.tense is Tense.INFINITIVE and not (verb.negated or reading.control):
        return S.EXTENDED  # a headline's future: "truce to run until end of Ramadan"
    settled = reading.control == "plan" or not (verb.negated or verb.open or _tried(reading, verb))
    return S.EXTENDED if settled else S.PROPOSED


def _violated(_: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status | None:
    reading.hypothetical = verb.ahead
    return None if verb.negated or reading.control == "call" else S.VIOLATED


def _ends_fighting(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether it is the truce that ends something: "a truce that ended five days of war"."""
    if verb.lemma not in {"end", "stop", "halt"} or verb.passive:
        return False
    objects, lows = scene.lexicon.ending_objects, scene.lows
    for at in range(verb.end, min(verb.end + 7, len(lows))):
        if lows[at] in {"and", ",", ";", ":", "as", "after", "but"}:
            return False
        if objects.at(lows, at):
            return True
    return False


def _of_talks(scene: Scene) -> bool:
    """Return whether it is what the talks that end were on: "negotiations on a truce ended"."""
    start, lows = scene.mention.start, scene.lows
    near = range(start - 1, max(-1, start - 4), -1)
    lead = next((lows[at] for at in near if lows[at] in _LEADING), "")
    return lead in {"on", "over", "about"} and any(at < start for at in scene.others)


_LEADING = frozenset("on over about of in to for with from after since before amid".split())


def _ended(scene: Scene, reading: Reading, verb: VerbGroup, cue: Cue | None) -> Status | None:
    if cue is not None and cue.side == "subject" and _of_talks(scene):
        return S.PROPOSED
    if "before" in scene.lows[max(0, scene.mention.start - 2) : scene.mention.start]:
        return None  # "heavy shelling hours before truce expires"
    if cue is not None and cue.side == "subject" and _ends_fighting(scene, verb):
        # "a ceasefire ended the worst fighting in years" recalls how it came about
        return S.AGREED if scene.sentence.field is Field.TITLE else None
    if reading.control == "call" and own_order(scene, verb):
        return S.ENDED  # "orders army to end ceasefire"
    willed = verb.tense is Tense.FUTURE and cue is not None and cue.side == "object"
    if verb.open or willed or reading.control:
        reading.hypothetical = True
        return S.IN_FORCE
    gone = cue is not None and cue.words[:2] == ("be", "no")  # "is no longer in effect"
    return S.IN_FORCE if verb.negated and not gone else S.ENDED


# A truce that "would only reward" the other side is refused.
_SERVING = frozenset({"embolden", "reward", "hand", "play", "let", "help", "benefit"})


def _rejected(_: Scene, __: Reading, verb: VerbGroup, ___: Cue | None) -> Status:
    if verb.lemma == "suit":
        return S.REJECTED if verb.negated else S.PROPOSED
    return S.PROPOSED if verb.negated else S.REJECTED


# Bringing these to an end settles it; not doing so refuses it.
_SETTLING = frozenset({"finalise", "finalize", "consider", "discuss", "negotiate"})


_OVER = frozenset({"terminated", "void", "ended", "dead", "over", "null", "finished"})


def _proposed(scene: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status:
    if verb.lemma in _SETTLING and verb.negated and verb.ahead:
        return S.REJECTED  # "won't consider a truce"
    if verb.lemma in {"finalise", "finalize"} and verb.finite and not verb.ahead:
        return S.AGREED
    held_for = scene.lows[scene.mention.end :] if verb.lemma == "consider" else []
    sure = {"whether", "if"}.isdisjoint(scene.lows[: scene.mention.start])
    if sure and not (_OVER.isdisjoint(held_for) or verb.negated):
        return S.ENDED  # "considers the accord and its ceasefire terminated"
    before = scene.lows[verb.start - 1] if verb.start else ""
    called = scene.cues["noun"].get(before, ())
    if any(c.status is S.CALLED_FOR and len(c.words) == 1 for c in called):
        return S.CALLED_FOR  # "calls grow for a pause"
    if verb.mood is Mood.POSSIBLE and scene.sentence.field is not Field.TITLE:
        reading.hypothetical = True  # "a ceasefire can be negotiated"
    return S.PROPOSED


def _called_for(scene: Scene, _: Reading, verb: VerbGroup, __: Cue | None) -> Status:
    vetoes = [g for g in scene.groups if g.lemma in _VETOING and g.finite and not g.open]
    backing = verb.mood is Mood.WOULD or verb.tense is Tense.GERUND
    if backing and any(g.end <= verb.start for g in vetoes):
        return S.REJECTED  # "vetoed a draft that would have supported a ceasefire"
    if scene.mention.deal and verb.lemma in {"back", "support"}:
        return S.PROPOSED
    if verb.lemma in {"ask", "call"} and scene.lows[verb.start - 1] in _DRAFTS:
        return S.PROPOSED  # "the paper asks for a ceasefire of 30 days"
    return S.REJECTED if verb.negated and verb.lemma in _WANTING else S.CALLED_FOR


_DRAFTS = frozenset({"draft", "plan", "proposal", "paper", "document", "roadmap"})
