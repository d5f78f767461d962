"""What a ceasefire is where no verb says it: "truce over", "no truce", "there is a truce"."""

from __future__ import annotations

from parsers.announcements.frames import ages_ago
from parsers.announcements.grammar import Mood, Tense
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status
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


def more_time(scene: Scene) -> bool:
    """Return whether it gets more time: "another week", "two days longer", "a longer truce"."""
    lows, start, end = scene.lows, scene.mention.start, scene.mention.end
    near = range(max(0, start - 7), min(len(lows), end + 9))
    for at in near:
        behind = lows[at + 1 : at + 4]
        if lows[at] in _MORE and behind[:1] != ["than"] and not _UNITS.isdisjoint(behind):
            return True
        if lows[at] == "longer" and (lows[at - 1] in _UNITS or 0 < start - at <= 2):
            return True
    return "indefinitely" in lows[end : end + 6] or "beyond" in lows[end : end + 4]


# Behind "no truce" these make it a refusal: "No ceasefire until hostages are freed".
_ON_CONDITION = frozenset({"without", "until", "unless", "before", "while"})


# Fighting that a headline tells "after", "during" or "since" a truce breaks it.
_BREACHED = frozenset({"despite", "after", "during", "since", "amid"})


def _by_frame(scene: Scene, reading: Reading) -> Status | None:
    """Return what a preposition makes of it: "until a truce", "clashes despite a truce"."""
    title = scene.sentence.field is Field.TITLE
    inside = {"inside", "into"} & set(
        scene.lows[max(0, scene.mention.start - 3) : scene.mention.start]
    )
    if title and inside and fighting_before(scene):
        reading.because.append('fighting "inside" it')
        return S.VIOLATED
    top = title or (scene.sentence.on_top and reading.framed == "despite")
    before = set(scene.lows[: scene.mention.start])
    if ages_ago(scene):
        return None  # "a year after the ceasefire"
    if title and reading.framed in {"after", "amid", "as"} and before & scene.lexicon.quiet:
        reading.because.append(f'quiet "{reading.framed}" it')
        return S.IN_FORCE
    broken = top and reading.framed in _BREACHED and not scene.mention.deal
    if broken and fighting_before(scene):
        reading.because.append(f'fighting "{reading.framed}" it')
        return S.VIOLATED
    if reading.framed == "until":
        reading.because.append('"until" a ceasefire')
        return S.CALLED_FOR
    return None


def fighting_before(scene: Scene) -> bool:
    """Return whether fighting is told of before the truce is named; not "without shelling"."""
    before = scene.lows[: scene.mention.start]
    return any(
        low in scene.lexicon.fighting and before[max(0, at - 1) : at] not in (["without"], ["no"])
        for at, low in enumerate(before)
    )


def bare(scene: Scene, reading: Reading) -> Status | None:
    """Return what a ceasefire without a cue is: the first of these that says something."""
    for says in (_state, _beside, _there_is, absent, _wished, _by_frame, _between, _by_participle):
        status = says(scene, reading)
        if status is not None:
            return status
    return None


def _state(scene: Scene, reading: Reading) -> Status | None:
    """Return the state behind it: "truce over"."""
    state = scene.state()
    if state is None:
        return None
    reading.because.append(f'"{state.text.removeprefix("be ")}" behind it: {state.status}')
    title = scene.sentence.field is Field.TITLE
    if title and state.status is S.IN_FORCE and fighting_before(scene):
        return S.VIOLATED  # "Bullets fly with truce barely four hours old"
    return state.status


def _beside(scene: Scene, reading: Reading) -> Status | None:
    """Return what a year before it or "deal" behind it says."""
    lows, start, end = scene.lows, scene.mention.start, scene.mention.end
    if start and lows[start - 1].isdigit():
        reading.because.append(f'"{lows[start - 1]}" dates it')
        return S.AGREED
    title = scene.sentence.field is Field.TITLE
    if title and scene.mention.deal and "with" in lows[max(0, start - 3) : start]:
        reading.because.append('brought: "with" it')
        return S.PROPOSED  # "arrives in Kyiv with revised peace plan"
    deal = lows[end : end + 1] in (["deal"], ["agreement"], ["accord"])
    if deal and scene.sentence.field is not Field.BODY and not reading.framed:
        reading.because.append("a ceasefire deal, spoken of")
        return S.PROPOSED
    return None


