"""Any other HTML page: what it states of itself, and its main text."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from parsers.dateline import agency_line, take_dateline
from parsers.instants import from_date_line
from parsers.page import Draft, NotAnArticle, Page
from parsers.paragraphs import is_headline
from parsers.records import UNPUBLISHED, PageType, Published

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

NAME = "generic"
RANK = 80

# Titles of pages that hold no article, whatever the server's status said.
_NO_PAGE = re.compile(
    r"(?i)^(?:error\s*)?(?:404|403|410|500|502|503)\b|\b(?:page|article) (?:was )?not found\b"
    r"|^страница не найдена|^not found$"
)
_CHALLENGE = re.compile(
    r"(?i)^(?:just a moment|attention required|checking your browser|access denied|ddos-guard"
    r"|are you (?:a )?(?:human|robot)|please (?:wait|verify)|security check|captcha)\b"
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
NEAR_TITLE = 20  # lines below the headline in which a visible date stands


def recognise(page: Page) -> bool:
    """Take any markup."""
    return page.is_html


def parse(page: Page) -> Draft:
    """Read the statements in the head of the page; the text by its markup or by trafilatura."""
    from parsers.markup import page_facts, text_of  # noqa: PLC0415 - loads bs4

    _refuse_xml(page.text[:2_000])
    facts = page_facts(page)
    heading = _heading(page.soup, facts.title)
    title = facts.title or text_of(heading) or text_of(page.soup.title)
    for seen in filter(None, (title, text_of(page.soup.title))):
        if _CHALLENGE.search(seen):
            raise NotAnArticle(f"a check for robots (“{seen[:60]}”)")
        if _NO_PAGE.search(seen):
            raise NotAnArticle(f"an error page (“{seen[:60]}”)")
    body = [line for line in _body(page, facts.article_body) if line != title]
    body = [line for line in body if line not in facts.captions]
    # a standfirst opens the body of some pages; a first sentence that is the description stays
    lead = body.pop(0) if body and body[0] == facts.description and is_headline(body[0]) else ""
    agency = agency_line(body[-1]) if len(body) > 1 else ""
    dateline, rest = take_dateline(body[:-1] if agency else body)
    return Draft(
        paragraphs=rest,
        title=title,
        lead=lead,
        source=facts.site_name or page.host or urlsplit(facts.url).netloc.removeprefix("www."),
        url=facts.url,
        byline=facts.author,
        agency=dateline.agency or agency,
        dateline=dateline.city,
        dateline_date=dateline.day,
        section=facts.section,
        language=facts.language,
        published=facts.published if facts.published.day else _visible_date(page, heading),
        updated_at=facts.updated_at,
        captions=facts.captions,
        tags=facts.tags,
        page_type=_page_type(facts.kind),
    )


def _refuse_xml(start: str) -> None:
    for pattern, name in _XML:
        if pattern.search(start) and "<html" not in start.lower():
            raise NotAnArticle(name)


def _heading(soup: BeautifulSoup, title: str) -> Tag | None:
    """Find the h1 of the article: the one that says the title, else the first with text."""
    from parsers.markup import text_of  # noqa: PLC0415 - as above

    headings = [node for node in soup.find_all("h1") if text_of(node)]
    return next(
        (node for node in headings if text_of(node) == title), headings[0] if headings else None
    )


def _body(page: Page, article_body: str) -> list[str]:
    """Take the element marked as the body, else trafilatura's choice, else the JSON-LD text."""
    from parsers.markup import body_paragraphs  # noqa: PLC0415 - as above

    for node in page.soup.select('[itemprop="articleBody"]')[:2]:
        marked = body_paragraphs(node)
        if sum(map(len, marked)) >= ENOUGH:
            return marked
    found = _main_text(page.text)
    return found or [line for line in article_body.split("\n") if line]


def _main_text(markup: str) -> list[str]:
    """Let trafilatura find the main text, with what is beside the article taken out first."""
    import lxml.html  # noqa: PLC0415 - slow to load
    import trafilatura  # noqa: PLC0415 - slow to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trafilatura 2.3.1 tests the truth of lxml elements
        tree: Any = lxml.html.document_fromstring(markup.encode(), parser=_parser())
        for node in tree.xpath(ASIDES):
            if node.getparent() is not None:
                node.drop_tree()
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            include_formatting=False,
            deduplicate=False,
            with_metadata=False,  # its dates are guesses, and it reads the clock
        )
    return [line for line in (found.text or "").split("\n") if line] if found else []


def _parser() -> Any:
    import lxml.html  # noqa: PLC0415 - as above

    return lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _visible_date(page: Page, heading: Tag | None) -> Published:
    """Read a date for people: a <time> of the article, else a date line just below the headline."""
    from parsers.instants import from_machine  # noqa: PLC0415 - as above
    from parsers.markup import text_of  # noqa: PLC0415 - as above

    if heading is None:
        return UNPUBLISHED
    strings = 0
    for node in heading.next_elements:
        name = getattr(node, "name", None)
        if name == "time":
            found = from_machine(str(node.get("datetime") or text_of(node)))  # type: ignore[union-attr]
        elif name is None and str(node).strip():
            strings += 1
            found = from_date_line(str(node)[:200])
        else:
            continue
        if found.day is not None:
            return found
        if strings > NEAR_TITLE:
            break
    return UNPUBLISHED


def _page_type(kind: str) -> PageType | None:
    return {
        "liveblogposting": PageType.LIVE,
        "opinionnewsarticle": PageType.OPINION,
        "analysisnewsarticle": PageType.OPINION,
        "reviewnewsarticle": PageType.OPINION,
    }.get(kind)
