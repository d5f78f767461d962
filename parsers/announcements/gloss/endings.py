"""The forms of the words of a language whose endings stand in a table of its glossary.

For languages that add one ending to another and have no library that is light enough: Armenian.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parsers.announcements.gloss.morphology import KEPT, Form, Morphology

_CASES = frozenset({"nom", "gen", "dat", "acc", "abl", "ins", "loc"})
_TENSES = frozenset({"past", "present", "future"})
_SORTS = frozenset({"infinitive", "participle", "gerund"})
# The shortest stem of a name that is not in the glossary.
_STEM = 3


@dataclass(frozen=True, slots=True)
class _Ending:
    """An ending, what stands in its place in the lemma, and what it says."""

    text: str
    lemma: str
    says: frozenset[str]


def endings(data: Mapping[str, Any], nouns: frozenset[str], verbs: frozenset[str]) -> Morphology:
    """Return the forms by the tables [endings] and [prefixes]; ``nouns``, ``verbs``: lemmas."""
    table = {sort: _table(lines) for sort, lines in data["endings"].items()}
    prefixes = {p: frozenset(says.split()) for p, says in data["prefixes"].items()}

    irregular = {
        word: [frozenset(says.split()) for says in ([given] if isinstance(given, str) else given)]
        for word, given in data["forms"].items()
    }

    @lru_cache(maxsize=KEPT)
    def forms(word: str) -> tuple[Form, ...]:
        found = [
            _noun(stem + e.lemma, e, known=True)
            for stem, e in _cut(word, table["nouns"])
            if stem + e.lemma in nouns
        ]
        found += [
            _verb(stem + e.lemma, says)
            for stem, e, says in _verbal(word, table["verbs"], prefixes)
            if stem + e.lemma in verbs
        ]
        if word in nouns:
            found.append(Form(word, "adjective", score=0.5))
        for says in irregular.get(word, ()):
            lemma = next(w[1:] for w in says if w.startswith("+"))
            found.append(_verb(lemma, says))
        if not found:
            found = [
                _noun(stem + e.lemma, e, known=False)
                for stem, e in _cut(word, table["names"])
                if len(stem) >= _STEM
            ]
        return tuple(found)

    return forms


def _verbal(
    word: str, table: Sequence[_Ending], prefixes: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, _Ending, frozenset[str]]]:
    """Yield stem, ending and what a word says as a verb, with and without a prefix.

    The longest stem first: "սկսվ-ել" before "սկս-վել". A "bare" ending is finite with a prefix
    that says "future"; without one it needs an auxiliary.
    """
    plain = ((stem, e, e.says) for stem, e in _cut(word, table))
    yield from sorted(plain, key=lambda found: -len(found[0]))
    for prefix, more in prefixes.items():
        rest = word.removeprefix(prefix)
        for stem, e in _cut(rest, table) if rest != word else ():
            if ("bare" in e.says) is ("future" in more):
                yield stem, e, (e.says | more) - {"aux"}


def _table(lines: Mapping[str, str | Sequence[str]]) -> list[_Ending]:
    """Return the endings, the longest first."""
    found = []
    for text, given in lines.items():
        for says in [given] if isinstance(given, str) else given:
            words = says.split()
            lemma = next((w[1:] for w in words if w.startswith("+")), "")
            found.append(_Ending(text, lemma, frozenset(w for w in words if w[0] != "+")))
    return sorted(found, key=lambda e: -len(e.text))


def _cut(word: str, table: Sequence[_Ending]) -> list[tuple[str, _Ending]]:
    return [
        (word[: len(word) - len(e.text)], e)
        for e in table
        if word.endswith(e.text) and len(word) > len(e.text)
    ]


def _noun(lemma: str, ending: _Ending, *, known: bool) -> Form:
    case = next((c for c in _CASES if c in ending.says), "")
    score = (0.7 if known or ending.text else 0.0) + len(ending.text) / 20  # the longest first
    return Form(
        lemma=lemma,
        sort="noun",
        case=case,
        plural="plural" in ending.says,
        base="" if "plural" in ending.says and known else lemma,
        definite="def" in ending.says,
        proper=not known,
        score=score,
        known=known,
    )


def _verb(lemma: str, says: frozenset[str]) -> Form:
    return Form(
        lemma=lemma,
        sort=next((s for s in _SORTS if s in says), "verb"),
        tense=next((t for t in _TENSES if t in says), ""),
        plural="plural" in says,
        passive="passive" in says,
        negated="not" in says,
        joined="aux" in says,
        score=0.6,
    )
