"""Which announcements are about the same ceasefire or meeting, and what each one changes.

A thread is found by kind, by those who take part, by place and by time. The order of publication
decides: an announcement is judged against what the thread said before it was published, so that
a document that arrives late does not rewrite what a desk already knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from parsers.keys import digest
from parsers.records import Announcement, Change, Decision, Kind, Member, Precision, Role, Status

# How far apart in publication two announcements of one thread can be. Talks over one truce go on
# for weeks; a meeting without a date is another one after a week.
WINDOW = {Kind.CEASEFIRE: timedelta(days=21), Kind.MEETING: timedelta(days=7)}
LOAD_WINDOW = max(WINDOW.values())
# Two dates of one meeting can differ by this much: time zones, "early next week" against "Monday".
DATE_SLACK = timedelta(days=1)

# Statuses that come later in the life of an event; a later one is news, an earlier one is history
# told again.
_LIFE = {
    Kind.CEASEFIRE: (
        Status.CALLED_FOR,
        Status.PROPOSED,
        Status.AGREED,
        Status.IN_FORCE,
        Status.EXTENDED,
    ),
    Kind.MEETING: (Status.CALLED_FOR, Status.PLANNED, Status.UNDER_WAY, Status.HELD),
}


class Thread:
    """The members of one thread, in the order of publication."""

    def __init__(self, thread_id: str, kind: Kind) -> None:
        self.thread_id = thread_id
        self.kind = kind
        self.members: list[Member] = []

    def add(self, member: Member) -> None:
        """Remember a member in its place."""
        self.members.append(member)
        self.members.sort(key=lambda m: (m.as_of, m.announcement_id))

    def before(self, as_of: datetime) -> list[Member]:
        """Return the members published at or before ``as_of``."""
        return [m for m in self.members if m.as_of <= as_of]

    def days(self) -> tuple[date, date] | None:
        """Return the days of the event as the latest dated member has them."""
        for member in reversed(self.members):
            when = member.announcement.when
            if when.start and when.end and when.precision in {Precision.DAY, Precision.WEEK}:
                return when.start, when.end
        return None


class ThreadBook:
    """The threads known so far. ``place`` decides about one announcement and remembers it.

    Give it the members of all threads within ``LOAD_WINDOW`` of the articles of a batch, then
    place the batch in the order of publication.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self._threads: dict[str, Thread] = {}
        for member in members:
            self._thread(member.thread_id, member.announcement.kind).add(member)

    def _thread(self, thread_id: str, kind: Kind) -> Thread:
        return self._threads.setdefault(thread_id, Thread(thread_id, kind))

    def place(
        self,
        announcement: Announcement,
        *,
        version_id: str,
        article_id: str,
        source: str,
        as_of: datetime,
    ) -> Decision:
        """Decide whether the announcement is new, changes a thread, repeats it or is background."""
        key = announcement.key(version_id)
        if not announcement.current:
            return Decision(key, "", Change.BACKGROUND, "background: not the article's news", as_of)
        scored = [
            (_likeness(announcement, thread, as_of), thread) for thread in self._threads.values()
        ]
        score, best = max(scored, key=lambda s: (s[0], s[1].thread_id), default=(0.0, None))
        if best is None or score <= 0:
            thread = self._thread(digest("thread", key), announcement.kind)
            change, reason = Change.NEW, f"new: no thread {_like(announcement)}"
        else:
            thread = best
            change, reason = _change(announcement, thread, as_of)
        thread.add(Member(key, thread.thread_id, article_id, source, as_of, announcement))
        return Decision(key, thread.thread_id, change, reason, as_of)


def _like(announcement: Announcement) -> str:
    """Return what was looked for: "with Armenia, Azerbaijan meeting in Vienna within 7 days"."""
    names = ", ".join(dict.fromkeys(p.name for p in announcement.parties)) or "unnamed parties"
    place = f" in {announcement.place}" if announcement.place else ""
    days = WINDOW[announcement.kind].days
    return f"with {names} {announcement.kind}{place} within {days} days"


def _sides(announcement: Announcement) -> set[str]:
    """Return the countries and organisations that take part; names where neither is known."""
    sides: set[str] = set()
    for party in announcement.parties:
        if party.role is Role.MEDIATOR:
            continue
        sides.add(party.country or party.organisation or party.name.split()[-1].casefold())
        if party.organisation:
            sides.add(party.organisation)
    return sides


