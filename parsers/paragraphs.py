"""Lines of a text file to paragraphs, and the small questions asked of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.text import words

SENTENCE_END = re.compile(r"[.!?…։。:;][\"”’»)\]]*$")
WRAP_WIDTH = 100  # columns; editors and mail wrap at 65 to 100

# Words that end in a full stop and no sentence; initials such as "U.S." are seen by their shape.
ABBREVIATIONS = words(
    "mr mrs ms dr st gen col lt sgt capt gov sen rep rev prof jr sr vs no co inc ltd corp approx"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
)
# Words that a shortened title should not end on.
_DANGLING = words(
    "a an the of to in on at for and or but with by from that as is are was were has have had be"
    " will would may might can could should its his her their this after before into over"
)
_STOP = re.compile(r"[.!?…։](?=[\"”’»)]*\s+[\"“«(]*[A-ZА-ЯЁԱ-Ֆ])")
_LAST_WORD = re.compile(r"([\w.]+)$")


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does; a headline does not."""
    return bool(SENTENCE_END.search(line[-8:]))


def is_headline(line: str, *, longest: int = 160) -> bool:
    """Whether a line may stand as a title: short, with a word, no full stop at its end."""
    if not 3 <= len(line) <= longest or not any(char.isalpha() for char in line):
        return False
    bare = line.rstrip('"”’»)]')
    return bare[-1:] not in {".", ";", ":", ",", "։", "–", "—"} or bare.endswith(("...", "U.S."))


def blocks(lines: Iterable[str]) -> list[list[str]]:
    """Group lines that no blank line parts."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Make paragraphs of body lines: one a line, or one a block where an editor wrapped them."""
    grouped = blocks(lines)
    if _is_wrapped(grouped):
        return [" ".join(block) for block in grouped]
    return [line for block in grouped for line in block]


def _is_wrapped(grouped: list[list[str]]) -> bool:
    """Whether line ends are an editor's: short lines, most of which break off in mid-sentence."""
    inner = [line for block in grouped for line in block[:-1]]
    if len(inner) < 2 or max(len(line) for block in grouped for line in block) > WRAP_WIDTH:
        return False
    broken_off = [line for line in inner if len(line) >= 40 and not ends_sentence(line)]
    return len(broken_off) > len(inner) * 0.6


def first_sentence(text: str) -> str:
    """Cut text after its first sentence; "U.S.", "Gen." and initials do not end one."""
    for match in _STOP.finditer(text):
        word = _LAST_WORD.search(text[max(0, match.start() - 30) : match.start()])
        last = word.group(1) if word else ""
        if match.group() == "." and _is_abbreviation(last):
            continue
        end = match.end()
        while end < len(text) and text[end] in '"”’»)':
            end += 1
        return text[:end]
    return text


def sentences(text: str) -> list[str]:
    """Cut a text into sentences."""
    found, rest = [], text
    while rest:
        sentence = first_sentence(rest)
        found.append(sentence)
        rest = rest[len(sentence) :].lstrip()
    return found


def _is_abbreviation(word: str) -> bool:
    return "." in word or len(word) == 1 or word.lower() in ABBREVIATIONS


def display_title(text: str, *, longest: int = 130) -> str:
    """Make a title to show for a text that has none: its first sentence, cut at a word border."""
    start = text[:2_000].lstrip()
    sentence = first_sentence(start.split("\n", maxsplit=1)[0])
    if len(sentence) <= longest:
        bare = sentence.removesuffix(".")
        return sentence if _is_abbreviation(bare.rsplit(" ", maxsplit=1)[-1]) else bare
    kept = sentence[: longest + 1].split(" ")[:-1] or [sentence[:longest]]
    while len(kept) > 3 and kept[-1].lower() in _DANGLING:
        kept.pop()
    return " ".join(kept).rstrip(" ,;:–—-") + "…"
