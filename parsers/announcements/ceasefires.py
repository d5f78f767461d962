"""The decision table of ceasefires: cue, tense and control → status."""

from __future__ import annotations

from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.lexicon import Cue
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status
# Verbs by which a plan becomes a deal.
_ACCEPTING = frozenset(
    {"accept", "approve", "agree", "endorse", "sign", "okay", "finalise", "finalize", "greenlight"}
)
_DECLARING = frozenset({"declare", "pronounce", "consider"})
_GREETING = frozenset({"welcome", "hail", "celebrate", "confirm"})
# Not doing these to a resolution kills it.
_PASSING = frozenset({"pass", "adopt", "approve", "back", "support", "endorse"})
_WANTING = frozenset({"want", "support", "back", "need", "favour", "favor", "seek"})
_NEEDED = frozenset(
    {
        "necessary",
        "imperative",
        "essential",
        "vital",
        "needed",
        "crucial",
        "urgent",
        "needs",
        "overdue",
    }
)


_UNITS = frozenset("hours days weeks months hour day week month fortnight".split())
_MORE = frozenset({"more", "further", "additional", "another", "extra"})


def _more_time(scene: Scene) -> bool:
    """Return whether it gets more time: "another week", "two days longer", "a longer truce"."""
    lows, start, end = scene.lows, scene.mention.start, scene.mention.end
    near = range(max(0, start - 7), min(len(lows), end + 9))
    for at in near:
        behind = lows[at + 1 : at + 4]
        if lows[at] in _MORE and not _UNITS.isdisjoint(behind):
            return True
        if lows[at] == "longer" and (lows[at - 1] in _UNITS or at + 1 == start):
            return True
    return "indefinitely" in lows[end : end + 6] or "beyond" in lows[end : end + 4]


_PROLONGING = frozenset({S.AGREED, S.IN_FORCE, None})


def of_noun(scene: Scene, reading: Reading, noun: Cue | None, cue: Cue | None) -> Status | None:
    """Return the status of a ceasefire named by a noun, or None where nothing is said of it."""
    status = _of_noun(scene, reading, noun, cue)
    verb = reading.verb
    told = verb is None or not (verb.negated or verb.open)
    if status in _PROLONGING and told and not reading.control == "call" and _more_time(scene):
        if not scene.mention.deal and not scene.mention.anaphor and not reading.framed:
            reading.because.append("for longer")
            return S.EXTENDED
    return status


def _of_noun(scene: Scene, reading: Reading, noun: Cue | None, cue: Cue | None) -> Status | None:
    """Return what noun and verb make of it; whether it gets more time comes after."""
    over = noun.status if noun else None
    said = cue.status if cue else None
    verb = reading.verb
    if scene.absent():
        return None
    if scene.mention.told:
        return scene.mention.told if scene.lexicon.feared.isdisjoint(scene.lows) else None
    if scene.mention.anaphor:
        return _again(reading, said)
    if scene.mention.deal and cue is None and scene.sentence.field is Field.BODY:
        return None  # "a peace plan" is spoken of too often to mean something by itself
    affirmed = verb is not None and not verb.negated
    if said is S.REJECTED and affirmed and over in {None, S.PROPOSED, S.CALLED_FOR}:
        return S.REJECTED if reading.control != "call" else S.CALLED_FOR
    if over is S.CALLED_FOR:
        return _call(scene, reading, said)
    if over is S.PROPOSED:
        broken = said is S.VIOLATED and affirmed and not reading.control
        return S.VIOLATED if broken else _plan(reading, cue)  # "flouting the truce terms"
    if over is S.IN_FORCE and scene.sentence.field is Field.TITLE and _fighting_before(scene):
        return S.VIOLATED  # "Drones hit Odesa hours into truce"
    if over is not None:
        return _noun_says(reading, over, said)
    if said is None or verb is None:
        return _bare(scene, reading)
    return _verb_says(scene, reading, said, verb, cue)


