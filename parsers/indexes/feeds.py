"""Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, JSON Feed.

feedparser knows the dialects; what it is given has been decoded, mended and stripped here. It opens
a file or an address when it gets text or bytes, so it gets a stream and nothing else.
"""

from __future__ import annotations

import json
import re
from datetime import tzinfo
from io import BytesIO  # the one stream in this room: feedparser takes nothing else apart
from typing import Any, cast

from lxml import etree

from parsers.addresses import host_of
from parsers.indexes.collect import LONGEST_TITLE, Collector, plain_line
from parsers.indexes.problems import NotAnIndex
from parsers.indexes.xmltext import Xml, local_name, tree_of
from parsers.text import words
from parsers.watching import Index, IndexKind

MOST_ITEMS = 5_000  # feeds hold 10 to 100; 5,000 take about a second
LONGEST_FIELD = 5_000  # characters that are read of a title or an address
ITEMS = ("item", "entry")
# Elements of an item that are read; the others, bodies and media above all, are not even passed on.
_KEPT = words(
    "title link guid id pubdate published issued created date updated modified category subject"
    " origlink language"
)
_NOT_OF_FEED = words("image textinput")  # have titles and links of their own
# Hosts that count a reader and pass him on: an address on another host is better.
_REDIRECTORS = ("feedproxy.google.com", "feeds.feedburner.com", "news.google.com", "feedburner.com")
# sy:updatePeriod of the RDF module "syndication"
_PERIODS = {
    "hourly": 3_600.0,
    "daily": 86_400.0,
    "weekly": 604_800.0,
    "monthly": 2_592_000.0,
    "yearly": 31_536_000.0,
}
LONGEST_PERIOD = 31 * 86_400.0  # what asks to be left alone for longer has made a mistake


def read_feed(
    xml: Xml, url: str, *, articles: str = "", zone: tzinfo | None = None, doubt: str = ""
) -> Index:
    """Read RSS, RDF or Atom; NotAnIndex ``not_a_feed`` where nothing can be made of it.

    ``url`` is where it came from; ``doubt`` what is doubtful already.
    """
    try:
        tree = tree_of(xml, ITEMS, MOST_ITEMS)
    except ValueError as error:
        raise NotAnIndex("too_many", str(error), "take another feed of the site") from None
    if tree.root is None:
        raise NotAnIndex(
            "not_a_feed", f"the XML is beyond mending: {tree.doubt}", "look at it in a browser"
        )
    _strip(tree.root)
    parsed = _parse(etree.tostring(tree.root, encoding="utf-8"), url)
    feed = parsed.get("feed", {})
    collector = Collector(_home(feed, url), articles, zone, MOST_ITEMS)
    language = _text(feed, "language")
    for entry in parsed.get("entries", []):
        published, updated = _text(entry, "published"), _text(entry, "updated")
        if xml.root != "feed" and not published:
            published, updated = updated, ""  # dc:date, which RSS has in place of pubDate
        collector.add(
            _address(entry),
            title=_text(entry, "title"),
            published=published or _text(entry, "created"),
            updated=updated,
            section=_section(entry),
            language=_text(entry, "language") or language,
        )
    doubts = (doubt, tree.doubt, _left_out(tree.left), *collector.doubts())
    return Index(
        IndexKind.FEED,
        collector.links,
        title=plain_line(_text(feed, "title"), LONGEST_TITLE),
        every_seconds=_every(feed),
        doubts=tuple(filter(None, doubts)),
    )


