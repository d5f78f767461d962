"""Whether two announcements are about the same ceasefire, or the same meeting.

Joining two events that differ can lose an alert; keeping one event in two threads costs a second
message. So the rules join only on evidence: who takes part, where, when, and in what form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from parsers import gazetteer
from parsers.records import Announcement, Form, Kind, Member, Party, Precision, Role, Status

# How far apart in publication two announcements of one thread can be. Talks over one truce go on
# for weeks; a meeting without a date is another one after a week.
WINDOW = {Kind.CEASEFIRE: timedelta(days=21), Kind.MEETING: timedelta(days=7)}
# Two outlets tell a meeting that was held, but is not dated, within this time.
HELD_WINDOW = timedelta(days=3)
# Two dates of one meeting can differ by this much: time zones, "early next week" against "Monday".
DATE_SLACK = timedelta(days=1)
# A planned day that moves further than this is another meeting.
MOVE_REACH = timedelta(days=14)

_STILL_AHEAD = frozenset(
    {Status.CALLED_FOR, Status.PLANNED, Status.RULED_OUT, Status.POSTPONED, Status.CANCELLED}
)


def likeness(one: Announcement, members: Sequence[Member], gap: timedelta) -> float:
    """Return how well an announcement fits a thread; 0: it is about something else.

    ``gap`` is the time between its publication and that of the nearest member.
    """
    if one.kind is not members[0].announcement.kind or gap > WINDOW[one.kind]:
        return 0.0
    others = [m.announcement for m in members]
    return _ceasefire(one, others) if one.kind is Kind.CEASEFIRE else _meeting(one, others, gap)


def sides(announcement: Announcement) -> set[str]:
    """Return the countries and organisations that take part; surnames where neither is known."""
    found: set[str] = set()
    for party in announcement.parties:
        if party.role is not Role.MEDIATOR and party.named:
            found |= {code for code in (party.country, party.organisation) if code} or {
                _surname(party)
            }
    return found


def _surname(party: Party) -> str:
    return party.name.split()[-1].casefold()


def _people(announcement: Announcement) -> set[str]:
    """Return the surnames of those named as persons, or by a name alone."""
    return {
        _surname(p)
        for p in announcement.parties
        if p.office[:1].isupper() or not (p.country or p.organisation or p.office)
    }


def _groups(announcement: Announcement) -> set[str]:
    """Return the armed groups and bodies among the sides; they tell conflicts apart."""
    between_states = gazetteer.between_states()
    return {p.organisation for p in announcement.parties if p.organisation} - between_states


def _same_place(one: Announcement, others: Sequence[Announcement]) -> bool | None:
    """Return whether a place is shared, by country; None where one side names none."""
    known = {other.place_country or other.place for other in others} - {""}
    place = one.place_country or one.place
    return place in known if place and known else None


def _ceasefire(one: Announcement, others: Sequence[Announcement]) -> float:
    mine = sides(one) - gazetteer.between_states()
    theirs = set[str]().union(*(sides(o) for o in others)) - gazetteer.between_states()
    groups, their_groups = _groups(one), set[str]().union(*(_groups(o) for o in others))
    if groups and their_groups and not groups & their_groups:
        return 0.0  # Israel and Hezbollah, Israel and Hamas
    shared, same_place = mine & theirs, _same_place(one, others)
    if same_place:
        apart = len(mine) > 1 and len(theirs) > 1 and not shared
        return 0.0 if apart else 1.0 + len(shared)
    enough = len(shared) > 1 or groups & their_groups or (shared and mine == theirs)
    if not enough or (same_place is False and len(shared) < 2):
        return 0.0
    return 0.5 + len(shared)


def _meeting(one: Announcement, others: Sequence[Announcement], gap: timedelta) -> float:
    same_place, apart = _same_place(one, others), days_apart(one, others)
    if same_place is False or _another(one, others, gap, apart):
        return 0.0
    people = _people(one) & set[str]().union(*(_people(o) for o in others))
    shared = sides(one) & set[str]().union(*(sides(o) for o in others))
    both = len(people) > 1 or len(shared) > 1
    near = bool(people or shared) and (same_place or apart == timedelta(0))
    if not both and not near:
        return 0.0
    return (
        len(shared)
        + len(people)
        + (1.0 if same_place else 0.0)
        + (1.0 if apart is not None else 0.0)
    )


def _another(
    one: Announcement, others: Sequence[Announcement], gap: timedelta, apart: timedelta | None
) -> bool:
    """Return whether it must be another meeting: by its day, its form, or because one was held."""
    forms = {o.form for o in others} - {Form.UNKNOWN}
    if one.form is not Form.UNKNOWN and forms and one.form not in forms:
        return True
    remote = one.form in {Form.PHONE, Form.VIDEO}
    if remote and not forms and all(o.status is Status.CALLED_FOR for o in others):
        return True  # a call is not the meeting that was asked for
    held = any(o.status is Status.HELD for o in others)
    if apart is not None:
        moved = one.status in _STILL_AHEAD and not held and apart <= MOVE_REACH
        return apart > DATE_SLACK and not moved
    return held and (one.status in _STILL_AHEAD or gap > HELD_WINDOW)


def days_apart(one: Announcement, others: Sequence[Announcement]) -> timedelta | None:
    """Return the days between the announcement and the latest dated other; None without dates."""
    when, close = one.when, {Precision.DAY, Precision.WEEK}
    dated = [o.when for o in others if o.when.precision in close and o.when.start and o.when.end]
    if not dated or when.precision not in close or when.start is None or when.end is None:
        return None
    other = dated[-1]
    if (
        other.start is None
        or other.end is None
        or (when.start <= other.end and other.start <= when.end)
    ):
        return timedelta(0)
    return min(abs(when.start - other.end), abs(other.start - when.end))
