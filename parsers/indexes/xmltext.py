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
# What XML 1.0 does not allow in any form
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# An ampersand that begins no entity of XML; what is in CDATA stays as it is.
_AMPERSAND = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|$))|&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#x[0-9A-Fa-f]{1,6};)"
    r"(?:([A-Za-z][A-Za-z0-9]{1,30});)?",
    re.DOTALL,
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


def tree_of(xml: Xml, item_names: tuple[str, ...]) -> tuple[etree._Element | None, str]:
    """Parse the text; a doubt says what had to be mended.

    Where the end is missing, items are kept up to the last one that is whole: the address of half
    an item may be half an address.
    """
    text = FORBIDDEN.sub("", xml.text)
    doubt = ""
    if not re.search(rf"(?i)</(?:[\w.-]{{1,40}}:)?{xml.root}\s*>", text[-5_000:]):
        ends = [m.end() for m in re.finditer(rf"(?i)</(?:{'|'.join(item_names)})\s*>", text)]
        text = text[: ends[-1]] if ends else text
        doubt = "it is cut off; the items before the cut were read"
    try:
        return _parse(text, recover=bool(doubt)), doubt
    except etree.XMLSyntaxError as error:
        doubt = doubt or f"invalid XML ({_first_line(error)}); it was mended"
    try:
        return _parse(escape_ampersands(text), recover=True), doubt
    except etree.XMLSyntaxError:
        return None, doubt


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, lower case; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


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
    return str(error).partition("\n")[0][:120]


def _escaped(match: re.Match[str]) -> str:
    cdata, name = match.groups()
    if cdata is not None:
        return str(cdata)
    if name is None:
        return "&amp;"
    char = html5.get(f"{name};", "")  # &nbsp; and its like are HTML's
    return char if char and char not in "<&" else f"&amp;{name};"
