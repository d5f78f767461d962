"""One announcement for each distinct event of an article, the strongest evidence first."""

from __future__ import annotations

from dataclasses import replace

from parsers.announcements.names import distinct
from parsers.records import Announcement, Field, Kind, Precision

_FIELD_RANK = {Field.TITLE: 0, Field.LEAD: 1, Field.BODY: 2}


def merge(found: list[Announcement]) -> tuple[Announcement, ...]:
    """Join the announcements that speak of the same event with the same status."""
    groups: list[list[Announcement]] = []
    for announcement in found:
        group = next((g for g in groups if all(_same(announcement, other) for other in g)), None)
        if group is None:
            groups.append([announcement])
        else:
            group.append(announcement)
    merged = [_join(group) for group in groups]
    return tuple(sorted(merged, key=_strength))


def _strength(announcement: Announcement) -> tuple[bool, bool, float, int, int]:
    return (
        not announcement.worth_alert,
        not announcement.current,
        -announcement.confidence,
        _FIELD_RANK[announcement.field],
        announcement.start,
    )


def _same(one: Announcement, other: Announcement) -> bool:
    """Return whether two sentences of one article tell the same event."""
    if (one.kind, one.status, one.current) != (other.kind, other.status, other.current):
        return False
    if (
        one.when.start
        and other.when.start
        and one.when.precision is other.when.precision is Precision.DAY
    ):
        if one.when.start != other.when.start:
            return False
    if one.kind is Kind.CEASEFIRE:
        return True
    if one.place and other.place and one.place_country != other.place_country:
        return False
    names, others = _names(one), _names(other)
    return not names or not others or bool(names & others)


def _names(announcement: Announcement) -> set[str]:
    """Return what identifies the parties: surnames, countries, organisations."""
    keys: set[str] = set()
    for party in announcement.parties:
        keys.add(party.name.split()[-1])
        keys |= {code for code in (party.country, party.organisation) if code}
    return keys


def _join(group: list[Announcement]) -> Announcement:
    """Return the best of a group, with what the others know beyond it."""
    best = min(group, key=_strength)
    if len(group) == 1:
        return best
    place = best if best.place else next((a for a in group if a.place), best)
    timed = best if best.when.start else next((a for a in group if a.when.start), best)
    said = next((a.said_by for a in [best, *group] if a.said_by), "")
    confidence = min(0.99, best.confidence + 0.03 * (len(group) - 1))
    return replace(
        best,
        parties=distinct(p for a in [best, *group] for p in a.parties),
        place=place.place,
        place_country=place.place_country,
        when=timed.when if timed.when.text else best.when,
        said_by=said,
        formal=any(a.formal for a in group),
        worth_alert=any(a.worth_alert for a in group),
        confidence=round(confidence, 2),
        because=(*best.because, f"said in {len(group)} sentences"),
    )
