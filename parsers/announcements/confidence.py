"""Confidence: how often announcements with cues of this weight were right on labelled text."""

from __future__ import annotations

from itertools import pairwise

# Weight of the cues (strength of the status × sureness of current) → share that was right, over
# both halves of all sets of tests/gate.py; between the points, a straight line.
_CURVE = ((0.0, 0.05), (0.3, 0.15), (0.4, 0.5), (0.5, 0.7), (0.6, 0.75), (0.7, 0.8), (1.0, 0.92))


def calibrated(weight: float) -> float:
    """Return the confidence (0..1) for a weight of cues (0..1)."""
    for (low, below), (high, above) in pairwise(_CURVE):
        if weight <= high:
            return round(below + (above - below) * (weight - low) / (high - low), 2)
    return _CURVE[-1][1]
