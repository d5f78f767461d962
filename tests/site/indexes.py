"""Feeds and sitemaps in the dialects of the watched sites."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta, timezone
from email.utils import format_datetime
from html import escape

from tests.site.stories import Story

BAKU = timezone(timedelta(hours=4))
Path = Callable[[Story], str]


def rss(found: Sequence[Story], base: str, path: Path, *, kind: str = "") -> str:
    """RSS 2.0; TASS adds tracking to its links, Today.Az the whole text, Pangea a picture."""
    items = []
    for story in found:
        link = base + path(story) + ("?utm_source=rss&utm_medium=feed" if kind == "tass" else "")
        at = story.published_at.astimezone(BAKU) if kind == "today_az" else story.published_at
        text = "By Azernews" + "".join(story.paragraphs) if kind == "today_az" else story.lead
        picture = f'<enclosure url="{base}/p.jpg" type="image/jpeg" length="1"/>'
        items.append(
            f"<item><title>{escape(story.title)}</title><link>{escape(link)}</link>"
            f'<guid isPermaLink="false">{story.number}</guid>'
            f"<category>{story.section.title()}</category><pubDate>{format_datetime(at)}</pubDate>"
            f"<description>{escape(text)}</description>{picture if kind == 'pangea' else ''}</item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>All news</title><link>{base}/</link><ttl>5</ttl>{''.join(items)}</channel></rss>"
    )


def atom(found: Sequence[Story], base: str, path: Path) -> str:
    """Atom 1.0."""
    entries = "".join(
        f"<entry><title>{escape(story.title)}</title><id>tag:{story.number}</id>"
        f'<link rel="alternate" href="{escape(base + path(story))}"/>'
        f"<published>{story.published_at.isoformat()}</published>"
        f"<updated>{story.updated_at.isoformat()}</updated>"
        f"<summary>{escape(story.lead)}</summary></entry>"
        for story in found
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>All news</title><id>{base}/</id><link rel="self" href="{base}/atom.xml"/>{entries}</feed>'
    )


def json_feed(found: Sequence[Story], base: str, path: Path) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": str(story.number),
            "url": base + path(story),
            "title": story.title,
            "summary": story.lead,
            "date_published": story.published_at.isoformat(),
            "date_modified": story.updated_at.isoformat(),
        }
        for story in found
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "All news", "items": items}
    return json.dumps(feed)


def sitemap(found: Sequence[Story], base: str, path: Path, *, news: bool = False) -> str:
    """A urlset; ``news``: with what Google News wants."""
    urls = []
    for story in found:
        extra = (
            "<news:news><news:publication><news:name>News</news:name>"
            f"<news:language>{story.language}</news:language></news:publication>"
            f"<news:publication_date>{story.published_at.isoformat()}</news:publication_date>"
            f"<news:title>{escape(story.title)}</news:title></news:news>"
            if news
            else ""
        )
        urls.append(
            f"<url><loc>{escape(base + path(story))}</loc>"
            f"<lastmod>{story.updated_at.isoformat()}</lastmod>{extra}</url>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">' + "".join(urls) + "</urlset>"
    )


def sitemap_index(addresses: Sequence[str], updated: str) -> str:
    """An index of sitemaps."""
    entries = "".join(
        f"<sitemap><loc>{escape(url)}</loc><lastmod>{updated}</lastmod></sitemap>"
        for url in addresses
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
    )
