"""What a sentence says of a mention.

The steps, each of which leaves a line in ``because``:
1. the noun over the mention ("violation of the truce", "truce talks");
2. the verb of which it is the subject, else the verb that acts on it;
3. tense, mood, negation, and what stands over an infinitive ("urged … to sign");
then the table of the kind (ceasefires, meetings) decides.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.announcements import ceasefires, ceasefires_told, meetings, meetings_told
from parsers.announcements.control import control
from parsers.announcements.frames import frame, led_by_in
from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.lexicon import Cue
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Kind, Status

# A call for ceasefire talks is a call; a call for a ceasefire plan is about the plan.
_TALKS = frozenset({"talks", "negotiations", "negotiation", "discussions"})
# What answers a plan: "rejection of the plan", "acceptance of the proposal".
_ANSWERS = frozenset({Status.REJECTED, Status.AGREED})
_OPEN = frozenset({Status.CALLED_FOR, Status.PLANNED})
_OF_NOUN = {Kind.CEASEFIRE: ceasefires.of_noun, Kind.MEETING: meetings.of_noun}
_OF_VERB = {Kind.CEASEFIRE: ceasefires_told.of_verb, Kind.MEETING: meetings_told.of_verb}


def read(scene: Scene) -> Reading:
    """Return the status that the sentence gives to the mention."""
    scene.groups = [_unshifted(scene, group) for group in scene.groups]
    if scene.mention.verb is not None:
        return _of_verb(scene, _unshifted(scene, scene.mention.verb))
    return _of_noun(scene)


# Verbs after which "would" is the future of the past: "they agreed they would observe a truce".
_REPORTING = frozenset({"agree", "decide", "promise", "pledge", "vow"})


_TOLD = frozenset({Tense.PAST, Tense.PLUPERFECT})


def _unshifted(scene: Scene, group: VerbGroup) -> VerbGroup:
    """Return a "would" of reported speech as the future that was said; "would … if" stays open."""
    if group.mood is not Mood.WOULD or not {"if", "unless"}.isdisjoint(scene.lows):
        return group
    saying = scene.lexicon.saying | _REPORTING
    told = any(
        g.lemma in saying and g.tense in _TOLD and g.finite and g.start < group.start
        for g in scene.groups
    )
    shifted = told and group.tense is Tense.FUTURE
    return replace(group, tense=Tense.FUTURE, mood=Mood.PLAIN) if shifted else group


def _of_verb(scene: Scene, verb: VerbGroup) -> Reading:
    """Read an event that is named by a verb: "met with", "to stop the fighting"."""
    # A sentence that only completes another is weaker evidence than the other.
    reading = Reading(verb=verb, strength=0.5 if scene.mention.anaphor else 0.75)
    reading.control, words = control(scene, verb)
    mood = [str(verb.tense), *(["negated"] if verb.negated else [])]
    mood += [str(verb.mood)] if verb.mood is not Mood.PLAIN else []
    length = scene.mention.end - verb.verb
    reading.because.append(f'"{scene.shown(verb, length)}" ({", ".join(mood)})')
    if reading.control:
        reading.because.append(f'"{words}" stands over it: {reading.control}')
    reading.status = _OF_VERB[scene.mention.kind](scene, reading, verb)
    return reading


def _of_noun(scene: Scene) -> Reading:
    """Read an event that is named by a noun: "the truce", "talks"."""
    nouns = scene.nouns_over()
    left = min([scene.mention.start] + [start for _, start, _ in nouns])
    right = max([scene.mention.end] + [end for _, _, end in nouns])
    reading = Reading(framed=frame(scene, left))
    noun = _ruling([(cue, start > scene.mention.start) for cue, start, _ in nouns])
    noun = _asked_for(scene, noun, nouns)
    denied = {"no", "not", "n't", "without", "little", "never"}
    reading.denied = any(
        start > 0 and scene.lows[start - 1] in denied
        for cue, start, _ in nouns
        if cue is noun or cue.status in _OPEN
    )
    verb, cue = _verb_cue(scene, reading, left, right)
    if verb is not None and cue is not None and "not" in cue.words[:2]:
        verb = replace(verb, negated=False)  # the cue says it
    reading.verb = verb
    if noun:
        reading.because.append(f'"{noun.text}" of it: {noun.status}')
        reading.strength = 0.6
    if cue and verb:
        # A verb of meeting tells by its tense whether it is planned, under way or held.
        told = cue.status in {Status.UNDER_WAY, Status.HELD}
        means = f" ({verb.tense})" if told else f": {cue.status}"
        reading.because.append(f'"{scene.shown(verb, len(cue.words))}"{means}')
        near = cue.side == "subject" or left - verb.end <= 6
        reading.strength = 0.75 if near else 0.65
    hung = verb is not None and verb.tense is Tense.PARTICIPLE and verb.start >= right
    if verb is not None and not hung:  # "failed to agree in a round hosted by Turkey"
        reading.control, words = control(scene, verb)
        if reading.control:
            reading.because.append(f'"{words}" stands over it: {reading.control}')
    reading.status = _OF_NOUN[scene.mention.kind](scene, reading, noun, cue)
    return reading


# "a text demanding a truce" is a call, whatever a text is elsewhere.
_ASKING = frozenset({"demanding", "urging", "calling", "seeking", "requesting", "asking"})


def _asked_for(scene: Scene, noun: Cue | None, nouns: list[tuple[Cue, int, int]]) -> Cue | None:
    """Return the ruling noun as a call where the words between it and the mention ask for it."""
    end = next((end for cue, start, end in nouns if cue is noun and start < scene.mention.start), 0)
    asked = end and not _ASKING.isdisjoint(scene.lows[end : scene.mention.start])
    if noun is None or not asked or noun.status is not Status.PROPOSED:
        return noun
    return replace(noun, status=Status.CALLED_FOR)


_UNDOING = frozenset({Status.VIOLATED, Status.ENDED})


def _ruling(nouns: list[tuple[Cue, bool]]) -> Cue | None:
    """Return the noun that decides: a call over all, a plan over what it plans, else the nearest.

    "calls for an extension of the truce" is a call; "a mechanism for monitoring compliance with
    the ceasefire" is a plan, and so is a ceasefire plan that is called for. The flag of each noun
    says whether it makes a compound with the mention.
    """
    cues = [cue for cue, _ in nouns]
    answer = next((cue for cue in cues if cue.status in _ANSWERS), None)
    for cue, compound in nouns:
        if compound and cue.status is Status.PROPOSED and cue.text not in _TALKS:
            return answer or cue  # "a rejection of the truce plan"
    broken = next((c for c in reversed(cues) if c.status in _UNDOING), None)
    if broken and cues[0].status in {Status.AGREED, Status.IN_FORCE}:
        return broken  # "violation of the understanding on a cessation of fire"
    for wanted in (Status.CALLED_FOR, Status.PROPOSED):
        outer = next((cue for cue in cues if cue.status is wanted), None)
        done = {Status.VIOLATED, Status.ENDED, Status.REJECTED}
        settled = any(cue.status in done for cue in cues)
        if outer and not (settled and wanted is Status.PROPOSED):
            return outer
    return cues[0] if cues else None


def _verb_cue(
    scene: Scene, reading: Reading, left: int, right: int
) -> tuple[VerbGroup | None, Cue | None]:
    """Return the verb that decides and its cue; a verb without a cue still gives the tense."""
    subject, acting = scene.subject_verb(right), _acting(scene, left)
    if not reading.framed and _in_a_meeting(scene, acting):
        reading.framed = "in"
    if reading.framed:
        return _framed(scene, reading, left, right)
    if subject and _to_come(scene, subject, right):
        return subject, subject_cue(scene, subject)
    ruled = _ruled_by(scene, acting, subject, right)
    if ruled is not None:
        return ruled
    if subject and (acting is None or _is_subject(scene, acting, subject)):
        later = _said_later(scene, right, subject)
        if later:
            return later
        cue = subject_cue(scene, subject)
        if cue or acting is None:
            return subject, cue
    if acting and not acting.passive:
        cue = scene.cue_at(acting, "object")
        if cue:
            return acting, cue
    if subject:
        cue = subject_cue(scene, subject)
        if cue:
            return subject, cue
    return acting or subject, None


def _ruled_by(
    scene: Scene, acting: VerbGroup | None, subject: VerbGroup | None, right: int
) -> tuple[VerbGroup, Cue | None] | None:
    """Return the verb before it where the one behind is of a clause or of a word between."""
    if acting is None:
        return None
    cue = scene.cue_at(acting, "object")
    would = subject is not None and subject.mood is Mood.WOULD
    if would and subject and cue and scene.lows[subject.start - 1] in {"that", "which"}:
        return acting, cue  # "had offered a pause in attacks that would last"
    inside = scene.lows[acting.start - 1 : acting.start] in (["that"], ["which"], ["who"])
    if inside and acting.finite and subject and subject.passive:
        return acting, cue  # "a summit that was to have sealed a deal has been cancelled"
    if _has_relative(scene, acting, right) or (cue and _of_another(scene, subject, right)):
        return acting, cue
    return None


# These open a phrase in front of the sentence.
_FRONTING = frozenset({"under", "according", "in", "by", "after", "with"})


def _acting(scene: Scene, left: int) -> VerbGroup | None:
    """Return the verb that acts on it, not one in front: "Under a pact signed on Monday, the"."""
    acting = scene.object_verb(left)
    bare = acting is not None and acting.tense is Tense.PAST and acting.start == acting.verb
    if acting is not None and bare and "," in scene.lows[acting.end : left]:
        return None if scene.lows[0] in _FRONTING else acting
    return acting


def _of_another(scene: Scene, subject: VerbGroup | None, right: int) -> bool:
    """Return whether the verb behind is that of a word between: "a truce in a video sent to us".

    Or a purpose: "hold a summit in Khujand to close the dispute".
    """
    if subject is None or scene.sentence.field is Field.TITLE or subject.start - right < _APART:
        return False
    led = bool(_LEADING & set(scene.lows[right : subject.start]))
    bare = subject.tense is Tense.PAST and subject.start == subject.verb
    return led and (bare or subject.tense is Tense.INFINITIVE)


_LEADING = frozenset({"in", "on", "at", "for", "with", "by"})
# From so many words on a verb behind the mention may belong to a word between.
_APART = 3


def _in_a_meeting(scene: Scene, acting: VerbGroup | None) -> bool:
    """Return whether a meeting is where something else is done: "calls for a truce in a call"."""
    if scene.mention.kind is not Kind.MEETING or not led_by_in(scene):
        return False
    cue = scene.cue_at(acting, "object") if acting else None
    return cue is None or cue.words[-1] not in {"in", "at"}


def _to_come(scene: Scene, subject: VerbGroup, right: int) -> bool:
    """Return whether a headline's second half tells of it: "…, talks to resume Monday"."""
    behind = scene.sentence.field is Field.TITLE and subject.tense is Tense.INFINITIVE
    return behind and subject.start == right and scene.lows[scene.mention.start - 1] in {",", ";"}


