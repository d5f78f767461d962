"""Who, where and when, as a specification: sentences in which other names and days stand by."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import dates
from parsers.dates import Direction
from parsers.records import Announcement
from tests.parsers.detecting import DAY, body

# sentence → kind of its announcement, the parties that a careful reader names
PARTIES = [
    (
        "Armenia and Azerbaijan said in identical statements that they would observe a ceasefire.",
        {"Armenia", "Azerbaijan"},
    ),
    (
        "The Sudanese army's envoy, whom Egypt hosted, met the RSF in Geneva for truce talks.",
        {"Sudanese Armed Forces", "Rapid Support Forces"},
    ),
    (
        "Brigade commanders of the two armies met on Monday after shelling in Kashmir.",
        {"Brigade commanders of the two armies"},
    ),
    (
        "The Saudi ambassador met the head of the Houthi political council, Mahdi al-Mashat.",
        {"Saudi Arabia", "Mahdi al-Mashat"},
    ),
    ("Kyiv agreed to an American proposal for a 30-day ceasefire.", {"Ukraine"}),
    (
        "The Security Council demanded a ceasefire in Sudan, with the United States abstaining.",
        {"UN Security Council"},
    ),
    ("Hamas rejected the truce and the withdrawal of Egypt from the talks.", {"Hamas"}),
    (
        "Foreign Minister Li Bo met his Iranian counterpart before flying to Riyadh for talks with "
        "the Saudi crown prince.",
        {"Li Bo", "Saudi Arabia"},
    ),
    (
        "The German chancellor will go to Kyiv for talks with Ukraine's president, and then to "
        "Moscow, where he is to meet Russia's president.",
        {"Germany", "Russia"},
    ),
    (
        "M23 said it would not attend the truce talks in Luanda, citing EU sanctions.",
        {"M23"},
    ),
    (
        "The Joint Border Commission held a meeting in Gori after shelling, officials said.",
        {"Joint Border Commission"},
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), PARTIES)
def test_parties_are_those_of_the_event(sentence: str, expected: set[str]) -> None:
    found = body(sentence)
    assert expected in [{p.name for p in a.parties} for a in found]


def test_leaders_of_states_are_those_whom_the_article_names() -> None:
    found = body(
        "Serbian President Milos Horvat accused Kosovo Prime Minister Agron Dema of an attack.",
        "A meeting of the leaders of Serbia and Kosovo will be held in Brussels on Thursday.",
    )
    assert {"Milos Horvat", "Agron Dema"} in [{p.name for p in a.parties} for a in found]


def only(sentence: str, day: date = DAY) -> Announcement:
    """Return the first announcement of a sentence."""
    return body(sentence, day=day)[0]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Israel and Hamas will hold truce talks in the Omani capital on Friday.", "Omani capital"),
        ("Lavrov flew to Ankara, where he met the Syrian rebels for talks on a truce.", "Ankara"),
        (
            "Congo and M23 broke a truce on Monday even as their envoys to it had stayed in Qatar.",
            "Democratic Republic of Congo",
        ),
    ],
)
def test_places_are_those_of_the_event(sentence: str, place: str) -> None:
    assert only(sentence).place == place


@pytest.mark.parametrize(
    ("text", "direction", "start", "end"),
    [
        ("over the weekend", Direction.PAST, date(2024, 5, 4), date(2024, 5, 5)),
        ("over the weekend", Direction.FUTURE, date(2024, 5, 11), date(2024, 5, 12)),
        ("this weekend", Direction.PAST, date(2024, 5, 4), date(2024, 5, 5)),
        ("overnight", Direction.PAST, date(2024, 5, 6), date(2024, 5, 7)),
        ("in the summer", Direction.PAST, date(2023, 6, 1), date(2023, 8, 31)),
        ("last autumn", Direction.PAST, date(2023, 9, 1), date(2023, 11, 30)),
        ("in the winter of 2021", Direction.PAST, date(2021, 12, 1), date(2022, 2, 28)),
        ("this winter", Direction.FUTURE, date(2024, 12, 1), date(2025, 2, 28)),
    ],
)
def test_weekends_nights_and_seasons(
    text: str, direction: Direction, start: date, end: date
) -> None:
    (found,) = dates.find(text)
    when = dates.resolve(found, DAY, direction)
    assert (when.start, when.end) == (start, end)


def test_the_fall_of_a_city_and_an_offensive_are_no_season() -> None:
    assert dates.find("after the fall of Goma, in the spring offensive") == ()


def test_a_day_takes_the_year_that_its_clause_hangs_on() -> None:
    year, day = dates.find("no talks since 2015, when Modi visited Lahore on 25 December")
    assert year.rule == "year"
    assert dates.resolve(day, DAY, Direction.PAST).start == date(2015, 12, 25)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        (
            "Russia and Ukraine began two-day talks on a ceasefire in Istanbul on Monday.",
            date(2024, 5, 6),
            date(2024, 5, 7),
        ),
        (
            "Russia and Ukraine concluded two-day ceasefire talks in Istanbul on Monday.",
            date(2024, 5, 5),
            date(2024, 5, 6),
        ),
    ],
)
def test_meetings_of_some_days(sentence: str, start: date, end: date) -> None:
    spans = {(a.when.start, a.when.end) for a in body(sentence) if a.kind == "meeting"}
    assert spans == {(start, end)}


def test_meetings_with_different_partners_are_not_joined() -> None:
    found = body(
        "Ukraine and Turkey held talks on a ceasefire.",
        "Ukraine and Poland held talks on a ceasefire.",
    )
    meetings = [{p.country for p in a.parties} for a in found if a.kind == "meeting"]
    assert sorted(map(sorted, meetings)) == [["POL", "UKR"], ["TUR", "UKR"]]
