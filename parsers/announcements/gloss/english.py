"""The English of a gloss: forms of verbs and nouns, as the rules of detection know them."""

from __future__ import annotations

from functools import cache

from parsers.announcements.lexicon import inflect, load
from parsers.language import READ

BE = {"past": ("was", "were"), "present": ("is", "are")}
MODALS = frozenset({"may", "can", "must", "will", "could", "should", "would", "might"})
OBJECTS = {"he": "him", "she": "her", "they": "them", "we": "us", "I": "me", "who": "whom"}
_LEADING = frozenset({"of", "to", "for", "on", "with", "in", "from", "by", "at"})
# Verbs that no rule names but a gloss uses, or whose last form in the lexicon is a rare one
_IRREGULAR = {
    "beat": ("beat", "beaten"),
    "broadcast": ("broadcast", "broadcast"),
    "build": ("built", "built"),
    "cancel": ("cancelled", "cancelled"),
    "cost": ("cost", "cost"),
    "drop": ("dropped", "dropped"),
    "forgive": ("forgave", "forgiven"),
    "get": ("got", "got"),
    "reset": ("reset", "reset"),
    "rethink": ("rethought", "rethought"),
    "strike": ("struck", "struck"),
    "undo": ("undid", "undone"),
}


@cache
def _parts(lemma: str) -> tuple[str, str]:
    """Return the past and the participle of a verb."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    irregular = [f for f in load(READ).irregular.get(lemma, []) if not f.endswith(("ing", "s"))]
    if irregular:
        return irregular[0], irregular[-1]
    past = next(form for form, tag in inflect(lemma).items() if tag == "past")
    return past, past


def verb(gloss: str, tense: str, *, plural: bool, negated: bool = False) -> str:
    """Return a verb in a tense.

    One of past, present, perfect, pluperfect, future, infinitive, base, ing, participle.
    ``gloss`` is its base form with what belongs to it: "hold", "take place", "be held".
    """
    lemma, _, rest = gloss.partition(" ")
    rest = f" {rest}" if rest else ""
    no = " not" if negated else ""
    if lemma in MODALS:
        return f"{lemma}{no}{rest}"
    if tense in {"past", "present"} and lemma == "be":
        return f"{BE[tense][plural]}{no}{rest}"
    if tense == "future":
        return f"will{no} {lemma}{rest}"
    if tense in {"perfect", "pluperfect"}:
        have = "had" if tense == "pluperfect" else ("has", "have")[plural]
        return f"{have}{no} {verb(gloss, 'participle', plural=plural)}"
    if tense == "infinitive":
        return f"{no[1:] + ' ' if negated else ''}to {lemma}{rest}"
    if tense in {"past", "present"} and negated:
        auxiliary = "did" if tense == "past" else ("does", "do")[plural]
        return f"{auxiliary} not {lemma}{rest}"
    form = {
        "past": _parts(lemma)[0],
        "present": lemma if plural else _third(lemma),
        "ing": "being" if lemma == "be" else _tagged(lemma, "ing"),
        "participle": "been" if lemma == "be" else _parts(lemma)[1],
    }.get(tense, lemma)
    return f"{no[1:] + ' ' if negated else ''}{form}{rest}"


def plural(noun: str) -> str:
    """Return the plural of a noun; one that is plural already stays."""
    head, _, last = noun.rpartition(" ")
    if head and last in _LEADING:
        return f"{plural(head)} {last}"  # "proposals for"
    if last[:1].isupper() and last.endswith(("man", "o")):
        return f"{noun}s"  # "Germans", "Filipinos"
    if last.endswith("s") and not last.endswith("ss"):
        return noun
    irregular = {"man": "men", "woman": "women", "child": "children", "person": "people"}
    for one, several in irregular.items():
        if last.endswith(one):
            return noun[: -len(one)] + several
    if last in {"people", "police", "aircraft", "personnel", "artillery", "aid"}:
        return noun
    return f"{head} {_third(last)}".strip()


def _third(word: str) -> str:
    if word == "have":
        return "has"
    return _tagged(word, "s")


def _tagged(lemma: str, tag: str) -> str:
    return next(form for form, found in inflect(lemma).items() if found == tag)
