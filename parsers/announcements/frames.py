"""Whether a mention only frames another event: "since the truce", "after six days of talks"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.calendars import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from parsers.announcements.scene import Scene

# With "in" or "at" these take a meeting: "participation in", "interest in".
_TAKING_PART = frozenset(
    "attempt attempts participation attendance part role involvement presence interest "
    "interested point place seat participate participating participated attended".split()
)
# "ahead of", "in spite of": what the noun before "of" makes of it.
_FRAMES_OF = {
    "ahead": "ahead of",
    "wake": "after",
    "time": "after",  # "by the time of the sixth round"
    "heels": "after",
    "defiance": "despite",
    "spite": "despite",
}
_SPANS = frozenset("hours days weeks months hour day week month rounds round marathon".split())


def _dates(words: list[str]) -> bool:
    """Return whether a date or a weekday stands there."""
    return any(w[0].isdigit() or w in MONTHS or w in WEEKDAYS for w in words)


def led_by_in(scene: Scene) -> bool:
    """Return whether "in", "at" or "during" leads the mention: "in Qatar talks"."""
    start = scene.mention.start
    for at in range(start - 1, max(-1, start - 6), -1):
        if scene.lows[at] in {"in", "at", "during"}:
            return scene.lows[at - 1] not in _TAKING_PART
        if scene.lows[at] == "of" and scene.lows[at - 1] in _SPANS:
            continue  # "in two hours of talks"
        if scene.lows[at] in {"for", "of", "to", "on", "with", "by", ",", "where", ";"}:
            return False
        plain = at in scene.nouns and scene.sentence.tokens[at].text[0].islower()
        if plain or scene.in_verb(at):
            return False
    return False


def frame(scene: Scene, left: int) -> str:
    """Return the preposition that makes the mention a frame: "since the truce"."""
    for at in range(left - 1, max(-1, left - 7), -1):
        low = scene.lows[at]
        if at in scene.passed:
            continue  # "postponed until further notice the next session"
        if low == "of" and at and scene.lows[at - 1] in _FRAMES_OF:
            return _FRAMES_OF[scene.lows[at - 1]]
        if low == "of" and at and scene.lows[at - 1] in _SPANS:
            continue  # "after six days of talks"
        if low == "until" and _dates(scene.lows[at + 1 : at + 2]):
            return ""  # "has lengthened until May 31 the truce"
        if low in scene.lexicon.grammar["framing"]:
            return low
        stop = {",", "of", "to", "for", "by", "with", "and"} | scene.borders
        if low in stop or scene.finite(at):
            return ""
    return ""


def ages_ago(scene: Scene) -> bool:
    """Return whether a span of time leads the frame: "a year after the ceasefire"."""
    for at in range(scene.mention.start - 1, max(0, scene.mention.start - 7), -1):
        if scene.lows[at] in {"after", "since", "before", "into"}:
            return scene.lows[at - 1].removesuffix("s") in {"year", "month", "decade", "week"}
    return False
