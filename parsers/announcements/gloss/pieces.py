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


def owners_first(pieces: Sequence[Piece]) -> None:
    """Write "foreign minister of Russia" as "Russia's foreign minister", as news does.

    Not where several are named: "presidents of Russia and Turkey".
    """
    for at, (office, owner) in enumerate(pairwise(pieces)):
        if office.sort != "offices" or owner.sort != "names" or not owner.led:
            continue
        behind = pieces[at + 2].gloss if at + 2 < len(pieces) else ""
        if office.form is not None and office.form.plural and behind in {"and", ","}:
            continue
        lead = next((lead for lead in ("of ", "by ") if office.gloss.startswith(lead)), "")
        small = office.gloss.removeprefix(lead)
        office.gloss, owner.gloss = (
            f"{lead}{owner.gloss.removeprefix('of ')}'s",
            small[:1].lower() + small[1:],
        )
        for name in ("start", "end", "sort", "form", "led", "governed"):
            mine, other = getattr(office, name), getattr(owner, name)
            setattr(office, name, other)
            setattr(owner, name, mine)


# Pieces between a participle and its noun: "the proposed by Cairo humanitarian truce".
_BETWEEN = 6


def participles_last(pieces: list[Piece]) -> None:
    """Write "proposed by Cairo truce" as "truce proposed by Cairo"."""
    for at, piece in enumerate(pieces):
        form = piece.form
        if form is None or form.sort not in {"participle", "adjective"} or not form.passive:
            continue
        if at + 1 >= len(pieces) or not pieces[at + 1].gloss.startswith("by "):
            continue
        for noun in range(at + 2, min(len(pieces), at + 2 + _BETWEEN)):
            other = pieces[noun].form
            if pieces[noun].sort == "mark":
                break
            if other is None or other.sort != "noun" or pieces[noun].led:
                continue
            if (other.case, other.plural) == (form.case, form.plural):
                own = noun
                while pieces[own - 1].sort == "adjectives" and not pieces[own - 1].led:
                    own -= 1
                if own > at + 1:
                    pieces[at : noun + 1] = pieces[own : noun + 1] + pieces[at:own]
                break


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
    return ["", *(text[a[1] : b[0]] for a, b in pairwise(bounds))] if bounds else []
