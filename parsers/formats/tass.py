"""TASS: the text of a page as people save it, and the pages of tass.com and tass.ru."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsers.dateline import read_dateline, take_dateline
from parsers.instants import from_date_line, from_unix
from parsers.page import Draft, Page
from parsers.paragraphs import ends_sentence, paragraphs
from parsers.records import UNPUBLISHED, Basis, Published

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

NAME = "tass"
RANK = 10
DOMAINS = ("tass.com", "tass.ru", "itar-tass.com")
MOSCOW = timezone(timedelta(hours=3))  # of the site since October 2014

HEAD = 16  # lines in which the dateline must come
# Navigation around the text of a page, whole lines, as the site's layouts of 2017 to 2020 have it.
_NOISE = re.compile(
    r"(?i)^(?:all news|все новости|share|поделиться|\d+ pages? in this article|print|реклама"
    r"|subscribe\b.{0,60})$"
)
# Photo credits: "© AP Photo/Some Name", "© Some Name/TASS"
_CREDIT = re.compile(r"^©\s?\S.{0,100}$")
_READ_ALSO = re.compile(r"(?i)^(?:read also|also read|читайте также)\b[:\s]*$")
_TAIL = re.compile(r"(?i)^(?:in other media|в других сми|новости партн.ров|tags:?|теги:?|topics)$")
SECTIONS = frozenset(
    "world|politics|russian politics & diplomacy|military & defense|business & economy|economy"
    "|science & space|science|emergencies|society & culture|society|sport|sports|press review"
    "|в мире|политика|армия и опк|экономика и бизнес|общество|спорт".split("|")
)

# Selectors, the present layout first; hashed class names keep their beginning (tass.ru since 2022).
TITLE = "h1.news-header__title, h1[class*=NewsHeader_title], h1"
LEAD = "div.news-header__lead, [class*=NewsHeader_lead]"
BODY = "div.text-content div.text-block, div.b-material-text__l, [class*=Text_content], article"
TAGS = "div.tags a.tags__item"


def recognise(page: Page) -> bool:
    """Know TASS by its host, or in a text by a TASS dateline near the top."""
    if page.is_html:
        return page.is_from(*DOMAINS) or bool(page.soup.select_one("h1.news-header__title"))
    return _dateline_at(_content(page.lines)) is not None


def parse(page: Page) -> Draft:
    """Read the markup of a page, or the text of one."""
    return _from_markup(page) if page.is_html else _from_text(page.lines)


def _from_text(all_lines: Sequence[str]) -> Draft:
    """Read section, date, title and lead above the dateline, the body from it on."""
    lines = _content(all_lines)
    at = _dateline_at(lines) or 0
    section, published = "", UNPUBLISHED
    head: list[str] = []
    for line in filter(None, lines[:at]):
        dated = from_date_line(line, MOSCOW)
        if line.lower() in SECTIONS and not section:
            section = line
        elif dated != UNPUBLISHED and published == UNPUBLISHED:
            published = dated
        else:
            head.append(line)
    return _draft(
        paragraphs(_body(lines[at:])),
        title=head[0] if head else "",
        lead=" ".join(head[1:]),
        section=section,
        published=published,
        source_basis=Basis.DATELINE,
    )


def _draft(body: Sequence[str], **fields: object) -> Draft:
    """Make the draft, the dateline taken from the body."""
    dateline, rest = take_dateline(body)
    return Draft(
        paragraphs=rest,
        source="TASS",
        agency="TASS",
        dateline=dateline.city,
        dateline_date=dateline.day,
        **fields,  # type: ignore[arg-type]
    )


def _content(lines: Sequence[str]) -> list[str]:
    """Drop navigation and photo credits, and all below the article."""
    kept = []
    for line in lines:
        if _TAIL.match(line):
            break
        if not _NOISE.match(line) and not _CREDIT.match(line):
            kept.append(line)
    return kept


def _dateline_at(lines: Sequence[str]) -> int | None:
    """Find the paragraph with the TASS dateline among the first lines."""
    for at, line in enumerate(lines[:HEAD]):
        dateline = read_dateline(line)
        if dateline and dateline.agency == "TASS":
            return at
    return None


def _body(lines: Sequence[str]) -> list[str]:
    """Drop each "Read also" with the headlines below it: they end as no sentence does."""
    kept: list[str] = []
    in_box = False
    for line in lines:
        if _READ_ALSO.match(line):
            in_box = True
        elif line and in_box:
            in_box = not ends_sentence(line)
        if not in_box:
            kept.append(line)
    return kept


def _from_markup(page: Page) -> Draft:
    """Read a page: its blocks of text, and the machine date, which has no text."""
    from parsers.markup import body_paragraphs, page_facts, text_of  # noqa: PLC0415 - loads bs4

    facts = page_facts(page)
    nodes = page.soup.select(BODY)
    body = [line for node in nodes for line in body_paragraphs(node)]
    title = page.soup.select_one(TITLE)
    lead = page.soup.select_one(LEAD)
    return _draft(
        _body(_content(body)),
        title=text_of(title) or facts.title,
        lead=text_of(lead),
        section=facts.section or _section(facts.url or page.url),
        language=facts.language,
        url=_article_url(facts.url or page.url),
        published=_machine_date(page.soup) or facts.published,
        updated_at=facts.updated_at,
        captions=facts.captions,
        tags=tuple(text_of(tag) for tag in page.soup.select(TAGS)) or facts.tags,
    )


def _machine_date(soup: BeautifulSoup) -> Published | None:
    """Read <dateformat time="UNIX" mode="abs">; mode="rel" dates the other stories of the page."""
    for node in soup.select("dateformat[mode=abs][time]"):
        found = from_unix(str(node["time"]), MOSCOW)
        if found != UNPUBLISHED:
            return found
    return None


def _section(url: str) -> str:
    """Take the section from https://tass.com/{section}/{id}."""
    parts = urlsplit(url).path.strip("/").split("/")
    return parts[0].replace("-", " ").capitalize() if len(parts) > 1 else ""


def _article_url(url: str) -> str:
    """Drop what is no part of the address: the query, "/amp"."""
    return url.split("?")[0].removesuffix("/amp")