def read_json_feed(
    text: str, url: str, *, articles: str = "", zone: tzinfo | None = None, doubt: str = ""
) -> Index:
    """Read JSON Feed 1.0 or 1.1; NotAnIndex ``not_a_feed`` for any other JSON."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"JSON that cannot be read ({type(error).__name__})"
        raise NotAnIndex("not_a_feed", message, "look at the feed in a browser") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not _text(feed, "version").startswith("https://jsonfeed.org"):
        raise NotAnIndex(
            "not_a_feed",
            "the answer is JSON, and no JSON Feed (it has no version and items of one)",
            "take another feed of the site: “parley sources add” finds them",
        )
    collector = Collector(url, articles, zone, MOST_ITEMS)
    for item in items[:MOST_ITEMS]:
        fields = item if isinstance(item, dict) else {}
        tags = fields.get("tags")
        own = _text(fields, "id")
        collector.add(
            _text(fields, "url")
            or _text(fields, "external_url")
            or (own if own.startswith("http") else ""),
            title=_text(fields, "title"),
            published=_text(fields, "date_published"),
            updated=_text(fields, "date_modified"),
            section=str(tags[0]) if isinstance(tags, list) and tags else "",
            language=_text(fields, "language") or _text(feed, "language"),
        )
    doubts = (doubt, _left_out(len(items) - MOST_ITEMS), *collector.doubts())
    return Index(
        IndexKind.FEED,
        collector.links,
        title=plain_line(_text(feed, "title"), LONGEST_TITLE),
        doubts=tuple(filter(None, doubts)),
    )


def _parse(data: bytes, url: str) -> dict[str, Any]:
    import feedparser  # noqa: PLC0415 - a page that is no feed must not pay for loading it

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # nothing here is shown as HTML, so nothing needs to be sanitised or resolved inside of texts
    try:
        parsed = feedparser.parse(
            BytesIO(data),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (LookupError, AttributeError, TypeError, ValueError, RecursionError) as error:
        # it promises to raise nothing, and does for elements in places that it does not expect
        raise NotAnIndex(
            "not_a_feed",
            f"the XML is that of a feed, in a disorder that cannot be read ({error!r:.80})",
            "look at the feed in a browser; take another feed of the site",
        ) from None
    return cast("dict[str, Any]", parsed)


def _strip(tree: etree._Element) -> None:
    """Take out of the tree what is not read."""
    etree.strip_elements(tree, etree.Entity, with_tail=False)
    for element in list(tree.iter()):
        name = local_name(element)
        parent = element.getparent()
        if name in _NOT_OF_FEED and parent is not None:
            parent.remove(element)
        elif name in ITEMS:
            for child in list(element):
                if local_name(child) in _KEPT:
                    _flatten(child)
                elif local_name(child) not in ITEMS:  # an item left open holds the next one
                    element.remove(child)


def _flatten(field: etree._Element) -> None:
    """Make a field of an item plain text: of a title all, of an unclosed field what is its own."""
    inner = {local_name(node) for node in field.iterdescendants()}
    whole = not inner & (_KEPT | set(ITEMS))
    text = "".join(map(str, field.itertext())) if inner and whole else field.text or ""
    del field[:]
    field.text = text[:LONGEST_FIELD]


def _home(feed: dict[str, Any], url: str) -> str:
    """Relative links count from the feed's address, or from its home page where it has none."""
    return url or _text(feed, "link")


def _address(entry: dict[str, Any]) -> str:
    """Choose the address of an item: its own before one that passes readers on."""
    found = [_text(entry, "feedburner_origlink")]
    found += [
        _text(link, "href") for link in entry.get("links", []) if _text(link, "rel") == "alternate"
    ]
    found.append(_text(entry, "link"))  # feedparser: the guid too, where it is a permanent link
    own = _text(entry, "id")
    known = [address for address in found if address.strip()]
    if own.startswith(("http://", "https://")) and known and all(map(_passes_on, known)):
        known.append(own)
    return next((address for address in known if not _passes_on(address)), "".join(known[:1]))


def _passes_on(address: str) -> bool:
    host = host_of(address)
    return any(host == one or host.endswith("." + one) for one in _REDIRECTORS)


def _section(entry: dict[str, Any]) -> str:
    tags = entry.get("tags") or [{}]
    return _text(tags[0], "label") or _text(tags[0], "term")


def _every(feed: dict[str, Any]) -> float | None:
    """How often the feed asks to be polled: ttl in minutes, or a period and how often in it."""
    seconds = _number(_text(feed, "ttl")) * 60
    if not seconds:
        period = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower(), 0.0)
        seconds = period / (_number(_text(feed, "sy_updatefrequency")) or 1.0)
    return seconds if 0 < seconds <= LONGEST_PERIOD else None


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\s*\d{1,6}\s*", text, re.ASCII) else 0.0


def _text(fields: Any, name: str) -> str:
    # dict's own get: feedparser's warns, and answers with other fields
    value = dict.get(fields, name) if isinstance(fields, dict) else None
    return value if isinstance(value, str) else ""


def _left_out(count: int) -> str:
    return f"{count} item(s) over the first {MOST_ITEMS:,} were left out" if count > 0 else ""
