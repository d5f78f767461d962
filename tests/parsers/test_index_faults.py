"""Indexes that are broken or hostile: only NotAnIndex, in bounded time, nothing expanded."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.indexes import NotAnIndex, read_index
from parsers.indexes.feeds import MOST_ITEMS
from parsers.indexes.sitemaps import MOST_URLS
from parsers.watching import Index, IndexKind

STORED = Path(__file__).parent / "indexes"
BODIES = [
    path.read_bytes() for path in sorted(STORED.iterdir()) if path.suffix in {".xml", ".html"}
]
URL = "https://lake.example/feed"
SECONDS = 15.0  # many times what is needed, and far below what an attack takes


def feed(*items: str, head: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{inside}</channel></rss>'.encode()
    )


def item(number: int, title: str = "Ferry") -> str:
    return f"<title>{title}</title><link>https://lake.example/n/{number}</link>"


def urlset(count: int) -> bytes:
    entries = "".join(f"<url><loc>https://lake.example/n/{n}</loc></url>" for n in range(count))
    return f"<urlset>{entries}</urlset>".encode()


def timely(body: bytes, kind: IndexKind | None = None) -> Index:
    begun = time.perf_counter()
    try:
        return read_index(body, URL, kind=kind)
    finally:
        assert time.perf_counter() - begun < SECONDS


def refused(body: bytes, kind: IndexKind | None = None) -> NotAnIndex:
    with pytest.raises(NotAnIndex) as caught:
        timely(body, kind)
    assert caught.value.message
    assert caught.value.cure
    return caught.value


ANY_KIND = st.sampled_from([None, *IndexKind])


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), ANY_KIND)
def test_any_bytes_give_an_index_or_a_reason(body: bytes, kind: IndexKind | None) -> None:
    try:
        timely(body, kind)
    except NotAnIndex as reason:
        assert all((reason.code, reason.message, reason.cure))  # noqa: PT017 - it may be an index


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(BODIES), st.integers(0, 2**32), ANY_KIND)
def test_any_broken_index_gives_an_index_or_a_reason(
    body: bytes, seed: int, kind: IndexKind | None
) -> None:
    dice = random.Random(seed)
    broken = bytearray(body)
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(broken))
        sort = dice.randrange(4)
        if sort == 0:
            broken[at] = dice.randrange(256)
        elif sort == 1:
            del broken[at : at + dice.randrange(1, 60)]
        elif sort == 2:
            broken[at:at] = broken[max(0, at - 40) : at]
        else:
            broken[at:at] = dice.choice([b"<", b"&", b"]]>", b"<![CDATA[", b"</item>", b"\0", b'"'])
        if not broken:
            break
    try:
        timely(bytes(broken), kind)
    except NotAnIndex as reason:
        assert reason.code  # noqa: PT017


@given(st.sampled_from([body for body in BODIES if b"<rss" in body]), st.integers(1, 99))
@settings(deadline=None, max_examples=60)
def test_a_feed_that_is_cut_off_lists_no_half_address(body: bytes, percent: int) -> None:
    try:
        whole = {link.url for link in read_index(body, URL).links}
        part = {link.url for link in read_index(body[: len(body) * percent // 100], URL).links}
    except NotAnIndex:
        return
    assert part <= whole


LAUGHS = "<!DOCTYPE rss [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12)
)
BLOWUP = f"<!DOCTYPE rss [<!ENTITY big '{'x' * 15_000}'>]>"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (LAUGHS + "]>", "&l11;"),
        (BLOWUP, "&big;" * 5_000),
        ("<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>", "&f;"),
        ("<!DOCTYPE rss [<!ENTITY f SYSTEM 'https://lake.example/x'>]>", "&f;"),
        ("<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>", "Ferry"),
        ("<!DOCTYPE a [<!ENTITY x '<rss>'>]><!DOCTYPE rss [<!ENTITY f 'grown'>]>", "&f;"),
    ],
    ids=["billion laughs", "quadratic", "file", "address", "external subset", "two types"],
)
@pytest.mark.parametrize("place", ["text", "attribute"])
def test_entities_are_never_expanded(head: str, title: str, place: str) -> None:
    shown = item(1, title) if place == "text" else f'<title x="{title}">Ferry</title>' + item(1, "")
    tracemalloc.start()
    found = timely(feed(shown, head=head))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    said = repr(found)
    assert "root:" not in said
    assert "haha" not in said
    assert "xxxx" not in said
    assert "grown" not in said
    assert peak < 30_000_000


def test_a_sitemap_expands_no_entities() -> None:
    body = f"{LAUGHS}]><urlset><url><loc>https://lake.example/&l11;</loc></url></urlset>".encode()
    assert "haha" not in repr(timely(body))


def test_a_very_long_feed_is_read_in_part() -> None:
    found = timely(feed(*(item(n) for n in range(60_000))))
    assert len(found.links) == MOST_ITEMS
    assert f"{60_000 - MOST_ITEMS} item(s) over" in found.doubts[0]


def test_a_sitemap_over_the_limit_is_read_in_part() -> None:
    found = timely(urlset(MOST_URLS + 1))
    assert len(found.links) == MOST_URLS
    assert "more than 50,000 entries" in found.doubts[0]


def test_huge_fields_are_cut() -> None:
    body = feed(item(1, "long " * 200_000) + f"<description>{'x' * 3_000_000}</description>")
    (link,) = timely(body).links
    assert len(link.title) == 500


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"<urlset>" + b"<x/>" * 20_000_000)
    assert refused(bomb).code == "too_large"
    assert refused(gzip.compress(b"<rss>" + b" " * 90_000_000)).code == "too_large"


def test_broken_archives() -> None:
    packed = gzip.compress(urlset(20_000))
    found = timely(packed[: len(packed) // 2])
    assert 1_000 < len(found.links) < 20_000
    assert any("archive is broken (cut off)" in doubt for doubt in found.doubts)
    assert refused(b"\x1f\x8b" + b"\0" * 50).code == "bad_gzip"
    assert refused(b"\x1f\x8b\x08").code == "bad_gzip"
    assert refused(gzip.compress(packed)).code == "not_an_index"


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<channel>" * 200_000,
        b"<rss><channel>" + b"<item>" * 100_000,
        b"<rss><channel><item><title>" + b"<b>" * 200_000 + b"</title></item></channel></rss>",
        b"<rss " + b" ".join(b"a%d='x'" % n for n in range(50_000)) + b"><channel/></rss>",
        b"<rss><channel>" + b"<![CDATA[" * 100_000,
        b"<rss><channel><title>" + b"&" * 500_000,
        b"<rss><channel><title>" * 50_000,
        b"<urlset>" + b"<url>" * 200_000,
        b"<urlset " + b" ".join(b"a%d='x'" % n for n in range(90_000)) + b"><url/></urlset>",
        b"<urlset><url>" + b"<x/>" * 5_000_000,
        b"<rss><channel>" + b"<x/>" * 5_000_000,
        b"<urlset><url " + b"a" * 5_000_000,
        b"<urlset><url><loc>" + b"&" * 2_000_000,
        b"<html>" + b"<div>" * 90_000,
        b"<html>" + b"<a href='/news/1-2-3-4-5'>A headline of words</a>" * 40_000,
        b"<html>" + b"<script" * 90_000,
        b"<html><title" * 20_000,
        b"[" * 200_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
        b"<!DOCTYPE" + b"[" * 500_000,
        b"https://lake.example/n/1\n" * 100_000,
    ],
    ids=lambda body: body[:24].decode(),
)
@pytest.mark.parametrize("kind", [None, IndexKind.FEED])
def test_nothing_takes_long(body: bytes, kind: IndexKind | None) -> None:
    try:
        timely(body, kind)
    except NotAnIndex as reason:
        assert reason.message  # noqa: PT017


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"", None, "empty"),
        (b" \r\n ", IndexKind.FEED, "empty"),
        (b"Bad request", IndexKind.FEED, "too_short"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, None, "not_an_index"),
        (b'{"error": "no such feed"}', IndexKind.FEED, "not_a_feed"),
        (b"Forbidden. " * 20, IndexKind.FEED, "not_a_feed"),
        (b"Forbidden. " * 20, IndexKind.SITEMAP, "not_a_sitemap"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", None, "not_a_feed"),
        (
            b"<html><body><p>Hello, this is a page.</p></body></html>",
            IndexKind.SITEMAP,
            "html_instead",
        ),
    ],
)
def test_what_is_no_index(body: bytes, kind: IndexKind | None, code: str) -> None:
    assert refused(body, kind).code == code


def test_the_wrong_sort_is_read_and_said() -> None:
    found = read_index(urlset(3), URL, kind=IndexKind.FEED)
    assert found.kind is IndexKind.SITEMAP
    assert found.doubts == ("it is a sitemap, and is watched as a feed; move it in the watch list",)
    assert read_index(feed(item(1)), URL, kind=IndexKind.SITEMAP).doubts == ()


def test_only_the_articles_that_are_wanted() -> None:
    body = feed(item(1), item(22), "<title>x</title><link>https://lake.example/shop/1</link>")
    assert len(read_index(body, URL, articles=r"/n/\d+").links) == 2
    none = read_index(body, URL, articles="/world/")
    assert none.links == ()
    assert none.doubts == ("none of the 3 address(es) fits “articles” of the source",)
    index = b"<sitemapindex><sitemap><loc>https://lake.example/s.xml</loc></sitemap></sitemapindex>"
    assert len(read_index(index, URL, articles="/world/").sitemaps) == 1


def test_a_text_about_robots_is_no_challenge() -> None:
    page = (
        "<html><title>How the captcha came to the lake</title><body>" + "<p>Some words.</p>" * 400
    )
    link = "<a href='/news/how-the-captcha-came-here'>How the captcha came to the lake</a>"
    assert len(read_index((page + link).encode(), URL, kind=IndexKind.LISTING).links) == 1
    asked = b"<html><title>Attention Required!</title><body><p>Are you a robot?</p></body></html>"
    assert refused(asked, IndexKind.LISTING).code == "challenge"


def test_a_section_page_with_nothing_says_so() -> None:
    found = read_index(b"<html><body><a href='/'>Home page of all</a></body></html>", URL)
    assert found.kind is IndexKind.LISTING
    assert "none of the 1 address(es) on the page looks like that of an article" in found.doubts[0]


def test_junk_before_the_declaration() -> None:
    body = b"\n\nWarning: mysql_connect() in /x.php on line 3\n" + feed(item(1))
    assert [link.url for link in read_index(body, URL, kind=IndexKind.FEED).links] == [
        "https://lake.example/n/1"
    ]


@pytest.mark.parametrize(
    ("inside", "url", "title"),
    [
        (
            "<title>Ferry</title><link>https://lake.example/n/1<guid>77</guid>",
            "https://lake.example/n/1",
            "Ferry",
        ),
        (
            "<title>Ferry <b>sails</b> again</title><link>https://lake.example/n/1</link>",
            "https://lake.example/n/1",
            "Ferry sails again",
        ),
        (
            "<title>Ferry</title><link>https://lake.example/n/1</link><category>a<item>b</category>",
            "https://lake.example/n/1",
            "Ferry",
        ),
    ],
    ids=["open link", "markup in a title", "an item in a category"],
)
def test_elements_in_disorder(inside: str, url: str, title: str) -> None:
    found = timely(feed(inside, item(2)))
    assert (found.links[0].url, found.links[0].title) == (url, title)
    assert found.links[-1].url == "https://lake.example/n/2"


def test_what_feedparser_cannot_bear_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser

    def fail(*_: object, **__: object) -> None:
        raise KeyError("tags")

    monkeypatch.setattr(feedparser, "parse", fail)
    assert refused(feed(item(1))).code == "not_a_feed"
