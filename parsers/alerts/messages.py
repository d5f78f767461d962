"""Alerts in words: what a desk reads at three in the morning."""

from __future__ import annotations

from calendar import month_name
from datetime import UTC

from parsers.records import (
    Announcement,
    Change,
    Form,
    Notice,
    Party,
    Precision,
    Published,
    Role,
    When,
)

_FORMS = {Form.PHONE: "by phone", Form.VIDEO: "by video", Form.IN_PERSON: "in person"}


# More names than this make a headline unreadable.
_HEADLINE_NAMES = 5


def headline(notice: Notice) -> str:
    """One line of plain text: what happened, who, where, when."""
    a = notice.announcement
    names = list(dict.fromkeys(p.name for p in a.parties))
    who = ", ".join(names[:_HEADLINE_NAMES])
    if len(names) > _HEADLINE_NAMES:
        who += f" and {len(names) - _HEADLINE_NAMES} more"
    where_when = ", ".join(p for p in (a.place, when_words(a.when)) if p)
    line = f"{a.kind} {status_words(a)}".upper() + (f": {who}" if who else "")
    return line + (f" ({where_when})" if where_when else "")


def status_words(announcement: Announcement) -> str:
    """Return the status as a person says it: "in force"."""
    return announcement.status.replace("_", " ")


def party_names(parties: tuple[Party, ...], *, offices: bool = False) -> str:
    """Return the parties in a line, with their offices if asked; mediators last and marked."""
    ordered = sorted(parties, key=lambda p: p.role is Role.MEDIATOR)
    return ", ".join(_party(p, offices=offices) for p in ordered)


def _party(party: Party, *, offices: bool) -> str:
    """Return "Sergei Lavrov (Foreign Minister, RUS)", "Armenia (presidents)", "Hamas"."""
    person = party.office and party.office[:1].isupper()
    notes = [party.office] if offices and party.office.lower() != party.name.lower() else []
    notes += [party.country] if notes and person and party.country else []
    if party.role is Role.MEDIATOR and party.name.lower() not in {"mediators", "mediator"}:
        notes.append("mediator")
    shown = ", ".join(n for n in notes if n)
    return f"{party.name} ({shown})" if shown else party.name


def when_words(when: When) -> str:
    """Return the days meant and, where they say more, the words of the text."""
    if when.start is None or when.end is None:
        return when.text
    if when.precision is Precision.YEAR:
        return str(when.start.year)
    if when.start == when.end:
        return f"{when.start:%a} {when.start.isoformat()}"
    return f"{when.start.isoformat()} to {when.end.isoformat()}"


def published_words(published: Published) -> str:
    """Return the time of publication, with its basis where it was not on the page."""
    basis = f" ({published.basis})" if published.basis.value not in {"page", "feed", "none"} else ""
    if published.at is not None:
        return f"{published.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC{basis}"
    if published.day is not None:
        return f"{published.day.isoformat()}{basis}"
    if published.month_day is not None:
        month, day = published.month_day
        return f"{month_name[month]} {day}, year unknown{basis}"
    return "unknown"


def text(notice: Notice) -> str:
    """Return the whole message as plain text, a field a line, ending with why it is new."""
    a = notice.announcement
    rows = [
        ("parties", party_names(a.parties, offices=True) or "not named"),
        ("when", _quoted(when_words(a.when), a.when.text) or "not said"),
        ("where", a.place or "not said"),
        ("form", _FORMS.get(a.form, "")),
        ("said by", a.said_by or "not attributed"),
        ("evidence", f"“{a.evidence.strip('“”')}”"),
        ("source", f"{notice.source or 'unknown source'}, {published_words(notice.published)}"),
        ("title", notice.title),
        ("link", notice.url or notice.capture_uri),
        ("why", notice.alert.reason),
        ("because", f"{'; '.join(a.because)} ({a.confidence:.0%} sure)"),
        ("key", notice.delivery_id),
    ]
    lines = [headline(notice)]
    lines += [f"  {name:<9} {value}" for name, value in rows if value]
    return "\n".join(lines)


def _quoted(shown: str, words: str) -> str:
    return f"{shown} (“{words}”)" if words and shown and words != shown else shown


def as_json(notice: Notice) -> dict[str, object]:
    """Return the message for programs: JSON-ready, keys documented in docs/notifications.md."""
    a = notice.announcement
    return {
        "key": notice.delivery_id,
        "alert_id": notice.alert.alert_id,
        "thread_id": notice.alert.thread_id,
        "rule": notice.alert.rule,
        "change": str(notice.alert.change),
        "new": notice.alert.change is Change.NEW,
        "reason": notice.alert.reason,
        "headline": headline(notice),
        "kind": str(a.kind),
        "status": str(a.status),
        "parties": [
            {
                "name": p.name,
                "office": p.office,
                "country": p.country,
                "organisation": p.organisation,
                "role": str(p.role),
            }
            for p in a.parties
        ],
        "place": a.place,
        "place_country": a.place_country,
        "when": a.when.text,
        "when_start": a.when.start.isoformat() if a.when.start else None,
        "when_end": a.when.end.isoformat() if a.when.end else None,
        "when_precision": str(a.when.precision),
        "form": str(a.form),
        "said_by": a.said_by,
        "evidence": a.evidence,
        "because": list(a.because),
        "confidence": a.confidence,
        "title": notice.title,
        "title_derived": notice.title_derived,
        "source": notice.source,
        "url": notice.url or None,
        "capture": notice.capture_uri,
        "published": published_words(notice.published),
        "as_of": notice.alert.as_of.astimezone(UTC).isoformat(),
    }
