"""Which threads a batch has to know."""

from __future__ import annotations

from datetime import timedelta

from parsers.records import Change, Decision
from tests.warehouse.examples import NOW, announcement, contents, fill
from warehouse.announcements import read_announcements, save_announcements
from warehouse.store import Store
from warehouse.threads import members_between, save_decisions

HOUR = timedelta(hours=1)


def test_threads_come_whole_when_any_event_is_in_the_window(store: Store) -> None:
    fill(store)
    found = members_between(store, NOW - 3 * HOUR, NOW - 3 * HOUR)  # the meeting was held then
    assert [(m.thread_id, m.source, m.announcement.status) for m in found] == [
        ("meet", "TASS", "planned"),
        ("meet", "TASS", "planned"),  # the second version of the article
        ("meet", "Reuters", "planned"),
        ("meet", "TASS", "held"),
    ]
    assert len({m.article_id for m in found}) == 3


def test_other_threads_and_background_stay_away(store: Store) -> None:
    fill(store)
    everything = members_between(store, NOW - 999 * HOUR, NOW)
    assert {m.thread_id for m in everything} == {"meet", "truce"}
    assert all(m.announcement.current for m in everything)
    assert members_between(store, NOW, NOW + HOUR) == []


def test_what_is_decided_stays_decided(store: Store) -> None:
    fill(store)
    before = contents(store)["thread_event"]
    (first, *_) = members_between(store, NOW - 999 * HOUR, NOW)
    other = Decision(first.announcement_id, "other", Change.NEW, "again", NOW)
    assert save_decisions(store, [other], NOW + HOUR) == 0
    assert contents(store)["thread_event"] == before


def test_an_announcement_that_is_known_keeps_its_parties(store: Store) -> None:
    bare = announcement("They will meet.", parties=())
    save_announcements(store, {"v": [bare]})
    save_announcements(store, {"v": [announcement("They will meet.")]})  # of the same key
    assert read_announcements(store, [bare.key("v")]) == {bare.key("v"): bare}
