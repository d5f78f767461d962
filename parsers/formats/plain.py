"""Plain text of any source: an optional title line, then paragraphs."""

from __future__ import annotations

import re

from parsers.dateline import agency_line, take_dateline
from parsers.instants import from_date_line
from parsers.page import Draft, Page
from parsers.paragraphs import ends_sentence, is_headline, paragraphs
from parsers.records import UNPUBLISHED, Precision
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
    """Read fields, title, date and byline above the body, and the line at which the body begins."""
    head: dict[str, str] = {}
    at = 0
    while at < min(len(lines), HEAD):
        line = lines[at]
        field = _FIELD.match(line)
        if not line:
            pass
        elif field:
            name = field.group(1).lower()
            head.setdefault(_FIELDS.get(name, name), field.group(2))
        elif "date" not in head and from_date_line(line).precision is not Precision.UNKNOWN:
            head["date"] = line
        elif "byline" not in head and _BYLINE.match(line):
            head["byline"] = line
        elif "title" not in head and _is_title(lines, at):
            head["title"] = line
        else:
            break
        at += 1
    return head, at


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is a title: like a headline, alone before a blank line or a whole sentence."""
    line = lines[at]
    if not is_headline(line) or at + 1 >= len(lines) or not any(lines[at + 1 :]):
        return False
    below = lines[at + 1]
    if not below:
        return True
    return len(below) > len(line) and ends_sentence(below) and not ends_sentence(line)
