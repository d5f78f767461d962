"""HTML: what a page states of itself in its head, and the text that a reader sees.

Formats use these pieces; nothing here knows a site. Loading this module loads bs4.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from parsers.instants import from_machine
from parsers.records import UNPUBLISHED, Published
from parsers.text import clean, clean_line, words

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
# Types of schema.org that are articles, lower case
ARTICLE_TYPES = words(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle blogposting"
    " liveblogposting backgroundnewsarticle reviewnewsarticle askpublicnewsarticle"
)
CAPTIONS = "figcaption, .caption, .wp-caption-text, [itemprop=caption]"
# Meta elements that hold the date of publication, the widespread ones first
DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dc.date",
    "date",
)
MOST_TAGS = 100_000  # in one page; the largest live blogs have half of it
LONGEST_TAG = 20_000  # characters; longer ones hold images as data, and no words
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{{{LONGEST_TAG},}}>")
# Declarations of entities: no page needs them, and they can be made to grow without end.
_SUBSET = re.compile(r"(?is)<!DOCTYPE[^>\[]{0,500}\[.{0,100000}?\]\s*>")
_ADDRESS = re.compile(r"://|\bwww\.|@")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page states of itself, in JSON-LD, meta elements and itemprop; "" where nothing."""

    title: str = ""
    url: str = ""
    site_name: str = ""
    author: str = ""
    section: str = ""
    language: str = ""
    description: str = ""
    kind: str = ""  # schema.org type of the article, lower case
    og_type: str = ""
    article_body: str = ""
    published: Published = UNPUBLISHED
    updated_at: datetime | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


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


def page_facts(soup: BeautifulSoup, zone: tzinfo | None = None) -> Facts:
    """Gather the statements of a page; JSON-LD first, then meta elements, then itemprop.

    ``zone`` is the one of the source, for a machine date without any.
    """
    meta = _meta(soup)
    found = _article_ld(soup, meta.get("og:title", ""))
    published = _first_date(
        zone,
        found.get("datePublished"),
        *(meta.get(name) for name in DATE_NAMES[:2]),
        *_itemprop(soup, "datePublished"),
        *(meta.get(name) for name in DATE_NAMES[2:]),
    )
    updated = _first_date(zone, found.get("dateModified"), meta.get("article:modified_time"))
    canonical = soup.select_one("link[rel~=canonical][href]")
    html = soup.find("html")
    return Facts(
        title=clean_line(
            _text(found.get("headline"))
            or meta.get("og:title", "")
            or meta.get("twitter:title", "")
        ),
        url=(str(canonical["href"]) if canonical else "")
        or meta.get("og:url", "")
        or _text(found.get("url")),
        site_name=clean_line(meta.get("og:site_name", "") or _name(found.get("publisher"))),
        author=clean_line(
            _name(found.get("author"))
            or _name(meta.get("article:author"))
            or _name(meta.get("author"))
        ),
        section=clean_line(
            _text(found.get("articleSection"))
            or meta.get("article:section", "")
            or next(iter(_itemprop(soup, "articleSection")), "")
        ),
        language=_text(found.get("inLanguage"))
        or (str(html.get("lang", "")) if html else "")
        or meta.get("og:locale", ""),
        description=clean_line(meta.get("og:description", "") or meta.get("description", "")),
        kind=_kinds(found)[0] if _kinds(found) else "",
        og_type=meta.get("og:type", "").lower(),
        article_body=clean(_text(found.get("articleBody"))),
        published=published,
        updated_at=updated.at if updated.at != published.at else None,
        tags=_tags(found.get("keywords") or meta.get("news_keywords") or meta.get("keywords")),
        captions=_captions(soup),
    )


def json_ld(soup: BeautifulSoup) -> list[dict[str, Any]]:
    """Give every object of the page's JSON-LD, those inside lists and @graph too."""
    found: list[dict[str, Any]] = []
    for script in soup.find_all("script", type="application/ld+json")[:20]:
        try:
            # strict=False: some sites leave line ends inside strings
            queue: list[Any] = [json.loads("".join(map(str, script.strings)), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue and len(found) < 200:
            value = queue.pop(0)
            if isinstance(value, list):
                queue += value
            elif isinstance(value, dict):
                found.append(value)
                queue += [value[key] for key in ("@graph", "mainEntity") if key in value]
    return found


def _article_ld(soup: BeautifulSoup, title: str) -> dict[str, Any]:
    """Choose the JSON-LD object of the article: the one with the page's title, else the first."""
    articles = [found for found in json_ld(soup) if ARTICLE_TYPES.intersection(_kinds(found))]
    same = [
        found for found in articles if clean_line(_text(found.get("headline"))) == clean_line(title)
    ]
    return next(iter(same or articles), {})


def _kinds(found: dict[str, Any]) -> list[str]:
    value = found.get("@type")
    kinds = value if isinstance(value, list) else [value]
    return [kind.lower() for kind in kinds if isinstance(kind, str)]


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    """Give the meta elements by lower-case name or property; the first of a name counts."""
    found: dict[str, str] = {}
    for node in soup.find_all("meta"):
        name = node.get("property") or node.get("name")
        content = node.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _itemprop(soup: BeautifulSoup, name: str) -> list[str]:
    """Give what elements with an itemprop say: in an attribute for machines, else their text."""
    found = []
    for node in soup.select(f'[itemprop="{name}"]')[:3]:
        value = node.get("content") or node.get("datetime") or text_of(node)
        found.append(str(value))
    return found


def _first_date(zone: tzinfo | None, *values: object) -> Published:
    """Read the first date that is one; a certain instant is better than a day."""
    read = [from_machine(value, zone) for value in values if isinstance(value, str)]
    read = [found for found in read if found != UNPUBLISHED]
    return next((found for found in read if found.at), read[0] if read else UNPUBLISHED)


def _text(value: object) -> str:
    """Give a JSON-LD value as text: the first of a list, the name or @value of an object."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("name"))
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    """Give the names of persons or organisations, joined."""
    values = value if isinstance(value, list) else [value]
    names = [_text(one) for one in values[:10]]
    # an author's page is no name, nor is the site's designer, whom some put there
    return ", ".join(name for name in names if name.strip() and not _ADDRESS.search(name))


def _tags(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(clean_line(str(one)) for one in values[:50] if str(one).strip())


def _captions(soup: BeautifulSoup) -> tuple[str, ...]:
    found = [" ".join(visible_lines(node)) for node in soup.select(CAPTIONS)[:40]]
    found = [clean_line(caption) for caption in found if len(caption) > 3]
    # one caption inside another element of the list comes twice
    return tuple(dict.fromkeys(found))


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
