"""Today.Az: its article text, which is the same from a saved page, a print page or markup.

No markup of the site has been seen, so a page is read by the lines a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from parsers.dateline import AGENCIES, agency_line, take_dateline
from parsers.instants import from_date_line
from parsers.not_article import NotArticle
from parsers.page import Draft, NotAnArticle, Page, UnknownLayout
from parsers.paragraphs import paragraphs
from parsers.records import Published

NAME = "today_az"
RANK = 20
DOMAINS = ("today.az",)
BAKU = ZoneInfo("Asia/Baku")  # +04:00; until 2015 +05:00 in summer

# "Today.Az » Politics » Some title", "TODAY.AZ / Society"
_CRUMBS = re.compile(
    r"(?i)^today\.az\s*[»/>|›]\s*(?P<section>[^»/>|›]{2,40}?)\s*(?:[»/>|›]\s*(?P<title>.+))?$"
)
# Such as: 19 October 2020 [17:45] - Today.Az
_DATE = re.compile(r"(?i)^\d{1,2} [a-z]+ \d{4} \[\d{1,2}:\d{2}\](?:\s*[-–—]\s*today\.az)?$")
_BYLINE = re.compile(r"^(?:By\s+\S.{1,80}|\S+\s+interview with .{2,100})$")
# The first of these ends the article; what follows is the page's own.
_FOOTER = re.compile(
    r"(?i)^(?:url:\s*\S*|print version|views:\s*\d*|connect with us\b.*|recommend news to friend.*"
    r"|copyright ©.*|©.{0,20}today\.az.*|related news|news archive)$"
)
_URL = re.compile(
    r"(?i)^(?:url:\s*)?https?://(?:www\.)?today\.az/(?:print/)?news/([\w-]+)/(\d+)\.html"
)
LAYOUT = "lines"  # no markup of the site was seen: the lines that a reader sees are its layout
LISTED = 3  # dated lines on one page: a list of stories
HEAD = 40  # lines in which the crumbs must come; a page's navigation may stand before them


def recognise(page: Page) -> bool:
    """Know Today.Az by its crumbs, or its date line with "Today.Az"; markup by its host too."""
    if not page.is_html:
        return _start(page.lines, HEAD) is not None
    if page.is_from(*DOMAINS):
        return True
    named = "today.az" in page.text[:20_000].lower()
    return named and _start(page.lines, len(page.lines)) is not None


def parse(page: Page) -> Draft:
    """Read crumbs, title, date and byline, then paragraphs down to the footer."""
    start = _start(page.lines, len(page.lines))
    lines = page.lines[start or 0 :]
    end = next((at for at, line in enumerate(lines) if _FOOTER.match(line)), len(lines))
    head = [at for at in range(min(end, 12)) if _DATE.match(lines[at])]
    if page.is_html and sum(bool(_DATE.match(line)) for line in page.lines) >= LISTED:
        raise NotAnArticle(NotArticle.LISTING)
    if page.is_html and (start is None or not head):
        raise UnknownLayout(NAME, "a line “19 October 2020 [17:45] - Today.Az” below the title")
    if not head:
        return Draft(paragraphs=(), source="Today.Az")
    dated = head[0]
    section, title = _section_and_title([line for line in lines[:dated] if line])
    byline, body = _byline(paragraphs(lines[dated + 1 : end]))
    agency = ""
    if body and agency_line(body[-1]):
        agency = agency_line(body.pop())
    dateline, rest = take_dateline(body)
    return Draft(
        paragraphs=rest,
        layout=LAYOUT if page.is_html else "",
        title=title,
        source="Today.Az",
        url=_url(lines[end:], page.url),
        byline=byline,
        agency=agency or dateline.agency or _agency_of(byline),
        dateline=dateline.city,
        dateline_date=dateline.day,
        section=section,
        published=_published(lines[dated]),
    )


def _start(lines: Sequence[str], within: int) -> int | None:
    """Find the crumbs that a date line follows, or the date line of the site itself."""
    for at, line in enumerate(lines[:within]):
        if _CRUMBS.match(line[:400]) and any(
            _DATE.match(below) for below in lines[at + 1 : at + 9]
        ):
            return at
        if _DATE.match(line) and line.lower().endswith("today.az"):
            return max(at - 1, 0)  # the title, where the crumbs are missing
    return None


def _section_and_title(head: list[str]) -> tuple[str, str]:
    crumbs = _CRUMBS.match(head[0][:400]) if head else None
    if crumbs is None:
        return "", " ".join(head)
    return crumbs.group("section"), crumbs.group("title") or " ".join(head[1:])


def _byline(body: list[str]) -> tuple[str, list[str]]:
    if body and _BYLINE.match(body[0]):
        return body[0], body[1:]
    return "", body


def _agency_of(byline: str) -> str:
    """Name the agency that "By Trend" or "By Azernews By First Last" credits."""
    first = re.split(r"\s+By\s+", byline.removeprefix("By "))[0]
    return AGENCIES.get(first.lower(), "")


def _published(line: str) -> Published:
    return from_date_line(re.sub(r"(?i)\s*[-–—]\s*today\.az$", "", line), BAKU)


def _url(footer: Sequence[str], known: str) -> str:
    """Give the address as the footer has it; the print page is the same article."""
    for line in (*footer, known):
        match = _URL.match(line)
        if match:
            return f"http://www.today.az/news/{match.group(1)}/{match.group(2)}.html"
    return ""
