"""The order of words that the rules read: owners, participles, and verbs that come last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.announcements.gloss.pieces import Piece


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


_NOMINAL = frozenset(
    {"nouns", "offices", "names", "name", "adjectives", "number", "pronouns", "months"}
)


# Pieces that a noun with its owners, or a clause, has at most: a page without stops has more.
REACH = 40


def nominal_start(pieces: Sequence[Piece], end: int) -> int:
    """Return where the noun that ends at ``end`` begins, with owners, offices and lists."""
    at = end
    while at > max(0, end - REACH):
        piece = pieces[at - 1]
        case = piece.form.case if piece.form else ""
        own = piece.sort in _NOMINAL and not piece.led and not piece.governed
        apposed = case in {"gen", "dat", ""} or (piece.form is not None and not piece.form.definite)
        apposed = apposed or at == end  # the noun itself
        quoted = piece.sort == "mark" and piece.gloss in {"«", "»", "“", "”", "-"}
        listed = (piece.gloss == "and" or quoted) and at < end
        if not (own and apposed) and not listed:
            break
        at -= 1
    while at < end and pieces[at].gloss == "and":
        at += 1
    return at


def years_last(pieces: list[Piece]) -> None:
    """Write "1994 May 12" as "May 12, 1994"."""
    for at in range(len(pieces) - 1):
        year, month = pieces[at], pieces[at + 1]
        if year.sort != "number" or len(year.gloss) != 4 or month.sort != "months":
            continue
        behind = pieces[at + 2] if at + 2 < len(pieces) else None
        day = behind is not None and behind.sort == "number" and len(behind.gloss) < 3
        year.gloss = f", {year.gloss}" if day else year.gloss
        pieces[at : at + 2 + day] = [*pieces[at + 1 : at + 2 + day], year]


def owners_marked(pieces: Sequence[Piece]) -> None:
    """Write the owner before what it owns: "Հայաստանի վարչապետ" is "Armenia's prime minister"."""
    for owner, owned in pairwise(pieces):
        genitive = owner.form is not None and owner.form.case == "gen" and not owner.governed
        if genitive and owner.sort in {"names", "name"} and owned.sort in _NOMINAL - {"number"}:
            if owned.led:  # "in Poland's parliament"
                lead, _, owned.gloss = owned.gloss.partition(" ")
                owner.gloss, owner.led, owned.led = f"{lead} {owner.gloss}", True, False
            owner.gloss += "'s"


def objects_last(pieces: list[Piece]) -> None:
    """Put a verb before its object: "sides truce have concluded" is "have concluded truce".

    What stands right before the verb is its object where another noun is the subject, or where it
    is not definite.
    """
    for at, piece in enumerate(pieces):
        form = piece.form
        if piece.sort != "verbs" or form is None or form.passive or form.sort == "participle":
            continue
        first = nominal_start(pieces, at)
        listed = first > 0 and pieces[first - 1].gloss == "and"  # "A and B have met"
        if first == at or listed or pieces[at - 1].governed:
            continue
        noun = pieces[at - 1].form
        edge = max(-1, first - 1 - REACH)
        clause = next((n for n in range(first - 1, edge, -1) if pieces[n].sort == "mark"), edge)
        subject = any(
            p.sort in _NOMINAL and p.form and p.form.case == "nom" and not p.governed
            for p in pieces[clause + 1 : first]
        )
        verb = any(p.sort == "verbs" for p in pieces[clause + 1 : first])
        named = pieces[at - 1].sort in {"names", "name"} and not subject
        if noun is None or noun.case not in {"nom", "dat", ""} or named:
            continue
        if subject or verb or not noun.definite:
            pieces[first : at + 1] = [piece, *pieces[first:at]]
