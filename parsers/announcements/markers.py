"""Words that look back: "previous", "since", "a year ago", where they bear on a mention."""

from __future__ import annotations

from parsers.announcements.scene import Reading, Scene
from parsers.records import Status

# Words that count up to now, and what lasts until then.
_UP_TO_NOW = frozenset({"so far"})
_LASTING = frozenset({Status.IN_FORCE, Status.UNDER_WAY, Status.REJECTED, Status.RULED_OUT})
# Said of what is broken these count up to now.
_COUNTING = frozenset({"since", "repeatedly", "dozens of", "a series of"})
# Before a span of hours or days these look no further back than yesterday.
_BEFORE_SPANS = frozenset({"in the past", "past", "last", "previous"})
_SPAN = frozenset({"hours", "day", "days", "night", "evening", "hour", "morning"})


def _short_span(behind: list[str]) -> bool:
    return bool(_SPAN & set(behind)) or (bool(behind) and behind[0][0].isdigit())


def marker_of(scene: Scene, reading: Reading) -> str:
    """Return the looking-back word that bears on the mention, or ""."""
    lows, mention, lexicon = scene.lows, scene.mention, scene.lexicon
    start = mention.verb.start if mention.verb else mention.start
    for at in range(max(0, start - 13), min(len(lows), mention.end + 8)):
        if lows[at].startswith("then-"):
            return lows[at]  # "then-U.S. President"
        words = lexicon.background.at(lows, at)
        if words is None or any(g.start <= at < g.end and g.finite for g in scene.groups):
            continue  # "failed to agree" looks back no further than its tense
        text = " ".join(words)
        if text in _UP_TO_NOW and reading.status in _LASTING:
            continue  # "so far respected": it is
        if text in _COUNTING and reading.status is Status.VIOLATED:
            continue  # "60 violations since the truce took effect": up to now
        behind = lows[at + len(words) : at + len(words) + 2]
        if text in _BEFORE_SPANS and _short_span(behind):
            continue  # "in the past 24 hours", "the previous day"
        if text == "former" and at + 1 in scene.nouns and start - at > 2:
            continue  # "Former Taiwan president meets Chinese leader"
        if text == "since" and "first" in lows[max(0, at - 4) : at]:
            continue  # "in first visit since war"
        inside = start - 3 <= at < mention.end
        near = text in lexicon.background_strong and start - 13 <= at < mention.end + 5
        if (
            inside
            or near
            or text in lexicon.background_anywhere
            or (text == "since" and at < start)
        ):
            return text
    return ""
