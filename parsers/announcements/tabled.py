"""The names in a sentence that the tables know: countries, organisations, groups, regions."""

from __future__ import annotations

from parsers import gazetteer
from parsers.announcements.cast import Entity
from parsers.announcements.sentences import Sentence
from parsers.records import Party


def of_gazetteer(sentence: Sentence) -> list[Entity]:
    """Return the names of the gazetteer; "Israel-Hamas" gives two."""
    tokens, table, longest = sentence.tokens, gazetteer.names(), gazetteer.longest()
    found: list[Entity] = []
    index = 0
    while index < len(tokens):
        text = tokens[index].text
        for length in range(min(longest.get(text, 0), len(tokens) - index), 0, -1):
            entry = table.get(" ".join(t.text for t in tokens[index : index + length]))
            if entry:
                end = index + length
                found.append(Entity(index, end, _party(entry), entry.sort, entry.disputed))
                index = end
                break
        else:
            if "-" in text and text[0].isupper():
                found += _hyphened(index, text.split("-"))
            index += 1
    return found


def _hyphened(index: int, parts: list[str]) -> list[Entity]:
    """Read "Armenian-Azerbaijani" as two names and "US-backed" as an attribute."""
    table = gazetteer.names()
    entries = [table.get(part) for part in parts] if len(parts) > 1 else []
    named = [e for e in entries if e is not None]
    if named and len(named) == len(entries):
        return [Entity(index, index + 1, _party(e), e.sort) for e in named]
    if named and entries[0] is not None:
        return [Entity(index, index + 1, _party(named[0]), "attribute")]
    if len(parts) > 1 and parts[-1] in _ATTRIBUTES:
        return [Entity(index, index + 1, Party("-".join(parts[:-1])), "attribute")]
    return []


# "US-led", "Trump-brokered"
_ATTRIBUTES = frozenset("led backed brokered mediated hosted sponsored drafted supported".split())


def _party(entry: gazetteer.Name) -> Party:
    return Party(name=entry.shown, country=entry.country, organisation=entry.organisation)
