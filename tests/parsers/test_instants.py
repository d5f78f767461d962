"""Dates as pages write them, and datelines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dateline import NO_DATELINE, agency_line, read_dateline, take_dateline
from parsers.instants import from_date_line, from_machine, from_unix
from parsers.records import UNPUBLISHED, Basis, Precision

EVENING = datetime(2020, 10, 5, 17, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2020-10-05T17:45:00Z",
        "2020-10-05 17:45:00Z",
        "2020-10-05T21:45:30.123+04:00",
        "2020-10-05T21:45+0400",
        "20201005T174500Z",
        "Mon, 05 Oct 2020 21:45:00 +0400",
        " 2020-10-05T17:45:00Z\n",
    ],
)
def test_machine_instants(text: str) -> None:
    found = from_machine(text)
    assert found.at is not None
    assert found.at.replace(second=0, microsecond=0) == EVENING
    assert (found.precision, found.basis) == (Precision.MINUTE, Basis.PAGE)


def test_machine_instant_keeps_the_day_and_offset_of_its_zone() -> None:
    found = from_machine("2020-10-06T01:45:00+08:00")
    assert (found.at, found.day, found.utc_offset_minutes) == (EVENING, date(2020, 10, 6), 480)


def test_machine_time_without_zone_is_a_day_or_in_the_zone_of_the_source() -> None:
    assert from_machine("2020-10-05T17:45:00").precision is Precision.DAY
    assert from_machine("2020-10-05T17:45:00", UTC).at == EVENING


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2020-13-45", "0001-01-01 00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31",
     "2020-10-05T17:45:00Z and more", "5", "Mon, 99 Oct 2020"],
)  # fmt: skip
def test_machine_nonsense(text: str) -> None:
    assert from_machine(text) == UNPUBLISHED


@given(st.text(max_size=40))
def test_machine_text_never_fails(text: str) -> None:
    from_machine(text)
    from_date_line(text)
    from_unix(text, UTC)


def test_unix_seconds() -> None:
    moscow = timezone(timedelta(hours=3))
    found = from_unix("1593378975", moscow)
    assert found.at == datetime(2020, 6, 28, 21, 16, 15, tzinfo=UTC)
    assert found.day == date(2020, 6, 29)
    assert from_unix("soon", moscow) == UNPUBLISHED


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("14 December 2019 09:54 (UTC+04:00)", datetime(2019, 12, 14, 5, 54, tzinfo=UTC)),
        ("14 December 2019 09:54 (UTC +04:00)", datetime(2019, 12, 14, 5, 54, tzinfo=UTC)),
        ("October 05, 2020 17:10 GMT", datetime(2020, 10, 5, 17, 10, tzinfo=UTC)),
        (
            "Published on: Thursday, Nov. 5, 2020 at 5:10 p.m. GMT",
            datetime(2020, 11, 5, 17, 10, tzinfo=UTC),
        ),
        ("29 июня 2020, 00:16 MSK", datetime(2020, 6, 28, 21, 16, tzinfo=UTC)),
        ("12:05 AM GMT, 3 May 2021", datetime(2021, 5, 3, 0, 5, tzinfo=UTC)),
    ],
)
def test_date_lines_with_a_zone(line: str, instant: datetime) -> None:
    assert from_date_line(line).at == instant


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("13 Oct 2020 18:29", date(2020, 10, 13)),
        ("08:22, 24.11.2020", date(2020, 11, 24)),
        ("10.04.2020 [10:41]", date(2020, 4, 10)),
        ("October 5, 2020", date(2020, 10, 5)),
        ("5th October 2020", date(2020, 10, 5)),
        ("2020-10-05", date(2020, 10, 5)),
    ],
)
def test_date_lines_without_a_zone_are_days(line: str, day: date) -> None:
    found = from_date_line(line)
    assert (found.day, found.at) == (day, None)


def test_date_line_in_the_zone_of_the_source() -> None:
    baku = ZoneInfo("Asia/Baku")
    summer = from_date_line("18 July 2014 [09:05]", baku)
    winter = from_date_line("18 January 2014 [09:05]", baku)
    later = from_date_line("18 July 2017 [09:05]", baku)
    offsets = [found.utc_offset_minutes for found in (summer, winter, later)]
    assert offsets == [300, 240, 240]  # summer time was given up in 2016


def test_date_line_without_a_year() -> None:
    found = from_date_line("June 08, 17:30 UTC+3")
    assert (found.precision, found.month_day) == (Precision.MONTH_DAY, (6, 8))


@pytest.mark.parametrize(
    "line",
    ["", "Monday", "2020", "On October 5, 2020 the truce began", "31 February 2020",
     "October 5, 2020 was a Monday", "5 of 10", "1.2.3"],
)  # fmt: skip
def test_other_lines_are_no_date_lines(line: str) -> None:
    assert from_date_line(line) == UNPUBLISHED


# Datelines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "city", "agency", "month_day"),
    [
        ("MOSCOW, November 12. /TASS/. The truce", "MOSCOW", "TASS", (11, 12)),
        ("IGORA /Leningrad Region/, December 26. /TASS/. The truce", "IGORA", "TASS", (12, 26)),
        ("UNITED NATIONS, July 18. /TASS/. The truce", "UNITED NATIONS", "TASS", (7, 18)),
        ("MOSCOW, April 3. /ITAR-TASS/. The truce", "MOSCOW", "TASS", (4, 3)),
        ("ST. PETERSBURG, June 5. /TASS/. The truce", "ST. PETERSBURG", "TASS", (6, 5)),
        ("TASS, November 12. The truce", "", "TASS", (11, 12)),
        ("МОСКВА, 29 июня. /ТАСС/. The truce", "МОСКВА", "TASS", (6, 29)),
        ("РОСТОВ-НА-ДОНУ, 1 мая. /ИТАР-ТАСС/. The truce", "РОСТОВ-НА-ДОНУ", "TASS", (5, 1)),
        ("МОСКВА, 29 июня. /Корр. ТАСС Иван Иванов/. The truce", "МОСКВА", "TASS", (6, 29)),
        ("STEPANAKERT, MARCH 21, ARMENPRESS. The truce", "STEPANAKERT", "Armenpress", (3, 21)),
        ("Baku, April 10, AZERTAC. The truce", "Baku", "AZERTAC", (4, 10)),
        ("YEREVAN, September 7. /ARKA/. The truce", "YEREVAN", "ARKA", (9, 7)),
        ("GENEVA, Jan 5 (Reuters) - The truce", "GENEVA", "Reuters", (1, 5)),
        ("KYIV, Ukraine (AP) — The truce", "KYIV", "AP", None),
        ("AUBURN, Wash. — The truce", "AUBURN, Wash.", "", None),
        ("YEREVAN -- The truce", "YEREVAN", "", None),
        ("MINSK, 26 September (BelTA) – The truce", "MINSK", "BelTA", (9, 26)),
        ("Hong Kong CNN — The truce", "Hong Kong", "CNN", None),
    ],
)
def test_datelines(text: str, city: str, agency: str, month_day: tuple[int, int] | None) -> None:
    found = read_dateline(text)
    assert found is not None
    assert (found.city, found.agency, found.day.month_day) == (city, agency, month_day)
    assert text[found.end :] == "The truce"


def test_dateline_with_a_year() -> None:
    found = read_dateline("MOSCOW, December 26, 2019. /TASS/. The truce")
    assert found is not None
    assert (found.day.day, found.day.basis) == (date(2019, 12, 26), Basis.DATELINE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Paris, May 1968 was another matter.",
        "Moscow, November 12: what we know",
        "MOSCOW, November 12 saw the end of it.",
        "The minister told TASS on November 12. /He did not elaborate/.",
        "Lavrov, on November 12, said it.",
        "U.S. envoys said so.",
        "I — said he — will come.",
    ],
)
def test_no_datelines(text: str) -> None:
    assert read_dateline(text) is None
    assert take_dateline([text]) == (NO_DATELINE, (text,))


def test_dateline_of_a_day_that_is_none() -> None:
    found = read_dateline("MOSCOW, February 30. /TASS/. The truce")
    assert found is not None
    assert found.day == UNPUBLISHED


def test_dateline_on_a_line_of_its_own_with_the_agency_below() -> None:
    dateline, rest = take_dateline(["BAKU, Azerbaijan, Sept. 27", "Trend:", "The truce holds."])
    assert (dateline.city, dateline.agency) == ("BAKU", "Trend")
    assert rest == ("The truce holds.",)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("/Trend/", "Trend"),
        ("/ANS PRESS/", "ANS PRESS"),
        ("- Reuters", "Reuters"),
        ("Trend:", "Trend"),
        ("The truce holds.", ""),
        ("", ""),
        ("//", ""),
    ],
)
def test_agency_lines(line: str, agency: str) -> None:
    assert agency_line(line) == agency


@given(st.text(max_size=200))
def test_dateline_never_fails(text: str) -> None:
    dateline, rest = take_dateline([text])
    assert dateline.end <= len(text)
    assert len(rest) <= 1
