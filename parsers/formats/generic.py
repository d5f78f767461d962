"""Any other HTML page: what it states of itself, and its main text."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from parsers.addresses import host_of
from parsers.dateline import agency_line, take_dateline
from parsers.facts import Facts, page_facts
from parsers.instants import from_date_line, from_machine
from parsers.markup import ASIDE, body_paragraphs, first_match, text_of
from parsers.page import Draft, NotAnArticle, Page
from parsers.paragraphs import ends_sentence, is_headline
from parsers.records import UNPUBLISHED, PageType, Published

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

NAME = "generic"
RANK = 80

# Titles of pages that hold no article, whatever the server's status said.
_NO_PAGE = re.compile(
    r"(?i)^(?:error\s*)?(?:404|403|410|500|502|503)\b(?=$|\s*[-–—|:.]|\s+(?:error|not|forbidden|page))"
    r"|\b(?:page|article) (?:was )?not found\b|^страница не найдена|^not found$"
)
_CHALLENGE = re.compile(
    r"(?i)^(?:just a moment\b|attention required\b|checking your browser|access denied$|ddos-guard"
    r"|are you (?:a )?(?:human|robot)|verify(?:ing)? you are human|captcha$)"
)
# XML that is well known and no article: the first element, and its name for a person
_XML = (
    (re.compile(r"(?i)<(?:rss|rdf:rdf)[\s>]"), "an RSS feed"),
    (re.compile(r"(?i)<feed[\s>]"), "an Atom feed"),
    (re.compile(r"(?i)<(?:urlset|sitemapindex)[\s>]"), "a sitemap"),
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
    facts = page_facts(page.soup)
    heading = _heading(page.soup, facts.title)
    title = facts.title or text_of(heading) or text_of(page.soup.title)
    _refuse_others(page, facts, (title, text_of(heading), text_of(page.soup.title)))
    body = [line for line in _body(page, facts) if line != title and line not in facts.captions]
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
        captions=facts.captions,
        tags=facts.tags,
        page_type=PAGE_TYPES.get(facts.kind),
    )


def _refuse_xml(start: str) -> None:
    for pattern, name in _XML:
        if pattern.search(start) and "<html" not in start.lower():
            raise NotAnArticle(name)


def _refuse_others(page: Page, facts: Facts, titles: tuple[str, ...]) -> None:
    """Raise ``NotAnArticle`` for a check for robots, an error page or a home page."""
    for title in titles:
        if _CHALLENGE.search(title):
            raise NotAnArticle(f"a check for robots (“{title[:60]}”)")
        if _NO_PAGE.search(title):
            raise NotAnArticle(f"an error page (“{title[:60]}”)")
    if page.url and urlsplit(page.url).path in {"", "/"} and not _is_article(facts):
        raise NotAnArticle("the home page of a site")


def _is_article(facts: Facts) -> bool:
    """Whether the page states that it is one."""
    return bool(facts.kind) or facts.og_type == "article"


def _heading(soup: BeautifulSoup, title: str) -> Tag | None:
    """Find the heading of the article: the one that says the title, else the first h1 with text."""
    headings = [node for node in soup.find_all(("h1", "h2", "h3")) if text_of(node)]
    known = title or text_of(soup.title)
    same = [node for node in headings if text_of(node) == known]
    return next(iter(same or [node for node in headings if node.name == "h1"]), None)


def _body(page: Page, facts: Facts) -> list[str]:
    """Take the element marked as the body, else trafilatura's choice, else the JSON-LD text."""
    for node in page.soup.select('[itemprop="articleBody"]')[:2]:
        marked = body_paragraphs(node)
        if sum(map(len, marked)) >= ENOUGH:
            return marked
    found = _main_text(page.text)
    size = sum(map(len, found))
    if size < SHORT:
        own = _own_paragraphs(page.soup)
        found = own if 0 < sum(map(len, own)) <= max(SHORT, 2 * size) else found
    if any(len(line) >= SENTENCE and ends_sentence(line) for line in found):
        return found
    stated = [line for line in facts.article_body.split("\n") if line]
    if stated or _is_article(facts) or not found:
        return stated or found
    raise NotAnArticle("a page without sentences, perhaps a list of others")


def _own_paragraphs(soup: BeautifulSoup) -> list[str]:
    """Give the <p> of a small page, outside menus and margins."""
    root = first_match(soup, ("article", "main", "body"))
    nodes = root[0].find_all("p") if root else []
    kept = [node for node in nodes if not any(parent.name in ASIDE for parent in node.parents)]
    return [text for text in map(text_of, kept) if text]


def _main_text(markup: str) -> list[str]:
    """Let trafilatura find the main text, with what is beside the article taken out first."""
    import lxml.etree  # noqa: PLC0415 - plain text must not pay for loading it
    import lxml.html  # noqa: PLC0415 - as above
    import trafilatura  # noqa: PLC0415 - as above, and slower

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trafilatura 2.3.1 tests the truth of lxml elements
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        data = markup.encode("utf-8", "replace")
        try:
            tree: Any = lxml.html.document_fromstring(data, parser=parser)
        except lxml.etree.ParserError:  # nothing but comments and declarations
            return []
        for node in tree.xpath(ASIDES):
            if node.getparent() is not None:
                node.drop_tree()
        found: Any = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            include_formatting=False,
            deduplicate=False,
            with_metadata=False,  # its dates are guesses, and it reads the clock
        )
    lines = (found.text or "").split("\n") if found else []
    return [line.removeprefix("- ").strip() for line in lines if line.strip("- ")]


def _visible_date(heading: Tag | None) -> Published:
    """Read the first date below the headline: a <time>, or a line that is a date."""
    strings = 0
    nodes: Any = heading.next_elements if heading is not None else ()
    for node in nodes:
        if node.name == "time":
            found = from_machine(str(node.get("datetime") or text_of(node)))
        elif node.name is None and node.strip():
            strings += 1
            found = from_date_line(str(node)[:200])
        else:
            continue
        if found.day is not None:
            return found
        if strings > NEAR_TITLE:
            break
    return UNPUBLISHED
