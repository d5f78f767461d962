"""Names in Latin letters, as news in English spells them."""

from __future__ import annotations

from parsers.announcements.gloss.glossary import Glossary
from parsers.announcements.gloss.morphology import plain


def spelt(name: str, glossary: Glossary) -> str:
    """Return a name (nominative) in Latin letters: by the table of people, else by its letters."""
    return "-".join(_part(part, glossary) for part in name.split("-"))


def _part(part: str, glossary: Glossary) -> str:
    low = plain(part)
    latin = glossary.people.get(low) or _by_letters(low, glossary)
    whole = part.isupper() and len(part) > 1
    return latin.upper() if whole else latin[:1].upper() + latin[1:]


def _by_letters(low: str, glossary: Glossary) -> str:
    for ending, latin in glossary.name_endings:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return _latin(low[: -len(ending)], glossary) + latin
    return _latin(low, glossary)


def _latin(word: str, glossary: Glossary) -> str:
    for letters, latin in glossary.letters.items():
        word = word.replace(letters, latin)
    return word
