"""NewsML 1.2 wire items with an NITF body, as TASS sends them."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from parsers.dateline import take_dateline
from parsers.instants import from_machine
from parsers.markup import body_paragraphs, text_of
from parsers.not_article import NotArticle
from parsers.page import Draft, NotAnArticle, Page

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAME = "newsml"
RANK = 5

# Providers by the address they give of themselves
PROVIDERS = {"www.itar-tass.com": "TASS", "tass.ru": "TASS", "tass.com": "TASS"}
# The wire loses typographic apostrophes: "Russia?s reaction"
_LOST_APOSTROPHE = re.compile(r"(?<=[^\W\d_])\?(?=(?:s|t|re|ve|ll|d|m)\b)")


def recognise(page: Page) -> bool:
    """Know the format by its root element."""
    return page.is_html and "<NewsML" in page.text[:2_000]


def parse(page: Page) -> Draft:
    """Read the first item; its times have no zone and are UTC."""
    tree = page.tree  # the HTML parser makes all names lower case
    body = next(tree.iter("body.content"), None)
    if body is None:
        raise NotAnArticle(NotArticle.DATA, "a NewsML item without text")
    dateline, rest = take_dateline([_mended(line) for line in body_paragraphs(body)])
    provider = _first(tree, "providerid")
    return Draft(
        paragraphs=rest,
        title=_mended(_first(tree, "headline") or _first(tree, "hl1")),
        source=PROVIDERS.get(provider, provider),
        agency=dateline.agency,
        dateline=dateline.city,
        dateline_date=dateline.day,
        published=from_machine(_first(tree, "firstcreated"), UTC),
        tags=tuple(text_of(node) for node in tree.iter("item_keyword")),
    )


def _first(tree: Element, name: str) -> str:
    return text_of(next(tree.iter(name), None))


def _mended(text: str) -> str:
    return _LOST_APOSTROPHE.sub("’", text)
