"""Bytes to clean text: what sort of file it is, which encoding, which characters to keep.

Decided by content, never by a file's name; a declared charset is a hint that must fit the bytes.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from dataclasses import dataclass

# Numbers at the start of files that are no text, as the formats' own specifications give them.
# The name is for a person: "this is <name>".
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "a PDF document"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "a video, audio or HEIF image file"),
    (0, b"ID3", "an MP3 sound file"),
    (0, b"OggS", "an Ogg sound file"),
    (8, b"WAVE", "a WAV sound file"),
    (0, b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (0, b"PK\x03\x04", "a ZIP archive or an Office document"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"WARC/1.", "a WARC archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (8, b"DUCK", "a DuckDB database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\x00", "a program"),
)

# Longest mark first: a UTF-32 mark begins with a UTF-16 one.
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Encodings that news in the languages of the region is found in, for bytes that declare none.
GUESSES = ["cp1251", "koi8_r", "cp866", "iso8859_5", "cp1252", "cp1250", "cp1254", "cp1256"]

SAMPLE = 65_536  # bytes looked at when judging what sort of file it is
CONTROL = bytes(b for b in range(32) if b not in b"\t\n\f\r\x0b\x1b") + b"\x7f"
# cp1252 bytes that English text holds: quotation marks, dashes, ellipsis, bullet, nbsp, ©, « »
ENGLISH_CP1252 = frozenset(b"\x84\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa9\xab\xbb")

_CHARSET = re.compile(rb"""(?i)charset\s*=\s*["']?\s*([a-z0-9_:.\-]{2,40})""")
_XML_ENCODING = re.compile(rb"""(?i)^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([a-z0-9_.\-]{2,40})""")

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# soft hyphen, zero-width space, word joiner, byte order mark inside text, direction marks
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# joiners carry meaning in Arabic and Indic scripts only
_JOINERS = re.compile("(?<![\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_STARTS_AS_MARKUP = re.compile(r"(?i)<(?:!doctype|!--|\?xml|/?[a-z][a-z0-9:-]*[\s>/])")
_CLOSING_TAGS = re.compile(r"(?i)</(?:p|div|html|body|head|article|section|span|h1|td|li|a)\s*>")


def words(text: str) -> frozenset[str]:
    """Make a set of the words in a table row."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as it was encoded, line ends and all; ``doubt`` says what had to be guessed, or ""."""

    text: str
    encoding: str
    doubt: str = ""


def kind_of_binary(body: bytes) -> str:
    """Name the binary format of a file by its content ("a PDF document"), or "" for text."""
    for offset, number, name in MAGIC:
        if body.startswith(number, offset):
            return name
    sample = body[:SAMPLE]
    if _byte_order_mark(body) or _wide_encoding(sample):
        return ""
    # A stray NUL in a page is survived; random bytes hold over a tenth of control characters.
    controls = len(sample) - len(sample.translate(None, CONTROL))
    return "binary data" if controls > len(sample) * 0.05 else ""


def decode(body: bytes, media_type: str = "") -> Decoded:
    """Decode by byte order mark, then UTF-8, then the declared charset, then a guess."""
    mark = _byte_order_mark(body)
    if mark:
        return _mended(body[len(mark[0]) :], mark[1])
    wide = _wide_encoding(body[:SAMPLE])
    if wide:
        return _mended(body, wide)
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as broken:
        first_bad = broken.start
    for charset in _declared(body, media_type):
        try:
            return Decoded(body.decode(charset), charset)
        except (UnicodeDecodeError, LookupError):
            continue  # the declaration does not fit the bytes
    return _undeclared(body, first_bad)


def is_markup(text: str) -> bool:
    """Whether decoded text is HTML or XML: it starts as such, or closes tags again and again."""
    start = text.lstrip("\ufeff\0 \t\r\n")[:200]
    if _STARTS_AS_MARKUP.match(start):
        return True
    return len(_CLOSING_TAGS.findall(text[:20_000])) >= 3


def clean(text: str) -> str:
    """Bring text to one form: NFC, line feeds, plain spaces, nothing invisible.

    No line begins or ends with a space or holds two in a row, and no two blank lines follow each
    other, so that the same document with other line ends or trailing spaces comes out the same.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _JOINERS.sub("", text)
    text = _CONTROLS.sub("", text)
    text = _SPACES.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    text = _BLANK_LINES.sub("\n\n", text)
    return unicodedata.normalize("NFC", text).strip(" ")


def clean_line(text: str) -> str:
    """Do the same for a title or name, all on one line."""
    if text.isprintable():  # most lines: all that ``clean`` takes out is not printable
        return unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join(clean(text).split())


def unescape(text: str) -> str:
    """Replace HTML entities left in plain text; an ampersand that starts none stays."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def _byte_order_mark(body: bytes) -> tuple[bytes, str] | None:
    return next((mark for mark in BYTE_ORDER_MARKS if body.startswith(mark[0])), None)


def _wide_encoding(sample: bytes) -> str:
    """Tell UTF-16 without a mark by its NULs, which stand in every second place only."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or even + odd < len(sample) * 0.04:
        return ""
    if odd > 20 * even:
        name = "utf-16-le"
    elif even > 20 * odd:
        name = "utf-16-be"
    else:
        return ""
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    readable = sum(char.isprintable() or char.isspace() for char in text)
    return name if readable > len(text) * 0.95 else ""


def _declared(body: bytes, media_type: str) -> list[str]:
    """List the charsets declared in the head of the file and then by the sender, no UTF-8."""
    head = body[:4096]
    found = [
        match.group(1) for match in (_XML_ENCODING.search(head), _CHARSET.search(head)) if match
    ]
    sent = _CHARSET.search(media_type.encode("ascii", "ignore"))
    names = [name.decode("ascii") for name in (*found, *([sent.group(1)] if sent else []))]
    # "iso-8859-1" is declared where cp1252 is meant: the WHATWG Encoding Standard says the same.
    names = ["cp1252" if _codec(name) in {"iso8859-1", "ascii"} else name for name in names]
    return [name for name in names if _codec(name) not in {"", "utf-8"}]


def _codec(name: str) -> str:
    """Python's name of a codec that makes text of bytes, or ""."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # "hex", "zip" and their like are codecs too
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def _undeclared(body: bytes, first_bad: int) -> Decoded:
    """Bytes that are no UTF-8 and declare nothing that fits: a broken byte, or an old encoding."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    high = [byte for byte in body if byte >= 0x80]
    sound = sum(char > "\x7f" for char in text) - broken
    if broken <= sound:
        return Decoded(text, "utf-8", _broken(body, first_bad, broken))
    if len(high) <= max(3, len(body) // 50):  # English with a few strange bytes
        if ENGLISH_CP1252.issuperset(high):
            return Decoded(body.decode("cp1252"), "cp1252", "no charset declared; read as cp1252")
        return Decoded(text, "utf-8", _broken(body, first_bad, broken))
    import charset_normalizer  # noqa: PLC0415 - rarely needed, slow to load

    best = charset_normalizer.from_bytes(body[:SAMPLE], cp_isolation=GUESSES).best()
    name = best.encoding if best else "utf-8"
    text = body.decode(name, "replace")
    return Decoded(text, name, f"no charset declared; read as {name}, a guess")


def _mended(body: bytes, encoding: str) -> Decoded:
    """Decode with replacement characters for what is broken, and say where the first one is."""
    try:
        return Decoded(body.decode(encoding), encoding)
    except UnicodeDecodeError as broken:
        text = body.decode(encoding, "replace")
        return Decoded(text, encoding, _broken(body, broken.start, text.count("\ufffd")))


def _broken(body: bytes, first: int, count: int) -> str:
    line = body.count(b"\n", 0, first) + 1
    return f"{count} broken byte sequence(s), the first at byte {first}, line {line}"
