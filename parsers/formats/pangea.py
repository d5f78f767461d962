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
from parsers.layout import Layout, Parts, read_layout
from parsers.markup import select_one, text_of
from parsers.not_article import NotArticle
from parsers.page import Draft, NotAnArticle, Page
from parsers.paragraphs import ends_sentence, is_headline
from parsers.records import UNPUBLISHED, PageType, Published
from parsers.text import clean_line, unescape

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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
# Sorts that it names and that hold none, by a word in the name ("scheduleraudio")
OTHER_TYPES: tuple[tuple[str, NotArticle], ...] = (
    ("404", NotArticle.ERROR),
    ("error", NotArticle.ERROR),
    ("audio", NotArticle.AUDIO),
    ("radio", NotArticle.AUDIO),
    ("podcast", NotArticle.AUDIO),
    ("video", NotArticle.VIDEO),
    ("tv", NotArticle.VIDEO),
    ("photo", NotArticle.GALLERY),
    ("gallery", NotArticle.GALLERY),
    ("quiz", NotArticle.QUIZ),
    ("programme", NotArticle.PROGRAMME),
    ("program", NotArticle.PROGRAMME),
    ("zone", NotArticle.LISTING),
    ("category", NotArticle.LISTING),
    ("index", NotArticle.LISTING),
    ("search", NotArticle.LISTING),
    ("home", NotArticle.HOME),
)
# Boxes inside the body: pictures, players, other stories
BOXES = (
    "div.wsw__embed, div.media-block-wrap, div.region, div.author-bio, figure, aside,"
    " div.wsw__promo, div.briefing-promo, div.infobox, div.pg-related"
)
_HEAD = {
    "lead": "div.hdr-container .intro",
    "section": "div.hdr-container .category",
    "byline": "div.publishing-details a.links__item-link",
    "date": "div.publishing-details time[datetime], div.published time[datetime]",
    "captions": "div.cover-media figcaption .caption, div.wsw figcaption .caption",
    "boxes": BOXES,
}
# The designs of the system, the newest first. Seen in stored pages of 2019 to 2024.
LAYOUTS = (
    # the claim stands in a .wsw of its own, before the article's
    Layout(
        name="fact check",
        mark="div.statement-content",
        title="h1.pg-title",
        body="div.content-offset div.wsw",
        **_HEAD,
    ),
    Layout(name="2024", title="h1.pg-title", body="#article-content div.wsw", **_HEAD),
    Layout(name="2019", title="h1.pg-title", body="div.body-container div.wsw", **_HEAD),
    # of live programmes and some services: the title in a span
    Layout(name="span title", title="h1 > span.title", body="div.wsw", **_HEAD),
    Layout(name="plain title", title="h1", body="div.wsw", **_HEAD),
)
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
    tree = page.tree
    data = _page_data(page.text)
    _refuse_other_types(data, tree)
    facts = page_facts(tree)
    parts = read_layout(tree, LAYOUTS, NAME)
    body = _body(parts)
    credit = _CREDIT.match(body[-1]) if body else None
    dateline, rest = take_dateline(body[:-1] if credit else body)
    return Draft(
        paragraphs=rest,
        layout=parts.layout.name,
        title=parts.title,
        lead=parts.lead,
        source=SOURCES.get(data.get("entity", ""), "") or facts.site_name,
        url=facts.url,
        byline=", ".join(parts.byline) or data.get("byline", "") or facts.author,
        agency=dateline.agency or (credit.group("who") if credit else ""),
        dateline=dateline.city,
        dateline_date=dateline.day,
        section=parts.section or facts.section,
        language=facts.language,
        published=_published(parts, facts.published, data),
        updated_at=facts.updated_at,
        captions=parts.captions,
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


def _refuse_other_types(data: dict[str, str], tree: Element) -> None:
    """Raise ``NotAnArticle`` for a page of another sort: audio, video, a gallery, a 404."""
    sort = (data.get("subcontent_type") or data.get("page_type", "")).lower()
    body = next(tree.iter("body"), None)
    classes = (body.get("class") or "") if body is not None else ""
    if "pg-404" in classes:
        raise NotAnArticle(NotArticle.ERROR)
    if sort and sort not in ARTICLE_TYPES:
        kind = next((kind for word, kind in OTHER_TYPES if word in sort), NotArticle.PROGRAMME)
        raise NotAnArticle(kind, f"{kind.phrase} (of the sort “{sort}”)")
    if not sort and ("pg-prog" in classes or "pg-media" in classes):
        raise NotAnArticle(NotArticle.PROGRAMME)


def _body(parts: Parts) -> list[str]:
    """Give the paragraphs of the body; its dateline stands before them, outside any."""
    lines = list(parts.paragraphs)
    end = next((at for at, line in enumerate(lines) if _END.match(line)), len(lines))
    kept = [line for line in lines[:end] if not _NOISE.match(line)]
    dateline = select_one(parts.bodies[0], "span.dateline")
    if dateline is not None and dateline.getparent() is parts.bodies[0] and kept:
        kept[0] = f"{text_of(dateline)} {kept[0]}"
    return kept


def _published(parts: Parts, stated: Published, data: dict[str, str]) -> Published:
    """Take the instant of the JSON-LD with the offset of the visible time, which is the site's."""
    time = parts.dates[0] if parts.dates else None
    shown = from_machine(time.get("datetime") or "") if time is not None else UNPUBLISHED
    if stated.day is None or shown.at == stated.at:
        stated = shown
    if stated.day is not None:
        return stated
    told = [data.get(f"pub_{name}", "") for name in ("year", "month", "day", "hour", "minute")]
    return from_machine("{}-{}-{}T{}:{}Z".format(*told))  # these are UTC
