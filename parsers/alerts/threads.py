"""Which thread an announcement belongs to, and what it changes there.

The order of publication decides: an announcement is judged against what the thread said before it
was published, so that a document that arrives late does not rewrite what a desk already knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from parsers.alerts.likeness import WINDOW, days_apart, likeness, sides
from parsers.keys import digest
from parsers.records import (
    Announcement,
    Change,
    Decision,
    Field,
    Kind,
    Member,
    Precision,
    Status,
)

# Load the members of threads this far around the articles of a batch.
LOAD_WINDOW = max(WINDOW.values())
# A party that joins is news some time after the first report; before, outlets name more or fewer.
PARTY_NEWS_AFTER = timedelta(hours=12)

# Statuses in the order of the life of an event: an earlier one, told later, is no news.
_LIFE = {
    Kind.CEASEFIRE: (Status.CALLED_FOR, Status.PROPOSED, Status.AGREED, Status.IN_FORCE),
    Kind.MEETING: (Status.CALLED_FOR, Status.PLANNED, Status.UNDER_WAY, Status.HELD),
}
# After these, a status that was seen before is news again: agreed anew, planned anew.
_BROKEN = frozenset(
    {
        Status.ENDED,
        Status.VIOLATED,
        Status.REJECTED,
        Status.CANCELLED,
        Status.POSTPONED,
        Status.RULED_OUT,
    }
)
_FIELD_ORDER = (Field.TITLE, Field.LEAD, Field.BODY)


class ThreadBook:
    """The threads known so far. ``place`` decides about one article and remembers it.

    Give it the members of all threads within ``LOAD_WINDOW`` of the articles of a batch, then
    place the articles in the order of publication.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self._threads: dict[str, list[Member]] = {}
        for member in members:
            self._add(member)

    def _add(self, member: Member) -> None:
        thread = self._threads.setdefault(member.thread_id, [])
        thread.append(member)
        thread.sort(key=lambda m: m.as_of)  # stable: within an article, in the order of the text

    def place(
        self,
        announcements: Sequence[Announcement],
        *,
        version_id: str,
        article_id: str,
        source: str,
        as_of: datetime,
    ) -> list[Decision]:
        """Return a decision for each announcement of an article, in the order given.

        They are judged in the order of the text: a call in the first paragraph, its rejection in
        the second.
        """
        decided: dict[int, Decision] = {}
        order = sorted(range(len(announcements)), key=lambda i: _position(announcements[i]))
        for index in order:
            announcement = announcements[index]
            key = announcement.key(version_id)
            thread_id, change, reason = self._decide(announcement, key, article_id, as_of)
            decided[index] = Decision(key, thread_id, change, reason, as_of)
            if thread_id:
                self._add(Member(key, thread_id, article_id, source, as_of, announcement))
        return [decided[index] for index in range(len(announcements))]

    def _decide(
        self, announcement: Announcement, key: str, article_id: str, as_of: datetime
    ) -> tuple[str, Change, str]:
        if not announcement.current:
            return "", Change.BACKGROUND, f"background: {announcement.because[-1]}"
        known = next(
            (t for t, ms in self._threads.items() for m in ms if m.announcement_id == key), None
        )
        if known:
            return known, Change.REPEAT, f"repeat of {known[:6]}: the same sentence"
        scored = [
            (_fit(announcement, members, article_id, as_of), thread_id)
            for thread_id, members in self._threads.items()
        ]
        score, best = max(scored, default=(0.0, ""))
        if score <= 0:
            return digest("thread", key), Change.NEW, f"new: no thread {_sought(announcement)}"
        change, reason = _change(announcement, best, self._threads[best], as_of)
        return best, change, reason


def _position(announcement: Announcement) -> tuple[int, int, int]:
    field = _FIELD_ORDER.index(announcement.field)
    return field, announcement.start, announcement.trigger


def _fit(
    announcement: Announcement, members: Sequence[Member], article_id: str, as_of: datetime
) -> float:
    nameless = not sides(announcement) and not announcement.place
    if nameless:  # "the truce": the one that its article speaks of
        same = members[0].announcement.kind is announcement.kind
        return 0.1 if same and any(m.article_id == article_id for m in members) else 0.0
    return likeness(announcement, members, min(abs(m.as_of - as_of) for m in members))


def _sought(announcement: Announcement) -> str:
    """Return what was looked for: "with Armenia, Azerbaijan meeting in Vienna within 7 days"."""
    names = list(dict.fromkeys(p.name for p in announcement.parties))
    who = ", ".join(names[:4]) or "unnamed parties"
    who += f" and {len(names) - 4} more" if len(names) > 4 else ""
    place = f" in {announcement.place}" if announcement.place else ""
    return f"with {who} {announcement.kind}{place} within {WINDOW[announcement.kind].days} days"


def _change(
    announcement: Announcement, thread_id: str, members: Sequence[Member], as_of: datetime
) -> tuple[Change, str]:
    """Return what the announcement changes in a thread that it belongs to, and the reason."""
    short, status = thread_id[:6], announcement.status
    known = [m for m in members if m.as_of <= as_of]
    if not known:
        return Change.REPEAT, f"repeat of {short}: told late, the thread knows more already"
    last = known[-1].announcement.status
    seen = {m.announcement.status for m in known}
    life = _LIFE[announcement.kind]
    again = status in seen and last not in _BROKEN
    behind = status in life and last in life and life.index(status) < life.index(last)
    if status is last or again or behind:
        detail = _detail(announcement, known, as_of)
        if detail:
            return Change.CHANGED, f"changes {short}: {detail}"
        why = f"{_said(last)} is known already" if behind else f"same status ({_said(status)})"
        return Change.REPEAT, f"repeat of {short}: {why}"
    return Change.CHANGED, f"changes {short}: {_said(last)} → {_said(status)}"


def _said(status: Status) -> str:
    return status.replace("_", " ")


def _detail(announcement: Announcement, known: Sequence[Member], as_of: datetime) -> str:
    """Return the new day, place or party of a planned meeting in words, or ""."""
    if announcement.kind is not Kind.MEETING or announcement.status is not Status.PLANNED:
        return ""
    when, others = announcement.when, [m.announcement for m in known]
    exact = [o.when for o in others if o.when.precision is Precision.DAY]
    if when.precision is Precision.DAY and when.start:
        apart = days_apart(announcement, others)
        if not exact:
            return f"the day is known: {when.start.isoformat()}"
        if apart and exact[-1].start:
            return f"the day moves: {exact[-1].start.isoformat()} → {when.start.isoformat()}"
    if announcement.place and not any(o.place for o in others):
        return f"the place is known: {announcement.place}"
    before = set[str]().union(*(sides(o) for o in others))
    joined = sides(announcement) - before
    late = as_of - known[0].as_of > PARTY_NEWS_AFTER
    if joined and late and before and before <= sides(announcement):
        return f"joined by {', '.join(sorted(joined))}"
    return ""
