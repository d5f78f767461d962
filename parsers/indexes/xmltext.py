"""XML from strangers: what sort it is, and a tree of it that nothing can grow in.

Text is parsed from its root on, so that no document type is ever seen: the entities declared there
are needed by no feed or sitemap, and can be made to grow without end or to name files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

# The elements by which the sorts of indexes are known, with any prefix.
ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "channel": "feed"} | {
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "html",
}
HEAD = 20_000  # characters in which the root must begin
_ROOT = re.compile(rf"(?i)<(?:[\w.-]{{1,40}}:)?({'|'.join(ROOTS)})(?=[\s/>])")
# The time that a parser takes grows with the square of a tag's attributes.
LONGEST_TAG = 20_000  # characters
_LONG_TAG = re.compile(rf"<([A-Za-z_][\w:.-]{{0,80}})[^<>]{{{LONGEST_TAG},}}>")
MOST_TAGS = 1_000_000  # in one feed; 5,000 items have a tenth of it
# What XML 1.0 does not allow in any form
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# An ampersand that begins no entity of XML; what is in CDATA stays as it is.
_AMPERSAND = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|$))|&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#x[0-9A-Fa-f]{1,6};)"
    r"(?:([A-Za-z][A-Za-z0-9]{1,30});)?",
    re.DOTALL,
)

# A tag that is left open in a title would swallow the rest of the item.
_TITLE = re.compile(
    r"(?i)(<title\b[^<>]{0,500}>)((?:(?!</?title\b|<!\[CDATA\[).){0,2000})(?=</title)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Xml:
    """Text that begins at its root; ``sort`` is feed, sitemap or html, ``root`` its local name."""

    sort: str
    root: str
    text: str


def as_xml(text: str) -> Xml | None:
    """Find the root of an index in decoded text, whatever stands before it; None for none."""
    match = _ROOT.search(text, 0, HEAD)
    if match is None:
        return None
    name = match.group(1).lower()
    return Xml(ROOTS[name], name, text[match.start() :])


@dataclass(frozen=True, slots=True)
class Tree:
    """What could be parsed of an XML text; ``root`` None for nothing."""

    root: etree._Element | None
    doubt: str = ""  # what had to be mended
    left: int = 0  # items over the limit, which were left out


def tree_of(xml: Xml, item_names: tuple[str, ...], most: int) -> Tree:
    """Parse the text as far as its first ``most`` items; ValueError for too many tags.

    Where the end is missing, items are kept up to the last one that is whole: the address of half
    an item may be half an address.
    """
    text, doubt, left = tamed(xml.text), "", 0
    names = "|".join(item_names)
    ends = [match.end() for match in re.finditer(rf"(?i)</(?:{names})\s*>", text)]
    if len(ends) > most:
        text, left = text[: ends[most - 1]], len(ends) - most
    elif not re.search(rf"(?i)</(?:[\w.-]{{1,40}}:)?{xml.root}\s*>", text[-5_000:]):
        first = re.search(rf"(?i)<(?:{names})\b", text)
        text = text[: ends[-1] if ends else first.start() if first else None]
        doubt = "it is cut off; the items before the cut were read"
    if text.count("<") > MOST_TAGS:
        raise ValueError(f"more than {MOST_TAGS:,} tags")
    if not doubt and not left:
        try:
            return Tree(_parse(text, recover=False))
        except etree.XMLSyntaxError as error:
            doubt = f"invalid XML ({_first_line(error)}); it was mended"
    try:  # libxml2 by itself would drop bare ampersands, and change addresses
        return Tree(_parse(_TITLE.sub(_flat, escape_ampersands(text)), recover=True), doubt, left)
    except etree.XMLSyntaxError:
        return Tree(None, doubt, left)


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, lower case; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def tamed(text: str) -> str:
    """Take out of XML what it must not hold, and what its parser takes too long for."""
    return _LONG_TAG.sub(r"<\1>", FORBIDDEN.sub("", text))


def escape_ampersands(text: str) -> str:
    """Escape ampersands that begin no entity of XML, and put characters for entities of HTML."""
    return _AMPERSAND.sub(_escaped, text) if "&" in text else text


def _parse(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _first_line(error: etree.XMLSyntaxError) -> str:
    # without the place: lines are counted from the root
    return (error.msg or "").partition(", line")[0].partition("\n")[0][:120]


def _flat(match: re.Match[str]) -> str:
    return match.group(1) + match.group(2).replace("<", "&lt;")


def _escaped(match: re.Match[str]) -> str:
    cdata, name = match.groups()
    if cdata is not None:
        return str(cdata)
    if name is None:
        return "&amp;"
    char = html5.get(f"{name};", "")  # &nbsp; and its like are HTML's
    return char if char and char not in "<&" else f"&amp;{name};"
