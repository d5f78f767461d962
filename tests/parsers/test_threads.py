"""Threads: one announcement, however many outlets; every change, exactly once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parsers.alerts.threads import ThreadBook
from parsers.records import (
    Announcement,
    Change,
    Decision,
    Field,
    Form,
    Kind,
    Party,
    Precision,
    Role,
    Status,
    When,
)

NOON = datetime(2024, 5, 7, 12, tzinfo=UTC)
ARMENIA, AZERBAIJAN = Party("Armenia", country="ARM"), Party("Azerbaijan", country="AZE")
ISRAEL = Party("Israel", country="ISR")
HAMAS = Party("Hamas", country="PSE", organisation="HAMAS")
HEZBOLLAH = Party("Hezbollah", country="LBN", organisation="HEZBOLLAH")


def announce(
    kind: Kind,
    status: Status,
    *parties: Party,
    place: str = "",
    country: str = "",
    day: date | None = None,
    form: Form = Form.UNKNOWN,
    current: bool = True,
    start: int = 0,
) -> Announcement:
    when = When(day.isoformat(), day, day, Precision.DAY) if day else When()
    return Announcement(
        kind=kind,
        status=status,
        current=current,
        evidence="…",
        field=Field.BODY,
        start=start,
        end=start + 1,
        confidence=0.5,
        because=("a cue",),
        parties=parties,
        place=place,
        place_country=country,
        when=when,
        form=form,
    )


def meeting(status: Status = Status.PLANNED, *parties: Party, **more: object) -> Announcement:
    return announce(Kind.MEETING, status, *(parties or (ARMENIA, AZERBAIJAN)), **more)  # type: ignore[arg-type]  # passed through


def ceasefire(status: Status, *parties: Party, **more: object) -> Announcement:
    return announce(Kind.CEASEFIRE, status, *(parties or (ISRAEL, HAMAS)), **more)  # type: ignore[arg-type]  # passed through


class Desk:
    """A thread book that takes one announcement an article."""

    def __init__(self) -> None:
        self.book = ThreadBook([])
        self.articles = 0

    def take(self, *announcements: Announcement, hours: float = 0) -> list[Decision]:
        self.articles += 1
        return self.book.place(
            announcements,
            version_id=f"v{self.articles}",
            article_id=f"a{self.articles}",
            source=f"outlet {self.articles}",
            as_of=NOON + timedelta(hours=hours),
        )

    def changes(self, *announcements: Announcement) -> list[Change]:
        return [self.take(a, hours=i)[0].change for i, a in enumerate(announcements)]


def test_the_second_outlet_repeats_the_first() -> None:
    first, second = Desk().changes(meeting(), meeting())
    assert (first, second) == (Change.NEW, Change.REPEAT)


def test_the_reason_says_what_was_looked_for_and_what_was_found() -> None:
    desk = Desk()
    (new,) = desk.take(meeting(place="Vienna", country="AUT"))
    (again,) = desk.take(meeting(place="Vienna", country="AUT"))
    (moved,) = desk.take(meeting(Status.POSTPONED))
    assert new.reason == "new: no thread with Armenia, Azerbaijan meeting in Vienna within 7 days"
    assert again.reason == f"repeat of {new.thread_id[:6]}: same status (planned)"
    assert moved.reason == f"changes {new.thread_id[:6]}: planned → postponed"


def test_each_step_of_a_life_is_told_once() -> None:
    steps = [Status.CALLED_FOR, Status.PROPOSED, Status.AGREED, Status.IN_FORCE, Status.ENDED]
    told = [ceasefire(s) for s in steps for _ in range(2)]
    assert (
        Desk().changes(*told) == [Change.NEW, Change.REPEAT] + [Change.CHANGED, Change.REPEAT] * 4
    )


def test_an_earlier_step_told_later_is_no_news() -> None:
    assert Desk().changes(ceasefire(Status.AGREED), ceasefire(Status.PROPOSED))[1] is Change.REPEAT


def test_a_truce_that_broke_and_is_agreed_again_is_news() -> None:
    life = (Status.AGREED, Status.ENDED, Status.AGREED)
    assert Desk().changes(*map(ceasefire, life))[2] is Change.CHANGED


def test_other_parties_are_another_thread() -> None:
    changes = Desk().changes(
        ceasefire(Status.AGREED, ISRAEL, HAMAS), ceasefire(Status.AGREED, ISRAEL, HEZBOLLAH)
    )
    assert changes == [Change.NEW, Change.NEW]


def test_one_shared_mediator_is_no_shared_truce() -> None:
    usa = Party("United States", country="USA")
    changes = Desk().changes(
        ceasefire(Status.PROPOSED, usa, place="Gaza", country="PSE"),
        ceasefire(Status.PROPOSED, usa, place="Darfur", country="SDN"),
    )
    assert changes == [Change.NEW, Change.NEW]


def test_mediators_do_not_make_a_side() -> None:
    qatar = Party("Qatar", country="QAT", role=Role.MEDIATOR)
    sudan = Party("Sudan", country="SDN")
    changes = Desk().changes(
        ceasefire(Status.PROPOSED, sudan, qatar), ceasefire(Status.PROPOSED, ISRAEL, HAMAS, qatar)
    )
    assert changes == [Change.NEW, Change.NEW]


def test_another_place_or_form_is_another_meeting() -> None:
    places = Desk().changes(
        meeting(place="Vienna", country="AUT"), meeting(place="Moscow", country="RUS")
    )
    forms = Desk().changes(
        meeting(Status.HELD, form=Form.PHONE), meeting(Status.HELD, form=Form.IN_PERSON)
    )
    assert places == forms == [Change.NEW, Change.NEW]


def test_the_day_that_becomes_known_or_moves_is_news() -> None:
    monday, friday = date(2024, 5, 13), date(2024, 5, 17)
    desk = Desk()
    desk.take(meeting())
    (known,) = desk.take(meeting(day=monday))
    (same,) = desk.take(meeting(day=monday))
    (moved,) = desk.take(meeting(day=friday))
    assert (known.change, same.change, moved.change) == (
        Change.CHANGED,
        Change.REPEAT,
        Change.CHANGED,
    )
    assert moved.reason.endswith("the day moves: 2024-05-13 → 2024-05-17")


def test_a_party_that_joins_later_is_news() -> None:
    turkey = Party("Turkey", country="TUR")
    desk = Desk()
    desk.take(meeting())
    (at_once,) = desk.take(meeting(Status.PLANNED, ARMENIA, AZERBAIJAN, turkey), hours=1)
    assert at_once.change is Change.REPEAT  # another outlet names more
    desk = Desk()
    desk.take(meeting())
    (later,) = desk.take(meeting(Status.PLANNED, ARMENIA, AZERBAIJAN, turkey), hours=30)
    assert (later.change, later.reason[-13:]) == (Change.CHANGED, "joined by TUR")


def test_a_meeting_that_was_held_is_not_planned_again() -> None:
    changes = Desk().changes(meeting(Status.HELD), meeting(Status.PLANNED))
    assert changes == [Change.NEW, Change.NEW]


def test_background_has_no_thread() -> None:
    (decision,) = Desk().take(meeting(Status.HELD, current=False))
    assert (decision.change, decision.thread_id) == (Change.BACKGROUND, "")


def test_after_the_window_it_is_new() -> None:
    desk = Desk()
    desk.take(meeting())
    (later,) = desk.take(meeting(), hours=24 * 8)
    assert later.change is Change.NEW


def test_a_document_that_arrives_late_alerts_no_one() -> None:
    desk = Desk()
    desk.take(ceasefire(Status.AGREED), hours=10)
    (late,) = desk.take(ceasefire(Status.PROPOSED), hours=0)
    assert late.change is Change.REPEAT
    assert "told late" in late.reason


def test_within_an_article_the_order_of_the_text_decides() -> None:
    rejected = ceasefire(Status.REJECTED, start=900)
    called_for = ceasefire(Status.CALLED_FOR, start=10)
    decisions = Desk().take(rejected, called_for)
    assert [d.change for d in decisions] == [Change.CHANGED, Change.NEW]


def test_the_truce_without_a_name_is_that_of_its_article() -> None:
    named = ceasefire(Status.PROPOSED, place="Gaza", country="PSE")
    nameless = announce(Kind.CEASEFIRE, Status.CALLED_FOR, start=50)
    one, two = Desk().take(named, nameless)
    assert one.thread_id == two.thread_id


def test_placing_an_article_again_changes_nothing() -> None:
    book = ThreadBook([])
    article = {"version_id": "v", "article_id": "a", "source": "s", "as_of": NOON}
    first = book.place([meeting()], **article)  # type: ignore[arg-type]  # one dict of keywords
    again = book.place([meeting()], **article)  # type: ignore[arg-type]
    assert first[0].thread_id == again[0].thread_id
    assert again[0].change is Change.REPEAT


STATUSES = st.sampled_from([Status.PROPOSED, Status.AGREED, Status.IN_FORCE, Status.ENDED])


@given(st.lists(STATUSES, min_size=1, max_size=12))
def test_the_same_status_twice_running_never_alerts_twice(statuses: list[Status]) -> None:
    desk = Desk()
    decisions = [desk.take(ceasefire(s), hours=i)[0] for i, s in enumerate(statuses)]
    for before, now, decision in zip(statuses, statuses[1:], decisions[1:], strict=False):
        if before is now:
            assert decision.change is Change.REPEAT
    assert decisions[0].change is Change.NEW
    assert len({d.thread_id for d in decisions}) == 1
