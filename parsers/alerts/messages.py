"""Alerts in words: what a desk reads at three in the morning."""

from __future__ import annotations

from parsers.records import Notice


def headline(notice: Notice) -> str:
    """One line of plain text: what happened, who, when, where."""
    raise NotImplementedError


def text(notice: Notice) -> str:
    """Return the whole message as plain text, a field a line, ending with why it is new."""
    raise NotImplementedError


def as_json(notice: Notice) -> dict[str, object]:
    """Return the message for programs: JSON-ready, keys documented in docs/notifications.md."""
    raise NotImplementedError
