"""Who agrees, calls or meets: the actors in the clause of a mention."""

from __future__ import annotations

from dataclasses import replace

from parsers import dates
from parsers.announcements.cast import Entity, distinct, sides
from parsers.announcements.clause import Clause, aside, clause, subject
from parsers.announcements.grammar import Tense
from parsers.announcements.places import MOVES, PLACES, words
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Kind, Party, Role, Status

# Who "it" or "they" can be.
_PEOPLE = frozenset({"person", "office", "title"})
_BODIES = frozenset({"country", "seat", "armed", "organisation", "body", "office"})
# After an adjective of nation these act for the state: "Armenian forces", "the Iranian side".
_ACTING = frozenset(
    "and , side sides officials forces government army military authorities leaders leader "
    "delegation delegations diplomats diplomat negotiators representatives talks counterpart "
    "counterparts team presidents troops ministry rebels leadership ministers negotiations "
    "meeting summit group movement fighters proposal offer plan officers commanders "
    "generals".split()
)


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
    own = clause(scene, reading, names, strict=strict)
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
    topic = _topic(scene, reading, end)
    for e in names:
        if e.start >= topic.start and e.end <= topic.stop:
            continue
        spoken_of = strict and aside(scene, reading, e, names)
        if own.has(e) and not spoken_of and _acts(scene, reading, e, names, place):
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
    one = scene.mention.kind is Kind.CEASEFIRE and reading.status is Status.CALLED_FOR
    return _told_apart(distinct(chosen), enough=1 if one and strict else 2)


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
    speakers = [e.party for e in names if e.end <= start and e.sort in _BODIES]
    return speakers[-1:]


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
    return low in dates.WEEKDAYS or low in dates.MONTHS or low[:1].isdigit() or low == "the"


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


def _acts(scene: Scene, reading: Reading, e: Entity, names: list[Entity], place: str) -> bool:
    """Return whether a name is an actor here, not a place, a speaker or an attribute."""
    sentence = scene.sentence
    if e.end <= sentence.dateline or (e.sort == "region" and not _acting(scene, e)):
        return False
    if e.sort == "country" and _owns(scene, e, names):
        return False
    if e.sort == "attribute":
        # "US-led Sudan talks", "Arab-backed truce": where nobody else is named
        alone = not any(f.sort not in {"attribute", "region"} for f in names)
        return alone and 0 < scene.mention.start - e.start <= 4
    if words(sentence, e) == place and not _hosts(scene, e):
        return False
    if e.sort in PLACES and (_as_topic(scene, e) or _comes_from(scene, e)):
        return False
    if e.sort in PLACES and e.start and _as_place(scene, e):
        return False
    if e.sort == "people":
        return _people_act(scene, e, names) and not _offered(scene, reading, e)
    if e.sort == "title":
        return _title_acts(scene, e.party.name.lower())
    before = scene.lows[e.start - 1] if e.start else ""
    if e.sort == "name":
        placed = before in {"in", "at", "near", "from"}
        return not placed and (sentence.field is Field.TITLE or _met(scene, e, names))
    if e.sort == "person" and not e.party.office and before in {"in", "at", "near"}:
        return False  # an unknown place
    speaks = any(word in scene.lexicon.speakers for word in e.party.office.lower().split())
    return not (speaks and scene.mention.kind is Kind.MEETING)


