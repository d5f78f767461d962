"""Pangea, the content system of RFE/RL's services, VOA, Current Time and Polygraph.

The text of a page as people save it, and the page itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from parsers.dateline import take_dateline
from parsers.facts import page_facts
from parsers.instants import from_date_line, from_machine
from parsers.markup import body_paragraphs, first_match, text_of
from parsers.page import Draft, NotAnArticle, Page
from parsers.paragraphs import ends_sentence, is_headline
from parsers.records import UNPUBLISHED, PageType, Published
from parsers.text import clean_line, unescape

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

NAME = "pangea"
RANK = 30

# The heading of the hidden menu with which every page begins ("Accessibility links"), by service.
# Seen in pages; a service that is not here is known by the other marks.
ACCESSIBILITY = frozenset(
    {
        "accessibility links",  # English: RFE/RL, VOA
        "մատչելիության հղումներ",  # Armenian
        "ссылки для упрощенного доступа",  # Russian
        "dostupni linkovi",  # Serbo-Croatian
        "keçid linkləri",  # Azerbaijani
    }
)
# The names of the layout's widths, hidden in the foot of every page
WIDTHS = frozenset({"xs", "sm", "md", "lg", "xs sm md lg"})
# Whole lines of the page's own: buttons, the player, labels
_NOISE = re.compile(
    r"(?i)^(?:link has been copied to clipboard\.?"
    r"|the (?:code|url) has been copied to your clipboard\.?"
    r"|breaking news|updated|share|print|comments?|embed|live|no media source currently available"
    r"|0:00(?: \d+:\d\d(?::\d\d)?)*(?: 0:00)?|pop-out player|direct link|gözlə|direct-ə keçid"
    r"|auto|\d{3,4}p|download|subscribe|follow us|forum|load more|_{3,})$"
)
# The first of these ends the article; other stories and the author's portrait follow.
_END = re.compile(
    r"(?i)^(?:more news|all of the latest news|more in .{2,40}"
    r"|related(?: (?:articles|stories|news))?"
    r"|most (?:popular|read|viewed)|editors[’'] picks|recommended|16x9 image|you might also like"
    r"|this item is part of|facebook forum)$"
)
_SEE_ALSO = re.compile(r"(?i)^(?:see also|read more|read also|also read)\s*:?$")
# "With reporting by AFP and Reuters", "Based on reporting by …", "compiled from agency reports"
_CREDIT = re.compile(
    r"(?i)^\(?(?:with (?:additional )?(?:reporting|material|contributions?) (?:by|from)"
    r"|based on (?:reporting|reports?) (?:by|from)|compiled from)\s+(?P<who>.{2,200}?)\.?\)?$"
)
# Such as: RUSSIA -- Foreign Minister … in Moscow on October 12, 2020; A sign (file photo).
# Datelines have the same form without a date at the end: YEREVAN -- The government …
_CAPTION = re.compile(
    r"^[A-Z][A-Z.’'/ -]{2,40} (?:--|—|–) \S.*\b(?:19|20)\d{2}\W*$"
    r"|\((?:file|illustrative) photo\)\.?$"
)
_BYLINE = re.compile(r"^By\s+[^\W\d_][^.!?]{2,80}$")
_SERVICE = re.compile(r"^(?:RFE/RL|RFE/RL[’']s .{3,40} Service|Current Time|VOA News)$")

SOURCES = {"RFE": "RFE/RL", "VOA": "VOA"}  # utag_data entity
# Sorts of page that utag_data names; only these hold an article.
ARTICLE_TYPES = frozenset({"article", "factcheck", "liveblog", "blog", "interview", "fact check"})
# Where the body is: fact-check pages have the claim in an earlier .wsw.
BODY = (".content-offset .wsw", "#article-content .wsw", ".body-container .wsw", ".wsw")
# Boxes inside the body: pictures, players, other stories
BOXES = ".wsw__embed, .media-block-wrap, .region, .author-bio, figure, aside, script"
_PAIR = re.compile(r'(\w{2,30}):("(?:[^"\\]|\\.){0,2000}")')


@dataclass
class _Reading:
    """What has been read so far of a text, line by line."""

    in_head: bool = True  # until the title is read, or a paragraph comes without one
    title: str = ""
    section: str = ""
    byline: str = ""
    credit: str = ""
    published: Published = UNPUBLISHED
    captions: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def recognise(page: Page) -> bool:
    """Know Pangea by its hidden headings in a text, by its data and classes in markup."""
    if page.is_html:
        return "utag_data={entity:" in page.text or ("wsw" in page.text and "pg-title" in page.text)
    lines = [line.lower() for line in page.lines if line]
    if any(line in ACCESSIBILITY for line in lines[:4]):
        return True
    return any(set(lines[at : at + 4]) == WIDTHS - {"xs sm md lg"} for at in range(len(lines)))


def parse(page: Page) -> Draft:
    """Read the markup of a page, or the text of one."""
    return _from_markup(page) if page.is_html else _from_text(page.lines)


def _from_text(all_lines: Sequence[str]) -> Draft:
    """Read line by line: title first, captions apart, the rest paragraphs down to the end marks."""
    lines = _content(all_lines)
    # a picture and its enlargement have the same caption
    repeated = {line for line, following in pairwise(lines) if line == following}
    seen = _Reading()
    skip_headline = False  # the one below "See also"
    for at, line in enumerate(lines):
        if _SEE_ALSO.match(line):
            skip_headline = True
        elif skip_headline and not ends_sentence(line):
            skip_headline = False
        elif seen.in_head:
            _read_head(seen, line, lines[at + 1 : at + 4])
        elif line in repeated or _CAPTION.search(line):
            seen.captions += [line] if line not in seen.captions else []
        else:
            skip_headline = False
            _read_below(seen, line)
    dateline, rest = take_dateline(seen.body)
    return Draft(
        paragraphs=rest,
        title=seen.title,
        section=seen.section,
        byline=seen.byline,
        agency=dateline.agency or seen.credit,
        dateline=dateline.city,
        dateline_date=dateline.day,
        published=seen.published,
        captions=tuple(seen.captions),
    )


def _content(lines: Sequence[str]) -> list[str]:
    """Keep the lines of the article: no blank ones, none of the page's own, none below the end."""
    kept: list[str] = []
    for line in lines:
        if _END.match(line) and kept:
            break
        own = not line or line.lower() in ACCESSIBILITY or line.lower() in WIDTHS
        if not own and not _NOISE.match(line):
            kept.append(line)
    return kept


