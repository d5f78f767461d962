"""Section pages: the links on them that lead to articles, with headlines and visible dates.

With ``articles`` of the watch list only addresses that fit it are taken. Without it an address must
look like that of an article (an id, a date or a slug) and its link like a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import tzinfo
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from parsers.addresses import article_address, host_of, resolve
from parsers.indexes.collect import LONGEST_TITLE
from parsers.indexes.problems import NotAnIndex, challenge_in, challenged, shortened, title_of
from parsers.indexes.visible_dates import dates_of
from parsers.language import declared_language
from parsers.markup import tame
from parsers.records import UNPUBLISHED
from parsers.text import clean_line, words
from parsers.watching import Index, IndexKind, Link

MOST_LINKS = 2_000
# Parts of a page whose links lead about the site, by element and by role.
_ABOUT = words("nav footer form script style noscript template iframe select button head")
_ABOUT_ROLES = words("navigation contentinfo search banner menu menubar")
# Parts of a path that name another sort of page.
_OTHER_PAGES = words(
    "tag tags theme themes topic topics author authors category categories section sections search"
    " login signin register subscribe subscription account profile rss rssfeeds feed feeds api"
    " about about-us contact contacts contact-us privacy privacy-policy terms cookies"
    " advertise advertising jobs careers help faq sitemap page pages archive"
    " archives program programs schedule live tv radio podcast podcasts video videos audio gallery"
    " galleries photo photos pictures print share amp cart shop z s p"
)
_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|xml|rss|css|js)$")
_ENDING = re.compile(r"(?i)\.(?:s?html?|php|aspx?|jsp)$")
_DATED = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?/[^/]+")
_LONG_ID = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_SHORT_ID = re.compile(r"(?<!\d)\d{3,4}(?!\d)")
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_HEADLINE_CLASS = re.compile(r"(?i)title|headline|heading")
_SHORTEST_HEADLINE = 15  # characters, and at least two words: "Next page »" and "38" are shorter
_REPEATED = 4  # links of one shape; a weaker likeness to an article is enough for them


@dataclass(slots=True)
class _Found:
    """The links to one address, in the order of the page."""

    elements: list[etree._Element] = field(default_factory=list)
    titles: list[tuple[bool, str]] = field(default_factory=list)  # whether it is a heading

    def title(self) -> str:
        """Prefer a heading to other text, then the longest: a picture has "Photo" or nothing."""
        best = max(self.titles, key=lambda one: (one[0], len(one[1])), default=(False, ""))
        return shortened(best[1], LONGEST_TITLE)

    def in_heading(self) -> bool:
        return any(heading for heading, _ in self.titles)


def read_listing(
    text: str, url: str, *, articles: str = "", zone: tzinfo | None = None, doubt: str = ""
) -> Index:
    """Read an HTML page that lists articles; NotAnIndex ``challenge``, ``too_many``, ``empty``."""
    if who := challenge_in(text):
        raise challenged(who)
    try:
        tree = _tree(tame(text))
    except ValueError as error:
        raise NotAnIndex("too_many", str(error), "watch a feed of the site instead") from None
    if tree is None:
        raise NotAnIndex("empty", "the page holds no elements", "look at it in a browser")
    base = base_of(tree, url)
    found = _links(tree, base, url)
    wanted = re.compile(articles).search if articles else None
    kept = {address: one for address, one in found.items() if wanted and wanted(address)}
    if wanted is None:
        kept = _like_articles(found)
    kept = dict(list(kept.items())[:MOST_LINKS])
    language = declared_language(tree.get("lang") or "", "")
    owners = {element: address for address, one in kept.items() for element in one.elements}
    dates = dates_of(tree, owners, zone)
    links = tuple(
        Link(address, one.title(), dates.get(address, UNPUBLISHED), language=language)
        for address, one in kept.items()
    )
    nothing = "" if links else _nothing(len(found), articles)
    return Index(
        IndexKind.LISTING, links, title=title_of(text), doubts=tuple(filter(None, (doubt, nothing)))
    )


def _tree(text: str) -> etree._Element | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None  # nothing but a comment, say


def _nothing(count: int, articles: str) -> str:
    if articles and count:
        return f"none of the {count} address(es) on the page fits “articles” of the source"
    return (
        f"none of the {count} address(es) on the page looks like that of an article;"
        " if some are, say how they look in “articles” of the source"
    )


def base_of(tree: etree._Element, url: str) -> str:
    """Give the address that the relative links of a page count from."""
    stated = next((one.get("href") or "" for one in tree.iter("base")), "")
    return resolve(url, stated) or url


def _links(tree: etree._Element, base: str, url: str) -> dict[str, _Found]:
    """Gather the links to pages of the same host, by address, each with its texts."""
    here, own = host_of(base), article_address(url)
    found: dict[str, _Found] = {}
    about: dict[etree._Element, bool] = {}
    for element in tree.iter("a"):
        href = element.get("href") or ""
        address = article_address(resolve(base, href)) if href and href[0] != "#" else ""
        if not address or address == own or host_of(address) != here:
            continue
        if _leads_about(element, about):
            continue
        one = found.setdefault(address, _Found())
        one.elements.append(element)
        heading, text = _headline(element)
        if text:
            one.titles.append((heading, text))
    return found


def _leads_about(element: etree._Element, known: dict[etree._Element, bool]) -> bool:
    """Whether a link stands in navigation; ``known`` remembers the answer for each parent."""
    parent = element.getparent()
    chain: list[etree._Element] = []
    answer = False
    while parent is not None:
        if parent in known:
            answer = known[parent]
            break
        chain.append(parent)
        if parent.tag in _ABOUT or (parent.get("role") or "").lower() in _ABOUT_ROLES:
            answer = True
            break
        parent = parent.getparent()
    known.update(dict.fromkeys(chain, answer))
    return answer


def _headline(element: etree._Element) -> tuple[bool, str]:
    """Give the text of a link: of the heading in it, or of all of it; and whether it is one."""
    for node in element.iter():
        if node is not element and isinstance(node.tag, str):
            named = _HEADLINE_CLASS.search(node.get("class") or "")
            if (node.tag in _HEADINGS or named) and (text := _text(node)):
                return True, text
    parent = element.getparent()
    above = [element] if parent is None else [element, parent]
    heading = any(one.tag in _HEADINGS for one in above) or any(
        _HEADLINE_CLASS.search(one.get("class") or "") for one in above
    )
    return heading, _text(element) or clean_line(element.get("title") or "")


def _text(element: etree._Element) -> str:
    parts = [str(part) for part in element.itertext("*") if part.strip()]
    return clean_line(" ".join(parts)[: LONGEST_TITLE * 4])


def _like_articles(found: dict[str, _Found]) -> dict[str, _Found]:
    """Keep what looks like an article: strongly, or less so but repeated through the page."""
    likeness = {address: _likeness(address) for address in found}
    shapes = Counter(_shape(address) for address in found if likeness[address])
    kept = {}
    for address, one in found.items():
        title = one.title()
        if not likeness[address] or len(title) < _SHORTEST_HEADLINE or " " not in title:
            continue
        repeated = shapes[_shape(address)] >= _REPEATED or one.in_heading()
        if likeness[address] == 2 or (likeness[address] == 1 and repeated):
            kept[address] = one
    return kept


def _likeness(address: str) -> int:
    """How much an address looks like that of an article: 2 surely, 1 perhaps, 0 not at all."""
    split = urlsplit(address)
    parts = [part for part in split.path.lower().split("/") if part]
    if not parts or _FILE.search(split.path) or any(part in _OTHER_PAGES for part in parts[:-1]):
        return 0
    last = _ENDING.sub("", parts[-1])
    if last in _OTHER_PAGES:
        return 0
    place = split.path + ("?" + split.query if split.query else "")
    slug_words = len([one for one in re.split(r"[-_]|%20", last) if one])
    if _LONG_ID.search(place) or slug_words >= 4 or (_DATED.search(split.path) and slug_words > 1):
        return 2
    return 1 if _SHORT_ID.search(place) or slug_words == 3 or _DATED.search(split.path) else 0


def _shape(address: str) -> str:
    """Give the form of an address: first part, number of parts, whether the last has digits."""
    split = urlsplit(address)
    parts = [part for part in split.path.split("/") if part]
    tail = "9" if any(char.isdigit() for char in parts[-1]) else "x" if parts else ""
    return f"{parts[0] if len(parts) > 1 else ''}/{len(parts)}/{tail}" if parts else ""
