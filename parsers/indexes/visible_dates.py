"""The dates on a section page that certainly belong to one of its links.

A date belongs to a link that is alone with it in a block of the page; or, where a page has no
blocks, to the link that it stands in turn with (date, headline, date, headline …).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from itertools import pairwise

from lxml import etree

from parsers.indexes.stated import published_of
from parsers.instants import from_unix
from parsers.records import UNPUBLISHED, Basis, Published

_DATED = re.compile(r"\d.*(?:19|20)\d\d|(?:19|20)\d\d.*\d")  # worth reading as a date
_LONGEST = 60  # characters of a date
_SCRIPTS = frozenset({"script", "style", "noscript", "template"})


@dataclass(frozen=True, slots=True)
class _Token:
    """A link (its address) or a date, and the block it stands in."""

    block: etree._Element
    address: str = ""
    date: Published = UNPUBLISHED


def dates_of(
    tree: etree._Element, links: dict[etree._Element, str], zone: tzinfo | None
) -> dict[str, Published]:
    """Give the dates by address; ``links`` are the elements of the links and their addresses."""
    alone = _alone(links)
    found: dict[str, list[Published]] = defaultdict(list)
    in_turn: dict[etree._Element, list[_Token]] = defaultdict(list)
    seen: set[str] = set()
    for element, date in _tokens(tree, links, zone):
        node: etree._Element | None = element
        address = links.get(element, "") if date is UNPUBLISHED else ""
        # up to the first element that holds links: of one address, or (None) of several
        while node is not None and (node not in alone or (address and alone[node])):
            node = node.getparent()
        if node is None or address in seen:
            continue
        seen.add(address)
        owner = alone[node]
        if owner and not address:
            found[owner].append(date)
        elif not owner:
            in_turn[node].append(_Token(node, address, date))
        if not address:
            seen.discard("")
    dates = {address: one for address, all_ in found.items() if (one := _only(all_)) is not None}
    for tokens in in_turn.values():
        for address, date in _pairs(tokens):
            dates.setdefault(address, date)
    return dates


def _alone(links: dict[etree._Element, str]) -> dict[etree._Element, str | None]:
    """Give each element that holds links its address, None where they have several."""
    alone: dict[etree._Element, str | None] = {}
    for element, address in links.items():
        node: etree._Element | None = element
        while node is not None and alone.get(node, "") is not None:
            alone[node] = address if alone.get(node, address) == address else None
            node = node.getparent()
    return alone


def _tokens(
    tree: etree._Element, links: dict[etree._Element, str], zone: tzinfo | None
) -> Iterator[tuple[etree._Element, Published]]:
    """Walk the page: each link (with no date) and each date, in order."""
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str) or element.tag in _SCRIPTS:
            continue
        if event == "start":
            if element in links:
                yield element, UNPUBLISHED
            stated = _stated(element, zone)
            text = element.text if stated is UNPUBLISHED else ""
            found = stated if stated is not UNPUBLISHED else _read(text, zone)
            if found is not UNPUBLISHED:
                yield element, found
        parent = element.getparent()
        if event == "end" and parent is not None:
            after = _read(element.tail, zone)
            if after is not UNPUBLISHED:
                yield parent, after


def _stated(element: etree._Element, zone: tzinfo | None) -> Published:
    """Read what an element states for machines."""
    if element.tag == "time":
        return published_of(element.get("datetime") or "", zone)
    if element.tag == "dateformat":  # TASS
        found = from_unix(element.get("time") or "", zone or UTC)
        return replace(found, basis=Basis.FEED) if found.day else UNPUBLISHED
    return UNPUBLISHED


def _read(text: str | None, zone: tzinfo | None) -> Published:
    line = " ".join((text or "")[: 4 * _LONGEST].split())
    if len(line) > _LONGEST or not _DATED.search(line):
        return UNPUBLISHED
    return published_of(line, zone)


def _only(dates: list[Published]) -> Published | None:
    """Give the one date of a block; None where it has two days, or two hours."""
    exact = {date.at for date in dates if date.at}
    if len({date.day for date in dates}) > 1 or len(exact) > 1:
        return None
    return next((date for date in dates if date.at), dates[0])


def _pairs(tokens: list[_Token]) -> Iterator[tuple[str, Published]]:
    """Pair dates with links where they strictly alternate from the first to the last."""
    sorts = [bool(token.address) for token in tokens]
    if len(sorts) % 2 or any(one == two for one, two in pairwise(sorts)):
        return
    for first, second in zip(tokens[::2], tokens[1::2], strict=True):
        yield first.address or second.address, second.date if first.address else first.date
