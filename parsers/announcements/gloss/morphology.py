"""The forms that a word can be: its lemma, sort, case, number and tense.

One function a library; a language names its library in its glossary (``morphology = "pymorphy3"``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

# Words whose forms are kept; a day of news has fewer different ones.
KEPT = 60_000
# Letters of the longest word that is looked up.
LONGEST = 60
# A word, with the marks that Armenian sets inside it, a number, or a mark.
TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-’'՛՞՜][^\W\d_]+)*[՛՞՜]?|\S")
_PLAIN = str.maketrans("ё’ʼ", "е''", "՛՞՜")
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
    order: bool = False  # an imperative
    negated: bool = False  # by the form itself
    joined: bool = False  # needs an auxiliary beside it
    base: str = ""  # of a noun in the singular: its nominative
    proper: bool = False  # a name of a person or place
    definite: bool = False
    animate: bool = False
    transitive: bool = False
    score: float = 0.0  # how likely by the word alone, 0..1
    known: bool = True  # False where the library guessed by the ending


Morphology = Callable[[str], tuple[Form, ...]]
# A glossary and its lemmas of nouns and of verbs → what its words can be
Maker = Callable[[Mapping[str, Any], frozenset[str], frozenset[str]], Morphology]


def pymorphy3(data: Mapping[str, Any], _: frozenset[str], __: frozenset[str]) -> Morphology:
    """Return the forms of Russian or Ukrainian words, by the library of that name."""
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415  # 60 ms, for those who need it

    analyzer = MorphAnalyzer(lang=data["language"])

    @lru_cache(maxsize=KEPT)
    def forms(word: str) -> tuple[Form, ...]:
        if len(word) > LONGEST or not word.isprintable():
            return ()  # no word: the library would recurse, or stumble over half a character
        # None is spoken to in the news, and the vocative is spelt like other forms.
        every = analyzer.parse(word)
        parses = [p for p in every if p.tag.case != "voct"] or every
        total = sum(parse.score for parse in parses) or 1.0  # without counts each has 1
        return _weighed([_form(parse, parse.score / total) for parse in parses])

    return forms


def plain(word: str) -> str:
    """Return a word as glossaries write it.

    Lower-case, ``ё`` as most write it, one apostrophe, no marks inside it, ``և`` for ``եւ``.
    """
    return word.lower().translate(_PLAIN).replace("եւ", "և") or word


def _weighed(forms: list[Form]) -> tuple[Form, ...]:
    """Return the forms with what news seldom means set back.

    An order ("заяви"), an infinitive that is spelt like a finite form ("проводиться"), and, of a
    verb that can be both, the future.
    """
    finite = any(f.sort == "verb" for f in forms)
    present = {f.lemma for f in forms if f.tense == "present"}
    weighed = []
    for form in forms:
        seldom = form.order or (form.sort == "infinitive" and finite)
        later = form.tense == "future" and form.lemma in present
        weighed.append(replace(form, score=form.score * (0.1 if seldom else 0.9 if later else 1)))
    return tuple(weighed)


def _form(parse: Any, score: float) -> Form:
    tag = parse.tag
    single = tag.POS == "NOUN" and "plur" not in tag.grammemes
    sort = _SORTS.get(tag.POS or "", "other")
    if "Impe" in tag.grammemes:
        sort = "passive"  # "підписано": a verb without a subject
    elif sort == "verb" and not (tag.tense or tag.person or tag.number or tag.mood):
        sort = "infinitive"  # which Ukrainian counts among the verbs
    nominative = parse.inflect({"nomn"}) if single else None
    return Form(
        lemma=plain(parse.normal_form),
        sort=sort,
        case=_CASES.get(tag.case or "", ""),
        plural="plur" in tag.grammemes,
        tense=_TENSES.get(tag.tense or "", ""),
        passive="pssv" in tag.grammemes,
        order=tag.mood == "impr",
        base=plain(nominative.word) if nominative else "",
        proper=not _NAMES.isdisjoint(tag.grammemes),
        animate=tag.animacy == "anim",
        transitive=tag.transitivity == "tran",
        score=score,
        known=parse.is_known,
    )
