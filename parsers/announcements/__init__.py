"""Finds ceasefire and meeting announcements in an article, sentence by sentence.

    sentences -> mentions -> status -> current -> details -> merge

A cheap trigger filter comes first: a text without a trigger word costs one regular expression.
"""

from __future__ import annotations

from parsers.announcements.detect import analysed, detect, explain

__all__ = ["analysed", "detect", "explain"]
