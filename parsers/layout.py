"""Layouts are data: where a source's pages keep their parts, one record for each design it had.

A format lists its ``LAYOUTS``, the newest first; a page is read by the first that fits. To mend a
parser after a site was redesigned, put a new record on top and keep the old ones: archived pages
stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.markup import body_paragraphs, select, select_one, text_of
from parsers.page import UnknownLayout

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """CSS selectors of one design of a source's pages; "" where it has no such part.

    A selector that begins with the name of an element is found twenty times as fast.
    """

    name: str  # the year from which it was seen, and what tells it from others of the year
    title: str
    body: str  # one element or several, which follow each other
    lead: str = ""
    date: str = ""  # elements with a date for machines, read by the format
    section: str = ""
    byline: str = ""
    tags: str = ""
    captions: str = ""
    boxes: str = ""  # in the body, but no part of it: pictures, players, other stories
    mark: str = ""  # must be there too, where title and body alone would fit another layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a layout found in a page."""

    layout: Layout
    title: str
    paragraphs: tuple[str, ...]
    bodies: tuple[Element, ...]
    lead: str = ""
    section: str = ""
    byline: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    dates: tuple[Element, ...] = ()


def read_layout(tree: Element, layouts: Sequence[Layout], format_name: str) -> Parts:
    """Read a page by the first layout that fits: its mark, title and a body with text are there.

    Raises ``UnknownLayout``, with the nearest miss of each layout in words.
    """
    missed: dict[str, str] = {}
    for layout in layouts:
        if layout.mark and select_one(tree, layout.mark) is None:
            missed[layout.name] = layout.mark
            continue
        title = next(filter(None, map(text_of, select(tree, layout.title))), "")
        bodies = select(tree, layout.body) if title else []
        paragraphs = tuple(line for node in bodies for line in _paragraphs(node, layout))
        if paragraphs:
            return _parts(tree, layout, title, tuple(bodies), paragraphs)
        missed[layout.name] = f"text in {layout.body}" if title else f"a title in {layout.title}"
    sought = "; ".join(f"{what} ({name})" for name, what in missed.items())
    raise UnknownLayout(format_name, sought)


def _parts(
    tree: Element,
    layout: Layout,
    title: str,
    bodies: tuple[Element, ...],
    paragraphs: tuple[str, ...],
) -> Parts:
    return Parts(
        layout=layout,
        title=title,
        paragraphs=paragraphs,
        bodies=bodies,
        lead=next(iter(_texts(tree, layout.lead)), ""),
        section=next(iter(_texts(tree, layout.section)), ""),
        byline=_texts(tree, layout.byline),
        tags=_texts(tree, layout.tags),
        captions=_texts(tree, layout.captions),
        dates=tuple(select(tree, layout.date)) if layout.date else (),
    )


def _paragraphs(body: Element, layout: Layout) -> list[str]:
    """Give the paragraphs of a body; text between its blocks, as a dateline, begins one."""
    boxes = frozenset(select(body, layout.boxes)) if layout.boxes else frozenset()
    return body_paragraphs(body, boxes)


def _texts(tree: Element, selector: str) -> tuple[str, ...]:
    found = map(text_of, select(tree, selector)) if selector else ()
    return tuple(dict.fromkeys(filter(None, found)))
