"""Reconciling dates of publication, and reading them from running text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.instants import at_instant, in_some_year, on_day
from parsers.published import Evidence, reconcile, stated
from parsers.records import UNPUBLISHED, Basis, Precision, Published
from parsers.spoken import full_dates, infer_from_text, spoken_weekday

THURSDAY = 3
PAGE = at_instant(datetime(2020, 11, 12, 9, 30, tzinfo=UTC), "2020-11-12T09:30Z")
DATELINE = in_some_year(11, 12, "MOSCOW, November 12.", Basis.DATELINE)


def person(day: date) -> Published:
    return stated(day, Basis.METADATA)


def messages(evidence: Evidence) -> list[str]:
    return [doubt.message for doubt in reconcile(evidence)[1]]


def test_page_stands_above_all_others() -> None:
    evidence = Evidence(
        page=PAGE,
        feed=stated(date(2020, 11, 12), Basis.FEED),
        metadata=person(date(2020, 11, 12)),
        dateline=DATELINE,
    )
    assert reconcile(evidence) == (PAGE, ())


def test_nothing_known() -> None:
    assert reconcile(Evidence()) == (UNPUBLISHED, ())


def test_year_from_metadata_day_checked_by_dateline_and_weekday() -> None:
    evidence = Evidence(metadata=person(date(2020, 11, 12)), dateline=DATELINE, weekday=THURSDAY)
    published, doubts = reconcile(evidence)
    assert (published.day, published.basis, doubts) == (date(2020, 11, 12), Basis.METADATA, ())


@pytest.mark.parametrize("day", [11, 12, 13])
def test_dateline_may_differ_by_a_day(day: int) -> None:
    page = on_day(date(2020, 11, day), "", Basis.PAGE)
    published, doubts = reconcile(Evidence(page=page, dateline=DATELINE))
    assert (published.day, doubts) == (date(2020, 11, day), ())


@pytest.mark.parametrize("day", [11, 13])
def test_a_day_off_the_dateline_in_metadata_stands_but_is_doubted(day: int) -> None:
    evidence = Evidence(metadata=person(date(2020, 11, day)), dateline=DATELINE)
    published, (doubt,) = reconcile(evidence)
    assert published.day == date(2020, 11, day)
    assert f"2020-11-{day}" in doubt.message
    assert "November 12" in doubt.message
    instant = stated(datetime(2020, 11, day, 23, 30, tzinfo=UTC), Basis.METADATA)
    assert messages(Evidence(metadata=instant, dateline=DATELINE)) == []


@pytest.mark.parametrize("day", [date(2020, 11, 10), date(2020, 11, 14), date(2020, 3, 12)])
def test_dateline_stands_against_metadata(day: date) -> None:
    published, doubts = reconcile(Evidence(metadata=person(day), dateline=DATELINE))
    assert (published.precision, published.month_day) == (Precision.MONTH_DAY, (11, 12))
    assert day.isoformat() in doubts[0].message
    assert "November 12" in doubts[0].message
    assert "metadata.toml" in doubts[0].cure


@pytest.mark.parametrize("year", [2018, 2019, 2021, 2022])
def test_weekday_shows_a_wrong_year(year: int) -> None:
    evidence = Evidence(metadata=person(date(year, 11, 12)), dateline=DATELINE, weekday=THURSDAY)
    published, doubts = reconcile(evidence)
    assert published.day == date(year, 11, 12)
    assert "Thursday" in doubts[0].message
    assert "metadata.toml" in doubts[0].cure


@pytest.mark.parametrize(
    ("day", "fits"),
    [(12, True), (13, True), (14, False), (11, False)],
)
def test_weekday_of_a_text_without_dateline_is_today_or_yesterday(day: int, fits: bool) -> None:
    evidence = Evidence(metadata=person(date(2020, 11, day)), weekday=THURSDAY)
    assert (messages(evidence) == []) is fits


def test_page_may_report_a_weekend_late() -> None:
    monday = on_day(date(2020, 11, 16), "16 November 2020")
    friday, wednesday = 4, 2
    assert messages(Evidence(page=monday, weekday=friday)) == []
    assert "Wednesday" in messages(Evidence(page=monday, weekday=wednesday))[0]


def test_page_and_metadata_differ() -> None:
    published, doubts = reconcile(Evidence(page=PAGE, metadata=person(date(2021, 1, 1))))
    assert published == PAGE
    assert "2021-01-01" in doubts[0].message
    assert "2020-11-12" in doubts[0].message


def test_caption_after_publication_is_a_contradiction() -> None:
    evidence = Evidence(metadata=person(date(2019, 11, 3)), captions=(date(2020, 10, 12),))
    assert "2020-10-12" in messages(evidence)[0]


def test_saying_after_publication_is_a_contradiction() -> None:
    said = in_some_year(11, 20, "said on November 20", Basis.TEXT)
    assert "November 20" in messages(Evidence(page=PAGE, text=said))[0]
    earlier = in_some_year(11, 2, "said on November 2", Basis.TEXT)
    assert messages(Evidence(page=PAGE, text=earlier)) == []


def test_published_after_its_capture_is_a_contradiction() -> None:
    assert "captured" in messages(Evidence(page=PAGE, captured=date(2020, 11, 1)))[0]
    assert messages(Evidence(page=PAGE, captured=date(2020, 11, 11))) == []


def test_page_date_without_year_takes_it_from_metadata() -> None:
    page = in_some_year(6, 8, "June 08, 17:30 UTC+3", Basis.PAGE)
    published, doubts = reconcile(Evidence(page=page, metadata=person(date(2017, 6, 8))))
    assert (published.day, doubts) == (date(2017, 6, 8), ())


def test_metadata_instants() -> None:
    aware = datetime(2020, 10, 19, 1, 45, tzinfo=timezone(timedelta(hours=4)))
    published = stated(aware, Basis.METADATA)
    assert published.at == datetime(2020, 10, 18, 21, 45, tzinfo=UTC)
    assert (published.day, published.utc_offset_minutes) == (date(2020, 10, 19), 240)
    naive = stated(datetime(2020, 10, 19, 1, 45), Basis.METADATA)  # noqa: DTZ001 - the case
    assert naive.at == datetime(2020, 10, 19, 1, 45, tzinfo=UTC)


@given(st.dates(), st.dates(), st.integers(0, 6), st.integers(1, 12), st.integers(1, 31))
def test_any_evidence_is_weighed(one: date, two: date, weekday: int, month: int, day: int) -> None:
    evidence = Evidence(
        feed=stated(one, Basis.FEED),
        metadata=stated(two, Basis.METADATA),
        dateline=in_some_year(month, day, "x", Basis.DATELINE),
        weekday=weekday,
        captions=(two,),
        captured=one,
    )
    published, _ = reconcile(evidence)
    assert published.as_of is None or 1980 <= published.as_of.year <= 2101


# Reading the day from running text -------------------------------------------------------------

SAYINGS = [
    ("The minister said on November 3 that talks go on.", (11, 3)),
    ("The minister told reporters in Norwich on Nov. 3 that talks go on.", (11, 3)),
    ("“No,” she said at a press conference held on Oct.19, the agency reports.", (10, 19)),
    ("In an interview with a daily on November 3 the minister said that talks go on.", (11, 3)),
    ("On Tuesday, November 3, the ministry announced a new round.", (11, 3)),
    ("On November 3 the two ministries said they would meet.", (11, 3)),
]
NOT_SAYINGS = [
    "The minister said a truce agreed on October 10 had not held.",
    "He said the truce was signed on October 10.",
    "The minister said that on October 10 both sides stopped firing.",
    "Russia brokered the first truce on October 10.",
    "The talks will take place on November 20, the minister said.",
    "Talks begin on November 20, the minister said.",
    "“We meet on November 20,” the minister said.",
    "Earlier, the minister said on October 10 that talks go on.",
    "The minister has spoken with both sides since September 27, he said.",
    "The minister said on Monday that talks go on.",
    "The truce of May 12 holds, officials said.",
    "On February 30 the minister said that talks go on.",
]


@pytest.mark.parametrize(("sentence", "month_day"), SAYINGS)
def test_sayings_give_month_and_day(sentence: str, month_day: tuple[int, int]) -> None:
    found = infer_from_text([sentence], ())
    assert (found.month_day, found.basis) == (month_day, Basis.TEXT)


@pytest.mark.parametrize("sentence", NOT_SAYINGS)
def test_other_dates_are_no_day_of_publication(sentence: str) -> None:
    assert infer_from_text([sentence], ["The shore, November 1, 2020."]) == UNPUBLISHED


def test_history_below_the_opening_does_not_count() -> None:
    opening = ["A first paragraph.", "A second one.", "A third one."]
    assert infer_from_text([*opening, SAYINGS[0][0]], ()) == UNPUBLISHED


def test_a_year_written_out_gives_the_day() -> None:
    found = infer_from_text(["The minister said on November 3, 2020 that talks go on."], ())
    assert (found.day, found.basis) == (date(2020, 11, 3), Basis.TEXT)


SAID = [SAYINGS[0][0]]


@pytest.mark.parametrize(
    ("captions", "more", "day"),
    [
        pytest.param(["Norwich, October 12, 2020."], [], date(2020, 11, 3), id="weeks before"),
        pytest.param(["Norwich, November 3, 2020."], [], date(2020, 11, 3), id="the same day"),
        pytest.param([], [], None, id="no caption"),
        pytest.param(["Norwich, August 1, 2020."], [], None, id="months before"),
        pytest.param(["Norwich, November 9, 2020."], [], None, id="after it"),
        pytest.param(
            ["A, October 12, 2020.", "B, October 12, 2019."], [], None, id="captions of two years"
        ),
        pytest.param(
            ["A, October 12, 2020.", "B, May 1, 2018 (file photo)."], [], None, id="old picture"
        ),
        pytest.param(
            ["Norwich, October 12, 2020."],
            ["Elections were held in 2021."],
            None,
            id="a later year in the text",
        ),
        pytest.param(
            [], ["The truce of October 12, 2020 holds."], None, id="a date in the body alone"
        ),
    ],
)
def test_year_comes_from_captions_shortly_before(
    captions: list[str], more: list[str], day: date | None
) -> None:
    found = infer_from_text([*SAID, *more], captions)
    assert found.day == day
    assert found.basis is Basis.TEXT
    if day is None:
        assert found.month_day == (11, 3)


def test_year_across_new_year() -> None:
    found = infer_from_text(
        ["He said on January 4 that it holds."], ["Norwich, December 20, 2020."]
    )
    assert found.day == date(2021, 1, 4)


def test_dateline_takes_its_year_from_a_caption_too() -> None:
    found = infer_from_text(["A paragraph."], ["Norwich, October 20, 2020."], DATELINE)
    assert found.day == date(2020, 11, 12)
    assert infer_from_text(["A paragraph."], [], DATELINE) == UNPUBLISHED


def test_sayings_of_a_few_days_give_the_latest_and_of_many_none() -> None:
    near = ["He said on November 2 that it holds.", "She said on November 3 that it does not."]
    assert infer_from_text(near, ()).month_day == (11, 3)
    far = ["He said on October 2 that it holds.", "She said on November 3 that it does not."]
    assert infer_from_text(far, ()) == UNPUBLISHED


@pytest.mark.parametrize(
    ("paragraph", "weekday"),
    [
        ("Talks go on, the minister stated on Thursday. On Monday he left.", 3),
        ("U.S. envoys said in Norwich on Friday that talks go on.", 4),
        ("Talks go on. The minister said on Thursday they would end.", None),
        ("Talks begin on Thursday, the minister said.", None),
        ("", None),
    ],
)
def test_spoken_weekday(paragraph: str, weekday: int | None) -> None:
    assert spoken_weekday(paragraph) == weekday


def test_full_dates() -> None:
    text = "On October 12, 2020, on 3 Nov. 2019, on June 5 and on February 30, 2020."
    assert full_dates(text) == (date(2020, 10, 12), date(2019, 11, 3))
