"""Where a site lists its articles: stated, linked, usual."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.indexes.discovery import Candidate, Found, find_indexes, sitemaps_of_robots
from parsers.watching import IndexKind

STORED = Path(__file__).parent / "indexes"


def by_path(found: tuple[Candidate, ...], host: str) -> dict[str, Candidate]:
    return {one.url.removeprefix(host): one for one in found}


def test_a_pangea_page() -> None:
    found = find_indexes((STORED / "pangea_zone.html").read_bytes(), "https://www.rferl.org/z/640")
    paths = by_path(found, "https://www.rferl.org")
    assert list(paths)[:3] == ["/api/", "/rssfeeds", "/sitemap.xml"]
    assert paths["/api/"].how == "stated by the page"
    assert paths["/api/"].title == "Radio Example - Top Stories [RSS]"
    assert paths["/rssfeeds"].kind is None
    assert paths["/rssfeeds"].how == "usual place of Pangea"
    assert paths["/news-sitemap.xml"].how == "usual place"


def test_a_list_of_feeds() -> None:
    page = (
        b"<html><body><div class='media-block'><a href='/api/epiqq'>Armenia</a>"
        b"<a href='/api/zabcd-vomx-tpeabcd'>World</a><a href='/a/x/1.html'>An article</a>"
        b"<a href='https://facebook.example/rss'>Elsewhere</a></div></body></html>"
    )
    found = find_indexes(page, "https://www.rferl.org/rssfeeds")
    linked = [one for one in found if one.found is Found.LINKED]
    assert [(one.url, one.title, one.kind) for one in linked] == [
        ("https://www.rferl.org/api/epiqq", "Armenia", IndexKind.FEED),
        ("https://www.rferl.org/api/zabcd-vomx-tpeabcd", "World", IndexKind.FEED),
    ]


def test_a_wordpress_page_without_its_comments() -> None:
    found = find_indexes((STORED / "wordpress_home.html").read_bytes(), "https://blog.example/")
    paths = by_path(found, "https://blog.example")
    assert next(iter(paths)) == "/feed/"
    assert not any("comments" in path for path in paths)
    assert paths["/wp-sitemap.xml"].system == "WordPress"


def test_tass_and_other_languages() -> None:
    page = (
        b"<html lang='en'><head><link rel='sitemap' href='/map.xml'>"
        b"<link rel='alternate' type='application/rss+xml' hreflang='ru' href='/ru.xml'>"
        b"<link rel='alternate' hreflang='fr' href='/fr/'>"
        b"<link rel='alternate' type='application/json+oembed' href='/oembed?x=1'>"
        b"<link rel='alternate' type='application/feed+json' href='/feed.json'></head></html>"
    )
    found = find_indexes(page, "https://tass.com/")
    assert [(one.url, one.kind, one.language) for one in found if one.found is Found.STATED] == [
        ("https://tass.com/map.xml", IndexKind.SITEMAP, ""),
        ("https://tass.com/ru.xml", IndexKind.FEED, "ru"),
        ("https://tass.com/feed.json", IndexKind.FEED, ""),
    ]
    assert "https://tass.com/rss/v2.xml" in {one.url for one in found}


def test_relative_links_count_from_the_base() -> None:
    page = b"<html><head><base href='/'></head><body><a href='arm/rss/'>RSS</a></body></html>"
    found = find_indexes(page, "https://news.am/arm/news/615.html")
    assert found[0].url == "https://news.am/arm/rss/"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_page_has_the_usual_places(body: bytes) -> None:
    found = find_indexes(body, "https://lake.example/x")
    assert "https://lake.example/rss.xml" in {one.url for one in found}
    assert len({one.url for one in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (
            "User-agent: *\nDisallow: /search\nSITEMAP: https://tass.com/sitemap.xml\n"
            "Sitemap: https://tass.com/sitemap.xml # again\nSitemap: /relative.xml\n",
            ("https://tass.com/sitemap.xml",),
        ),
        ("\ufeffSitemap: https://a.example/s.xml", ("https://a.example/s.xml",)),
        ("", ()),
        ("<html>404</html>", ()),
    ],
)
def test_sitemaps_of_robots(text: str, urls: tuple[str, ...]) -> None:
    assert sitemaps_of_robots(text) == urls
