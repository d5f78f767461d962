"""Who is in it without standing in its clause: who says so, and who is at war elsewhere."""

from __future__ import annotations

from parsers.announcements.cast import Entity, sides
from parsers.announcements.clause import Clause, subject
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Kind, Party, Status

_BODIES = frozenset({"country", "seat", "armed", "organisation", "body", "office", "people"})


def besides(  # one table of whom to add
    scene: Scene,
    reading: Reading,
    names: list[Entity],
    own: Clause,
    chosen: list[Party],
    *,
    spoken: Party | None,
) -> list[Party]:
    """Return the parties of the clause with those that the rest of the sentence adds.

    ``spoken`` is the person whom "he said" means.
    """
    status, ceasefire = reading.status, scene.mention.kind is Kind.CEASEFIRE
    if status is Status.VIOLATED:
        chosen = chosen + (_accusers(scene, names, own.start) or _accused(scene, names))
    refused = status in {Status.REJECTED, Status.RULED_OUT} and not chosen
    if refused or _one_sided(scene, chosen):
        chosen = chosen + _accusers(scene, names, own.start, people=refused)
    if ceasefire and sides(chosen) < 2:
        chosen = _at_war(scene, names) or chosen
    body = scene.sentence.field is not Field.TITLE
    if ceasefire and status in _WORDS and body and not chosen:
        return _sayers(scene, names, spoken)
    return chosen


# What is no more than said, so that whoever says it is in it.
_WORDS = frozenset({Status.CALLED_FOR, Status.PROPOSED, Status.REJECTED})
_SPEAKING = frozenset({"person", "office", "country", "seat", "organisation", "armed"})


def _sayers(scene: Scene, names: list[Entity], spoken: Party | None) -> list[Party]:
    """Return who says it: "'The truce must be observed,' he said", "X told reporters that …"."""
    for group in scene.groups:
        if group.lemma not in scene.lexicon.saying or not group.finite:
            continue
        told = [e.party for e in subject(scene, names, group.start) if e.sort in _SPEAKING]
        behind = [e.party for e in names if e.start == group.end and e.sort in _SPEAKING]
        if told or behind:
            return told or behind
        if scene.lows[group.start - 1 : group.start] in (["he"], ["she"]):
            return [spoken] if spoken else []
    return []


# Behind these "between A and B" names who is at war.
_WARS = frozenset("war conflict fighting hostilities clashes battles combat".split())


def _at_war(scene: Scene, names: list[Entity]) -> list[Party]:
    """Return the two of "in the war between A and B" elsewhere in the sentence, or nobody."""
    lows = scene.lows
    for at in range(1, len(lows)):
        if lows[at] == "between" and lows[at - 1] in _WARS:
            ends = [e for e in names if at < e.start <= at + _WAR_REACH]
            ends = [e for e in ends if e.sort in _BODIES | {"people"}]
            joint = next((i for i in range(at, len(lows)) if lows[i] == "and"), at)
            first = [e.party for e in ends if e.end <= joint][:1]
            second = [e.party for e in ends if e.start > joint][:1]
            return [*first, *second] if first and second else []
    return []


# Words from "between" to both sides of a war.
_WAR_REACH = 10


def _accused(scene: Scene, names: list[Entity]) -> list[Party]:
    """Return both of "Ukraine accused Russia of shelling Mariupol despite the ceasefire"."""
    for group in scene.groups:
        if group.lemma in {"accuse", "blame"} and group.finite and group.end <= scene.mention.start:
            other = [e for e in names if group.end <= e.start <= group.end + 1]
            both = [*subject(scene, names, group.start), *other]
            return [e.party for e in both if e.sort in _BODIES]
    return []


def _one_sided(scene: Scene, chosen: list[Party]) -> bool:
    """Return whether only the other side is named: "the truce with Hamas"."""
    told = scene.lows[scene.mention.end : scene.mention.end + 1] == ["with"]
    return told and scene.mention.kind is Kind.CEASEFIRE and sides(chosen) == 1


def _accusers(
    scene: Scene, names: list[Entity], start: int, *, people: bool = False
) -> list[Party]:
    """Return the side that says so: "Thailand's army said Cambodians had broken it".

    ``people``: whoever says it, by name.
    """
    said = [g for g in scene.groups if g.end <= start and g.lemma in scene.lexicon.saying]
    told = subject(scene, names, said[-1].start) if said else []
    return [
        e.party
        for e in told
        if (
            e.sort in {"country", "seat", "armed", "office"}
            and (e.party.country or e.party.organisation)
        )
        or (people and e.sort == "person")
    ]
