"""One announcement for each distinct event of an article, the strongest evidence first."""

from __future__ import annotations

from dataclasses import replace

from parsers.announcements.cast import distinct, sides
from parsers.announcements.confidence import Ground
from parsers.announcements.mention import Mention
from parsers.records import Announcement, Field, Form, Kind, Party, Precision, Status

_FIELD_RANK = {Field.TITLE: 0, Field.LEAD: 1, Field.BODY: 2}


def without_echoes(found: list[tuple[Mention, Announcement]]) -> list[Announcement]:
    """Drop, in one sentence, the noun that only names an event again.

    "discussed it with him in a phone call" is one meeting: the verb's, held by phone.
    """
    kept: list[Announcement] = []
    meetings = [(m, a) for m, a in found if a.kind is Kind.MEETING]
    for mention, announcement in found:
        said = [
            other
            for m, other in meetings
            if mention.verb is None and (m.verb is not None or m.start < mention.start)
        ]
        is_noun = mention.verb is None and announcement.kind is Kind.MEETING
        if is_noun and any(_same_people(announcement, other) for other in said):
            continue
        if mention.leads_on and any(_leads_to(m, mention) for m, _ in meetings):
            continue
        if announcement.status is Status.PROPOSED and _talks_off(mention, meetings):
            continue
        kept.append(announcement)
    kept = [a for a in kept if not _acted_out(a, found)]
    verbs = [a for m, a in meetings if m.verb is not None]
    calls = [a.form for m, a in found if m.verb is None and a.form in {Form.PHONE, Form.VIDEO}]
    if calls:
        kept = [replace(a, form=calls[0]) if a in verbs else a for a in kept]
    return kept


_OFF = frozenset({Status.CANCELLED, Status.RULED_OUT})


def _talks_off(mention: Mention, meetings: list[tuple[Mention, Announcement]]) -> bool:
    """Return whether a truce is only what talks that are off are about: "quits truce talks"."""
    noun = mention.kind is Kind.CEASEFIRE and mention.verb is None
    off = any(m.start == mention.end and a.status in _OFF for m, a in meetings)
    # "in Beirut for talks on the truce": the talks are the news
    about = any(m.leads_on and 0 < mention.start - m.end <= 4 for m, _ in meetings)
    return noun and (off or about)


def _leads_to(one: Mention, other: Mention) -> bool:
    """Return whether a meeting or a journey leads to what it is for: "visits Cairo for talks"."""
    return one is not other and one.start < other.start and (one.verb is not None or one.bound)


def _acted_out(announcement: Announcement, found: list[tuple[Mention, Announcement]]) -> bool:
    """Return whether an act is what a truce of the sentence means: "halt fire as truce begins"."""
    acts = {a.trigger for m, a in found if m.verb is not None and a.kind is Kind.CEASEFIRE}
    nouns = {a.status for m, a in found if m.verb is None and a.kind is Kind.CEASEFIRE}
    settled = {Status.AGREED, Status.IN_FORCE}
    return (
        announcement.status is Status.AGREED
        and announcement.kind is Kind.CEASEFIRE
        and announcement.trigger in acts
        and not settled.isdisjoint(nouns)
    )


def _same_people(one: Announcement, other: Announcement) -> bool:
    """Return whether a noun adds nobody; a status of its own makes it another event."""
    same = one.status is other.status or one.form in {Form.PHONE, Form.VIDEO}
    return same and _names(one) <= _names(other)


def merge(found: list[Announcement]) -> tuple[Announcement, ...]:
    """Join the announcements that speak of the same event with the same status."""
    groups: list[list[Announcement]] = []
    for announcement in found:
        group = next((g for g in groups if _same(announcement, _join(g))), None)
        if group is None:
            groups.append([announcement])
        else:
            group.append(announcement)
    events = _completed([_join(group) for group in groups])
    return tuple(sorted(_without_asides(events), key=_strength))


def _without_asides(events: list[Announcement]) -> list[Announcement]:
    """Return the events; where nothing but asides would alert, they are stored and do not.

    An article's news is at its top, or has a day. Where all there is lies below and undated, it was
    news in 4 of 13 articles of both halves; what is under way is told as of now in earnest.
    """
    alerting = [e for e in events if e.worth_alert]
    if any(Ground.TOLD not in e.because or e.status is Status.UNDER_WAY for e in alerting):
        return events
    aside = "an aside: nothing at the top or dated would alert"
    return [
        replace(e, worth_alert=False, because=(*e.because, aside)) if e.worth_alert else e
        for e in events
    ]


def _completed(events: list[Announcement]) -> list[Announcement]:
    """Fill in the place and the parties that another state of the same event tells.

    "Agreed on Monday by A and B … takes effect at midnight" is one ceasefire, "the talks in Doha
    were called off … A will not attend" one meeting.
    """
    filled = []
    for event in events:
        others = [e for e in events if e is not event and _same_event(event, e)]
        placed = event if event.place else next((e for e in others if e.place), event)
        known = event.parties
        if not any(p.named for p in known):
            known = next((e.parties for e in others if sides(e.parties) > 1), known)
        filled.append(
            replace(
                event,
                parties=known,
                place=placed.place,
                place_country=placed.place_country,
            )
        )
    return filled


