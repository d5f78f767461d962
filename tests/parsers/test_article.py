"""Bytes in, Article out: the seeds, what cannot be read, and what holds for every input."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parsers.article import Unreadable, read_article
from parsers.formats import plain
from parsers.markup import tame
from parsers.metadata import read_metadata
from parsers.paragraphs import display_title
from parsers.records import (
    Article,
    Basis,
    Capture,
    FileMetadata,
    PageType,
    Precision,
    Published,
)

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
CAPTURED = datetime(2026, 1, 1, tzinfo=UTC)
BODY = (
    "Lavrov will meet his colleagues from Freedonia and Sylvania in Norwich, the ministry said.\n\n"
    "The talks concern the truce on the lake shore, and they are expected to last for two days."
)


def read(body: bytes | str, uri: str = "file:///texts/a.txt", **options: Any) -> Article:
    data = body.encode() if isinstance(body, str) else body
    return read_article(Capture(uri, data, CAPTURED), **options)


def seed(number: str, *, with_metadata: bool = True) -> Article:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    metadata, problems = read_metadata(
        (SEEDS / "metadata.toml").read_text(encoding="utf-8"), "metadata.toml"
    )
    assert problems == ()
    known = metadata[path.name] if with_metadata else None
    return read(path.read_bytes(), path.as_uri(), metadata=known)


# What a careful reader answers. The code knows nothing of these documents.
SEED_FIELDS: dict[str, dict[str, object]] = {
    "000": {
        "format": "plain",
        "source": "RFE/RL",
        "title_basis": Basis.TEXT,
        "language": "en",
    },
    "001": {
        "format": "pangea",
        "source": "RFE/RL",
        "title": "Russia Calls For Ceasefire Control Mechanisms In Karabakh",
        "title_basis": Basis.PAGE,
        "language": "en",
    },
    "002": {
        "format": "tass",
        "source": "TASS",
        "title": "US, French representatives will come to Moscow soon to discuss Karabakh",
        "dateline": "MOSCOW",
        "agency": "TASS",
        "language": "en",
    },
    "003": {
        "format": "today_az",
        "source": "Today.Az",
        "title": (
            "FM: Russia hopes on quickly agreed mechanism for monitoring ceasefire in Karabakh"
        ),
        "section": "Politics",
        "byline": "By Trend",
        "agency": "Trend",
        "language": "en",
    },
    "004": {
        "format": "plain",
        "source": "RFE/RL",
        "title_basis": Basis.TEXT,
        "language": "en",
    },
}


@pytest.mark.parametrize("number", SEED_FIELDS)
def test_seed_fields(number: str) -> None:
    article = seed(number)
    expected = SEED_FIELDS[number]
    assert {name: getattr(article, name) for name in expected} == expected
    assert article.page_type is PageType.ARTICLE
    assert article.notes == ()


@pytest.mark.parametrize(
    ("number", "day", "precision", "basis"),
    [
        ("000", date(2020, 10, 5), Precision.DAY, Basis.METADATA),
        ("001", date(2020, 11, 3), Precision.DAY, Basis.TEXT),
        ("002", date(2020, 11, 12), Precision.DAY, Basis.METADATA),
        ("003", date(2020, 10, 19), Precision.MINUTE, Basis.PAGE),
        ("004", date(2016, 5, 12), Precision.DAY, Basis.METADATA),
    ],
)
def test_seed_dates(number: str, day: date, precision: Precision, basis: Basis) -> None:
    published = seed(number).published
    assert (published.day, published.precision, published.basis) == (day, precision, basis)


def test_seed_date_with_hour_and_zone() -> None:
    published = seed("003").published
    assert published.at == datetime(2020, 10, 19, 13, 45, tzinfo=UTC)
    assert published.utc_offset_minutes == 4 * 60


@pytest.mark.parametrize("number", ["000", "004"])
def test_seed_without_metadata_has_no_date(number: str) -> None:
    article = seed(number, with_metadata=False)
    assert article.published == Published()
    assert [note.code for note in article.notes] == ["date_unknown"]


def test_seed_date_from_the_text_alone() -> None:
    published = seed("001", with_metadata=False).published
    assert (published.day, published.basis) == (date(2020, 11, 3), Basis.TEXT)
    assert "on November 3" in published.text


def test_seed_dateline_without_a_year() -> None:
    article = seed("002", with_metadata=False)
    assert article.published.precision is Precision.MONTH_DAY
    assert article.published.month_day == (11, 12)
    assert article.published.basis is Basis.DATELINE
    assert [note.code for note in article.notes] == ["year_unknown"]


@pytest.mark.parametrize("number", ["000", "004"])
def test_derived_title_is_the_start_of_the_text(number: str) -> None:
    article = seed(number)
    assert article.title.endswith("…")
    start = article.title.removesuffix("…")
    assert article.text.startswith(start + " ")
    assert 60 <= len(start) <= 130


def test_derived_title_is_no_part_of_the_content() -> None:
    article = seed("000")
    assert article.title not in article.text
    named = seed("000", with_metadata=False)
    assert named.content_key == article.content_key


# Pieces of navigation and boilerplate; none may reach title, lead, body or captions.
@pytest.mark.parametrize(
    ("number", "noise"),
    [
        ("001", "հղումներ"),
        ("001", "XS"),
        ("001", "LG"),
        ("002", "All news"),
        ("002", "/TASS/"),
        ("003", "Copyright"),
        ("003", "Today.Az"),
        ("003", "By Trend"),
    ],
)
def test_seed_noise_is_gone(number: str, noise: str) -> None:
    article = seed(number)
    assert noise not in "\n".join((article.title, article.lead, article.text, *article.captions))


def test_seed_caption_stands_apart_and_once() -> None:
    article = seed("001")
    assert len(article.captions) == 1
    assert article.captions[0].startswith("RUSSIA -- ")
    assert article.captions[0] not in article.text


def test_seed_lead_and_first_sentence() -> None:
    article = seed("002")
    assert article.lead.startswith("According to Russia's top diplomat, ")
    assert article.text.startswith("US and French representatives will come to Moscow soon")


@pytest.mark.parametrize(
    ("number", "paragraphs"), [("000", 8), ("001", 14), ("002", 7), ("003", 11), ("004", 13)]
)
def test_seed_paragraphs(number: str, paragraphs: int) -> None:
    assert len(seed(number).text.split("\n\n")) == paragraphs


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="CR"),
        pytest.param(lambda text: text.replace("\n", "  \t\n"), id="trailing spaces"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no-break spaces"),
        pytest.param(lambda text: text.replace("a", "a\u200b"), id="zero-width spaces"),
        pytest.param(lambda text: text.replace("e", "e\u00ad"), id="soft hyphens"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text + "\n\n\n", id="blank lines at the end"),
        pytest.param(lambda text: text.replace("\n\n", "\n\n\n\n"), id="more blank lines"),
    ],
)
@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_same_document_has_the_same_key(number: str, change: Any) -> None:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    text = path.read_text(encoding="utf-8")
    assert read(change(text)).content_key == read(text).content_key


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_same_document_in_another_encoding(encoding: str) -> None:
    text = next(SEEDS.glob("001_*.txt")).read_text(encoding="utf-8")
    assert read(text.encode(encoding)).content_key == read(text).content_key


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t ", "empty", "empty"),
        ("\u200b\ufeff \u00a0".encode(), "empty", "no text"),
        (b"%PDF-1.7\n%\xe2\xe3", "not_text", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_text", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "not_text", "a ZIP archive"),
        (b"\x1f\x8b\x08\x00", "not_text", "a gzip archive"),
        (bytes(range(256)) * 8, "not_text", "binary data"),
        (b"x" * 101, "too_large", "101 bytes"),
        (b'{"title": "Truce", "text": "Signed."}', "not_article", "JSON"),
        (b"<html><body><!-- nothing --></body></html>", "no_text", "no article text"),
        (b"<!-- ", "no_text", "no article text"),
        (b"<p>" * 100_001, "too_large", "100,000 tags"),
    ],
)
def test_unreadable(body: bytes, code: str, words: str) -> None:
    limit = 100 if code == "too_large" and body[:1] == b"x" else 10_000_000
    with pytest.raises(Unreadable, match=words) as raised:
        read(body, "file:///inbox/report.txt", max_bytes=limit)
    problem = raised.value.problem
    assert problem.code == code
    assert problem.stage == "parse"
    assert problem.severity == "error"
    assert "report.txt" in problem.message
    assert problem.cure


def test_binary_is_known_by_content_whatever_its_name() -> None:
    with pytest.raises(Unreadable, match="a PDF document"):
        read(b"%PDF-1.4", "file:///inbox/report.html", format="plain")


def test_unknown_format_names_those_there_are() -> None:
    with pytest.raises(Unreadable) as raised:
        read(BODY, format="rss")
    assert "pangea" in raised.value.problem.cure


def test_format_can_be_named() -> None:
    assert read(next(SEEDS.glob("002_*.txt")).read_bytes(), format="plain").format == "plain"


def test_broken_byte_is_replaced_and_noted() -> None:
    body = ("“Quoted”\n" + BODY).encode()
    article = read(body[:60] + b"\xff" + body[60:])
    assert "\ufffd" in article.text
    note = next(note for note in article.notes if note.code == "encoding")
    assert "byte 60, line 2" in note.message
    assert note.severity == "warning"


def test_nul_bytes_are_survived() -> None:
    page = f"<html><body><h1>Talks\0 resume</h1><p>{BODY}</p></body></html>"
    assert "\0" not in read(page).text
    assert read(BODY.replace("talks", "ta\0lks")).text == BODY


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 20_000 + f"<p>{BODY}</p>", id="deep nesting"),
        pytest.param(
            f"<p {' '.join(f'a{n}=1' for n in range(40_000))}>{BODY}</p>", id="attributes"
        ),
        pytest.param(f"<p class='{'a ' * 500_000}'>{BODY}</p>", id="long attribute"),
        pytest.param(
            "<!DOCTYPE x ["
            + "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
            + f"]><p>&e39; {BODY}</p>",
            id="entities in entities",
        ),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            f"<p>&f; {BODY}</p>",
            id="external entity",
        ),
        pytest.param(
            '<script type="application/ld+json">' + "[" * 50_000 + f"</script><p>{BODY}</p>",
            id="deep JSON",
        ),
        pytest.param(
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": [{"a": []}],'
            ' "author": [[["x"]]], "datePublished": {"a": 1}, "keywords": {"a": 1}, "@graph": 5}'
            f"</script><p>{BODY}</p>",
            id="JSON of other shapes",
        ),
        pytest.param(f"<h1>&#xD800;&#0;&#x110000;</h1><p>{BODY}</p>", id="impossible characters"),
    ],
)
def test_hostile_markup_is_survived(markup: str) -> None:
    try:
        article = read(f"<html><body>{markup}</body></html>")
    except Unreadable as unreadable:
        assert unreadable.problem.code in {"no_text", "too_large"}  # noqa: PT017
    else:
        assert "Lavrov will meet" in article.text
        assert "root:" not in article.text


def test_a_failing_parser_is_a_problem_of_its_capture(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(page: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(plain, "parse", fail)
    with pytest.raises(Unreadable, match="RecursionError: too deep") as raised:
        read(BODY)
    assert raised.value.problem.code == "parse_failed"


def test_markup_is_tamed() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(10_000))
    assert tame(f"<p {attributes}>x</p>") == "<p>x</p>"
    assert tame('<img src="a">') == '<img src="a">'
    assert tame('<!DOCTYPE x [<!ENTITY a "b">\n]>\n<p>&a;</p>') == "\n<p>&a;</p>"
    assert tame("<!DOCTYPE html><p>\0[x]></p>") == "<!DOCTYPE html><p>[x]></p>"
    with pytest.raises(ValueError, match="100,000 tags"):
        tame("<p>" * 100_001)


@example(b"\xff\xfe\x00\xd8")
@example(b'<html><script>var utag_data={entity:"')
@example("Today.Az » x\n99 April 2013 [99:99] - Today.Az".encode())
@example(b"MOSCOW, February 30. /TASS/. The truce holds.")
@example(b"<time datetime='9999-12-31T23:59:59-14:00'><h1>x</h1>")
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_unreadable(body: bytes) -> None:
    try:
        article = read(body)
    except Unreadable as unreadable:
        assert unreadable.problem.code != "parse_failed"  # noqa: PT017
    else:
        assert article.text.strip()
        assert "\n\n\n" not in article.text


PIECES = [
    "<p>", "</p>", "<div class='wsw'>", "<h1 class='pg-title'>", "<time datetime='2020-01-01'>",
    "<script type='application/ld+json'>", "</script>", "{", '"@type":"NewsArticle"', "}", "<!--",
    "-->", "&amp;", "&#0;", "<dateformat time='1' mode='abs'>", "Today.Az » ", "utag_data={entity:",
    "\n", "The truce holds, he said. ", "MOSCOW, June 8. /TASS/. ", "Accessibility links\n",
    "<figcaption>", "<body>", "<html lang='xx'>", "<meta property='og:title' content='x'>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_page_of_known_pieces_makes_a_parser_fail(pieces: list[str]) -> None:
    try:
        read("<html>" + "".join(pieces))
    except Unreadable as unreadable:
        assert unreadable.problem.code != "parse_failed"  # noqa: PT017


def test_fields_of_feed_and_metadata_fill_the_gaps_in_order() -> None:
    feed = FileMetadata(source="Feed", title="From the feed", published=date(2020, 1, 2))
    person = FileMetadata(source="Person", title="From a person", published=date(2020, 1, 2))
    both = read(BODY, feed=feed, metadata=person)
    assert (both.title, both.title_basis) == ("From the feed", Basis.FEED)
    assert (both.source, both.published.basis) == ("Feed", Basis.FEED)
    alone = read(BODY, metadata=person)
    assert (alone.title, alone.title_basis) == ("From a person", Basis.METADATA)
    assert (alone.source, alone.published.basis) == ("Person", Basis.METADATA)


def test_contradiction_of_metadata_and_dateline_is_one_note_naming_both() -> None:
    wrong = FileMetadata(published=date(2019, 3, 1))
    path = next(SEEDS.glob("002_*.txt"))
    article = read(path.read_bytes(), metadata=wrong)
    assert article.published.month_day == (11, 12)
    notes = [note for note in article.notes if note.code == "date_contradiction"]
    assert len(notes) == 1
    assert "2019-03-01" in notes[0].message
    assert "November 12" in notes[0].message
    assert "metadata.toml" in notes[0].cure


def page(head: str, body: str = BODY) -> str:
    return f"<html><head>{head}</head><body><h1>Talks in Norwich</h1><p>{body}</p></body></html>"


@pytest.mark.parametrize(
    ("uri", "canonical", "url"),
    [
        ("https://a.example/1?utm_source=x#top", "", "https://a.example/1"),
        ("https://a.example/1?id=7", "/2", "https://a.example/2"),
        ("https://m.a.example/1", "https://www.a.example/1", "https://www.a.example/1"),
        ("https://a.example/1", "https://b.example/1", "https://a.example/1"),
        ("https://d1.cloudfront.net/a/1.html", "https://b.example/1", "https://b.example/1"),
        ("file:///inbox/1.html", "https://b.example/1", "https://b.example/1"),
        ("file:///inbox/1.html", "", "https://known.example/1"),
    ],
)
def test_address(uri: str, canonical: str, url: str) -> None:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    known = FileMetadata(url="https://known.example/1")
    assert read(page(link), uri, metadata=known).url == url


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://tass.com/world/1", "tass"),
        ("http://www.today.az/news/politics/1.html", "today_az"),
    ],
)
def test_an_unknown_layout_is_told_loudly_and_the_article_read_all_the_same(
    url: str, name: str
) -> None:
    article = read(page('<meta property="og:title" content="Talks">'), url)
    assert (article.format, article.layout) == ("generic", "")
    assert "Lavrov will meet" in article.text
    (note,) = [note for note in article.notes if note.code == "unknown_layout"]
    assert note.severity == "error"
    assert note.capture_id
    assert f"parsers/formats/{name}.py" in note.cure


def test_an_unknown_layout_without_text_is_the_problem_of_its_capture() -> None:
    markup = "<html><body><h1>Truce agreed in Norwich</h1><div>Menu</div></body></html>"
    with pytest.raises(Unreadable) as caught:
        read(markup, "https://tass.com/world/1")
    assert caught.value.problem.code == "unknown_layout"
    assert caught.value.problem.capture_id


SENTENCE = "Both sides signed it."


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<h1>Truce</h1><p>{SENTENCE}</p>", id="one short paragraph"),
        pytest.param(
            "<article><header><h1>Truce</h1><time datetime='2020-10-13'>x</time></header>"
            f"<p>{SENTENCE}</p></article><aside><p>Another story of the day.</p></aside>",
            id="article element",
        ),
        pytest.param(
            "<table><tr><td>Menu</td><td><h2>Truce</h2><font>13.10.2020 [18:00]</font>"
            f"<p>{SENTENCE}</p></td></tr></table>",
            id="table for layout",
        ),
        pytest.param("<h1>Truce</h1><p>Both <b>si<i>des</i></b> signed it.</p>", id="inline"),
    ],
)
def test_small_pages(markup: str) -> None:
    article = read(f"<html><head><title>Truce</title></head><body>{markup}</body></html>")
    assert (article.title, article.text) == ("Truce", SENTENCE)
    if "2020" in markup:
        assert article.published.day == date(2020, 10, 13)


@pytest.mark.parametrize(
    ("head", "title", "url"),
    [
        ("Truce signed\n\n", "Truce signed", ""),
        ("Truce signed\n", "Truce signed", ""),
        ("# Truce signed\n\n", "Truce signed", ""),
        ("https://a.example/1\nTruce signed\n\n", "Truce signed", "https://a.example/1"),
        ("Will the truce hold?\n\n", "Will the truce hold?", ""),
        ("By Ann Writer\n\n", display_title(BODY), ""),
        ("", display_title(BODY), ""),
    ],
)
def test_heads_of_plain_text(head: str, title: str, url: str) -> None:
    article = read(head + BODY)
    assert (article.title, article.url, article.text) == (title, url, BODY)


def test_dateline_of_a_saved_page_is_no_caption() -> None:
    lines = ["Accessibility links", "Truce Signed In Norwich", f"YEREVAN -- {BODY}", "XS"]
    article = read("\n".join(lines))
    assert (article.format, article.dateline, article.captions) == ("pangea", "YEREVAN", ())
    assert article.text == BODY


def test_home_page_is_no_article() -> None:
    with pytest.raises(Unreadable, match="home page"):
        read(page(""), "https://a.example/")


@pytest.mark.parametrize(
    ("head", "language", "basis"),
    [
        ('<meta property="og:locale" content="en_GB">', "en", Basis.PAGE),
        ('<meta property="og:locale" content="ru_RU">', "en", Basis.TEXT),
        ("", "en", Basis.TEXT),
    ],
)
def test_language_of_a_page(head: str, language: str, basis: Basis) -> None:
    article = read(page(head))
    assert (article.language, article.language_basis) == (language, basis)


def test_plain_english_loads_no_heavy_library() -> None:
    program = (
        "import sys, json, datetime\n"
        "from parsers.article import read_article\n"
        "from parsers.records import Capture\n"
        f"body = {BODY!r}.encode()\n"
        "now = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)\n"
        "read_article(Capture('file:///a.txt', body, now))\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"lxml", "trafilatura", "py3langid", "charset_normalizer", "numpy"}
    assert heavy.isdisjoint(json.loads(out.stdout))
