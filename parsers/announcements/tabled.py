"""The names in a sentence that the tables know: countries, organisations, groups, regions."""

from __future__ import annotations

from collections.abc import Mapping

from parsers import gazetteer
from parsers.announcements.cast import Entity
from parsers.announcements.sentences import Sentence
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Party


def of_gazetteer(sentence: Sentence) -> list[Entity]:
    """Return the names of the gazetteer; "Israel-Hamas" gives two."""
    tokens, table, longest = sentence.tokens, gazetteer.names(), gazetteer.longest()
    found: list[Entity] = []
    bodies = not sentence.title_case and any(t.text in _BODY for t in tokens)
    index = 0
    while index < len(tokens):
        text = tokens[index].text
        # A genitive is a token of its own: "New People's Army" has four.
        most = longest.get(text, 0) + 2 if text in longest else 0
        for length in range(min(most, len(tokens) - index), 0, -1):
            stop = tokens[index + length - 1].end
            entry = table.get(sentence.text[tokens[index].start : stop].replace("’", "'"))
            if entry:
                end = index + length
                found.append(Entity(index, end, _party(entry), entry.sort, entry.disputed))
                index = end
                break
        else:
            end = _body_end(sentence, index, table) if bodies else 0
            if end:
                name = " ".join(t.text for t in tokens[index:end])
                found.append(Entity(index, end, Party(name), "organisation"))
                index = end
                continue
            if "-" in text and text[0].isupper():
                found += _hyphened(index, text.split("-"))
            index += 1
    return found


# The last word of a body's name; in front of it stand what sort of body it is.
_BODY = frozenset(
    "Committee Commission Mechanism Discussions Group Coalition Alliance Front Movement Union "
    "Authority Mission Assembly Secretariat Tribunal Organisation Organization Initiative "
    "Platform Congress Quartet Troika".split()
)
# In small letters between the words of a body's name.
_WITHIN = frozenset({"and", "for", "of", "on", "the"})


def _body_end(sentence: Sentence, start: int, table: Mapping[str, gazetteer.Name]) -> int:
    """Return the end of a body's name that no table has ("Joint Border Commission"), or 0."""
    tokens = sentence.tokens
    if not tokens[start].text[0].isupper() or tokens[start].low in _SMALL:
        return 0
    for at in range(start, min(len(tokens), start + _LONGEST_BODY)):
        text = tokens[at].text
        if at > start and text in _BODY:
            return at + 1
        plain = text[0].isupper() and text[-1].isalpha() and text not in table
        if not (plain or (at > start and text in _WITHIN)) or tokens[at].low in _CALENDAR:
            return 0
    return 0


_LONGEST_BODY = 6
_SMALL = frozenset("the a an in on at for and but of he she they it as when while after".split())
_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)


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
