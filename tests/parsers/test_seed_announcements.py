"""What a careful reader finds in the five seed documents. The code knows nothing of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from parsers.announcements import detect
from parsers.article import read_article
from parsers.metadata import read_metadata
from parsers.records import Announcement, Capture, Form

SEEDS = Path(__file__).parents[2] / "seeds"


@cache
def announcements(number: str) -> tuple[Announcement, ...]:
    """Detect in the seed whose name begins with ``number``."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    metadata, problems = read_metadata((SEEDS / "metadata.toml").read_text("utf-8"), "metadata")
    assert not problems
    capture = Capture(path.as_uri(), path.read_bytes(), datetime(2026, 1, 1, tzinfo=UTC))
    return detect(read_article(capture, metadata.get(path.name)))


def find(number: str, kind: str, status: str, *, current: bool) -> Announcement:
    """Return the only announcement of this sort in a seed."""
    found = [
        a for a in announcements(number) if (a.kind, a.status, a.current) == (kind, status, current)
    ]
    assert len(found) == 1, [(a.kind, a.status, a.current) for a in announcements(number)]
    return found[0]


def names(announcement: Announcement) -> set[str]:
    return {p.name for p in announcement.parties}


def countries(announcement: Announcement) -> set[str]:
    return {p.country for p in announcement.parties}


def test_000_a_ceasefire_is_called_for_and_rejected_and_two_ministers_spoke_by_phone() -> None:
    called_for = find("000", "ceasefire", "called_for", current=True)
    assert "Lavrov" in names(called_for)
    assert {"FRA", "USA"} <= countries(called_for)
    assert not called_for.worth_alert
    rejected = find("000", "ceasefire", "rejected", current=True)
    assert "AZE" in countries(rejected)
    assert rejected.worth_alert
    call = find("000", "meeting", "held", current=True)
    assert names(call) == {"Lavrov", "Jean-Yves Le Drian"}
    assert call.form is Form.PHONE
    assert call.when.start == call.when.end == date(2020, 10, 5)


def test_001_a_mechanism_is_negotiated_and_a_meeting_is_too_early() -> None:
    mechanism = find("001", "ceasefire", "proposed", current=True)
    assert mechanism.worth_alert
    ruled_out = find("001", "meeting", "ruled_out", current=True)
    assert names(ruled_out) == {"Ilham Aliyev", "Nikol Pashinian"}  # "the leaders of …"
    assert countries(ruled_out) == {"ARM", "AZE"}
    assert "Rudenko" in ruled_out.said_by
    calls = [a for a in announcements("001") if (a.kind, a.status) == ("meeting", "held")]
    told = {(frozenset(names(a)), a.when.start, a.form) for a in calls if a.current}
    assert told == {
        (frozenset({"Vladimir Putin", "Nikol Pashinian"}), date(2020, 11, 1), Form.PHONE),
        (frozenset({"Vladimir Putin", "Ilham Aliyev"}), date(2020, 11, 2), Form.PHONE),
    }
    assert find("001", "ceasefire", "agreed", current=False).when.start == date(2020, 10, 10)
    assert "collapsed" in find("001", "ceasefire", "ended", current=False).evidence


def test_002_representatives_will_come_to_moscow_and_the_ceasefire_is_background() -> None:
    planned = find("002", "meeting", "planned", current=True)
    assert countries(planned) == {"USA", "FRA"}
    assert (planned.place, planned.place_country) == ("Moscow", "RUS")
    assert planned.when.text == "in the next few days"
    assert (planned.when.start, planned.when.end) == (date(2020, 11, 12), date(2020, 11, 19))
    assert "Lavrov" in planned.said_by
    assert "November 9" in find("002", "ceasefire", "agreed", current=False).evidence
    assert not [a for a in announcements("002") if a.kind == "ceasefire" and a.worth_alert]


def test_003_a_ceasefire_is_called_for_and_its_monitoring_proposed() -> None:
    proposed = find("003", "ceasefire", "proposed", current=True)
    assert "RUS" in countries(proposed)
    assert "Lavrov" in proposed.said_by
    assert find("003", "ceasefire", "called_for", current=True)
    assert find("003", "ceasefire", "agreed", current=False).when.start == date(1994, 1, 1)


def test_004_two_presidents_may_meet_in_vienna_on_monday() -> None:
    planned = find("004", "meeting", "planned", current=True)
    assert {
        "Ilham Aliyev",
        "Serzh Sarkisian",
        "John Kerry",
        "Sergey Lavrov",
        "Jean-Marc Ayrault",
    } <= names(planned)
    assert (planned.place, planned.place_country) == ("Vienna", "AUT")
    assert planned.when.start == planned.when.end == date(2016, 5, 16)
    assert "Karasin" in planned.said_by
    assert "Zakharova" in planned.said_by
    assert planned.worth_alert
    held = find("004", "meeting", "held", current=False)
    assert (held.place, held.when.start) == ("Switzerland", date(2015, 12, 1))


def test_every_announcement_says_why() -> None:
    for number in ("000", "001", "002", "003", "004"):
        for announcement in announcements(number):
            assert len(announcement.because) > 1
            assert 0 < announcement.confidence < 1
            assert announcement.evidence
