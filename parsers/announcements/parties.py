"""Who agrees, calls or meets: the actors in the clause of a mention."""

from __future__ import annotations

from dataclasses import replace

from parsers.announcements.acting import acts, does_it
from parsers.announcements.cast import Entity, distinct, sides
from parsers.announcements.clause import Clause, aside, clause, subject
from parsers.announcements.grammar import Tense
from parsers.announcements.parties_besides import besides
from parsers.announcements.scene import Reading, Scene
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Field, Kind, Party, Role, Status

# Who "it" or "they" can be.
_PEOPLE = frozenset({"person", "office", "title"})
_BODIES = frozenset({"country", "seat", "armed", "organisation", "body", "office"})


def around(
    scene: Scene, reading: Reading, names: list[Entity], place: str, pronoun: Party | None
) -> tuple[Party, ...]:
    """Return all who are named in the clause, those who are only spoken of too."""
    return parties(scene, reading, names, place, pronoun, strict=False)


def parties(
    scene: Scene,
    reading: Reading,
    names: list[Entity],
    place: str,
    pronoun: Party | None,
    *,
    strict: bool = True,
) -> tuple[Party, ...]:
    """Return the parties; ``pronoun`` is the person whom "he" or "she" means in this sentence."""
    own, spoken = clause(scene, reading, names, strict=strict), pronoun
    start, end = own.start, own.end
    chosen: list[Party] = []
    earlier = [e.party for e in names if e.end <= start and e.sort in {"person", "name"}]
    earlier = earlier or [e.party for e in names if e.end <= start and e.sort == "office"]
    before = _subject_before(scene, names, start)
    acted = [e.party for e in before if e.sort in {"person", "office"}]
    people = acted or [e.party for e in before if e.sort == "title"] or earlier
    pronoun = people[0] if people else pronoun  # "Lavrov announced that he …"
    if pronoun is not None and _stands_for_person(scene, reading, start):
        chosen.append(pronoun)
    told = set(scene.lows[start : _verb_start(scene, reading)])
    if not (strict and _says_nothing(scene, start)):
        chosen += _speaking_of_themselves(scene, names, start, told)
    chosen += _left_out(scene, names, start)
    if strict and reading.status in _SPOKEN:
        chosen += _announced_by(scene, names)
    topic = _topic(scene, reading, end)
    pair = _between(scene, reading, names) if strict else []
    if pair:
        return distinct(pair)
    for e in names:
        if e.start >= topic.start and e.end <= topic.stop:
            continue
        spoken_of = strict and aside(scene, reading, e, names)
        part = acts(scene, reading, e, names, place)
        part = part or (strict and e.sort == "title" and does_it(scene, reading, e, names))
        if own.has(e) and not spoken_of and part:
            mediates = e.sort == "mediator" or e.party.name.lower() in scene.lexicon.mediators
            chosen.append(replace(e.party, role=Role.MEDIATOR) if mediates else e.party)
    # Where nobody is named, "the meeting" is the one told before.
    wanting = sides(chosen) == 1 or (not chosen and scene.mention.verb is not None)
    if scene.mention.kind is Kind.MEETING and wanting:
        chosen = [*_carried(scene, reading, names, own, strict=strict), *chosen]
    if scene.mention.kind is Kind.MEETING and strict and sides(chosen) < 2:
        chosen += _owners(scene, names)
    if not chosen and scene.sentence.field is Field.TITLE:
        # "French minister says work goes on to secure truce": the one who says it is in it.
        chosen = [
            e.party
            for e in names
            if e.end <= start and e.sort in {"office", "person", "name", "country"}
        ]
    if strict:
        chosen = besides(scene, reading, names, own, chosen, spoken=spoken)
    one = scene.mention.kind is Kind.CEASEFIRE and reading.status is Status.CALLED_FOR
    return _told_apart(distinct(chosen), enough=1 if one and strict else 2)