def _met(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Return whether a lone capitalised word stands where one who meets does: "between X and Y"."""
    lows, at = scene.lows, e.start - 1
    if scene.mention.kind is not Kind.MEETING or at < 0:
        return False
    if lows[at] == "and" and any(f.end == at and f.sort in _PEOPLE | {"name"} for f in names):
        at = next(f.start for f in names if f.end == at) - 1
    return lows[at] in {"between", "with"} or scene.mention.end == at + 1


# "the Ukraine war", "the Iran deal": a topic, not a side.
_TOPICS = frozenset(
    "war conflict crisis issue question deal settlement border peace invasion offensive campaign "
    "dispute ceasefire truce situation".split()
)
# "officials from Egypt": a side; "the threat from Russia": none.
_SENT = frozenset(
    "officials leaders ministers envoys delegates delegations delegation negotiators teams team "
    "representatives mediators diplomats members commanders sides forces ones those officers "
    "generals troops delegates lawmakers experts chiefs".split()
)


def _as_topic(scene: Scene, e: Entity) -> bool:
    """Return whether a country only says which war is meant: "the Ukraine war"."""
    after = scene.lows[e.end] if e.end < len(scene.lows) else ""
    inside = scene.mention.start <= e.end < scene.mention.end
    return after in _TOPICS and not inside and e.sort == "country"


def _comes_from(scene: Scene, e: Entity) -> bool:
    """Tell "the threat from Russia", a source, from "envoys from Qatar", a side."""
    at = e.start - 1
    while at > 0 and (scene.lows[at] in {"the", "and", ",", "both"} or _listed(scene, at)):
        at -= 1
    if at < 1 or scene.lows[at] not in {"from", "against"}:
        return False
    return scene.lows[at] == "against" or scene.lows[at - 1] not in _SENT


def _listed(scene: Scene, at: int) -> bool:
    return at in scene.nouns and at not in scene.others


def _hosts(scene: Scene, e: Entity) -> bool:
    """Return whether a place is also the host: "Egypt to host talks"."""
    verb = scene.mention.verb
    return verb is not None and verb.lemma == "host" and e.end <= verb.start


def _title_acts(scene: Scene, title: str) -> bool:
    """Return whether an office or group without a name tells enough to be a party."""
    lexicon = scene.lexicon
    told = title in lexicon.groups or title in lexicon.mediators or len(title.split()) > 1
    told = told or (scene.sentence.field is Field.TITLE and title in lexicon.leaders)
    several = title.endswith("s") and not lexicon.envoys.isdisjoint({title, title[:-1]})
    return told or (several and scene.mention.kind is Kind.MEETING)


def _as_place(scene: Scene, e: Entity) -> bool:
    """Return whether a country or capital is named as a place: "in Moscow"."""
    if e.end < len(scene.lows) and scene.lows[e.end] == "'s":
        return False  # "at Baku's request"
    at = e.start - 1
    while at > 0 and scene.lows[at] in {"the", "and", ",", "southern", "northern"}:
        at -= 1
    before = scene.lows[at]
    moved = before == "to" and bool(set(scene.lows[max(0, at - 4) : at]) & MOVES)
    about = scene.mention.kind is Kind.MEETING and before in {"about", "on", "over", "regarding"}
    return before in {"in", "at", "into", "across", "inside", "near"} or moved or about


def _acting(scene: Scene, e: Entity) -> bool:
    """Return whether those of a region act: "the Tigray delegation"."""
    return e.end < len(scene.lows) and scene.lows[e.end] in _ACTING - {",", "and"}


def _owns(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Return whether a country only says whose a group is: "Colombia's ELN rebels"."""
    genitive = scene.lows[e.end : e.end + 1] == ["'s"]
    return genitive and any(
        f.sort in {"armed", "person"} and e.end < f.start <= e.end + 2 for f in names
    )


def _offered(scene: Scene, reading: Reading, e: Entity) -> bool:
    """Return whether a nation only made what another accepts: "agreed to an American proposal"."""
    noun = scene.lows[e.end : e.end + 1]
    answer = reading.status in {Status.AGREED, Status.REJECTED}
    return answer and noun in (["proposal"], ["offer"], ["plan"], ["draft"]) and e.start > 0


def _people_act(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Tell "Israelis accuse" and "Israeli officials" from "Russian news agencies"."""
    text = words(scene.sentence, e)
    if text.endswith("s") and "-" not in text:
        return True
    if any(f.start == e.end and f.sort in {"title", "office"} for f in names):
        return True
    return e.end in scene.others or (e.end < len(scene.lows) and scene.lows[e.end] in _ACTING)
