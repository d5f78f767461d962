"""TASS: the text of a page as people save it, and the pages of tass.com and tass.ru."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from parsers.dateline import read_dateline, take_dateline
from parsers.facts import page_captions, page_facts
from parsers.instants import from_date_line, from_unix
from parsers.layout import Layout, read_layout
from parsers.markup import select, select_one
from parsers.not_article import NotArticle
from parsers.page import Draft, NotAnArticle, Page
from parsers.paragraphs import ends_sentence, is_headline, paragraphs
from parsers.records import UNPUBLISHED, Basis, Published

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAME = "tass"
RANK = 10
DOMAINS = ("tass.com", "tass.ru", "itar-tass.com")
MOSCOW = timezone(timedelta(hours=3))  # of the site since October 2014

HEAD = 16  # lines in which the dateline must come
ALL_NEWS = ("all news", "все новости")  # the link above every article
# Other navigation, whole lines, as the site's layouts of 2017 to 2020 have it.
_NOISE = re.compile(
    r"(?i)^(?:share|поделиться|\d+ pages? in this article|print|реклама|subscribe\b.{0,60})$"
)
# Photo credits: "© AP Photo/Some Name", "© Some Name/TASS"
_CREDIT = re.compile(r"^©\s?\S.{0,100}$")
_READ_ALSO = re.compile(r"(?i)^(?:read also|also read|читайте также)\b[:\s]*$")
_TAIL = re.compile(r"(?i)^(?:in other media|в других сми|новости партн.ров|tags:?|теги:?|topics)$")
SECTIONS = frozenset(
    {
        "business & economy",
        "economy",
        "emergencies",
        "military & defense",
        "politics",
        "press review",
        "russian politics & diplomacy",
        "science",
        "science & space",
        "society",
        "society & culture",
        "sport",
        "sports",
        "world",
        "армия и опк",
        "в мире",
        "общество",
        "политика",
        "спорт",
        "экономика и бизнес",
    }
)

# What stands among the paragraphs and is none: other stories, pictures, adverts.
BOXES = "div.text-include, div.news-media, div[class*=RelatedNews], div[class*=Banner]"
# The designs of tass.com and tass.ru, the newest first (docs/sources.md says how each was seen).
LAYOUTS = (
    # tass.com since about 2018; seen in stored pages of 2019 to 2024
    Layout(
        name="2018",
        title="h1.news-header__title",
        lead="div.news-header__lead",
        body="div.text-content div.text-block",
        tags="div.tags a.tags__item",
        boxes=BOXES,
    ),
    # tass.ru since 2022: class names end in a hash of the release; stated by scrapers
    Layout(
        name="2022 hashed",
        title="h1[class*=NewsHeader_title], h1[class*=title]",
        lead="[class*=NewsHeader_lead]",
        body="article[class*=Text_], div[class*=Text_]",
        tags="a[class*=Tags_]",
        boxes=BOXES,
    ),
    # up to 2018; stated by scrapers
    Layout(
        name="2014",
        title="h1.b-material__title, h1",
        lead="div.b-material__lead",
        body="div.b-material-text__l",
        boxes=BOXES,
    ),
)


def recognise(page: Page) -> bool:
    """Know TASS by its host or title class, in a text by a dateline or "All news" at the top."""
    if page.is_html:
        return page.is_from(*DOMAINS) or select_one(page.tree, "h1.news-header__title") is not None
    first = next((line.lower() for line in page.lines if line), "")
    return first in ALL_NEWS or _dateline_at(_content(page.lines)) is not None


def parse(page: Page) -> Draft:
    """Read the markup of a page, or the text of one."""
    return _from_markup(page) if page.is_html else _from_text(page)


def _from_text(page: Page) -> Draft:
    """Read section, date, title and lead above the dateline, the body from it on."""
    lines = _content(page.lines)
    dateline_at = _dateline_at(lines)
    at = _title_end(lines) if dateline_at is None else dateline_at
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
    of_tass = dateline_at is not None or page.is_from(*DOMAINS)
    return _draft(
        paragraphs(_body(lines[at:])),
        title=head[0] if head else "",
        lead=" ".join(head[1:]),
        source="TASS" if of_tass else "",
        source_basis=Basis.DATELINE if dateline_at is not None else Basis.PAGE,
        agency="TASS" if of_tass else "",
        section=section,
        url=_article_url(page.url),
        published=published,
    )


def _draft(body: Sequence[str], **fields: Any) -> Draft:
    """Make the draft, the dateline taken from the body."""
    dateline, rest = take_dateline(body)
    return Draft(paragraphs=rest, dateline=dateline.city, dateline_date=dateline.day, **fields)


def _content(lines: Sequence[str]) -> list[str]:
    """Drop navigation and photo credits, and all below the article."""
    kept = []
    for line in lines:
        if _TAIL.match(line):
            break
        if not (line.lower() in ALL_NEWS or _NOISE.match(line) or _CREDIT.match(line)):
            kept.append(line)
    return kept


def _dateline_at(lines: Sequence[str]) -> int | None:
    """Find the paragraph with the TASS dateline among the first lines."""
    for at, line in enumerate(lines[:HEAD]):
        dateline = read_dateline(line)
        if dateline and dateline.agency == "TASS":
            return at
    return None


def _title_end(lines: Sequence[str]) -> int:
    """Find where the body begins in a text without a dateline: below the first headline."""
    first = next((at for at, line in enumerate(lines) if line), 0)
    return first + 1 if lines and is_headline(lines[first]) else first


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
    facts = page_facts(page.tree, MOSCOW)
    address = facts.url or page.url
    _refuse_others(page, address, is_article=bool(facts.kind) or facts.og_type == "article")
    parts = read_layout(page.tree, LAYOUTS, NAME)
    return _draft(
        _body(_content(parts.paragraphs)),
        layout=parts.layout.name,
        title=parts.title,
        lead=parts.lead,
        source="TASS",
        agency="TASS",
        section=facts.section or _section(address),
        language=facts.language,
        url=_article_url(address),
        published=_machine_date(page.tree) or facts.published,
        updated_at=facts.updated_at,
        captions=tuple(one for one in page_captions(page.tree) if not _CREDIT.match(one)),
        tags=parts.tags or facts.tags,
    )


def _refuse_others(page: Page, address: str, *, is_article: bool) -> None:
    """Raise ``NotAnArticle`` for the home page and for a page that lists a section."""
    if page.url and address and not is_article:
        parts = urlsplit(address).path.strip("/").split("/")
        if parts == [""]:
            raise NotAnArticle(NotArticle.HOME)
        if len(parts) == 1 and not parts[0].isdigit():
            raise NotAnArticle(NotArticle.LISTING)


def _machine_date(tree: Element) -> Published | None:
    """Read <dateformat time="UNIX" mode="abs">; mode="rel" dates the other stories of the page."""
    for node in select(tree, "dateformat[mode=abs][time]"):
        found = from_unix(node.get("time") or "", MOSCOW)
        if found != UNPUBLISHED:
            return found
    return None


def _section(url: str) -> str:
    """Take the section from https://tass.com/{section}/{id}."""
    parts = urlsplit(url).path.strip("/").split("/")
    return parts[0].replace("-", " ").capitalize() if len(parts) > 1 else ""


def _article_url(url: str) -> str:
    """Drop what is no part of the address: the query, "/amp"."""
    return url.partition("?")[0].removesuffix("/amp")
