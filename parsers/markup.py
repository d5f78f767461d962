"""HTML: parsing it safely, once, and the text that a reader sees.

Nothing here knows a site. lxml is loaded by the first page that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from parsers.text import clean_line, words

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.etree import _Element as Element
    from lxml.html import HtmlElement

# Elements that begin a new line for a reader.
BLOCKS = words(
    "address article aside blockquote body br center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main menu nav ol p pre section"
    " summary table tbody td th thead title tr ul"
)
# Elements whose text is never the article's.
UNSEEN = words(
    "script style noscript template svg head iframe button select object form textarea audio video"
)
ASIDE = words("aside nav figure figcaption footer")
TEXT_BLOCKS = words("p h2 h3 h4 h5 li blockquote pre dd dt")
MOST_TAGS = 100_000  # in one page; the largest live blogs have half of it
LONGEST_TAG = 20_000  # characters; longer ones hold images as data, and no words
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{{{LONGEST_TAG},}}>")
# Declarations of entities: no page needs them, and they can be made to grow without end.
_SUBSET = re.compile(r"(?is)<!DOCTYPE[^>\[]{0,500}\[.{0,100000}?\]\s*>")
_HIDING = re.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_BREAK = "\0"  # a line ends here; no tree of lxml can hold this character


def tame(text: str) -> str:
    """Take out of markup what no reader sees and a parser chokes on; ValueError for too many tags.

    The time a parser takes grows with the square of a tag's attributes.
    """
    if text.count("<") > MOST_TAGS:
        raise ValueError(f"more than {MOST_TAGS:,} tags")
    text = _without_subset(text.replace("\0", ""))
    if any(len(part) > LONGEST_TAG for part in text.split("<")):
        text = _LONG_TAG.sub(r"<\1>", text)
    return text


def _without_subset(text: str) -> str:
    """Take out the first document type's declarations."""
    at = text.find("<!")
    while at >= 0:
        if text[at : at + 9].lower() == "<!doctype" and (found := _SUBSET.match(text, at)):
            return text[:at] + text[found.end() :]
        at = text.find("<!", at + 2)
    return text


def parse_markup(text: str) -> Element:
    """Parse HTML with lxml, which mends what is broken; XML comes out as elements too.

    Comments and processing instructions are left out; an encoding that the markup declares does
    not count, since the text is decoded. ValueError where lxml stops before the end, as it does at
    2,048 elements inside one another: the text below must not be lost in silence.
    """
    from lxml import etree  # noqa: PLC0415 - plain text must not pay for loading it

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but comments, declarations and white space
        root = None
    last = parser.error_log.last_error
    if last is not None and last.level == etree.ErrorLevels.FATAL and "depth" in last.message:
        raise ValueError("more than 2,048 elements inside one another")
    return etree.Element("html") if root is None else root


def html_copy(root: Element) -> HtmlElement:
    """Copy a tree for a library that changes it and wants elements of ``lxml.html``."""
    from copy import deepcopy  # noqa: PLC0415 - as the others

    from lxml import html  # noqa: PLC0415 - plain text must not pay for loading it

    copied = deepcopy(root)
    attributes = {str(name): str(value) for name, value in copied.attrib.items()}
    made = html.Element("html", attributes)  # a child gets the class of its new document
    made.extend(list(copied))
    return made


def select(root: Element, selector: str) -> list[Element]:
    """Give the elements below ``root`` that a CSS selector finds, in the order of the page."""
    found: Any = _compiled(selector)(root)
    return cast("list[Element]", found)


def select_one(root: Element, selector: str) -> Element | None:
    """Give the first element that a CSS selector finds."""
    return next(iter(select(root, selector)), None)


def text_of(node: Element | None) -> str:
    """Give the text of an element on one line, "" for none."""
    if node is None:
        return ""
    return clean_line("".join(_strings(node, frozenset())).replace(_BREAK, " "))


def visible_lines(
    root: Element, boxes: frozenset[Element] | set[Element] = frozenset()
) -> tuple[str, ...]:
    """Give the lines that a reader of an element sees, in order, without blank ones.

    ``boxes`` are elements to leave out, with all in them.
    """
    lines = map(clean_line, "".join(_strings(root, boxes)).split(_BREAK))
    return tuple(line for line in lines if line)


def body_paragraphs(
    root: Element, boxes: frozenset[Element] | set[Element] = frozenset()
) -> list[str]:
    """Give the paragraphs in an element: its text blocks, without figures, boxes and scripts."""
    beside = {*boxes, *root.iter(*ASIDE)}
    found: list[str] = []
    for node in _outermost(root, beside):
        found += visible_lines(node, beside)
    return found or list(visible_lines(root, beside))


def is_hidden(node: Element) -> bool:
    """Whether an element says of itself that no reader sees it."""
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return bool(style) and _HIDING.search(str(style)) is not None


def _outermost(root: Element, beside: set[Element]) -> Iterator[Element]:
    """Give the text blocks that are in no other, outside of what stands beside the text."""
    from lxml import etree  # noqa: PLC0415 - plain text must not pay for loading it

    walk = etree.iterwalk(root, events=("start",))
    for _, node in walk:
        if node is root:
            continue
        if node in beside or node.tag in UNSEEN:
            walk.skip_subtree()
        elif node.tag in TEXT_BLOCKS:
            walk.skip_subtree()
            yield node


def _strings(root: Element, boxes: frozenset[Element] | set[Element]) -> Iterator[str]:
    """Give the strings of the page below ``root``, and a break where a block begins or ends."""
    from lxml import etree  # noqa: PLC0415 - plain text must not pay for loading it

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if tag in BLOCKS:
                yield _BREAK
            if node is not root and (tag in UNSEEN or node in boxes or is_hidden(node)):
                walk.skip_subtree()
            elif node.text:
                yield node.text
        else:
            if tag in BLOCKS:
                yield _BREAK
            if node.tail and node is not root:
                yield node.tail


@cache
def _compiled(selector: str) -> XPath:
    """Compile a CSS selector, once."""
    from cssselect import HTMLTranslator  # noqa: PLC0415 - plain text must not pay for loading it
    from lxml import etree  # noqa: PLC0415 - as above

    return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
