"""The clause of a mention: which words of its sentence tell of it, and which of something else."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.announcements.cast import Entity
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.places import PLACES
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Kind

_ENDS = frozenset(
    "that which while because although but as amid after before despite until when if "
    "whether".split()
)
# Even right beside a mention these begin something else: "a truce after Samar clash".
_ELSEWHERE = frozenset({"after", "amid", "despite", "as", "before", "because"})
# These open a clause that tells more of the name before them: "X, who chairs Y, met Z".
_RELATIVE = frozenset({"who", "which", "whose", "whom", "where"})
_JOINING = frozenset({"and", "but", "then"})
# Between a joining word and the verb it joins: "and later met", "and also held".
_BETWEEN = frozenset({"and", "but", "then", "later", "also", "has", "have", "had", "afterwards"})
# What one does who has a part in it, too: "…, joining the mediators".
_SHARED = frozenset({"join", "meet", "bring", "involve", "gather", "follow"})
_MEETING = frozenset({"meet", "hold", "negotiate", "talk", "speak"})


@dataclass(frozen=True, slots=True)
class Clause:
    """Token indexes ``start`` to ``end`` (exclusive), without those in ``skipped``."""

    start: int
    end: int
    skipped: frozenset[int] = frozenset()

    def has(self, e: Entity) -> bool:
        """Return whether a name stands in the clause."""
        return self.start <= e.start and e.end <= self.end and e.start not in self.skipped


def clause(scene: Scene, reading: Reading, names: list[Entity], *, strict: bool = True) -> Clause:
    """Return the clause whose names belong to the mention.

    It ends where another clause begins, and leaves out "…, Lavrov said on Thursday", what a
    relative clause tells of its subject. A strict one leaves out too what the subject did before
    ("met X and rejected …") or goes on to do.
    """
    lows, mention, saying = scene.lows, scene.mention, scene.lexicon.saying
    verb = mention.verb or reading.verb
    left = min(mention.start, verb.start) if verb else mention.start
    right = max(mention.end, verb.end) if verb else mention.end
    start, skipped = _start(scene, left, strict=strict)
    said = [g for g in scene.groups if g.lemma in saying and g is not verb]
    for group in said:
        if start <= group.start < left and group.finite and group.start not in skipped:
            start = group.end  # "Lavrov said the talks …"
    if strict and verb is not None and verb.start == left:
        start, more = _joined(scene, verb, names, start, skipped)
        skipped |= more
    title = scene.sentence.field is Field.TITLE
    tails = {"|", "-", "–"} if title else set()  # "… - Gulf Courier"
    end = next(
        (
            at
            for at in range(right, len(lows))
            if lows[at] in tails or _border(lows, at, right, strict=strict)
        ),
        len(lows),
    )
    for group in said:
        if right <= group.start < end and group.finite:
            comma = max(
                (at for at in range(right, group.start) if lows[at] in {",", "”"}),
                default=group.start,
            )
            end = min(end, comma)
    for group in scene.groups if strict else ():
        # ", citing EU sanctions on its leaders"
        besides = group.tense is Tense.GERUND and group.lemma not in _SHARED
        if right < group.start < end and besides and lows[group.start - 1] == ",":
            end = group.start - 1
    if strict and verb is not None:
        end = min(end, _next_act(scene, verb, right, end), _relative_end(scene, verb, end))
    return Clause(start, end, frozenset(skipped))


def subject(scene: Scene, names: list[Entity], at: int) -> list[Entity]:
    """Return the names that are the subject of the verb at ``at``: "A and B" before "said"."""
    found: list[Entity] = []
    if at and scene.lows[at - 1] == ",":
        at = _relative(scene, at - 1, at) or at  # "Miller, who met X on Sunday, will …"
    while at > 0:
        e = next((f for f in reversed(names) if f.end <= at and f.sort in _ACTORS), None)
        if e is None or any(not _passed(scene, i, bool(found)) for i in range(e.end, at)):
            break
        found.append(e)
        at = e.start
        while at > 0 and (_plain(scene, at - 1) or scene.lows[at - 1] in {"of", "'s"}):
            if scene.lows[at - 1] == "and":
                break
            at -= 1  # "and a delegate of the"
    return found[::-1]


_ACTORS = frozenset(
    {"person", "office", "country", "seat", "armed", "organisation", "body", "title", "people"}
)


def _passed(scene: Scene, at: int, several: bool) -> bool:
    """Return whether a word may stand between a subject and its verb, or between two subjects."""
    low = scene.lows[at]
    adverb = low in scene.lexicon.grammar["adverbs"] or low.endswith("ly")
    return low in {",", "and"} if several else adverb


def _border(lows: list[str], at: int, edge: int, *, strict: bool) -> bool:
    # "to Cairo, where he met X, and then to Doha for talks with Y"
    onward = lows[at] == "then" and lows[at + 1 : at + 2] in (["to"], ["on"], ["in"], ["for"])
    onward = onward and lows[at - 1] in {"and", ","}
    return (
        lows[at] in {";", ":", "—"}
        or (strict and at != edge and (onward or lows[at] == "where"))
        or (lows[at] in _ENDS and (at != edge or lows[at] in _ELSEWHERE))
    )


def _start(scene: Scene, left: int, *, strict: bool) -> tuple[int, set[int]]:
    """Return where the clause begins, and the relative clauses inside it."""
    lows, skipped, at = scene.lows, set[int](), left - 1
    while at >= 0:
        opened = _relative(scene, at, left) if lows[at] == "," else None
        if opened is not None:
            skipped |= set(range(opened, at + 1))
            at = opened - 1
            continue
        if _border(lows, at, left - 1, strict=strict):
            return at + 1, skipped
        at -= 1
    return 0, skipped


def _relative(scene: Scene, closing: int, left: int) -> int | None:
    """Return where the relative clause begins that the comma at ``closing`` ends."""
    if left - closing > 4 and not any(g.start == closing + 1 for g in scene.groups):
        return None  # the verb of the subject follows at once
    for at in range(closing - 1, 0, -1):
        low = scene.lows[at]
        if low in _RELATIVE:
            verbs = any(at < g.start < closing and g.finite for g in scene.groups)
            opener = range(at - 1, max(0, at - _APPOSED), -1)
            opened = next((i for i in opener if scene.lows[i] == ","), None)
            return opened if verbs else None
        if low in {";", ":", "—", '"', "”"}:
            return None
    return None


# "X, a faction of the former FARC which …,": words between the comma and "which".
_APPOSED = 9


def _joined(
    scene: Scene, verb: VerbGroup, names: list[Entity], start: int, skipped: set[int]
) -> tuple[int, set[int]]:
    """Read what stands before the verb where an earlier one is joined to it by "and".

    "X met Y and rejected …": Y has no part in it. "X hit Y and Z rejected …": neither has X.
    """
    lows, more = scene.lows, set[int]()
    earlier = [g for g in scene.groups if start <= g.start < verb.start and g.start not in skipped]
    earlier = [g for g in earlier if g.finite and g is not verb]
    if not earlier or not verb.finite:
        return start, more
    last = earlier[-1]
    joins = [at for at in range(last.end, verb.start) if lows[at] in _JOINING]
    if not joins:
        return start, more
    if set(lows[joins[-1] : verb.start]) <= _BETWEEN:
        if any(g.lemma in _MEETING for g in earlier) and scene.mention.kind is Kind.CEASEFIRE:
            return start, more  # "met the rebels and signed a truce": with them
        for g in earlier:
            stop = next((at for at in range(g.end, verb.start) if lows[at] in _JOINING), joins[-1])
            more |= set(range(g.end, stop))
        more |= set(range(last.end, joins[-1]))
        return start, more
    own = any(joins[-1] < e.start < verb.start for e in names)
    return (joins[-1] + 1 if own else start), more


def _next_act(scene: Scene, verb: VerbGroup, right: int, end: int) -> int:
    """Return where the subject goes on to something else: "met X and spoke to Y"."""
    for group in scene.groups:
        if not (right < group.start < end and group.finite) or group is verb:
            continue
        at = group.start - 1
        while at > right and scene.lows[at] in _BETWEEN - _JOINING:
            at -= 1
        if scene.lows[at] in _JOINING:
            return at
    return end


def _relative_end(scene: Scene, verb: VerbGroup, end: int) -> int:
    """Return where "X, who met Y on Sunday, will hold talks with Z" comes back to X."""
    if scene.lows[verb.start - 1 : verb.start] not in (["who"], ["which"]):
        return end
    for at in range(verb.end, end - 1):
        behind = any(g.start - at in {1, 2} and g.finite for g in scene.groups)
        if scene.lows[at] == "," and behind:
            return at
    return end


# In front of a name these make it something spoken of, or a place, not one who acts.
_ASIDE = frozenset(
    "over about regarding concerning against around inside into through since under near toward "
    "towards beyond across despite in at amid throughout within behind than like unlike "
    "because during without".split()
)
# "of" behind these leads to who acts: "leaders of", "in the presence of", "members of".
_OF_THESE = frozenset(
    "side sides group groups members representatives government governments army armies "
    "forces participation attendance presence leadership delegations delegation commanders "
    "command officials people peoples authorities heads head chief chiefs envoy envoys party "
    "parties parliament council ministry ministries team teams coalition invitation behalf "
    "capitals majority states countries generals fighters troops factions wing bloc foes "
    "neighbours neighbors allies mediators mediator co-chairs emissaries emissary rulers "
    "rebels camp most some both many all house proposal offer request decision plan "
    "meeting meetings summit talks call round session rounds conference truce "
    "ceasefire gathering dialogue signature signatures auspices mediation by".split()
)
# "by" behind these leads to who has a part: "talks hosted by", "a truce brokered by".
_BY_THESE = frozenset(
    {
        "led",
        "put",
        "held",
        "won",
        "broken",
        "violations",
        "violation",
        "breach",
        "breaches",
        "visit",
        "forward",
    }
)


def aside(scene: Scene, reading: Reading, e: Entity, names: list[Entity]) -> bool:
    """Return whether the words before a name make it something that is only spoken of."""
    if _in_mention(scene, e, names):
        return False
    at = _lead(scene, e, names)
    if at < 0 or scene.mention.start <= at < scene.mention.end:
        return False
    low, before = scene.lows[at], scene.lows[at - 1] if at else ""
    if low == "of":
        if scene.sentence.field is Field.TITLE:
            return False  # too terse to tell
        near = scene.lows[max(0, at - 2) : at]
        office = any(f.end == at and f.sort in {"title", "office", "person"} for f in names)
        mention = scene.mention.start < at <= scene.mention.end
        return not (office or mention or not _OF_THESE.isdisjoint(near))
    if low == "by":
        ruled = any(
            g.verb == at - 1 and g in (reading.verb, scene.mention.verb) for g in scene.groups
        )
        return not (ruled or before in _BY_THESE or before.endswith("ed"))
    if low == "with":
        # "…, with the United States abstaining"
        behind = scene.lows[e.end] if e.end < len(scene.lows) else ""
        meeting = scene.mention.start == e.end
        return len(behind) > 5 and behind.endswith("ing") and not meeting and behind not in _SHARING
    return low in _ASIDE


# What one does who has a part in it: "with Egypt mediating".
_SHARING = frozenset(
    "attending mediating joining participating hosting taking acting brokering meeting "
    "agreeing sending".split()
)


def _in_mention(scene: Scene, e: Entity, names: list[Entity]) -> bool:
    """Return whether a name is part of the noun: "Putin's 36-hour truce", "the NATO summit"."""
    if scene.mention.verb is not None:
        return False
    named = {at for f in names for at in range(f.start, f.end)}
    return e.end <= scene.mention.start and all(
        at in named or scene.lows[at] in {"and", ",", "'s"} or _plain(scene, at)
        for at in range(e.end, scene.mention.start)
    )


def _plain(scene: Scene, at: int) -> bool:
    """Return whether a word is a noun or adjective, as far as can be told."""
    low = scene.lows[at]
    return (
        low[0].isalnum()
        and low not in _PREPOSITIONS
        and low not in scene.lexicon.grammar["boundaries"]
        and not any(g.start <= at < g.end for g in scene.groups)
    )


def _lead(scene: Scene, e: Entity, names: list[Entity]) -> int:
    """Return the preposition or verb that leads the list of names to which ``e`` belongs, or -1."""
    lows, at = scene.lows, e.start - 1
    ends = {f.end: f for f in names}
    office = e.party.office.lower().split()
    opened = False  # an article stands there: what is before it is no part of the noun
    while at >= 0:
        earlier = ends.get(at + 1)
        if earlier is not None and earlier.start <= at:
            at, opened = earlier.start - 1, False
            office = earlier.party.office.lower().split()
        elif lows[at] == "of" and at and _office_word(scene, lows[at - 1], office):
            at -= 2  # "the presidents of A and B"
        elif lows[at] == "," and not _listed(e, ends.get(at)):
            return -1
        elif lows[at] not in {",", "'s"} and not _plain(scene, at):
            return at
        elif opened and lows[at] not in {",", "and", "or", "both"}:
            return -1
        else:
            opened = lows[at] in _ARTICLES
            at -= 1
    return -1


def _office_word(scene: Scene, low: str, office: list[str]) -> bool:
    """Return whether a word is an office, of a name behind "of" in any case."""
    return low in office[-1:] or low in scene.lexicon.envoys or low[:-1] in scene.lexicon.envoys


def _listed(e: Entity, before: Entity | None) -> bool:
    """Return whether a comma joins two names of one list: not "in Moscow, Putin"."""
    return before is not None and (before.sort in PLACES) == (e.sort in PLACES)


_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "these"})
_PREPOSITIONS = _ASIDE | frozenset(
    "of by to on with between among for from after before as without including alongside via "
    "until upon".split()
)
