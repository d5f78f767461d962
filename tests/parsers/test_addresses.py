"""One article has one address: spelling, tracking, AMP and print."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsers.address_rules import RULES
from parsers.addresses import (
    address_key,
    amp_to_article,
    article_address,
    canonical_address,
    host_of,
    resolve,
    web_address,
)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://a.example:443/x", "http://a.example:443/x"),  # not that scheme's port
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://a.example:80", "http://a.example/"),
        ("http://a.example./x", "http://a.example/x"),
        ("http://Bücher.example/x", "http://xn--bcher-kva.example/x"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),  # IDNA 2008
        ("https://a.example/a/../b/./c/..", "https://a.example/b/"),
        ("https://a.example/../../x", "https://a.example/x"),
        ("https://a.example/%2e%2e/x", "https://a.example/x"),
        ("https://a.example/%7Ebob", "https://a.example/~bob"),
        ("https://a.example/%d0%bb", "https://a.example/%D0%BB"),
        ("https://a.example/л", "https://a.example/%D0%BB"),
        ("https://a.example/լ?q=լ", "https://a.example/%D5%AC?q=%D5%AC"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%%41", "https://a.example/%25A"),
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("https://a.example/x?", "https://a.example/x"),
        ("https://a.example/X?b=2&a=1", "https://a.example/X?b=2&a=1"),
        (" \n https://a.example/x\u200b ", "https://a.example/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("http://user:pass@a.example/", ""),
        ("http://user@a.example/", ""),
        ("http://a.example\\@b.example/", ""),
        ("http://a..example/", ""),
        ("http://a b.example/", ""),
        ("http:///x", ""),
        ("//a.example/x", ""),
        ("ftp://a.example/x", ""),
        ("data:text/html,x", ""),
        ("https://a.example/" + "x" * 5_000, ""),
    ],
)
def test_spelling(url: str, address: str) -> None:
    assert web_address(url) == address


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=a&utm_medium=b&id=7", "id=7"),
        ("fbclid=1&gclid=2&yclid=3&dclid=4&msclkid=5&p=12", "p=12"),
        ("mc_cid=1&mc_eid=2&_ga=3&igshid=4&cmpid=5&ocid=6&smid=7&xtor=RSS-1", ""),
        ("at_medium=RSS&ns_mchannel=rss&story=9", "story=9"),
        ("%75tm_source=a", ""),
        ("a=1&amp;utm_source=b&amp;amp;c=2", "a=1&c=2"),
        ("from=rss&ref=twitter&source=telegram&src=rss", ""),
        ("from=2020&ref=17&source=17&src=img", "from=2020&ref=17&source=17&src=img"),
        ("ref_src=twsrc%5Etfw&ref_url=https%3A%2F%2Fx.example", ""),
        ("partner=rss&emc=rss", ""),
        ("partner=lake", "partner=lake"),
        # what may name the article stays
        (
            "id=1&p=2&story=3&cid=4&eid=5&uid=6&sid=7&article=8",
            "id=1&p=2&story=3&cid=4&eid=5&uid=6&sid=7&article=8",
        ),
        ("12345", "12345"),
        ("id=", "id="),
        ("id=1&id=1", "id=1&id=1"),
        ("nsid=1&at=2&utm=3&ga=4", "nsid=1&at=2&utm=3&ga=4"),
    ],
)
def test_tracking(query: str, kept: str) -> None:
    expected = "https://a.example/x" + ("?" + kept if kept else "")
    assert web_address("https://a.example/x?" + query) == expected


VIEWS = [
    ("https://tass.com/world/1234567/amp", "https://tass.com/world/1234567"),
    (
        "https://www.rferl.org/amp/some-slug/33900101.html",
        "https://www.rferl.org/a/some-slug/33900101.html",
    ),
    ("https://www.azatutyun.am/amp/33900101.html", "https://www.azatutyun.am/a/33900101.html"),
    ("https://a.example/2025/03/a-slug/amp/", "https://a.example/2025/03/a-slug/"),
    ("https://a.example/news-12?amp", "https://a.example/news-12"),
    ("https://a.example/news-12?amp=1&id=3", "https://a.example/news-12?id=3"),
    ("https://a.example/news-12?outputType=amp", "https://a.example/news-12"),
    ("https://a.example/news-12.amp", "https://a.example/news-12"),
    ("https://a.example/news-12.amp.html", "https://a.example/news-12.html"),
    ("https://amp.a.example/news-12", "https://a.example/news-12"),
    ("https://tass-com.cdn.ampproject.org/c/s/tass.com/world/12/amp", "https://tass.com/world/12"),
    (
        "https://tass-com.cdn.ampproject.org/v/s/tass.com/world/12/amp?amp_js_v=a6&usqp=x",
        "https://tass.com/world/12",
    ),
    ("https://a-example.cdn.ampproject.org/c/a.example/news-12", "http://a.example/news-12"),
    ("https://www.google.com/amp/s/amp.a.example/news-12", "https://a.example/news-12"),
    ("https://www.google.co.uk/amp/s/a.example/news-12/amp/", "https://a.example/news-12/"),
    ("http://www.today.az/print/news/politics/1.html", "http://www.today.az/news/politics/1.html"),
    ("https://news.am/arm/print/news/615.html", "https://news.am/arm/news/615.html"),
    ("https://a.example/news-12?print=1", "https://a.example/news-12"),
    ("http://127.0.0.1:8080/world/1234567/amp", "http://127.0.0.1:8080/world/1234567"),
]


@pytest.mark.parametrize(("url", "address"), VIEWS)
def test_views_lead_to_the_article(url: str, address: str) -> None:
    assert article_address(url) == address


def test_every_rule_has_an_example() -> None:
    used = {
        rule.name
        for rule in RULES
        for url, _ in VIEWS
        if rule.pattern.fullmatch(url.partition("://")[2].partition("?")[0])
    }
    assert used == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/tag/amp/",
        "https://a.example/amp",
        "https://a.example/amplifier-2025",
        "https://a.example/print/12345",
        "https://m.a.example/news-12",  # only the page knows its other address
        "https://camp.example/news-12",
        "https://amp.example/x",  # a site of that name
        "https://a.example/x?amplitude=1",
        "https://www.google.com/search?q=amp",
    ],
)
def test_other_addresses_stay(url: str) -> None:
    assert article_address(url) == url


def test_mobile_pages_are_mapped_where_they_say_so() -> None:
    stated = "https://www.a.example/news-12"
    assert canonical_address("https://m.a.example/news-12", stated, "") == stated
    assert canonical_address("https://m.a.example/news-12", "https://b.example/x", "") == (
        "https://m.a.example/news-12"
    )


def test_one_key_for_all_spellings() -> None:
    spellings = (
        "http://today.az/news/x/1.html",
        "https://www.today.az/news/x/1.html?utm_source=rss",
        "http://m.today.az/news/x/1.html",
        "http://www.today.az/print/news/x/1.html",
    )
    assert {address_key(url) for url in spellings} == {"today.az/news/x/1.html"}
    assert address_key("ftp://a.example") == ""


PIECES = st.sampled_from(
    "http:// https:// // / . .. ? & = # % %2 %2e %41 @ : :80 [ ] amp /amp .amp print utm_a=1"
    " a b-1 1 .html www. m. amp. cdn.ampproject.org /c/s/ google.com /amp/s/ é л լ \\ \ud800".split(
        " "
    )
)
ADDRESSES = st.lists(PIECES, max_size=14).map("".join)
ANY = st.one_of(st.text(max_size=80), ADDRESSES, ADDRESSES.map("https://a.example/".__add__))


@given(ANY)
@example("https://a-1.cdn.ampproject.org/c/s/b-1.cdn.ampproject.org/c/s/c.example/1/amp/amp")
@example("https://a.example/1/amp/amp/amp")
@example("https://amp.amp.amp.a.example/x")
def test_the_form_is_final(url: str) -> None:
    plain, found = web_address(url), article_address(url)
    assert web_address(plain) == plain
    assert article_address(found) == found
    assert web_address(found) == found
    assert amp_to_article(plain) == found
    assert found == "" or found.startswith(("http://", "https://"))
    assert found.isascii()
    assert host_of(found) or not found
    address_key(url)


@given(ANY)
def test_a_host_changes_by_a_rule_only(url: str) -> None:
    plain, found = web_address(url), article_address(url)
    if plain and urlsplit(plain).netloc != urlsplit(found).netloc:
        assert any(
            rule.pattern.fullmatch(plain.partition("://")[2].partition("?")[0]) for rule in RULES
        )


@given(ANY, ANY)
def test_links_never_fail(base: str, stated: str) -> None:
    found = resolve(base, stated)
    assert web_address(found) == found
