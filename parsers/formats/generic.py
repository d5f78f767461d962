"""Any other HTML page: what it states of itself, and its main text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from parsers.addresses import host_of
from parsers.dateline import agency_line, take_dateline
from parsers.facts import Facts, page_captions, page_facts
from parsers.instants import from_date_line, from_machine
from parsers.markup import ASIDE, UNSEEN, body_paragraphs, html_copy, select, text_of
from parsers.not_article import NotArticle
from parsers.page import Draft, NotAnArticle, Page
from parsers.paragraphs import ends_sentence, is_headline
from parsers.records import UNPUBLISHED, PageType, Published
from parsers.walls import wall_titled

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAME = "generic"
RANK = 80

# Titles of pages that hold no article, whatever the server's status said.
_NO_PAGE = re.compile(
    r"(?i)^(?:error\s*)?(?:404|403|410|500|502|503)\b(?=$|\s*[-–—|:.]|\s+(?:error|not|forbidden|page))"
    r"|\b(?:page|article) (?:was )?not found\b|^страница не найдена|^not found$"
)
# XML that is well known and no article: the first element, and its name for a person
_XML = (
    (re.compile(r"(?i)<(?:rss|rdf:rdf)[\s>]"), NotArticle.FEED, "an RSS feed"),
    (re.compile(r"(?i)<feed[\s>]"), NotArticle.FEED, "an Atom feed"),
    (re.compile(r"(?i)<(?:urlset|sitemapindex)[\s>]"), NotArticle.SITEMAP, "a sitemap"),
)
# Elements that hold other things than the article's text; removed before trafilatura reads it.
ASIDES = (
    "//figure | //figcaption | //aside | //nav | //footer | //script | //style | //form"
    " | //*[contains(concat(' ', @class, ' '), ' caption ')]"
)
ENOUGH = 200  # characters of an element marked as the article's body; less is a teaser
SENTENCE = 20  # characters; a shorter line that ends in a full stop may be a menu's
SHORT = 400  # characters of text; below it trafilatura takes the page as one lump, title and all
NEAR_TITLE = 20  # strings below the headline in which a visible date stands
PAGE_TYPES = {
    "liveblogposting": PageType.LIVE,
    "opinionnewsarticle": PageType.OPINION,
    "analysisnewsarticle": PageType.OPINION,
    "reviewnewsarticle": PageType.OPINION,
}


def recognise(page: Page) -> bool:
    """Take any markup."""
    return page.is_html


def parse(page: Page) -> Draft:
    """Read the statements in the head of the page; the text by its markup or by trafilatura."""
    _refuse_xml(page.text[:2_000])
    facts = page_facts(page.tree, page.zone)
    heading = _heading(page.tree, facts.title)
    named = text_of(next(page.tree.iter("title"), None))
    title = facts.title or text_of(heading) or named
    _refuse_others(page, facts, (title, text_of(heading), named))
    captions = page_captions(page.tree)
    body = [line for line in _body(page, facts) if line != title and line not in captions]
    # a standfirst opens the body of some pages; a first sentence that is the description stays
    lead = body.pop(0) if body and body[0] == facts.description and is_headline(body[0]) else ""
    agency = agency_line(body[-1]) if len(body) > 1 else ""
    dateline, rest = take_dateline(body[:-1] if agency else body)
    return Draft(
        paragraphs=rest,
        title=title,
        lead=lead,
        source=facts.site_name or page.host or host_of(facts.url),
        url=facts.url,
        byline=facts.author,
        agency=dateline.agency or agency,
        dateline=dateline.city,
        dateline_date=dateline.day,
        section=facts.section,
        language=facts.language,
        published=facts.published if facts.published.day else _visible_date(heading),
        updated_at=facts.updated_at,
        captions=captions,
        tags=facts.tags,
        page_type=PAGE_TYPES.get(facts.kind),
    )


def _refuse_xml(start: str) -> None:
    for pattern, kind, name in _XML:
        if pattern.search(start) and "<html" not in start.lower():
            raise NotAnArticle(kind, name)


def _refuse_others(page: Page, facts: Facts, titles: tuple[str, ...]) -> None:
    """Raise ``NotAnArticle`` for a wall before the page, an error page or a home page."""
    for title in titles:
        if (wall := wall_titled(title)) and not _is_article(facts):
            raise NotAnArticle(wall[0], f"{wall[0].phrase} (“{title[:60]}”)")
        if _NO_PAGE.search(title):
            raise NotAnArticle(NotArticle.ERROR, f"an error page (“{title[:60]}”)")
    if page.url and urlsplit(page.url).path in {"", "/"} and not _is_article(facts):
        raise NotAnArticle(NotArticle.HOME)


def _is_article(facts: Facts) -> bool:
    """Whether the page states that it is one."""
    return bool(facts.kind) or facts.og_type == "article"


def _heading(tree: Element, title: str) -> Element | None:
    """Find the heading of the article: the one that says the title, else the first h1 with text."""
    headings = [node for node in tree.iter("h1", "h2", "h3") if text_of(node)]
    known = title or text_of(next(tree.iter("title"), None))
    same = [node for node in headings if text_of(node) == known]
    return next(iter(same or [node for node in headings if node.tag == "h1"]), None)


def _body(page: Page, facts: Facts) -> list[str]:
    """Take the element marked as the body, else trafilatura's choice, else the JSON-LD text."""
    for node in select(page.tree, '[itemprop="articleBody"]')[:2]:
        marked = body_paragraphs(node)
        if sum(map(len, marked)) >= ENOUGH:
            return marked
    found = _main_text(page.tree)
    size = sum(map(len, found))
    if size < SHORT:
        own = _own_paragraphs(page.tree)
        found = own if 0 < sum(map(len, own)) <= max(SHORT, 2 * size) else found
    if any(len(line) >= SENTENCE and ends_sentence(line) for line in found):
        return found
    stated = [line for line in facts.article_body.split("\n") if line]
    if stated or _is_article(facts) or not found:
        return stated or found
    raise NotAnArticle(
        NotArticle.LISTING, "a page without sentences, perhaps a list of others", sure=False
    )


