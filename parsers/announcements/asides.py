"""Asides between commas: "The talks, mediated by A and B, are to resume"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from parsers.announcements.grammar import Tense, VerbGroup

# How many words an aside between commas can have.
_REACH = 24


def behind_aside(
    lows: Sequence[str], groups: Sequence[VerbGroup], nouns: Collection[int], after: int
) -> int:
    """Return the token where what stands before ``after`` goes on; ``after`` without an aside.

    An aside opens with a participle ("originally scheduled for Friday") or, right behind the noun,
    with anything ("the first in a year"), and a comma and a finite verb close it.
    """
    if lows[after + 1 : after + 2] in (["how"], ["whether"], ["what"], ["who"]):
        after = next((at for at in range(after, len(lows)) if lows[at] == ","), after)
    first = next((g.start for g in groups if g.start >= after), len(lows))
    opened = next((at for at in range(after, first) if lows[at] == ","), None)
    if opened is None:
        return after
    bare = [g for g in groups if _is_participle(g, opened, nouns)]
    if not bare and lows[opened + 1 : opened + 2] != ["the"] and opened > after:
        return after
    verbs = [g for g in groups if g.finite and g.start > opened and g not in bare]
    for at in range(opened + 2, min(len(lows) - 1, opened + _REACH)):
        group = next((g for g in verbs if g.start <= at + 2), None)
        if group is not None and group.start <= at:
            return after  # the aside has a verb of its own
        if group is not None and lows[at] == ",":
            return at + 1
    return after


def _is_participle(group: VerbGroup, opened: int, nouns: Collection[int]) -> bool:
    near = opened < group.start <= opened + 3 and group.start == group.verb
    past = group.tense in {Tense.PARTICIPLE, Tense.PAST}
    return near and past and not any(at in nouns for at in range(opened + 1, group.start))
