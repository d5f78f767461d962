"""Plain text of any source: an optional title line, then paragraphs."""

from __future__ import annotations

import re

from parsers.addresses import web_address
from parsers.dateline import agency_line, read_dateline, take_dateline
from parsers.instants import from_date_line
from parsers.page import Draft, Page
from parsers.paragraphs import ends_sentence, is_headline, paragraphs
from parsers.records import UNPUBLISHED
from parsers.text import unescape

NAME = "plain"
RANK = 90  # takes every text that no other format knows

HEAD = 8  # lines at the top in which a title, date, byline or header fields stand
# "Title: …" as mail, archives and scrapers write above a text, and the field of the draft it fills
_FIELD = re.compile(
    r"(?i)^(title|headline|date|published|source|url|link|author|byline|section):\s+(\S.*)$"
)
_FIELDS = {"headline": "title", "published": "date", "link": "url", "author": "byline"}
_BYLINE = re.compile(r"^By\s+[^\W\d_][^.!?]{2,80}$")


def recognise(page: Page) -> bool:
    """Take any text that is no markup."""
    return not page.is_html


def parse(page: Page) -> Draft:
    """Read the head line by line, then the body; the dateline leaves the body."""
    lines = [unescape(line) for line in page.lines]
    while lines and not lines[0]:
        lines.pop(0)
    head, start = _read_head(lines)
    body = paragraphs(lines[start:])
    agency = ""
    if len(body) > 1 and agency_line(body[-1]):
        agency = agency_line(body.pop())
    dateline, rest = take_dateline(body)
    return Draft(
        paragraphs=rest,
        title=head.get("title", ""),
        source=head.get("source", ""),
        url=head.get("url", ""),
        byline=head.get("byline", ""),
        section=head.get("section", ""),
        published=from_date_line(head["date"]) if "date" in head else UNPUBLISHED,
        agency=dateline.agency or agency,
        dateline=dateline.city,
        dateline_date=dateline.day,
    )


def _read_head(lines: list[str]) -> tuple[dict[str, str], int]:
    """Read fields, title, date and byline above the body, and the line at which it begins."""
    head: dict[str, str] = {}
    at = 0
    while at < min(len(lines), HEAD):
        line = lines[at]
        name, value = _head_line(line) if line else ("", "")
        if name and name not in head:
            head[name] = value
        elif line and "title" not in head and _is_title(lines, at):
            head["title"] = line.lstrip("# ")  # as Markdown marks a heading
        elif line:
            break
        at += 1
    return head, at


def _head_line(line: str) -> tuple[str, str]:
    """Name the field of the draft that a line above the text fills, and its value; or ""."""
    field = _FIELD.match(line)
    if field:
        name = field.group(1).lower()
        return _FIELDS.get(name, name), field.group(2)
    if from_date_line(line) != UNPUBLISHED:
        return "date", line
    if " " not in line and web_address(line):
        return "url", line
    return ("byline", line) if _BYLINE.match(line) else ("", "")


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is a title: like a headline, above a blank line, a date or a sentence."""
    line, below = lines[at], lines[at + 1 : at + 2]
    if not is_headline(line) or read_dateline(line) or not any(lines[at + 1 :]):
        return False
    if below == [""] or _head_line(below[0])[0]:
        return True
    return len(below[0]) > len(line) and ends_sentence(below[0]) and not ends_sentence(line)