def _between(scene: Scene, reading: Reading, names: list[Entity]) -> list[Party]:
    """Return the two of "talks between A and B", whoever else is in the clause; else nobody."""
    at, lows = scene.mention.end, scene.lows
    if lows[at : at + 1] != ["between"] or reading.status in {Status.CALLED_FOR, Status.PROPOSED}:
        return []
    stop = next((i for i in range(at, len(lows)) if i > at + 1 and scene.in_verb(i)), len(lows))
    joint = next((i for i in range(at, stop) if lows[i] == "and"), stop)
    ends = [e for e in names if at < e.start < stop and e.sort not in {"region", "attribute"}]
    first = [e.party for e in ends if e.end <= joint]
    second = [e for e in ends if e.start > joint][:1]
    return [*first, *(e.party for e in second)] if first and second else []


def _owners(scene: Scene, names: list[Entity]) -> list[Party]:
    """Return who "their" stands for: "X said alongside Y after their talks"."""
    start = scene.mention.start
    if "their" not in scene.lows[max(0, start - 3) : start]:
        return []
    who = [e for e in names if e.end <= start and e.sort in {"person", "office", "title"}]
    return [e.party for e in who if e.sort != "title" or e.party.name.endswith("s")]


def _speaking_of_themselves(
    scene: Scene, names: list[Entity], start: int, told: set[str]
) -> list[Party]:
    """Return who says "it" or "they": "The rebels' coalition says it is open to talks"."""
    if not told & {"it", "they"}:
        return []
    said = [g for g in scene.groups if g.end <= start and g.lemma in scene.lexicon.saying]
    several = subject(scene, names, said[-1].start) if said and "they" in told else []
    if len(several) > 1:
        return [e.party for e in several]
    before = [e for e in names if e.end <= start]
    speakers = [e.party for e in before if e.sort in _BODIES]
    groups = [e.party for e in before if e.party.name.lower() in scene.lexicon.groups]
    return speakers[-1:] or groups[-1:]


# What somebody says in front of a headline: "Tehran: No negotiations under pressure".
_SPOKEN = frozenset({Status.RULED_OUT, Status.REJECTED, Status.CALLED_FOR})


def _announced_by(scene: Scene, names: list[Entity]) -> list[Party]:
    """Return who stands before the colon of a headline, where nobody behind it says so."""
    lows, saying = scene.lows, scene.lexicon.saying
    if scene.sentence.field is not Field.TITLE or ":" not in lows:
        return []
    at = lows.index(":")
    said = any(g.start > at and g.finite and g.lemma in saying for g in scene.groups)
    if said or scene.mention.start < at:
        return []
    return [e.party for e in names if e.end == at and e.sort in _BODIES | _PEOPLE | {"name"}][:1]


def _left_out(scene: Scene, names: list[Entity], start: int) -> list[Party]:
    """Return whom a headline leaves out behind "says": "Colombian president says ready to meet"."""
    said = next((g for g in scene.groups if g.end == start), None)
    title = scene.sentence.field is Field.TITLE
    if not title or said is None or scene.lows[start] not in _UNSAID:
        return []
    return [e.party for e in subject(scene, names, said.start)]


# With these a clause begins whose subject is left out.
_UNSAID = frozenset({"ready", "willing", "prepared", "open", "will", "would", "wo", "won't", "to"})


def _says_nothing(scene: Scene, start: int) -> bool:
    """Return whether "it" stands for nobody: "it was too early to speak of a meeting"."""
    lows = scene.lows[start : start + 6]
    if "it" not in lows:
        return False
    behind = lows[lows.index("it") + 1 :]
    return behind[:1] in (["is"], ["was"], ["'s"]) and not _EXPLETIVE.isdisjoint(behind[1:3])


# Behind "it is" these say that nobody is meant.
_EXPLETIVE = frozenset(
    "too early possible impossible clear unclear important necessary time premature likely "
    "unlikely hard difficult essential expected understood vital crucial up".split()
)


def _stands_for_person(scene: Scene, reading: Reading, start: int) -> bool:
    """Return whether "he", "she" or, before the mention, "his talks", "her visit" is a party."""
    before = scene.lows[start : _verb_start(scene, reading)]
    owner = scene.lows[max(start, scene.mention.start - 3) : scene.mention.start]
    return not {"he", "she"}.isdisjoint(before) or not {"his", "her"}.isdisjoint(owner)


