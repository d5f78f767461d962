"""The pieces of a gloss, each with the characters of the source it stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.announcements.gloss.morphology import Form


@dataclass(slots=True)
class Piece:
    """What a stretch of the source became. ``start`` and ``end`` are offsets in the source."""

    gloss: str
    start: int
    end: int
    sort: str = ""  # the table of its entry, "name" for an unknown one, "mark"
    form: Form | None = None
    led: bool = False  # "of" or "by" stands before it
    governed: bool = False  # a preposition of the source does
    raised: bool = False  # its capital is that of the head of a sentence


@dataclass(slots=True)
class Glossed:
    """A gloss and where each piece of it comes from."""

    text: str
    at: list[int] = field(default_factory=list)  # offsets of the pieces in ``text``, rising
    pieces: list[Piece] = field(default_factory=list)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the source that a stretch of the gloss stands for."""
        first = max(0, bisect_right(self.at, start) - 1)
        last = max(first + 1, bisect_right(self.at, max(start, end - 1)))
        covered = self.pieces[first:last]
        if not covered:
            return 0, 0
        return min(p.start for p in covered), max(p.end for p in covered)


def joined(pieces: Sequence[Piece], text: str) -> Glossed:
    """Return the gloss as one text, with the white space of the source between its pieces."""
    glossed, parts, length = Glossed(""), list[str](), 0
    capital = False  # of a word that was dropped at the head of a sentence
    for piece, space in zip(pieces, _spaces(pieces, text), strict=True):
        if not piece.gloss:
            capital = capital or text[piece.start].isupper()
            continue
        if capital:
            piece.gloss, capital = piece.gloss[:1].upper() + piece.gloss[1:], False
        if parts:
            phrase = not text[piece.start].isalnum()  # ", что" became "that"
            glued = not space and (parts[-1][-1].isalpha() or phrase) and piece.gloss[0].isalpha()
            parts.append(" " if glued else space)
            length += len(parts[-1])
        glossed.at.append(length)
        glossed.pieces.append(piece)
        parts.append(piece.gloss)
        length += len(piece.gloss)
    glossed.text = "".join(parts)
    return glossed


def _spaces(pieces: Sequence[Piece], text: str) -> list[str]:
    """Return the white space before each piece, as the source has it there."""
    bounds = sorted((p.start, p.end) for p in pieces)
    return ["", *(_gap(text, a[1], b[0]) for a, b in pairwise(bounds))] if bounds else []


def _gap(text: str, start: int, end: int) -> str:
    """Return the white space between two pieces; a word taken out there leaves one space."""
    gap = text[start:end]
    if not gap.strip():
        return gap
    return " " if text[end].isalnum() else ""
