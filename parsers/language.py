"""The language of a text, ISO 639-1: by its script, by English's own words, else by py3langid."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from parsers.text import words

# Languages whose articles can be analysed: the one that the rules read, and those that are read
# through a glossary where the settings ask for them (docs/detection.md, "Languages").
READ = "en"
GLOSSED = ("ru", "uk", "hy")

# Scripts that one language of the news uses (Greek and Hebrew for practical purposes).
SCRIPTS: tuple[tuple[str, str], ...] = (
    ("hy", "\u0531-\u0587"),
    ("ka", "\u10a0-\u10ff\u1c90-\u1cbf"),
    ("he", "\u0590-\u05ff"),
    ("el", "\u0370-\u03ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
    ("ko", "\uac00-\ud7af"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
)
# What py3langid may answer: languages of the sources watched and their neighbours. Left free, it
# finds Latin or Esperanto in lists of names.
CANDIDATES = words(
    "en ru uk be az tr fa ar ur ps ku kk ky uz tg tk tt sr bs hr mk bg sq ro hu pl cs sk sl"
    " de fr es it pt nl sv fi et lv lt hy ka he el zh ja ko hi th"
)
CYRILLIC = "\u0400-\u04ff"
ARABIC = "\u0600-\u06ff"
# Languages written in these scripts, to test what a page declares of itself
CYRILLIC_LANGUAGES = words("ru uk be bg mk sr kk ky tg tt mn uz")
ARABIC_LANGUAGES = words("ar fa ur ps ku ug sd")
OWN_SCRIPT = frozenset(code for code, _ in SCRIPTS)

ENGLISH = words(
    "the of and to in that for on with was is has have had he she his her it its they their said"
    " will from by at as be are were not but who which this after would an"
)
ENOUGH = 40  # letters; below it statistics say little
ENOUGH_CYRILLIC = 12  # of which few languages are to be told apart
# Letters that, in Cyrillic, one language of the news has; the first that fits
OWN_LETTERS = (
    ("be", frozenset("ў")),
    ("uk", frozenset("їєґ")),
    ("", frozenset("әғқңөұүһіјђћљњџѓќѕ")),  # of several: statistics
    ("ru", frozenset("ыэё")),
)
SAMPLE = 4_000  # characters
SURE = 0.3  # probability; Bosnian, Croatian and Serbian share theirs

# Those of the above that are not written in Latin letters too
_NEVER_LATIN = (CYRILLIC_LANGUAGES - {"sr", "uz", "kk", "tt"}) | (ARABIC_LANGUAGES - {"ku"})

_WORD = re.compile(r"[a-z]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_SIGNS = re.compile("[\u0080-\u024f\u2000-\u206f]+")  # accented letters, quotes, dashes
# ISO 639-2 and old codes that pages declare
_OTHER_CODES = {
    "eng": "en",
    "rus": "ru",
    "arm": "hy",
    "hye": "hy",
    "aze": "az",
    "ukr": "uk",
    "iw": "he",
}


def detect_language(text: str) -> str:
    """Tell the language of a text, or "" where it cannot be told."""
    sample = text[:SAMPLE]
    letters = _letters(sample)
    if not letters:
        return ""
    for code, script in SCRIPTS:
        if len(re.findall(f"[{script}]", sample)) > letters * 0.5:
            return code
    if _is_english(sample):
        return "en"
    if letters < ENOUGH:
        return _short_cyrillic(sample, letters)
    return _by_statistics(sample)


def _short_cyrillic(sample: str, letters: int) -> str:
    """Tell the language of a headline in Cyrillic: by letters of its own, else by statistics."""
    low = sample.lower()
    if letters < ENOUGH_CYRILLIC or len(re.findall(f"[{CYRILLIC}]", sample)) <= letters * 0.5:
        return ""
    own = next((code for code, some in OWN_LETTERS if some & set(low)), "")
    return own or _by_statistics(sample)


def declared_language(code: str, text: str) -> str:
    """Take the code a page declares ("en-US"), or "" where the script of the text denies it."""
    bare = re.split(r"[-_]", code.strip().lower())[0]
    bare = _OTHER_CODES.get(bare, bare)
    if not re.fullmatch(r"[a-z]{2}", bare):
        return ""
    return bare if not text or _script_allows(bare, text[:SAMPLE]) else ""


def _script_allows(code: str, sample: str) -> bool:
    if _LATIN_SIGNS.sub("", sample).isascii():  # no other script to look for
        return code not in OWN_SCRIPT | _NEVER_LATIN
    letters = _letters(sample)
    cyrillic = len(re.findall(f"[{CYRILLIC}]", sample)) > letters * 0.5
    arabic = len(re.findall(f"[{ARABIC}]", sample)) > letters * 0.5
    own = next(
        (c for c, script in SCRIPTS if len(re.findall(f"[{script}]", sample)) > letters * 0.5), ""
    )
    if own or code in OWN_SCRIPT:
        return own == code
    if cyrillic:
        return code in CYRILLIC_LANGUAGES
    if arabic:
        return code in ARABIC_LANGUAGES
    return code not in _NEVER_LATIN


def _letters(sample: str) -> int:
    return len(_LETTER.findall(sample))


def _is_english(sample: str) -> bool:
    """Whether the short words of English make up what they do in English: over a fifth."""
    found = _WORD.findall(sample.lower())
    if len(found) < 8:
        return False
    return sum(word in ENGLISH for word in found) > len(found) * 0.2


def _by_statistics(sample: str) -> str:
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads numpy

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(CANDIDATES))
    return identifier