def _read_head(seen: _Reading, line: str, below: Sequence[str]) -> None:
    """Read a line above the title: section, date, or the title itself."""
    dated = from_date_line(line)
    if dated != UNPUBLISHED:
        seen.published = dated
    elif not is_headline(line):
        seen.in_head = False
        seen.body.append(line)
    elif (
        not seen.section and len(line.split()) <= 3 and any(_longer(line, after) for after in below)
    ):
        seen.section = line
    else:
        seen.in_head = False
        seen.title = line


def _longer(line: str, after: str) -> bool:
    return is_headline(after) and len(after.split()) > max(3, len(line.split()))


def _read_below(seen: _Reading, line: str) -> None:
    """Read a line below the title: date, byline, credit or a paragraph."""
    dated = from_date_line(line) if not seen.body else UNPUBLISHED
    credit = _CREDIT.match(line)
    if dated != UNPUBLISHED and seen.published == UNPUBLISHED:
        seen.published = dated
    elif not seen.body and not seen.byline and (_BYLINE.match(line) or _SERVICE.match(line)):
        seen.byline = line
    elif credit:
        seen.credit = credit.group("who")
    elif not seen.body and is_headline(line):  # what stands under a picture is often no sentence
        seen.captions.append(line)
    else:
        seen.body.append(line)


