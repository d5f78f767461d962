"""Which cue of the lexicon a verb opens: its words behind the verb, or apart from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.lexicon import Cue
from parsers.records import Field

if TYPE_CHECKING:
    from parsers.announcements.scene import Scene

# From "out of" to the talks.
_LED_REACH = 6
# The parted halves of a phrasal verb: "call the talks off".
_PARTICLES = frozenset({"off", "out", "forward", "down", "back"})
_FILL = frozenset("a an the early abrupt sudden deal agreement talks".split())
_PREPOSITIONS = frozenset("for from to on over about with in of at into".split())
# Prepositions by which a verb takes what it is about, with somebody or a day between.
_TAKING = frozenset({"for", "from", "to", "on", "over", "about"})
# Behind a mention these end its compound: "ceasefire until", "truce with".
NO_COMPOUND = frozenset(
    ", for of to in with and until from by after at as amid on not before through without".split()
)


def cue_at(scene: Scene, group: VerbGroup, side: str) -> Cue | None:
    """Return the longest cue of ``side`` that the verb group opens."""
    if side == "subject" and group.passive:
        told = ("be", scene.lows[group.verb])  # "is finished", "is suspended"
        for state in scene.cues[side].get("be", ()):
            rest = state.words[2:]
            if state.words[:2] == told and scene.tail(group, rest)[: len(rest)] == rest:
                return state
    options = scene.cues[side].get(group.lemma, ())
    low = scene.lows[group.verb]
    bare = group.start == group.verb and group.tense is Tense.PAST
    if bare and scene.sentence.field is Field.TITLE:  # "negotiators locked in talks"
        options = [
            *(c for c in scene.cues[side].get("be", ()) if c.words[1:2] == (low,)),
            *options,
        ]
    if group.negated and side == "subject" and group.lemma == "be":
        gone = {"longer", "more"} & set(scene.lows[group.start : group.end + 1])
        over = ("be", "no", "longer" if "longer" in gone else "more")
        none = next((c for c in scene.cues[side]["be"] if gone and c.words[:3] == over), None)
        if none:
            return none
    if group.negated:  # "not attend", "not survive": cues that are there only denied
        options = [
            *(c for c in scene.cues[side].get("not", ()) if c.words[1] == group.lemma),
            *options,
        ]
    return _exact(scene, group, options) or _loose(scene, group, options)


def _exact(scene: Scene, group: VerbGroup, options: Sequence[Cue]) -> Cue | None:
    """Return the longest cue whose words follow the verb."""
    for cue in options:
        rest = _rest(cue, group)
        if rest and scene.tail(group, rest)[: len(rest)] == rest:
            return cue
    return None


def _loose(scene: Scene, group: VerbGroup, options: Sequence[Cue]) -> Cue | None:
    """Return a cue whose rest stands apart from the verb, else one of the verb alone."""
    for cue in options:
        rest = _rest(cue, group)
        behind = scene.mention.start > group.verb
        if not rest or _closes(scene, group, rest):
            return cue
        if len(rest) == 1 and rest[0] in _PARTICLES and behind and _parted(scene, group, rest[0]):
            return cue
        if len(rest) == 2 and rest[0] in _PARTICLES and behind and _led(scene, group, rest):
            return cue
        if len(rest) == 1 and rest[0] in _TAKING and _taken_by(scene, group, rest[0]):
            return cue
    return None


def _parted(scene: Scene, group: VerbGroup, particle: str) -> bool:
    """Return whether a particle apart from its verb goes with the mention: "call talks off".

    Not "put the situation back on the path of talks": another thing is put back.
    """
    reach = range(group.verb + 1, min(scene.mention.end + 2, len(scene.lows)))
    at = next((i for i in reach if scene.lows[i] == particle), -1)
    return at > 0 and NO_COMPOUND.isdisjoint(scene.lows[at + 1 : scene.mention.start])


def _led(scene: Scene, group: VerbGroup, rest: tuple[str, ...]) -> bool:
    """Return whether both words lead to the mention: "pulled its team out of the talks"."""
    near = range(group.verb + 1, scene.mention.start)
    at = next((i for i in near if tuple(scene.lows[i : i + 2]) == rest), -1)
    return at > 0 and scene.mention.start - at < _LED_REACH


def _closes(scene: Scene, group: VerbGroup, rest: tuple[str, ...]) -> bool:
    """Return whether the rest of a cue closes its object in: "bring the truce to an end"."""
    if not 0 < scene.mention.start - group.verb <= 6:
        return False
    behind = [w for w in scene.lows[scene.mention.end : scene.mention.end + 6] if w not in _FILL]
    closing = [w for w in rest if w not in _FILL]
    if set(closing) <= _PREPOSITIONS:
        return False
    return bool(closing) and behind[: len(closing)] == closing


def _taken_by(scene: Scene, group: VerbGroup, preposition: str) -> bool:
    """Return whether a preposition apart from its verb leads to the mention.

    "asks Kurti for face-to-face talks", "appealed on Monday for a pause".
    """
    at = next(
        (i for i in range(scene.mention.start - 1, group.verb, -1) if scene.lows[i] == preposition),
        -1,
    )
    if at <= group.verb or at - group.verb > 6 or scene.mention.start - at > 6:
        return False
    behind = range(at + 1, scene.mention.start)
    clear = not any(scene.in_verb(i) or i in scene.others for i in range(group.verb + 1, at))
    return clear and not any(scene.lows[i] in NO_COMPOUND or scene.in_verb(i) for i in behind)


def _rest(cue: Cue, group: VerbGroup) -> tuple[str, ...]:
    """Return the words of a cue behind its verb; "not" and "be" may be left to the verb group."""
    left = cue.words[0] == "not" or (cue.words[0] == "be" and group.lemma != "be")
    return cue.words[2:] if left else cue.words[1:]