def _framed(
    scene: Scene, reading: Reading, left: int, right: int
) -> tuple[VerbGroup | None, Cue | None]:
    """Return the verb of a mention that frames another event: "since the ceasefire collapsed"."""
    subject, acting = scene.subject_verb(right), scene.object_verb(left)
    if subject and subject.start - right <= 1 and scene.lows[right] != ",":
        return subject, subject_cue(scene, subject)
    # "after talks in Moscow, Lavrov said": the verb behind belongs to another event.
    near = acting is not None and left - acting.end <= 2 and reading.framed != "in"
    cue = scene.cue_at(acting, "object") if acting and near else None
    return acting if cue else None, cue


def _has_relative(scene: Scene, acting: VerbGroup, right: int) -> bool:
    """Return whether the verb behind is a clause about it: "burying the truce that had let …"."""
    relative = scene.lows[right : right + 1] in (["that"], ["which"])
    return relative and not acting.finite and scene.cue_at(acting, "object") is not None


def _said_later(scene: Scene, right: int, subject: VerbGroup) -> tuple[VerbGroup, Cue] | None:
    """Return the main verb behind a relative clause: "the meeting that was due … was postponed"."""
    opening = scene.lows[right : subject.start]
    if {"that", "which", "whose", "where", "who"}.isdisjoint(opening):
        return None
    for group in scene.groups:
        if group.start <= subject.end or not group.finite:
            continue
        if group.lemma in scene.lexicon.saying:
            return None
        told = scene.raised(group)  # "…, which began at dawn, appeared to be sticking"
        cue = subject_cue(scene, told)
        if cue is not None:
            return told, cue
    return None