def _own_paragraphs(tree: Element) -> list[str]:
    """Give the <p> of a small page, outside menus and margins."""
    roots = (next(tree.iter(name), None) for name in ("article", "main", "body"))
    root = next((node for node in roots if node is not None), None)
    if root is None:
        return []
    nodes = root.iter("p")
    kept = [node for node in nodes if not any(one.tag in ASIDE for one in node.iterancestors())]
    return [text for text in map(text_of, kept) if text]


def _main_text(tree: Element) -> list[str]:
    """Let trafilatura find the main text, with what is beside the article taken out first."""
    import trafilatura  # noqa: PLC0415 - slow to load, and plain text does not need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trafilatura 2.3.1 tests the truth of lxml elements
        copied: Any = html_copy(tree)
        for node in copied.xpath(ASIDES):
            if node.getparent() is not None:
                node.drop_tree()
        found: Any = trafilatura.bare_extraction(
            copied,
            include_comments=False,
            include_tables=False,
            include_formatting=False,
            deduplicate=False,
            with_metadata=False,  # its dates are guesses, and it reads the clock
        )
    lines = (found.text or "").split("\n") if found else []
    return [line.removeprefix("- ").strip() for line in lines if line.strip("- ")]


def _visible_date(heading: Element | None) -> Published:
    """Read the first date below the headline: a <time>, or a line that is a date."""
    strings = 0
    for node in _after(heading):
        if not isinstance(node, str):
            found = from_machine(node.get("datetime") or text_of(node))
        elif node.strip():
            strings += 1
            found = from_date_line(node[:200])
        else:
            continue
        if found.day is not None:
            return found
        if strings > NEAR_TITLE:
            break
    return UNPUBLISHED


def _after(heading: Element | None) -> Iterator[Element | str]:
    """Give what follows a heading in the page: its strings, and the <time> elements."""
    if heading is None:
        return
    inside = set(heading.iter())
    following: Any = heading.xpath("following::*")
    for node in (*heading.iter(), *following):
        if node.tag == "time" and node not in inside:
            yield node
        if node.tag in UNSEEN:
            continue
        yield node.text or ""
        yield node.tail or ""
