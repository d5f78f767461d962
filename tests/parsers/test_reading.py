"""The small questions asked of a text: paragraphs, titles, language, sort of page, address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.addresses import canonical_address, web_address
from parsers.article import read_article
from parsers.language import declared_language, detect_language
from parsers.page_type import page_type_of
from parsers.paragraphs import display_title, first_sentence, is_headline, paragraphs, sentences
from parsers.records import Basis, Capture, PageType


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It holds. It does not.", "It holds."),
        ("The U.S. Envoy left. He", "The U.S. Envoy left."),
        ("Gen. Smith and Mr. Brown spoke. They", "Gen. Smith and Mr. Brown spoke."),
        ("On Oct. 5 J. Kerry left. He", "On Oct. 5 J. Kerry left."),
        ("“It holds.” He left.", "“It holds.”"),
        ("Will it hold? Yes.", "Will it hold?"),
        ("Перемирие соблюдается. Стороны", "Перемирие соблюдается."),
        ("no end", "no end"),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


@given(st.text(alphabet="Ab. !?“”\n", max_size=200))
def test_sentences_lose_nothing(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The truce holds. It is quiet.", "The truce holds"),
        ("He left for the U.S.", "He left for the U.S."),
        ("Will it hold? Perhaps.", "Will it hold?"),
        ("word " * 10 + "of the " + "x" * 90, "word " * 9 + "word…"),
        ("x" * 300, "x" * 130 + "…"),
    ],
)
def test_display_title(text: str, title: str) -> None:
    assert display_title(text) == title


@given(st.text(min_size=1, max_size=400))
def test_display_title_is_short(text: str) -> None:
    assert len(display_title(text)) <= 131


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Truce holds on the lake shore", True),
        ("Will the truce hold?", True),
        ("Envoy arrives in the U.S.", True),
        ("Minister: “We are ready”", True),
        ("The truce holds.", False),
        ("“The truce holds.”", False),
        ("The minister said:", False),
        ("x" * 161, False),
        ("12345", False),
    ],
)
def test_is_headline(line: str, headline: bool) -> None:
    assert is_headline(line) is headline


def test_paragraphs_one_a_line() -> None:
    assert paragraphs(["A first one.", "A second one.", "", "A third one."]) == [
        "A first one.",
        "A second one.",
        "A third one.",
    ]


def test_wrapped_lines_are_joined() -> None:
    lines = [
        "The mediators have proposed a truce of ten days on the lake shore, a",
        "spokesman said. Both governments are studying the text, which was handed",
        "over in Norwich.",
        "",
        "It would begin at midnight.",
    ]
    assert len(paragraphs(lines)) == 2


def test_short_lines_of_speech_are_not_joined() -> None:
    lines = ["“It holds,” he said to the reporters who had come.", "“It does not,” she said then."]
    assert paragraphs(lines * 3) == lines * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the truce would hold on the lake shore.", "en"),
        ("Министр заявил, что перемирие соблюдается на всей линии соприкосновения.", "ru"),
        ("Міністр закордонних справ заявив, що перемир’я діє на всій лінії зіткнення.", "uk"),
        ("Xarici işlər naziri bildirib ki, atəşkəs rejimi təmas xəttində pozulub.", "az"),
        ("Dışişleri Bakanı ateşkesin ihlal edildiğini söyledi ve görüşmeler sürecek.", "tr"),
        ("Նախարարը հայտարարեց", "hy"),
        ("მინისტრმა განაცხადა", "ka"),
        ("Truce holds", ""),
        ("12 345", ""),
        ("", ""),
        ("Перемирие вступило в силу", "ru"),
        ("Зустріч у Києві", "uk"),
        ("Сустрэча ў Мінску", "be"),
        ("Мир?", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("code", "text", "language"),
    [
        ("en-US", "The truce holds.", "en"),
        ("arm", "Նախարարը հայտարարեց", "hy"),
        ("en", "Министр заявил об этом", ""),
        ("ru", "The truce holds.", ""),
        ("hy", "The truce holds.", ""),
        ("sr", "Primirje traje.", "sr"),
        ("", "The truce holds.", ""),
        ("english", "The truce holds.", ""),
    ],
)
def test_declared_language(code: str, text: str, language: str) -> None:
    assert declared_language(code, text) == language


@pytest.mark.parametrize(
    ("title", "section", "path", "sort"),
    [
        ("Truce holds on the lake", "World", "/news/1", PageType.ARTICLE),
        ("Explainer: what the truce says", "", "", PageType.EXPLAINER),
        ("Lake truce: What we know so far", "", "", PageType.EXPLAINER),
        ("Truce talks explained", "", "", PageType.ARTICLE),
        ("Timeline: two years on the lake", "", "", PageType.TIMELINE),
        ("The lake war: a timeline", "", "", PageType.TIMELINE),
        ("Minister gives a timeline for withdrawal", "", "", PageType.ARTICLE),
        ("Lake war live: truce takes effect", "", "", PageType.ARTICLE),
        ("Lake war: live updates", "", "", PageType.LIVE),
        ("Live: ministers sign truce", "", "", PageType.LIVE),
        ("Ministers live in fear of truce", "", "", PageType.ARTICLE),
        ("Analysis: why the truce may fail", "", "", PageType.OPINION),
        ("The truce is a fraud | Letters", "", "", PageType.OPINION),
        ("The truce is a fraud", "Opinion", "", PageType.OPINION),
        ("The truce is a fraud", "", "/commentisfree/2020/x", PageType.OPINION),
        ("Public opinion turns against truce", "", "/opinion-poll/1", PageType.ARTICLE),
        ("What papers say", "", "/pressreview/123", PageType.OPINION),
        ("Q&A: the ferry", "", "", PageType.EXPLAINER),
        ("From the archive: two kings meet", "", "", PageType.TIMELINE),
        ("The lake truce, one year on", "", "", PageType.TIMELINE),
        ("Ten years of the lake truce: a short peace", "", "", PageType.TIMELINE),
        ("Ten years after truce, shelling resumes", "", "", PageType.ARTICLE),
        ("The lake talks remembered", "", "", PageType.TIMELINE),
        ("If the lake froze: the day after", "", "", PageType.EXPLAINER),
        ("If rebels leave, truce can start, king says", "", "", PageType.ARTICLE),
        ("Three scenarios for the lake", "", "", PageType.ARTICLE),
        ("Comment: no more paper truces", "", "", PageType.OPINION),
        ("Review: 'The Summit' moves and irritates", "", "", PageType.OPINION),
        ("UN review: truce violated twice", "", "", PageType.ARTICLE),
        ("Who's who at the lake talks", "", "", PageType.EXPLAINER),
        ("Quiz of the day: who met whom?", "", "", PageType.EXPLAINER),
        ("Truce takes effect", "", "/live/123", PageType.LIVE),
    ],
)
def test_page_type(title: str, section: str, path: str, sort: PageType) -> None:
    assert page_type_of(title, section, path) is sort


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTPS://Tass.COM:443/World/1?utm_source=x&id=2#a", "https://tass.com/World/1?id=2"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example:8080/x", "http://a.example:8080/x"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("http://[bad", ""),
        ("http://a.example:99999/", ""),
        ("", ""),
    ],
)
def test_web_address(url: str, address: str) -> None:
    assert web_address(url) == address


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_canonical_address_never_fails(fetched: str, stated: str, known: str) -> None:
    found = canonical_address(fetched, stated, known)
    assert web_address(found) == found


def test_the_language_of_the_site_counts_where_the_page_says_nothing() -> None:
    text = "Gazi Kaxa Batumi."  # too short to tell
    capture = Capture("https://example.org/1", text.encode(), datetime(2026, 1, 1, tzinfo=UTC))
    denied = read_article(capture, language="ka")  # Georgian has letters of its own
    assert (denied.language, denied.language_basis) == ("", Basis.NONE)
    english = read_article(capture, language="en")
    assert (english.language, english.language_basis) == ("en", Basis.METADATA)
    page = capture.body.decode()
    declared = f'<html lang="tr"><body><article><p>{page * 20}</p></article></body></html>'
    own = read_article(
        Capture("https://example.org/1", declared.encode(), capture.captured_at), language="en"
    )
    assert (own.language, own.language_basis) == ("tr", Basis.PAGE)
