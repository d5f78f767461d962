"""Asides between commas: "The talks, mediated by A and B, are to resume"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from parsers.announcements.grammar import Tense, VerbGroup

# How many words an aside between commas can have.
_REACH = 24
# Within so many words of the noun "on how …" says what it is about.
_TOPIC_REACH = 6


def behind_aside(
    lows: Sequence[str], groups: Sequence[VerbGroup], nouns: Collection[int], after: int
) -> int:
    """Return the token where what stands before ``after`` goes on; ``after`` without an aside.

    An aside opens with a participle ("originally scheduled for Friday") or, right behind the noun,
    with anything ("the first in a year"), and a comma and a finite verb close it.
    """
    for at in range(after + 1, min(len(lows), after + _TOPIC_REACH)):
        if lows[at] in {"how", "whether", "what", "who"} and lows[at - 1] in {
            "on",
            "about",
            "over",
        }:
            after = next((i for i in range(at, len(lows)) if lows[i] == ","), after)
            break
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


# Between commas these open what may be left out.
_OPENERS = frozenset({"through", "via", "on", "in", "at", "with", "by", "after", "for", "as"})
_SHORT = 6


def opens_aside(lows: Sequence[str], groups: Sequence[VerbGroup], closes: int) -> int:
    """Return where the few words before a comma begin: "offered, through Oman, a truce".

    Where they do not stand apart it is the end of the sentence.
    """
    for at in range(closes - 2, max(-1, closes - _SHORT), -1):
        if lows[at] == ",":
            return at if lows[at + 1] in _OPENERS else len(lows)
        if any(g.start <= at < g.end for g in groups):
            break
    return len(lows)


def bracketed(lows: Sequence[str]) -> frozenset[int]:
    """Return the tokens of short brackets and of "so far": "talks between the KIA (…) and X"."""
    found: set[int] = set()
    for at, low in enumerate(lows):
        if low == "(" and ")" in lows[at : at + _BRACKET]:
            found |= set(range(at, lows.index(")", at) + 1))
        if lows[at : at + 3] == ["until", "further", "notice"]:
            found |= {at, at + 1, at + 2}
        if low == "so" and lows[at + 1 : at + 2] == ["far"]:
            found |= {at, at + 1}
    return frozenset(found)


_BRACKET = 6


def _is_participle(group: VerbGroup, opened: int, nouns: Collection[int]) -> bool:
    near = opened < group.start <= opened + 3 and group.start == group.verb
    past = group.tense in {Tense.PARTICIPLE, Tense.PAST}
    return near and past and not any(at in nouns for at in range(opened + 1, group.start))