def _call(scene: Scene, reading: Reading, said: Status | None) -> Status:
    """Return what becomes of a call, an appeal or a resolution: a party may answer it."""
    verb = reading.verb
    failed = verb is not None and (verb.negated or reading.control == "fail")
    if failed and verb is not None and verb.lemma in _PASSING:
        return S.REJECTED
    if not {"cabinet", "government"}.isdisjoint(scene.lows) and "vote" in scene.lows:
        return S.PROPOSED  # a side decides on it
    if said is S.AGREED and verb is not None and not verb.negated and not verb.ahead:
        if verb.lemma == "accept" and not reading.control:
            return S.AGREED
        if verb.lemma in {"welcome", "hail"}:
            return S.PROPOSED
    return S.CALLED_FOR


def _plan(reading: Reading, cue: Cue | None) -> Status:
    """Return what becomes of a plan, a proposal or talks."""
    verb = reading.verb
    if cue is None or verb is None or cue.status is not S.AGREED or cue.words[0] not in _ACCEPTING:
        return S.PROPOSED
    if verb.negated or reading.control == "refuse":
        return S.REJECTED
    told = {Tense.PAST, Tense.PRESENT, Tense.PERFECT}
    done = (verb.tense in told and not verb.open) or (
        verb.passive and verb.tense is Tense.PARTICIPLE
    )
    return S.AGREED if done and not reading.control else S.PROPOSED


def _noun_says(reading: Reading, over: Status, said: Status | None) -> Status | None:
    """Return the status that a ruling noun gives: "violation of", "extension of"."""
    verb = reading.verb
    ahead = verb is not None and (verb.ahead or verb.tense is Tense.INFINITIVE)
    if over is S.EXTENDED and (said in {S.PROPOSED, S.CALLED_FOR} or ahead):
        return S.CALLED_FOR if said is S.CALLED_FOR else S.PROPOSED
    if over in {S.ENDED, S.VIOLATED} and verb is not None and verb.mood is Mood.POSSIBLE:
        reading.hypothetical = True
    if over is S.IN_FORCE and reading.control == "call":
        return S.CALLED_FOR
    if over is S.AGREED and (ahead or reading.control in {"call", "try"}):
        return S.CALLED_FOR if reading.control == "call" else S.PROPOSED
    return over


def _verb_says(
    scene: Scene, reading: Reading, said: Status, verb: VerbGroup, cue: Cue | None
) -> Status | None:
    """Return the status that the verb gives, as mood and control leave it."""
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
    if verb.mood is Mood.POSSIBLE and scene.sentence.field is Field.BODY:
        reading.hypothetical = True  # "a ceasefire can only be made between two sides"
    if verb.lemma in _GREETING and (verb.ahead or not verb.finite):
        return None  # "invited the Council to welcome the ceasefire" agrees nothing
    possible = verb.mood in {Mood.PLAIN, Mood.POSSIBLE}
    if verb.negated and verb.tense is Tense.FUTURE and possible and verb.lemma in _ACCEPTING:
        return S.REJECTED  # "will not accept", "cannot accept"
    if "no" in scene.lows[max(verb.end, scene.mention.start - 2) : scene.mention.start]:
        return S.REJECTED  # "they had made no truce"
    open_ = verb.negated or verb.ahead or _tried(reading, verb) or verb.tense is Tense.GERUND
    return S.PROPOSED if open_ or reading.control in {"plan", "fail"} else S.AGREED