def _there_is(scene: Scene, reading: Reading) -> Status | None:
    """Return what "there is a truce", "there would be no truce" says."""
    lows, start, verb = scene.lows, scene.mention.start, reading.verb
    if verb is None or verb.lemma != "be" or "there" not in lows[max(0, start - 8) : start]:
        return None
    reading.because.append('"there is"')
    denied = "no" in lows[max(0, start - 3) : start] or verb.negated
    if verb.mood is Mood.MUST:
        return S.CALLED_FOR
    if ["no", "longer"] in [lows[i : i + 2] for i in range(max(0, start - 4), start)]:
        return S.ENDED  # "there was no longer any truce"
    if verb.ahead or verb.tense is Tense.INFINITIVE:
        return S.REJECTED if denied else S.PROPOSED
    return S.PROPOSED if denied else S.IN_FORCE


def absent(scene: Scene, reading: Reading) -> Status | None:
    """Return what "no truce" says: refused, over, or not there yet."""
    lows, start, end = scene.lows, scene.mention.start, scene.mention.end
    if "no" not in lows[max(0, start - 3) : start]:
        return None
    if "more" in lows[max(0, start - 2) : start]:
        reading.because.append('"no more"')
        return S.ENDED
    title = scene.sentence.field is Field.TITLE
    head = scene.mention.words.split()[0] in scene.lexicon.ending["heads"]
    if head and not title:
        return None
    reading.because.append('"no"')
    said = any(g.lemma in scene.lexicon.saying for g in scene.groups) and "yet" not in lows
    said = said or ":" in lows[:start]  # "Smotrich: no deal, no truce"
    if title and (said or not _ON_CONDITION.isdisjoint(lows[end : end + 2])):
        return S.REJECTED  # "No truce, says army chief", "No truce while troops remain"
    return None if head else S.PROPOSED


def _wished(scene: Scene, reading: Reading) -> Status | None:
    """Return what "Ceasefire now", "without a truce", "a truce is vital" says: a call."""
    lows, start, end = scene.lows, scene.mention.start, scene.mention.end
    if scene.sentence.field is Field.TITLE:
        if lows[end : end + 1] == ["now"] and len(lows) <= end + 2:
            reading.because.append('"now"')
            return S.CALLED_FOR
        if "without" in lows[max(0, start - 2) : start]:
            reading.because.append('"without" it')  # "Without a truce, no food will get in"
            return S.CALLED_FOR
    could = reading.verb is not None and reading.verb.mood in {Mood.POSSIBLE, Mood.WOULD}
    if could and "only" in lows[max(0, start - 4) : start]:
        reading.because.append('"only" it could')
        return S.CALLED_FOR  # "only a ceasefire could prevent cholera"
    needed = set(lows) & _NEEDED
    if needed and (reading.verb is None or reading.verb.lemma == "be"):
        reading.because.append(f'"{min(needed)}"')
        return S.CALLED_FOR
    return None


def _between(scene: Scene, reading: Reading) -> Status | None:
    """Return what "Truce between A and B" is: a headline without a verb tells that there is one."""
    finite = any(g.finite for g in scene.groups)
    title = scene.sentence.field is Field.TITLE
    if not title or finite or "between" not in scene.lows[scene.mention.end :]:
        return None
    reading.because.append("between two sides, in a headline without a verb")
    return S.AGREED


def _by_participle(scene: Scene, reading: Reading) -> Status | None:
    """Return what a participle before it says: "the agreed truce"."""
    near = scene.lows[max(0, scene.mention.start - 3) : scene.mention.start]
    if "had" in near and near[-1] != "had":
        return None  # "had used the lull"
    if not {"report", "reports", "rumours", "rumors"}.isdisjoint(near):
        return None  # "report of agreed truce is false"
    if scene.mention.words in {"truces", "ceasefires"} and "of" in near:
        return None  # "a year of broken truces"
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
