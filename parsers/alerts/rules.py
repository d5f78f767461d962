"""Alert rules: which changes of a thread are worth a person's attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.keys import digest
from parsers.records import Alert, Announcement, Change, Decision, Kind, Status


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

    def wants(self, announcement: Announcement) -> bool:
        """Return whether the rule asks for an announcement like this one."""
        if not announcement.current or announcement.confidence < self.min_confidence:
            return False
        if self.kinds and announcement.kind not in self.kinds:
            return False
        if (
            announcement.status not in self.statuses
            if self.statuses
            else not announcement.worth_alert
        ):
            return False
        countries = {p.country for p in announcement.parties} | {announcement.place_country}
        if self.countries and not countries & set(self.countries):
            return False
        names = " ".join(p.name for p in announcement.parties).casefold()
        return not self.parties or any(word.casefold() in names for word in self.parties)


def alerts_for(
    decision: Decision, announcement: Announcement, rules: Sequence[Rule]
) -> tuple[Alert, ...]:
    """Return an alert for each rule that the decision meets (none for repeats and background)."""
    if decision.change not in {Change.NEW, Change.CHANGED}:
        return ()
    return tuple(
        Alert(
            alert_id=digest("alert", decision.thread_id, decision.announcement_id, rule.name),
            thread_id=decision.thread_id,
            announcement_id=decision.announcement_id,
            rule=rule.name,
            change=decision.change,
            reason=decision.reason,
            as_of=decision.as_of,
            channels=rule.channels,
        )
        for rule in rules
        if rule.wants(announcement)
    )
