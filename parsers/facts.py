"""What a page states of itself, in JSON-LD, meta elements and itemprop; the same for every site."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any

from parsers.instants import from_machine
from parsers.markup import is_hidden, select, select_one, text_of
from parsers.records import UNPUBLISHED, Published
from parsers.text import clean, clean_line, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Types of schema.org that are articles, lower case
ARTICLE_TYPES = words(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle blogposting"
    " liveblogposting backgroundnewsarticle reviewnewsarticle askpublicnewsarticle"
)
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
CAPTION_CLASSES = frozenset({"caption", "wp-caption-text"})
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


def page_facts(tree: Element, zone: tzinfo | None = None) -> Facts:
    """Gather the statements of a page; JSON-LD first, then meta elements, then itemprop.

    ``zone`` is the one of the source, for a machine date without any.
    """
    meta = _meta(tree)
    found = _article_ld(tree, meta.get("og:title", ""))
    published = _first_date(
        zone,
        found.get("datePublished"),
        *(meta.get(name) for name in DATE_NAMES[:2]),
        *_itemprop(tree, "datePublished"),
        *(meta.get(name) for name in DATE_NAMES[2:]),
    )
    updated = _first_date(zone, found.get("dateModified"), meta.get("article:modified_time"))
    canonical = select_one(tree, "link[rel~=canonical][href]")
    return Facts(
        title=clean_line(
            _text(found.get("headline"))
            or meta.get("og:title", "")
            or meta.get("twitter:title", "")
        ),
        url=((canonical.get("href") or "") if canonical is not None else "")
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
            or next(iter(_itemprop(tree, "articleSection")), "")
        ),
        language=_text(found.get("inLanguage"))
        or (tree.get("lang") or "")
        or meta.get("og:locale", ""),
        description=clean_line(meta.get("og:description", "") or meta.get("description", "")),
        kind=_kinds(found)[0] if _kinds(found) else "",
        og_type=meta.get("og:type", "").lower(),
        article_body=clean(_text(found.get("articleBody"))),
        published=published,
        updated_at=updated.at if updated.at != published.at else None,
        tags=_tags(found.get("keywords") or meta.get("news_keywords") or meta.get("keywords")),
    )


def json_ld(tree: Element) -> list[dict[str, Any]]:
    """Give every object of the page's JSON-LD, those inside lists and @graph too."""
    found: list[dict[str, Any]] = []
    scripts = (one for one in tree.iter("script") if one.get("type") == "application/ld+json")
    for script in islice(scripts, 20):
        try:
            # strict=False: some sites leave line ends inside strings
            queue: list[Any] = [json.loads(script.text or "", strict=False)]
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


def _article_ld(tree: Element, title: str) -> dict[str, Any]:
    """Choose the JSON-LD object of the article: the one with the page's title, else the first."""
    articles = [found for found in json_ld(tree) if ARTICLE_TYPES.intersection(_kinds(found))]
    same = [
        found for found in articles if clean_line(_text(found.get("headline"))) == clean_line(title)
    ]
    return next(iter(same or articles), {})


def _kinds(found: dict[str, Any]) -> list[str]:
    value = found.get("@type")
    kinds = value if isinstance(value, list) else [value]
    return [kind.lower() for kind in kinds if isinstance(kind, str)]


def _meta(tree: Element) -> dict[str, str]:
    """Give the meta elements by lower-case name or property; the first of a name counts."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name")
        content = node.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _itemprop(tree: Element, name: str) -> list[str]:
    """Give what elements with an itemprop say: in an attribute for machines, else their text."""
    found = []
    for node in select(tree, f'[itemprop="{name}"]')[:3]:
        value = node.get("content") or node.get("datetime") or text_of(node)
        found.append(value)
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


def page_captions(tree: Element) -> tuple[str, ...]:
    """Give what stands under the pictures of the article, not under those of other stories."""
    nodes: Any = tree.xpath(
        "descendant::*[self::figcaption or contains(@class, 'caption') or @itemprop='caption']"
    )
    nodes = [
        node
        for node in islice(filter(_is_caption, nodes), 40)
        if next(node.iterancestors("aside", "nav", "footer"), None) is None and not is_hidden(node)
    ]
    found = [caption for caption in map(text_of, nodes) if len(caption) > 3]
    # one caption inside another element of the list comes twice
    return tuple(dict.fromkeys(found))


def _is_caption(node: Element) -> bool:
    if node.tag == "figcaption" or node.get("itemprop") == "caption":
        return True
    return not CAPTION_CLASSES.isdisjoint((node.get("class") or "").split())
