"""Alert rules: which changes of a thread are worth a person's attention."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.records import Alert, Announcement, Decision, Kind, Status


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the settings. An empty tuple means "any".

    Without ``statuses`` the default of docs/detection.md applies (``Announcement.worth_alert``);
    with them, every current announcement with one of these statuses counts.
    """

    name: str
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3 of a party or of the place
    parties: tuple[str, ...] = ()  # words of a party's name, any case
    min_confidence: float = 0.0
    channels: tuple[str, ...] = ()  # names of channels


def alerts_for(
    decision: Decision, announcement: Announcement, rules: tuple[Rule, ...]
) -> tuple[Alert, ...]:
    """Return an alert for each rule that the decision meets (none for repeats and background)."""
    raise NotImplementedError
