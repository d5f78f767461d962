"""Meetings that one sentence tells together: "separate calls with A and B, on May 1 and May 2".

They are told apart where the sentence says so ("separate", "respectively") or gives each partner a
time of its own ("met A on Monday and B on Tuesday"). The one who met them all is in each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parsers import dates
from parsers.announcements import timing
from parsers.announcements.cast import Entity, distinct
from parsers.announcements.places import PLACES, words
from parsers.announcements.scene import Reading, Scene
from parsers.dates import TimeExpression
from parsers.records import Kind, Party, When

_PARTNERS = frozenset({"person", "office", "name", "country", "seat", "armed", "organisation"})


@dataclass(frozen=True, slots=True)
class Part:
    """One of several meetings; ``at`` is the token that names its partner."""

    at: int
    parties: tuple[Party, ...]
    when: When
    place: tuple[str, str]


def parts(
    scene: Scene, reading: Reading, names: list[Entity], whole: Part, published: date | None
) -> list[Part]:
    """Return the meetings that ``whole`` stands for: itself, or one for each partner."""
    if scene.mention.kind is not Kind.MEETING or scene.mention.anaphor:
        return [whole]
    partners = list(_partners(scene, names, whole.parties))
    if len(partners) < 2:
        return [whole]
    behind = scene.sentence.tokens[partners[0].start].start
    times = [
        e for e in dates.find(scene.sentence.text, scene.lexicon.language) if e.start >= behind
    ]
    own = _own_times(scene, partners, times)
    told = {"separate", "separately", "respectively"} & set(scene.lows)
    if own is None and not told:
        return [whole]
    shared = tuple(p for p in whole.parties if not any(e.party.name == p.name for e in partners))
    found = []
    for number, partner in enumerate(partners):
        time = own[number] if own else None
        when = timing.resolved(scene, reading, time, published) if time else whole.when
        place = _own_place(scene, names, partners, number) or whole.place
        found.append(Part(partner.start, distinct([*shared, partner.party]), when, place))
    return found if shared else [whole]


def _partners(scene: Scene, names: list[Entity], who: tuple[Party, ...]) -> Iterator[Entity]:
    """Yield the parties that stand in one list behind the verb or noun of meeting."""
    behind = scene.mention.end
    named = {p.name for p in who}
    for e in names:
        listed = e.start >= behind and e.sort in _PARTNERS and e.party.name in named
        owns = scene.lows[e.end : e.end + 1] == ["'s"]  # "in east China's Fujian Province"
        if listed and not owns and not _says(scene, e):
            yield e


def _says(scene: Scene, e: Entity) -> bool:
    """Return whether it only says so: "…, the Chinese ministry said on Friday"."""
    verb = next((g for g in scene.groups if g.start >= e.end), None)
    said = verb is not None and verb.finite and verb.lemma in scene.lexicon.saying
    return verb is not None and said and "," not in scene.lows[e.end : verb.start]


def _own_times(
    scene: Scene, partners: list[Entity], times: list[TimeExpression]
) -> list[TimeExpression] | None:
    """Return a time for each partner, in order; None where they share one."""
    if len(times) != len(partners):
        return None
    tokens, lows = scene.sentence.tokens, scene.lows
    ends = [tokens[e.end - 1].end for e in partners]
    starts = [tokens[e.start].start for e in partners]
    after_each = all(
        end <= time.start and (number + 1 == len(starts) or time.end <= starts[number + 1])
        for number, (end, time) in enumerate(zip(ends, times, strict=True))
    )
    after_all = times[0].start >= ends[-1] and ("respectively" in lows or "separate" in lows)
    return times if after_each or after_all else None


def _own_place(
    scene: Scene, names: list[Entity], partners: list[Entity], number: int
) -> tuple[str, str] | None:
    """Return the place between a partner and the next: "A in Moscow and B in Baku"."""
    stop = partners[number + 1].start if number + 1 < len(partners) else len(scene.lows)
    for e in names:
        led = scene.lows[e.start - 1 : e.start] == ["in"]
        if partners[number].end <= e.start < stop and e.sort in PLACES and led:
            return words(scene.sentence, e), e.party.country
    return None
