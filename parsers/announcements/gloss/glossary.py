"""The glossary of a language: what its words and phrases are in the English of the rules.

Read once from ``parsers/lexicons/<language>.toml`` and ``<language>.*.toml`` beside it; the
comments in the first say what each table means.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.announcements.gloss.endings import endings
from parsers.announcements.gloss.morphology import (
    TOKEN,
    Form,
    Maker,
    Morphology,
    plain,
    pymorphy3,
)

LIBRARIES: dict[str, Maker] = {"pymorphy3": pymorphy3, "endings": endings}
# Sorts of form that an entry of a table is for; a table that is not here holds fixed words. A name
# can be taken for anything.
_SORTS = {
    "nouns": ("noun",),
    "pronouns": ("pronoun", "adjective"),
    "offices": ("noun",),
    "days": ("noun",),
    "months": ("noun",),
    "names": ("noun", "other", "adjective", "short", "pronoun", "verb", "infinitive", "gerund"),
    "adjectives": ("adjective", "short", "number", "pronoun"),
    "verbs": ("verb", "infinitive", "participle", "passive", "gerund"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase. ``words`` are lemmas up to the one that inflects, behind it as written."""

    table: str
    words: tuple[str, ...]
    head: int  # which of them inflects; -1 where none does
    gloss: str
    # Behind " | ": a noun's plural; a verb's gloss before its subject ("took place talks" is
    # "held talks").
    other: str = ""
    cases: tuple[tuple[str, str], ...] = ()  # a preposition's: case or table, and gloss

    def form(self, forms: tuple[Form, ...]) -> list[Form]:
        """Return the forms of the word that inflects which this entry is for."""
        word = self.words[self.head]
        sorts = _SORTS[self.table]
        return [f for f in forms if f.lemma == word and f.sort in sorts]


