"""HTML: parsing it safely, and the text that a reader sees.

Nothing here knows a site. bs4 is loaded by the first page that needs it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from parsers.text import clean_line, words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

# Elements that begin a new line for a reader.
BLOCKS = words(
    "address article aside blockquote body br center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main menu nav ol p pre section"
    " summary table tbody td th thead title tr ul"
)
# Elements whose text is never the article's.
UNSEEN = words("script style noscript template svg head iframe button select object form textarea")
ASIDE = words("aside nav figure figcaption footer")
TEXT_BLOCKS = ("p", "h2", "h3", "h4", "h5", "li", "blockquote", "pre", "dd", "dt")
MOST_TAGS = 100_000  # in one page; the largest live blogs have half of it
LONGEST_TAG = 20_000  # characters; longer ones hold images as data, and no words
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{{{LONGEST_TAG},}}>")
# Declarations of entities: no page needs them, and they can be made to grow without end.
_SUBSET = re.compile(r"(?is)<!DOCTYPE[^>\[]{0,500}\[.{0,100000}?\]\s*>")


def tame(text: str) -> str:
    """Take out of markup what no reader sees and a parser chokes on; ValueError for too many tags.

    The time a parser takes grows with the square of a tag's attributes.
    """
    if text.count("<") > MOST_TAGS:
        raise ValueError(f"more than {MOST_TAGS:,} tags")
    text = _SUBSET.sub("", text.replace("\0", ""), count=1)
    return _LONG_TAG.sub(r"<\1>", text)


def parse_markup(text: str) -> BeautifulSoup:
    """Parse HTML with lxml, which mends what is broken; XML comes out as elements too."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - plain text must not pay for loading it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of XML, and of text that looks like a path
        return BeautifulSoup(text, "lxml")


def text_of(node: Tag | None) -> str:
    """Give the text of an element on one line, "" for none."""
    if node is None:
        return ""
    return clean_line("".join(_strings(node)))


def visible_lines(root: Tag) -> tuple[str, ...]:
    """Give the lines that a reader of the page sees, in order, without blank ones."""
    lines: list[str] = []
    parts: list[str] = []
    block: Tag | None = None
    nodes: Iterable[Any] = root.descendants
    for node in nodes:
        if node.name is not None:
            block = None if node.name == "br" else block
        elif _is_seen(node, root):
            own = _block_of(node)
            if own is not block:
                lines += _joined(parts)
                parts, block = [], own
            parts.append(str(node))
    lines += _joined(parts)
    return tuple(lines)


def body_paragraphs(root: Tag) -> list[str]:
    """Give the paragraphs in an element: its text blocks, without figures, boxes and scripts."""
    found: list[str] = []
    for node in root.find_all(TEXT_BLOCKS):
        if any(parent.name in TEXT_BLOCKS for parent in _parents(node, root)):
            continue  # the outer block has the text
        if node.name in ASIDE or any(parent.name in ASIDE for parent in _parents(node, root)):
            continue
        found += visible_lines(node)
    return found or list(visible_lines(root))


def first_match(root: Tag, selectors: Sequence[str]) -> list[Tag]:
    """Give the elements that the first fitting selector finds; [] where none fits."""
    found = (root.select(selector) for selector in selectors)
    return next((nodes for nodes in found if nodes), [])


def _strings(node: Tag) -> Iterator[str]:
    children: Iterable[Any] = node.descendants
    for child in children:
        if child.name is None:
            if _is_seen(child, node):
                yield str(child)
        elif child.name in BLOCKS:
            yield " "


def _parents(node: Any, root: Tag) -> Iterator[Any]:
    for parent in node.parents:
        if parent is root:
            return
        yield parent


def _is_seen(string: Any, root: Tag) -> bool:
    """Whether a string is text on the page: bs4 gives comments and declarations a PREFIX."""
    return not string.PREFIX and all(parent.name not in UNSEEN for parent in _parents(string, root))


def _block_of(string: Any) -> Tag | None:
    return next((parent for parent in string.parents if parent.name in BLOCKS), None)


def _joined(parts: list[str]) -> list[str]:
    line = clean_line("".join(parts))
    return [line] if line else []
