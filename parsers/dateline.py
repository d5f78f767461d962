"""Datelines: "MOSCOW, November 12. /TASS/." and their kin at the start of a news text.

A dateline names the city, often the day without a year, and the agency. Only forms that name an
agency, or stand in capitals before a dash, are taken: "Paris, May 1968" opens an ordinary sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.instants import ALL_MONTHS, in_some_year, on_day
from parsers.records import UNPUBLISHED, Basis, Published
from parsers.text import clean_line

# Agencies that credit a text in its dateline or its last line, as written there, and their names.
AGENCIES: dict[str, str] = {
    "tass": "TASS",
    "itar-tass": "TASS",
    "тасс": "TASS",
    "итар-тасс": "TASS",
    "trend": "Trend",
    "reuters": "Reuters",
    "ap": "AP",
    "afp": "AFP",
    "dpa": "dpa",
    "armenpress": "Armenpress",
    "azertac": "AZERTAC",
    "azertag": "AZERTAC",
    "arka": "ARKA",
    "apa": "APA",
    "turan": "Turan",
    "interfax": "Interfax",
    "ria novosti": "RIA Novosti",
    "xinhua": "Xinhua",
    "anadolu": "Anadolu",
    "ukrinform": "Ukrinform",
    "unian": "UNIAN",
    "day.az": "Day.Az",
    "azernews": "Azernews",
    "report": "Report",
    "sputnik": "Sputnik",
    "upi": "UPI",
    "efe": "EFE",
    "pti": "PTI",
    "ians": "IANS",
    "wafa": "WAFA",
    "cnn": "CNN",
}

_MONTH = "|".join(sorted(ALL_MONTHS, key=len, reverse=True))
_AGENCY = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_CITY = r"(?P<city>[^\W\d_][\w.'’ \-/]{1,38}?)(?:\s*/(?P<region>[^/\d]{2,40})/)?"
_LAND = r"(?:,\s+[A-Z][\w. ]{2,20}?)??"  # country or state
_DAY = (
    rf"(?:(?P<m1>{_MONTH})\.?\s?(?P<d1>\d{{1,2}})(?:,?\s(?P<y1>\d{{4}}))?"
    rf"|(?P<d2>\d{{1,2}})\s(?P<m2>{_MONTH})(?:\s(?P<y2>\d{{4}}))?)"
)
# Each with its trade-off; the first that matches counts. Case matters for the city only, and is
# checked afterwards.
_FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile("(?i)^" + form)
    for form in (
        # MOSCOW, November 12. /TASS/.   IGORA /Leningrad Region/, December 26. /TASS/.
        # МОСКВА, 29 июня. /Корр. ТАСС Иван Петров/.
        rf"{_CITY},\s+{_DAY}\.?\s*/(?:[^/]{{0,40}}?\b)??(?P<agency>{_AGENCY})\b[^/]{{0,60}}/\.?\s*",
        # TASS, November 12.
        rf"(?P<agency>TASS|ТАСС),\s+{_DAY}\.\s+",
        # STEPANAKERT, MARCH 21, ARMENPRESS.   Baku, April 10, AZERTAC   Baku, Dec. 14, Trend:
        rf"{_CITY},\s+(?:Azerbaijan,\s+)?{_DAY},\s*(?P<agency>{_AGENCY})\b\s*(?:[.:–—-]|$)\s*",
        # BAKU, Azerbaijan, Dec. 14. Trend:    and on a line of its own, the agency on the next
        rf"{_CITY},\s+Azerbaijan,\s+{_DAY}\.?\s*(?P<agency>Trend)?(?:\s*[:–—-]+\s*|\.?\s*$)",
        # GENEVA, Jan 5 (Reuters) -    KYIV, Ukraine (AP) —    BRUSSELS (AFP) –
        rf"{_CITY}{_LAND}(?:,\s+{_DAY})?\s+\((?P<agency>{_AGENCY})\)\s*[-–—]+\s*",
        # MINSK, 26 September (BelTA) –    with a day, the agency need not be known
        rf"{_CITY}{_LAND},\s+{_DAY}\s+\((?P<agency>[^\W\d_][\w.\-/ ]{{1,24}})\)\s*[-–—]+\s*",
        # Hong Kong CNN —
        rf"{_CITY}\s+(?P<agency>CNN)\s+[–—]\s*",
        # Baku/06.09.22/Turan:
        rf"{_CITY}/\d{{2}}\.\d{{2}}\.\d{{2}}/(?P<agency>Turan):\s*",
    )
)
# AUBURN, Wash. — ..., YEREVAN -- ...: no agency, so the city must stand in capitals, and the dash
# between spaces.
_BARE = re.compile(
    r"^(?P<city>[A-Z][A-Z.'’ \-]{2,30}(?:,\s[A-Z][A-Za-z. ]{2,20}?)?)\s+(?:--|[–—]+)\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline read; ``end`` is where the sentence behind it begins."""

    city: str
    agency: str
    day: Published  # basis DATELINE: MONTH_DAY, or DAY where it gives the year
    end: int


NO_DATELINE = Dateline("", "", UNPUBLISHED, 0)


def take_dateline(paragraphs: Sequence[str]) -> tuple[Dateline, tuple[str, ...]]:
    """Cut the dateline off the first paragraph; NO_DATELINE and the paragraphs where none is."""
    dateline = read_dateline(paragraphs[0]) if paragraphs else None
    if dateline is None:
        return NO_DATELINE, tuple(paragraphs)
    first, below = paragraphs[0][dateline.end :], tuple(paragraphs[1:])
    if first:
        return dateline, (first, *below)
    if below and agency_line(below[0]):  # "BAKU, Azerbaijan, Sept. 27", and "Trend:" below it
        return replace(dateline, agency=agency_line(below[0])), below[1:]
    return dateline, below


def read_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline a paragraph begins with, or None."""
    start = paragraph[:160]
    for form in _FORMS:
        match = form.match(start)
        if match is None:
            continue
        part = match.groupdict()
        city = clean_line(part.get("city") or "")
        if city and not city[0].isupper():
            continue
        written = part.get("agency") or ""
        agency = AGENCIES.get(written.lower(), written)
        return Dateline(city, agency, _date(part, match.group().strip()), match.end())
    bare = _BARE.match(start)
    if bare:
        return Dateline(clean_line(bare.group("city")), "", UNPUBLISHED, bare.end())
    return None


def agency_line(line: str) -> str:
    """Name the agency a line of its own credits ("/Trend/", "- Reuters"), or ""."""
    bare = line.strip("/-–—() .:").lower()
    if bare in AGENCIES and line != bare and len(line) <= 30:
        return AGENCIES[bare]
    slashed = re.fullmatch(r"/\s*([^/]{2,30}?)\s*/\.?", line)
    return slashed.group(1) if slashed else ""


def _date(part: dict[str, str | None], text: str) -> Published:
    form = next((n for n in (1, 2) if part.get(f"d{n}")), None)
    if form is None:
        return UNPUBLISHED
    month = ALL_MONTHS[str(part[f"m{form}"]).lower()]
    day, year = int(str(part[f"d{form}"])), part[f"y{form}"]
    dated = in_some_year(month, day, text, Basis.DATELINE)
    if year is None or dated is UNPUBLISHED:
        return dated
    try:
        return on_day(date(int(year), month, day), text, Basis.DATELINE)
    except ValueError:  # 29 February of a common year
        return UNPUBLISHED