def _topic(scene: Scene, reading: Reading, end: int) -> range:
    """Return the tokens behind a meeting that say what it is about: "… to discuss the war in X".

    It ends where "with" or "between" names who is met.
    """
    mention = scene.mention
    if mention.kind is not Kind.MEETING:
        return range(0)
    lows, start = scene.lows, mention.end
    verb = reading.verb
    if mention.verb is not None and mention.verb.lemma == "discuss":
        others = {"with", "between", "in", "during", "at"}
        return range(start, next((i for i in range(start, end) if lows[i] in others), end))
    after = max(start, verb.end) if verb and verb.end <= end else start
    for at in range(start, end):
        group = next((g for g in scene.groups if g.start == at and at >= after), None)
        purpose = group is not None and group.tense is Tense.INFINITIVE
        meets = purpose and group is not None and group.lemma in _MEETING
        names_topic = lows[at] in _ABOUT and not _dated(scene, at + 1)
        if (purpose and not meets) or names_topic:
            stop = next((i for i in range(at + 1, end) if lows[i] in {"with", "between"}), end)
            return range(at, stop)
    return range(0)


# Behind a meeting these lead to what it is about, or to what else goes on.
_ABOUT = frozenset({"on", "over", "about", "regarding", "concerning", "aimed", "against"})
_MEETING = frozenset({"meet", "see", "hold", "join", "speak", "talk", "confer", "take", "be"})


def _dated(scene: Scene, at: int) -> bool:
    """Return whether a day stands at ``at``: "on Tuesday", not "on Syria"."""
    low = scene.lows[at] if at < len(scene.lows) else ""
    return low in WEEKDAYS or low in MONTHS or low[:1].isdigit() or low == "the"


def _subject_before(scene: Scene, names: list[Entity], at: int) -> list[Entity]:
    """Return who acts in the last clause before ``at`` whose subject is named."""
    for group in reversed(scene.groups):
        if group.end <= at and group.finite:
            found = subject(scene, names, group.start)
            if found:
                return found
    return []


# Behind these a clause without a subject has that of the main clause: "before flying to Riyadh".
_CARRYING = frozenset({"after", "before", "while", "then", "following", "ahead", "since", "where"})


def _carried(
    scene: Scene, reading: Reading, names: list[Entity], own: Clause, *, strict: bool
) -> list[Party]:
    """Return who acts in the main clause: "X said it after talks with Y", "After talks, X said"."""
    verb, opener = scene.mention.verb, scene.lows[own.start - 1] if own.start else ""
    framed = reading.framed not in {"", "in"}
    carrying = framed or opener in _CARRYING or (not strict and bool(opener))
    if not carrying or (scene.mention.weak and verb is None):
        return []
    acts = any(
        g.finite and own.start <= g.start < scene.mention.end and subject(scene, names, g.start)
        for g in scene.groups
    )
    if acts:
        return []
    before = _subject_before(scene, names, own.start)
    if not before and own.start < _OPENING:
        behind = (subject(scene, names, g.start) for g in scene.groups if g.start >= own.end)
        before = next((found for found in behind if found), [])
    who = [e.party for e in before if e.sort in _PEOPLE | {"country", "name"}]
    return who or ([] if strict else _beside_verbs(scene, names, own.start))


def _beside_verbs(scene: Scene, names: list[Entity], at: int) -> list[Party]:
    """Return who stands right before a verb before ``at``, whatever part they have in it."""
    return [
        e.party
        for e in names
        if e.end <= at
        and e.sort in {"person", "office", "country", "name"}
        and any(0 <= g.start - e.end < _OPENING and g.finite for g in scene.groups)
    ][-1:]


# A clause that begins within so many words opens its sentence.
_OPENING = 3


def _told_apart(chosen: tuple[Party, ...], *, enough: int) -> tuple[Party, ...]:
    """Drop "leaders" and "delegations" where two sides are named, or the one who calls."""
    named = [p for p in chosen if p.named]
    told = {p.country or p.organisation or p.name for p in named if p.role is Role.PARTY}
    if len(told) < enough:
        return chosen
    return tuple(p for p in chosen if p.named or p.role is Role.MEDIATOR)


def _verb_start(scene: Scene, reading: Reading) -> int:
    verb = scene.mention.verb or reading.verb
    return verb.start if verb else scene.mention.start
