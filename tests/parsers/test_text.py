"""Bytes to clean text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text import clean, clean_line, decode, is_markup, kind_of_binary, unescape

RUSSIAN = (
    "Министр иностранных дел заявил в четверг, что перемирие соблюдается по всей линии "
    "соприкосновения. Переговоры пройдут на следующей неделе, сообщил он журналистам. "
) * 3
ENGLISH = "The truce holds along the whole shore, the minister told reporters on Thursday.\n" * 20


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_old_cyrillic_encodings_are_guessed_and_doubted(encoding: str) -> None:
    decoded = decode(RUSSIAN.encode(encoding))
    assert decoded.text == RUSSIAN
    assert "guess" in decoded.doubt


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH])
def test_marked_encodings(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.doubt) == (text, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH])
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    body = text.encode(encoding)
    assert kind_of_binary(body) == ""
    assert decode(body).text == text


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        ('<meta charset="windows-1251">', ""),
        ('<meta http-equiv="Content-Type" content="text/html; charset=cp1251">', ""),
        ('<?xml version="1.0" encoding="windows-1251"?>', ""),
        ("", "text/html; charset=windows-1251"),
    ],
)
def test_declared_charset(head: str, media_type: str) -> None:
    decoded = decode((head + RUSSIAN).encode("cp1251"), media_type)
    assert decoded.text == head + RUSSIAN
    assert decoded.doubt == ""


@pytest.mark.parametrize("lie", ["windows-1251", "no-such-charset", "hex", "utf-16"])
def test_false_declaration_does_not_beat_utf8(lie: str) -> None:
    assert decode(RUSSIAN.encode(), f"text/html; charset={lie}").text == RUSSIAN


def test_latin1_declared_means_cp1252() -> None:
    decoded = decode("“Truce” – again".encode("cp1252"), "text/plain; charset=iso-8859-1")
    assert decoded.text == "“Truce” – again"


def test_english_quotation_marks_of_cp1252() -> None:
    text = ENGLISH + "“We hope – still,” he said."
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text
    assert "cp1252" in decoded.doubt


def test_broken_byte_in_ascii_is_placed() -> None:
    decoded = decode(b"One line.\nAnother \xff line.\n")
    assert decoded.text == "One line.\nAnother \ufffd line.\n"
    assert "byte 18, line 2" in decoded.doubt


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"%PDF-1.4", "a PDF document"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP image"),
        (b"\x00\x00\x00\x18ftypmp42", "a video, audio or HEIF image file"),
        (b"x" * 257 + b"ustar", "a tar archive"),
        (b"WARC/1.0\r\nWARC-Type: response", "a WARC archive"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"\x01\x02\x03\x04 text after all", "binary data"),
        (b"PDF files were found in the office, he said.", ""),
        (b"MZ is not a program, and BM is no bitmap.", ""),
        ("Перемирие".encode("cp1251"), ""),
    ],
)
def test_kind_of_binary(body: bytes, name: str) -> None:
    assert kind_of_binary(body) == name


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\ufeff\n <html>", True),
        ("<?xml version='1.0'?><rss/>", True),
        ("<p>Only a paragraph", True),
        ("A title<br>\n<p>One</p><p>Two</p><p>Three</p>", True),
        ("In maths, a <b and c> d.", False),
        ("<<< quoted >>>", False),
        ("The tag <p> opens a paragraph and </p> closes it.", False),
    ],
)
def test_markup_is_known_by_content(text: str, markup: bool) -> None:
    assert is_markup(text) is markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"),
        ("a\u00a0\u2009b \t c", "a b c"),
        ("cease\u00adfire\u200b\ufeff", "ceasefire"),
        ("a\x00b\x07c\x7f", "abc"),
        ("e\u0301", "é"),
        ("می\u200cخواهد", "می\u200cخواهد"),  # the joiner changes how a Persian word is written
        ("a\u200cb", "ab"),
        ("a\n\n\n\n b ", "a\n\nb"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert all(line == line.strip(" ") for line in once.split("\n"))


@given(st.text())
def test_clean_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    assert line == line.strip()


@given(st.binary(max_size=400))
def test_decode_never_fails(body: bytes) -> None:
    assert isinstance(decode(body).text, str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AT&amp;T &quot;x&quot; &#8220;y&#x201d;", 'AT&T "x" “y”'),
        ("AT&T; R&D, &unknown;", "AT&T; R&D, &unknown;"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_unescape(text: str, expected: str) -> None:
    assert unescape(text) == expected


@given(st.text())
def test_a_line_is_the_clean_text_on_one_line(text: str) -> None:
    assert clean_line(text) == " ".join(clean(text).split())
