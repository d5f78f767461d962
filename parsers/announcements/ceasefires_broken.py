"""How a truce is broken: fighting told beside it, breaches counted, those who watch it."""

from __future__ import annotations

from parsers.announcements.ceasefires_bare import fighting_before
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status


def watchers(scene: Scene) -> bool:
    """Return whether it only names those who watch it: "ceasefire monitoring committee"."""
    behind = scene.lows[scene.mention.end : scene.mention.end + 3]
    bodies = {"committee", "commission", "monitors", "observers", "inspectors"}
    apart = {"of", "to", "in", ",", "under", "by", "with", "after", "as"}
    return not bodies.isdisjoint(behind) and not apart & set(behind)


def broken_early(scene: Scene, reading: Reading, over: Status | None, said: Status | None) -> bool:
    """Return whether a headline tells of fighting: "Drones hit Odesa hours into truce"."""
    begun = {over, said} & {S.AGREED, S.IN_FORCE}
    verb, lows = reading.verb, scene.lows
    told = verb is not None and verb.start < scene.mention.start and said is S.AGREED
    after = verb is not None and _behind_after(scene, verb)
    if told and verb and after:
        until = lows[: verb.start]
        return scene.sentence.field is Field.TITLE and not scene.lexicon.fighting.isdisjoint(until)
    if scene.sentence.field is not Field.TITLE:
        since = reading.framed == "since" and any(g.tense is Tense.PERFECT for g in scene.groups)
        lows, end = scene.lows, scene.mention.end
        opens = lows[1:2] == ["after"] and lows[0] in {"hours", "minutes"}
        later = opens and not scene.lexicon.fighting.isdisjoint(lows[end:])
        quiet = since and any(g.negated and g.tense is Tense.PERFECT for g in scene.groups)
        broken = (since or _within_hours(scene)) and fighting_before(scene)
        return later or (broken and not quiet)  # "neither army has attacked since the truce"
    early = over is S.IN_FORCE or (bool(begun) and reading.framed in {"after", "despite", "since"})
    return early and fighting_before(scene)


def _behind_after(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether "after" leads the clause: "hours after India and Pakistan agree ceasefire"."""
    lows = scene.lows
    at = next(
        (i for i in range(verb.start - 1, max(0, verb.start - 7), -1) if lows[i] == "after"), 0
    )
    return bool(at) and not any(at < g.start < verb.start for g in scene.groups)


def _within_hours(scene: Scene) -> bool:
    """Return whether hours lead to it: "missiles were fired three hours after the truce"."""
    before = scene.lows[max(0, scene.mention.start - 12) : scene.mention.start]
    led = [i for i, low in enumerate(before) if low in {"after", "into"} and i]
    return any(before[i - 1] in {"hours", "minutes", "hour"} for i in led)


# Counted since a truce, these are of its days: "60 violations since the ceasefire took effect".
_COUNTED = frozenset("violations violation breaches breach infringements infractions".split())
_COUNT_REACH = 9


def counted(scene: Scene, over: Status | None) -> Status | None:
    """Return what counting breaches says: "60 violations since the truce", "no violations in"."""
    lows, start = scene.lows, scene.mention.start
    if watchers(scene):  # "ceasefire monitors accuse army of breaches"
        return S.VIOLATED if not _COUNTED.isdisjoint(lows) else None
    at = next((i for i in range(start) if lows[i] in _COUNTED), -1)
    if at > 0 and lows[at - 1] == "no" and start - at < _COUNT_REACH:
        return S.IN_FORCE  # "No violations recorded in first 24 hours of truce"
    plain = over not in {S.CALLED_FOR, S.PROPOSED} and not scene.mention.anaphor
    since = "since" in lows[max(0, start - 4) : start]
    return S.VIOLATED if at >= 0 and since and plain else None
