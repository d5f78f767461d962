"""Messages: what a desk reads."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from parsers.alerts import messages
from parsers.records import (
    Alert,
    Announcement,
    Basis,
    Change,
    Field,
    Form,
    Kind,
    Notice,
    Party,
    Precision,
    Published,
    Role,
    Status,
    When,
)

NOON = datetime(2024, 5, 7, 12, tzinfo=UTC)
NOTICE = Notice(
    delivery_id="d1",
    channel="terminal",
    alert=Alert("al1", "t1", "an1", "default", Change.NEW, "new: no thread …", NOON, ("terminal",)),
    announcement=Announcement(
        kind=Kind.MEETING,
        status=Status.UNDER_WAY,
        current=True,
        evidence="Orlov is meeting Morel in Vienna.",
        field=Field.BODY,
        start=0,
        end=33,
        confidence=0.71,
        because=('"meeting"', "present tense"),
        parties=(
            Party("Qatar", country="QAT", role=Role.MEDIATOR),
            Party("Pavel Orlov", "Foreign Minister", "RUS"),
            Party("Armenia", "presidents", "ARM"),
        ),
        said_by="Ministry",
        place="Vienna",
        place_country="AUT",
        when=When("on Tuesday", date(2024, 5, 7), date(2024, 5, 7), Precision.DAY),
        form=Form.IN_PERSON,
    ),
    created_at=NOON,
    title="Orlov in Vienna",
    title_derived=False,
    source="TASS",
    url="https://example.org/1",
    capture_uri="file:///x/1.txt",
    published=Published(Precision.DAY, Basis.METADATA, None, date(2024, 5, 7)),
)


def test_headline_says_what_who_where_when() -> None:
    expected = "MEETING UNDER WAY: Qatar, Pavel Orlov, Armenia (Vienna, Tue 2024-05-07)"
    assert messages.headline(NOTICE) == expected


def test_text_has_a_line_for_each_thing_a_desk_asks() -> None:
    text = messages.text(NOTICE)
    for part in (
        "Pavel Orlov (Foreign Minister, RUS), Armenia (presidents), Qatar (mediator)",
        "Tue 2024-05-07 (“on Tuesday”)",
        "Vienna",
        "in person",
        "Ministry",
        "“Orlov is meeting Morel in Vienna.”",
        "TASS, 2024-05-07 (metadata)",
        "https://example.org/1",
        "new: no thread …",
        "(71% sure)",
        "d1",
    ):
        assert part in text


def test_what_is_not_known_is_said_to_be_so() -> None:
    bare = replace(
        NOTICE,
        announcement=replace(NOTICE.announcement, parties=(), said_by="", place="", when=When()),
        source="",
        url="",
        published=Published(),
    )
    text = messages.text(bare)
    for part in (
        "not named",
        "not attributed",
        "not said",
        "unknown source, unknown",
        "file:///x/1.txt",
    ):
        assert part in text


def test_json_is_json_and_carries_the_idempotency_key() -> None:
    data = json.loads(json.dumps(messages.as_json(NOTICE)))
    assert data["key"] == "d1"
    assert data["when_start"] == data["when_end"] == "2024-05-07"
    assert data["parties"][0]["role"] == "mediator"
    assert data["as_of"] == "2024-05-07T12:00:00+00:00"


def test_a_day_without_a_year_is_shown_as_such() -> None:
    published = Published(
        Precision.MONTH_DAY, Basis.DATELINE, month_day=(11, 12), text="November 12"
    )
    assert messages.published_words(published) == "November 12, year unknown (dateline)"
