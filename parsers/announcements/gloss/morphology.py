"""The forms that a word can be: its lemma, sort, case, number and tense.

One class a library; a language names its library in its glossary (``morphology = "pymorphy3"``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# Words whose forms are kept; a day of news has fewer different ones.
KEPT = 60_000
_SORTS = {
    "NOUN": "noun",
    "ADJF": "adjective",
    "ADJS": "short",
    "COMP": "other",
    "VERB": "verb",
    "INFN": "infinitive",
    "PRTF": "participle",
    "PRTS": "passive",
    "GRND": "gerund",
    "NPRO": "pronoun",
    "NUMR": "number",
}
_CASES = {
    "nomn": "nom",
    "voct": "nom",
    "gent": "gen",
    "gen2": "gen",
    "datv": "dat",
    "accs": "acc",
    "acc2": "acc",
    "ablt": "ins",
    "loct": "loc",
    "loc2": "loc",
}
_TENSES = {"past": "past", "pres": "present", "futr": "future"}
_NAMES = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}


@dataclass(frozen=True, slots=True)
class Form:
    """One thing that a word can be. Words are lower-case, ``ё`` is written ``е``."""

    lemma: str
    # noun, adjective, short, verb, infinitive, participle, passive, gerund, pronoun, number, other
    sort: str
    case: str = ""  # nom, gen, dat, acc, ins, loc; "" where it has none
    plural: bool = False
    tense: str = ""  # past, present, future
    passive: bool = False  # a participle of what is done to it
    base: str = ""  # of a noun in the singular: its nominative
    proper: bool = False  # a name of a person or place
    animate: bool = False
    transitive: bool = False
    score: float = 0.0  # how likely by the word alone, 0..1
    known: bool = True  # False where the library guessed by the ending


Morphology = Callable[[str], tuple[Form, ...]]


def pymorphy3(language: str) -> Morphology:
    """Return the forms of Russian or Ukrainian words, by the library of that name."""
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415  # 60 ms, for those who need it

    analyzer = MorphAnalyzer(lang=language)

    @lru_cache(maxsize=KEPT)
    def forms(word: str) -> tuple[Form, ...]:
        return tuple(_form(parse) for parse in analyzer.parse(word))

    return forms


def plain(word: str) -> str:
    """Return a word as glossaries write it: lower-case, without the dots that few write."""
    return word.lower().replace("ё", "е")


def _form(parse: Any) -> Form:
    tag = parse.tag
    single = tag.POS == "NOUN" and tag.number == "sing"
    nominative = parse.inflect({"nomn"}) if single else None
    return Form(
        lemma=plain(parse.normal_form),
        sort=_SORTS.get(tag.POS or "", "other"),
        case=_CASES.get(tag.case or "", ""),
        plural=tag.number == "plur",
        tense=_TENSES.get(tag.tense or "", ""),
        passive=tag.voice == "pssv",
        base=plain(nominative.word) if nominative else "",
        proper=not _NAMES.isdisjoint(tag.grammemes),
        animate=tag.animacy == "anim",
        transitive=tag.transitivity == "tran",
        score=parse.score,
        known=parse.is_known,
    )


LIBRARIES = {"pymorphy3": pymorphy3}