def _is_subject(scene: Scene, acting: VerbGroup, subject: VerbGroup) -> bool:
    """Return whether the mention is the subject of the verb behind it, not the object before."""
    between = scene.lows[scene.mention.end : subject.start]
    if acting.tense is Tense.PARTICIPLE and subject.finite:
        return True  # "Planned call between A and B cancelled"
    borders = scene.lexicon.grammar["boundaries"] | {",", "and"}
    if any(w in borders for w in between) or not subject.finite:
        return False
    if acting.lemma in scene.lexicon.saying or not acting.finite:
        return True
    # "rejected a truce proposed by": a participle is no main verb.
    return subject.passive or subject.start != subject.verb or subject.tense is not Tense.PAST


def subject_cue(scene: Scene, group: VerbGroup) -> Cue | None:
    """Return the cue of a verb whose subject is the mention; a passive turns object cues round."""
    if group.passive or group.tense is Tense.PARTICIPLE:
        state = scene.cue_at(group, "subject")
        if state is not None and state.words[0] == "be":
            return state  # "was blocked" says less than "blocked it"
        return scene.cue_at(group, "object") or state
    cue = scene.cue_at(group, "subject")
    headline = group.tense is Tense.PAST and group.start == group.verb
    if cue is None and headline and group.end not in scene.nouns:
        return scene.cue_at(group, "object")  # "Truce extended", "Talks postponed"
    return cue