class Glossary:
    """The glossary of one language."""

    TABLES = (*_SORTS, "prepositions", "postpositions", "words")

    def __init__(self, data: dict[str, Any]) -> None:
        self.language: str = data["language"]
        nouns, verbs = (
            frozenset(
                w for t in tables_ for key in data.get(t, ()) for w in TOKEN.findall(plain(key))
            )
            for tables_ in (_SORTS.keys() - {"verbs"}, ("verbs",))
        )
        self.forms: Morphology = LIBRARIES[data["morphology"]](data, nouns, verbs)
        # Where verbs come last and "with" behind its noun; empty for other languages
        self.auxiliaries = {w: frozenset(s.split()) for w, s in data.get("auxiliaries", {}).items()}
        self.cases: dict[str, str] = data.get("cases", {})
        self.marks: dict[str, str] = data.get("marks", {})
        self.verb_last: bool = data.get("verb_last", False)
        self.letters: dict[str, str] = data["letters"]  # the longest first
        self.letters = dict(sorted(self.letters.items(), key=lambda pair: -len(pair[0])))
        self.name_endings: list[tuple[str, str]] = list(data["name_endings"].items())
        self.people: dict[str, str] = data["people"]
        self.number_endings = frozenset(data["number_endings"])
        self.after_year = frozenset(data["after_year"])
        self.wishes = frozenset(data["wishes"])
        self.of_people: dict[str, str] = data.get("verbs_of_people", {})
        # Phrases that do not inflect by their first two words, the others by their first.
        self._first: dict[str, list[Entry]] = {}
        self._pairs: dict[tuple[str, str], list[Entry]] = {}
        for table in self.TABLES:
            for key, gloss in data.get(table, {}).items():
                for entry in self._entries(table, key, gloss):
                    if entry.head < 0 and len(entry.words) > 1:
                        pair = entry.words[0], entry.words[1]
                        self._pairs.setdefault(pair, []).append(entry)
                    else:
                        self._first.setdefault(entry.words[0], []).append(entry)
        self.before_nouns = frozenset(
            key for key in data["prepositions"] if " " not in key
        )  # prepositions of one word
        # Single words that do not inflect
        self.fixed = frozenset(
            first
            for first, entries in self._first.items()
            if any(e.head < 0 and len(e.words) == 1 for e in entries)
        )

    def _entries(self, table: str, key: str, gloss: Any) -> Iterator[Entry]:
        """Yield an entry for each way in which the words of a key can be read."""
        words = [plain(word) for word in TOKEN.findall(key)]
        if table == "prepositions":
            cases = {"any": gloss} if isinstance(gloss, str) else gloss
            yield Entry(table, tuple(words), -1, "", cases=tuple(cases.items()))
            return
        if table in {"words", "postpositions"}:
            yield Entry(table, tuple(words), -1, gloss)
            return
        head = self._head(words, _SORTS[table])
        first, _, other = gloss.partition(" | ")
        options: list[tuple[str, ...]] = [()]
        for at, word in enumerate(words):
            here = {word} if at > head else self._lemmas(word, table if at == head else "")
            options = [(*o, w) for o in options for w in sorted(here)]
        for option in options:
            yield Entry(table, option, head, first, other)

    def _head(self, words: list[str], sorts: tuple[str, ...]) -> int:
        """Return the first word that can be of the sort of its table.

        An adjective that can be a noun too leads to the noun behind it: "красный крест".
        """
        able = [
            at
            for at, word in enumerate(words)
            if any(f.sort in sorts and f.case in {"", "nom"} for f in self.forms(word))
        ]
        if able and self.verb_last:
            return able[-1]  # "հանդիպում ունենալ", "անվտանգության խորհուրդ"
        if len(able) > 1 and able[1] == able[0] + 1 and "noun" in sorts:
            nouns = {f.plural for f in self.forms(words[able[1]]) if f.case == "nom"}
            for form in self.forms(words[able[0]]):
                if form.sort in {"adjective", "participle"} and form.plural in nouns:
                    return able[1]
        return able[0] if able else 0

    def _lemmas(self, word: str, table: str) -> set[str]:
        forms = self.forms(word)
        if any(f.lemma == word and (not table or f.sort in _SORTS[table]) for f in forms):
            return {word}
        fitting = {f.lemma for f in forms if not table or f.sort in _SORTS[table]}
        return fitting or {f.lemma for f in forms} or {word}

    def begins(self, first: str, second: str) -> bool:
        """Return whether a fixed phrase begins with two words: "պետք է"."""
        return (first, second) in self._pairs

    def entries(self, words: list[str], at: int) -> Iterator[Entry]:
        """Yield the entries that fit the words (``plain``) from ``at`` on, the longest first."""
        # In the order of the likelihood of the forms, so that ties fall the same way each time
        here = dict.fromkeys([words[at], *(f.lemma for f in self.forms(words[at]))])
        found = [e for first in here for e in self._first.get(first, ())]
        if at + 1 < len(words):
            found += self._pairs.get((words[at], words[at + 1]), ())
        for entry in sorted(found, key=lambda e: -len(e.words)):
            if self._fits(entry, words, at):
                yield entry

    def _fits(self, entry: Entry, words: list[str], at: int) -> bool:
        if at + len(entry.words) > len(words):
            return False
        for n, word in enumerate(entry.words):
            low = words[at + n]
            inflects = n <= entry.head
            if not inflects and low != word:
                return False
            bound = inflects and n != entry.head and low != word
            if bound and not any(f.lemma == word for f in self.forms(low)):
                return False
        return entry.head < 0 or bool(entry.form(self.forms(words[at + entry.head])))


def tables(language: str) -> dict[str, Any]:
    """Return the tables of a glossary, those of its files joined.

    Raises ``ValueError`` where two files say different things of one word.
    """
    joined: dict[str, Any] = {}
    folder = files("parsers.lexicons")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not (file.name.startswith(f"{language}.") and file.name.endswith(".toml")):
            continue
        for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name not in joined or not isinstance(table, dict):
                joined[name] = table
                continue
            twice = joined[name].keys() & table.keys()
            if twice:
                raise ValueError(f"{file.name}: [{name}] stands elsewhere too: {sorted(twice)}")
            joined[name] |= table
    return joined


@cache
def load(language: str) -> Glossary:
    """Return the glossary of ``language`` (ISO 639-1; one of ``GLOSSED``)."""
    return Glossary(tables(language))