def _people(announcement: Announcement) -> set[str]:
    return {p.name.split()[-1].casefold() for p in announcement.parties if p.office}


def _likeness(announcement: Announcement, thread: Thread, as_of: datetime) -> float:
    """Return how well the announcement fits the thread; 0 or less: it is about something else."""
    if thread.kind is not announcement.kind:
        return 0.0
    gap = min(abs(m.as_of - as_of) for m in thread.members)
    dated = _days_apart(announcement, thread)
    if gap > WINDOW[thread.kind] and dated is None:
        return 0.0
    if gap > LOAD_WINDOW or (dated is not None and dated > DATE_SLACK and not _moved(announcement)):
        return 0.0
    sides = _sides(announcement)
    others = set().union(*(_sides(m.announcement) for m in thread.members))
    people = _people(announcement) & set().union(*(_people(m.announcement) for m in thread.members))
    shared = len(sides & others) / max(1, min(len(sides), len(others)))
    places = {m.announcement.place_country for m in thread.members} - {""}
    same_place = announcement.place_country in places if announcement.place_country else None
    if announcement.kind is Kind.CEASEFIRE:
        if sides and others and not sides & others and not same_place:
            return 0.0
        if not sides and not same_place:
            return 0.0
        return 0.2 + shared + (0.5 if same_place else 0.0)
    if same_place is False and places:
        return 0.0
    if not sides & others and not people:
        return 0.0
    # Two of the same sides make the same meeting; one alone meets many.
    if len(sides & others) < 2 and not people and not (same_place and dated is not None):
        return 0.0
    if len(people) < 2 and len(sides & others) < 2 and min(len(sides), len(others)) > 1:
        return 0.0
    return (
        shared
        + 0.3 * len(people)
        + (0.5 if same_place else 0.0)
        + (0.5 if dated is not None else 0.0)
    )


def _moved(announcement: Announcement) -> bool:
    return announcement.status in {Status.POSTPONED, Status.CANCELLED}


def _days_apart(announcement: Announcement, thread: Thread) -> timedelta | None:
    """Return the days between the dates of the two; None where one has no date."""
    days, when = thread.days(), announcement.when
    if (
        days is None
        or when.start is None
        or when.end is None
        or announcement.kind is Kind.CEASEFIRE
    ):
        return None
    if when.precision not in {Precision.DAY, Precision.WEEK}:
        return None
    if when.start <= days[1] and days[0] <= when.end:
        return timedelta(0)
    return min(abs(when.start - days[1]), abs(days[0] - when.end))


def _change(announcement: Announcement, thread: Thread, as_of: datetime) -> tuple[Change, str]:
    """Return what the announcement changes in a thread that it belongs to, and the reason."""
    short = thread.thread_id[:6]
    known = thread.before(as_of)
    if not known:
        return Change.REPEAT, f"repeat of {short}: told late, the thread already knows more"
    last = known[-1].announcement
    seen = {m.announcement.status for m in known}
    if announcement.status is last.status or (announcement.status in seen and not _reverses(last)):
        moved = _new_day(announcement, known)
        if moved:
            return Change.CHANGED, f"changes {short}: {moved}"
        return Change.REPEAT, f"repeat of {short}: same status ({announcement.status})"
    life = _LIFE[thread.kind]
    if (
        announcement.status in life
        and last.status in life
        and life.index(announcement.status) < life.index(last.status)
    ):
        return Change.REPEAT, f"repeat of {short}: {last.status} is known already"
    return Change.CHANGED, f"changes {short}: {last.status} → {announcement.status}"


def _reverses(last: Announcement) -> bool:
    """Return whether a status seen before is news again: a truce that ended, then agreed anew."""
    return last.status in {
        Status.ENDED,
        Status.VIOLATED,
        Status.REJECTED,
        Status.CANCELLED,
        Status.POSTPONED,
        Status.RULED_OUT,
    }


def _new_day(announcement: Announcement, known: list[Member]) -> str:
    """Return the change of date or place in words, or ""."""
    if announcement.kind is not Kind.MEETING or announcement.status is not Status.PLANNED:
        return ""
    exact = [m.announcement.when for m in known if m.announcement.when.precision is Precision.DAY]
    when = announcement.when
    if when.precision is Precision.DAY and when.start and not exact:
        return f"the day is known: {when.start.isoformat()}"
    if announcement.place and not any(m.announcement.place for m in known):
        return f"the place is known: {announcement.place}"
    return ""