def _same_event(one: Announcement, other: Announcement) -> bool:
    """Return whether two states of an article are of one event: a ceasefire, or who meets."""
    if (one.kind, one.current) != (other.kind, other.current) or _other_day(one, other):
        return False
    names, others = _names(one), _names(other)
    if one.kind is Kind.CEASEFIRE:
        return one.current and (not names or not others or bool(names & others))
    return len(names & others) > 1 and (names <= others or others <= names)


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
    if _other_day(one, other) or _told_apart(one, other):
        return False
    if one.kind is Kind.CEASEFIRE:
        return not _other_truce(one, other)
    if one.place and other.place and one.place_country != other.place_country:
        return False
    names, others = _names(one), _names(other)
    if _partners_differ(one, other):
        return False
    return not names or not others or bool(names & others)


def _other_truce(one: Announcement, other: Announcement) -> bool:
    """Return whether two truces are told: of other sides elsewhere, or of other days."""
    names, others = _names(one), _names(other)
    apart = bool(names) and bool(others) and not names & others
    if apart and one.place and other.place and one.place != other.place:
        return True
    first, second = one.when, other.when
    if one.current or first.start is None or second.start is None:
        return False
    ends = (first.end or first.start, second.end or second.start)
    return first.start > ends[1] or second.start > ends[0]


def _partners_differ(one: Announcement, other: Announcement) -> bool:
    """Return whether both name who meets, and share one side at most: A with B, A with C.

    Somebody whose side is not told ("Petro") can be of any.
    """
    first, second = (
        {p.organisation or p.country for p in a.parties if p.named} for a in (one, other)
    )
    told = "" not in first | second
    return told and len(first) > 1 and len(second) > 1 and len(first & second) < 2


def _told_apart(one: Announcement, other: Announcement) -> bool:
    """Return whether one sentence tells of two meetings: neither has all who are in the other."""
    together = (one.field, one.start) == (other.field, other.start)
    names, others = _names(one), _names(other)
    apart = not (names <= others or others <= names)
    return together and one.kind is Kind.MEETING and apart and one.trigger != other.trigger


def _other_day(one: Announcement, other: Announcement) -> bool:
    first, second = one.when, other.when
    if None in {first.start, first.end, second.start, second.end} or one.kind is Kind.CEASEFIRE:
        return False
    close = {Precision.DAY, Precision.WEEK}
    if first.precision not in close or second.precision not in close:
        return False
    return first.start > second.end or second.start > first.end  # type: ignore[operator]  # None is out above


def _names(announcement: Announcement) -> set[str]:
    """Return what identifies the parties: surnames, countries, organisations."""
    keys: set[str] = set()
    for party in announcement.parties:
        if not party.named:
            continue
        keys.add(party.name.split()[-1])
        keys |= {code for code in (party.country, party.organisation) if code}
    return keys


def _join(group: list[Announcement]) -> Announcement:
    """Return the best of a group, with what the others know beyond it."""
    best = min(group, key=_strength)
    if len(group) == 1:
        return best
    ordered = [best, *(a for a in group if a is not best)]
    placed = next((a for a in ordered if a.place), best)
    timed = min(ordered, key=lambda a: _exactness(a.when.precision))
    return replace(
        best,
        parties=_parties(ordered),
        place=placed.place,
        place_country=placed.place_country,
        when=timed.when if timed.when.start else best.when,
        said_by="; ".join(_sayers(ordered)),
        formal=any(a.formal for a in group),
        worth_alert=any(a.worth_alert for a in group),
        confidence=round(min(0.99, best.confidence + 0.03 * (len(group) - 1)), 2),
        because=(*best.because, f"said in {len(group)} sentences"),
    )


# What one side does alone: the parties of other sentences add nothing to the best one's.
_ONE_SIDED = frozenset({Status.CALLED_FOR, Status.VIOLATED, Status.REJECTED, Status.ENDED})


def _parties(group: list[Announcement]) -> tuple[Party, ...]:
    """Return the parties of the best sentence, and of the next ones until the sides are named.

    Of the rest, those who speak for a side that is named: "Armenia" there, "Sarkisian" here.
    """
    found: tuple[Party, ...] = ()
    for announcement in group:
        one = announcement.kind is Kind.CEASEFIRE and announcement.status in _ONE_SIDED
        if sides(found) < (1 if one else 2):
            found = distinct([*found, *announcement.parties])
            continue
        codes = {p.organisation or p.country for p in found} - {""}
        offices = {p.office.lower().removesuffix("s") for p in found if p.office}
        more = [
            p
            for p in announcement.parties
            if (p.organisation or p.country) in codes
            or (p.office.lower() in offices and not p.country)
        ]
        found = distinct([*found, *more])
    return found


def _sayers(group: list[Announcement]) -> list[str]:
    """Return up to three who say so; "Russian minister" adds nothing to a minister by name."""
    sayers: list[str] = []
    for name in dict.fromkeys(a.said_by for a in group if a.said_by):
        last = name.split()[-1].lower()
        if not any(last in other.lower() for other in sayers):
            sayers.append(name)
    return sayers[:3]


def _exactness(precision: Precision) -> int:
    order = (Precision.MINUTE, Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR)
    return order.index(precision) if precision in order else len(order)