def _from_markup(page: Page) -> Draft:
    """Read a page: its article body, the caption apart, dates from its statements for machines."""
    soup = page.soup
    data = _page_data(page.text)
    _refuse_other_types(data, soup)
    facts = page_facts(soup)
    body = _body(soup)
    credit = _CREDIT.match(body[-1]) if body else None
    dateline, rest = take_dateline(body[:-1] if credit else body)
    return Draft(
        paragraphs=rest,
        title=text_of(soup.select_one("h1.pg-title, h1 > span.title, h1")) or facts.title,
        lead=text_of(soup.select_one(".hdr-container .intro")),
        source=SOURCES.get(data.get("entity", ""), "") or facts.site_name,
        url=facts.url,
        byline=_byline(soup) or data.get("byline", "") or facts.author,
        agency=dateline.agency or (credit.group("who") if credit else ""),
        dateline=dateline.city,
        dateline_date=dateline.day,
        section=text_of(soup.select_one(".hdr-container .category")) or facts.section,
        language=facts.language,
        published=_published(soup, facts.published, data),
        updated_at=facts.updated_at,
        captions=_captions(soup),
        tags=facts.tags,
        page_type=PageType.LIVE if data.get("subcontent_type") == "liveblog" else None,
    )


def _page_data(markup: str) -> dict[str, str]:
    """Read the pairs of "var utag_data={…}": names without quotes, values in JSON strings."""
    start = markup.find("utag_data={")
    if start < 0:
        return {}
    line = markup[start : start + 10_000].split("\n", 1)[0]
    return {name: clean_line(unescape(_json_string(value))) for name, value in _PAIR.findall(line)}


def _json_string(value: str) -> str:
    try:
        return str(json.loads(value))
    except ValueError:
        return ""


def _refuse_other_types(data: dict[str, str], soup: BeautifulSoup) -> None:
    """Raise ``NotAnArticle`` for a page of another sort: audio, video, a gallery, a 404."""
    sort = data.get("subcontent_type") or data.get("page_type", "")
    classes = str(soup.body.get("class", "")) if soup.body else ""
    if "404" in sort or "pg-404" in classes:
        raise NotAnArticle("an error page")
    if sort and sort.lower() not in ARTICLE_TYPES:
        raise NotAnArticle(f"a page of the sort “{sort}”")
    if not sort and ("pg-prog" in classes or "pg-media" in classes):
        raise NotAnArticle("a programme page")


def _body(soup: BeautifulSoup) -> list[str]:
    """Give the paragraphs of the body; its dateline stands before them, outside any."""
    nodes = first_match(soup, BODY)
    if not nodes:
        return []
    node = nodes[0]
    dateline = node.find("span", class_="dateline", recursive=False)
    boxes = {id(box) for box in node.select(BOXES)}
    lines: list[str] = []
    for block in node.find_all(recursive=False):
        if block is not dateline and id(block) not in boxes:
            lines += body_paragraphs(block)
    end = next((at for at, line in enumerate(lines) if _END.match(line)), len(lines))
    kept = [line for line in lines[:end] if not _NOISE.match(line)]
    if dateline is not None and kept:
        kept[0] = f"{text_of(dateline)} {kept[0]}"
    return kept


def _published(soup: BeautifulSoup, stated: Published, data: dict[str, str]) -> Published:
    """Take the instant of the JSON-LD with the offset of the visible time, which is the site's."""
    time = soup.select_one(".publishing-details time[datetime], .published time[datetime]")
    shown = from_machine(str(time["datetime"])) if time is not None else UNPUBLISHED
    if stated.day is None or shown.at == stated.at:
        stated = shown
    if stated.day is not None:
        return stated
    parts = [data.get(f"pub_{name}", "") for name in ("year", "month", "day", "hour", "minute")]
    return from_machine("{}-{}-{}T{}:{}Z".format(*parts))  # these are UTC


def _byline(soup: BeautifulSoup) -> str:
    names = [text_of(node) for node in soup.select(".publishing-details a.links__item-link")]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _captions(soup: BeautifulSoup) -> tuple[str, ...]:
    nodes = soup.select(".cover-media figcaption .caption, .wsw figcaption .caption")
    return tuple(dict.fromkeys(text_of(node) for node in nodes))