def _in_force(scene: Scene, reading: Reading, verb: VerbGroup, _: Cue | None) -> Status:
    if reading.control in {"offer", "try"}:
        return S.PROPOSED  # "prepared to observe a truce"
    if not {"if", "unless"}.isdisjoint(scene.lows[max(0, scene.mention.start - 4) : verb.start]):
        reading.hypothetical = True  # "… if the ceasefire holds"
    if verb.negated:
        return S.REJECTED if verb.tense is Tense.FUTURE else S.VIOLATED  # "will not observe it"
    if verb.open:
        return S.PROPOSED
    planned = verb.tense is Tense.FUTURE or reading.control == "plan"
    lasting = verb.lemma in _LASTING and {"until", "through"} & set(scene.lows[verb.end :])
    if planned and lasting:
        return S.EXTENDED  # "is to remain in place until July"
    if verb.tense is Tense.INFINITIVE and not planned:
        # "Israel to begin pauses" is a headline's future; in a sentence it is a purpose.
        return S.AGREED if scene.sentence.field is Field.TITLE else S.CALLED_FOR
    return S.AGREED if planned else S.IN_FORCE


# What goes on must have begun.
_LASTING = frozenset({"remain", "stay", "continue"})


def _extended(_: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status:
    settled = reading.control == "plan" or not (verb.negated or verb.open or _tried(reading, verb))
    return S.EXTENDED if settled else S.PROPOSED


def _violated(_: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status | None:
    reading.hypothetical = verb.ahead
    return None if verb.negated or reading.control == "call" else S.VIOLATED


def _ended(_: Scene, reading: Reading, verb: VerbGroup, cue: Cue | None) -> Status:
    willed = verb.tense is Tense.FUTURE and cue is not None and cue.side == "object"
    if verb.open or willed or reading.control:
        reading.hypothetical = True
        return S.IN_FORCE
    return S.IN_FORCE if verb.negated else S.ENDED


# A truce that "would only reward" the other side is refused.
_SERVING = frozenset({"embolden", "reward", "hand", "play", "let", "help", "benefit"})


def _rejected(_: Scene, __: Reading, verb: VerbGroup, cue: Cue | None) -> Status:
    if cue is not None and cue.side == "subject" and verb.lemma in _SERVING:
        return S.REJECTED if verb.mood is Mood.WOULD else S.IN_FORCE
    return S.PROPOSED if verb.negated else S.REJECTED


# Bringing these to an end settles it; not doing so refuses it.
_SETTLING = frozenset({"finalise", "finalize", "consider", "discuss", "negotiate"})


def _proposed(scene: Scene, reading: Reading, verb: VerbGroup, __: Cue | None) -> Status:
    if verb.lemma in _SETTLING and verb.negated and verb.ahead:
        return S.REJECTED  # "won't consider a truce"
    if verb.lemma in {"finalise", "finalize"} and verb.finite and not verb.ahead:
        return S.AGREED
    before = scene.lows[verb.start - 1] if verb.start else ""
    called = scene.cues["noun"].get(before, ())
    if any(c.status is S.CALLED_FOR and len(c.words) == 1 for c in called):
        return S.CALLED_FOR  # "calls grow for a pause"
    if verb.mood is Mood.POSSIBLE and scene.sentence.field is not Field.TITLE:
        reading.hypothetical = True  # "a ceasefire can be negotiated"
    return S.PROPOSED


def _called_for(scene: Scene, _: Reading, verb: VerbGroup, __: Cue | None) -> Status:
    if scene.mention.deal and verb.lemma in {"back", "support"}:
        return S.PROPOSED
    return S.REJECTED if verb.negated and verb.lemma in _WANTING else S.CALLED_FOR


# Behind "no truce" these make it a refusal: "No ceasefire until hostages are freed".
_ON_CONDITION = frozenset({"without", "until", "unless", "before", "while"})


# Fighting that a headline tells "after", "during" or "since" a truce breaks it.
_BREACHED = frozenset({"despite", "after", "during", "since", "amid"})


def _by_frame(scene: Scene, reading: Reading) -> Status | None:
    """Return what a preposition makes of it: "until a truce", "clashes despite a truce"."""
    title = scene.sentence.field is Field.TITLE
    before = set(scene.lows[: scene.mention.start])
    if scene.ages_ago():
        return None  # "a year after the ceasefire"
    if title and reading.framed in {"after", "amid", "as"} and before & scene.lexicon.quiet:
        reading.because.append(f'quiet "{reading.framed}" it')
        return S.IN_FORCE
    if title and reading.framed in _BREACHED and _fighting_before(scene):
        reading.because.append(f'fighting "{reading.framed}" it')
        return S.VIOLATED
    if reading.framed == "until":
        reading.because.append('"until" a ceasefire')
        return S.CALLED_FOR
    return None


def _fighting_before(scene: Scene) -> bool:
    """Return whether fighting is told of before the truce is named; not "without shelling"."""
    before = scene.lows[: scene.mention.start]
    return any(
        low in scene.lexicon.fighting and before[max(0, at - 1) : at] not in (["without"], ["no"])
        for at, low in enumerate(before)
    )


def _again(reading: Reading, said: Status | None) -> Status | None:
    """Return what is said of "the proposal", "the appeal" named before: only a clear answer."""
    verb = reading.verb
    if verb is None or said not in {S.REJECTED, S.AGREED} or verb.negated or verb.ahead:
        return None
    if reading.control == "refuse":
        return S.REJECTED
    if said is S.AGREED and verb.lemma not in _ACCEPTING:
        return None
    return said if verb.finite else None


def _bare(scene: Scene, reading: Reading) -> Status | None:
    """Return what a ceasefire without a cue is: "there would be", "no truce", "agreed truce"."""
    lows, start = scene.lows, scene.mention.start
    state = scene.state()
    if state:
        reading.because.append(f'"{state.text.removeprefix("be ")}" behind it: {state.status}')
        return state.status
    if start and lows[start - 1].isdigit():
        reading.because.append(f'"{lows[start - 1]}" dates it')
        return S.AGREED
    if lows[scene.mention.end : scene.mention.end + 1] in (["deal"], ["agreement"], ["accord"]):
        reading.because.append("a ceasefire deal, spoken of")
        return S.PROPOSED if scene.sentence.field is not Field.BODY else None
    there = (
        "there" in lows[max(0, start - 8) : start]
        and reading.verb is not None
        and reading.verb.lemma == "be"
    )
    absent = "no" in lows[max(0, start - 3) : start]
    if there and reading.verb is not None:
        reading.because.append('"there is"')
        if reading.verb.ahead or reading.verb.tense is Tense.INFINITIVE:
            return S.REJECTED if absent or reading.verb.negated else S.PROPOSED
        return S.PROPOSED if absent or reading.verb.negated else S.IN_FORCE
    if absent and "more" in lows[max(0, start - 2) : start]:
        reading.because.append('"no more"')
        return S.ENDED
    if absent and scene.mention.words.split()[0] not in scene.lexicon.ending["heads"]:
        reading.because.append('"no"')
        behind = set(lows[scene.mention.end : scene.mention.end + 2])
        title = scene.sentence.field is Field.TITLE
        said = any(g.lemma in scene.lexicon.saying for g in scene.groups) and "yet" not in lows
        refused = title and (behind & _ON_CONDITION or said)  # "No truce, says army chief"
        return S.REJECTED if refused else S.PROPOSED
    title = scene.sentence.field is Field.TITLE
    if title and lows[scene.mention.end :] and lows[scene.mention.end] == "now":
        if len(lows) <= scene.mention.end + 2:
            reading.because.append('"now"')
            return S.CALLED_FOR  # "marchers: 'Ceasefire now'"
    if title and "without" in lows[max(0, start - 2) : start]:
        reading.because.append('"without" it')
        return S.CALLED_FOR  # "Without a truce, no food will reach the camp"
    needed = set(lows) & _NEEDED
    if (needed and reading.verb is None) or (
        needed and reading.verb is not None and reading.verb.lemma == "be"
    ):
        reading.because.append(f'"{min(needed)}"')
        return S.CALLED_FOR
    framed = _by_frame(scene, reading)
    if framed:
        return framed
    finite = any(g.finite for g in scene.groups)
    if (
        scene.sentence.field is Field.TITLE
        and not finite
        and "between" in lows[scene.mention.end :]
    ):
        reading.because.append("between two sides, in a headline without a verb")
        return S.AGREED
    return _by_participle(scene, reading)


def _by_participle(scene: Scene, reading: Reading) -> Status | None:
    """Return what a participle before it says: "the agreed truce"."""
    near = scene.lows[max(0, scene.mention.start - 3) : scene.mention.start]
    if not scene.lexicon.grammar["boundaries"].isdisjoint(near):
        return None  # "five killed as truce …"
    for low in near:
        form = scene.lexicon.forms.get(low)
        if form and form[1] == "past":
            options = scene.cues["object"].get(form[0], ())
            cue = next((c for c in options if len(c.words) == 1), None)
            if cue:
                reading.because.append(f'"{low}" before it: {cue.status}')
                return cue.status
    return None


# Words by which one orders one's own side: "orders his troops to hold fire".
_OWN = frozenset({"his", "her", "its", "their", "all", "troops", "fighters", "forces", "army"})


def _own_order(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a side orders its own troops, which is its declaration."""
    over = next((g for g in reversed(scene.groups) if g.end <= verb.start), None)
    if over is None or over.lemma not in {"order", "instruct", "tell", "direct"} or over.passive:
        return False
    between = scene.lows[over.end : verb.start]
    return 0 < len(between) <= 5 and between[0] in _OWN


def _stopping(scene: Scene, verb: VerbGroup) -> Status | None:
    """Return the status where fighting is what stops: "would stop", "is to end", "has ceased"."""
    if verb.negated or verb.mood is Mood.POSSIBLE:
        return None
    if verb.mood is Mood.WOULD:
        return S.PROPOSED
    if verb.tense in {Tense.FUTURE, Tense.INFINITIVE}:
        return S.AGREED
    if verb.tense in {Tense.PARTICIPLE, Tense.GERUND}:
        return None
    return S.IN_FORCE


def of_verb(scene: Scene, reading: Reading, verb: VerbGroup) -> Status | None:  # a table
    """Return the status of an end of fighting told by a verb: "Hamas stopped fighting"."""
    lows = scene.lows
    if set(lows[max(0, verb.start - 6) : verb.start]) & {"until", "unless", "if", "when"}:
        return None
    if reading.control == "call" and _own_order(scene, verb):
        return S.AGREED
    if reading.control == "call" or verb.mood is Mood.MUST:
        return S.CALLED_FOR
    if reading.control == "refuse" or (verb.negated and verb.tense is Tense.FUTURE):
        return S.REJECTED
    if reading.control == "plan":
        return S.AGREED
    if scene.mention.start < verb.start:
        return _stopping(scene, verb)
    title = scene.sentence.field is Field.TITLE
    if title and verb.start == 0 and verb.tense is Tense.PRESENT and lows[0] == verb.lemma:
        return S.CALLED_FOR  # "Lay down your arms, bishop tells both camps"
    headed = verb.start > 0 and scene.sentence.tokens[verb.start - 1].text[0].isupper()
    if title and verb.tense is Tense.INFINITIVE and not reading.control and headed:
        return S.AGREED  # a headline's future: "Israel to pause fighting"
    if title and lows[verb.start - 1 : verb.start] == [":"] and verb.tense is Tense.PRESENT:
        return S.CALLED_FOR  # "Guterres: silence the guns in Sudan"
    war = lows[scene.mention.end - 1] in {"war", "violence", "bloodshed"}
    if reading.control in {"try", "offer"}:
        return S.PROPOSED if not war or scene.sentence.field is not Field.BODY else None
    if verb.negated or verb.open or not verb.finite or war:
        return None
    return S.AGREED
