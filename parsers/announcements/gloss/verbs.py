"""A verb in the English of a gloss: tense, voice, negation, and its place before a subject."""

from __future__ import annotations

from parsers.announcements.gloss import english
from parsers.announcements.gloss.choice import State
from parsers.announcements.gloss.glossary import Entry
from parsers.announcements.gloss.morphology import Form
from parsers.announcements.gloss.pieces import Piece
from parsers.announcements.gloss.source import Source


def verb_gloss(
    source: Source, state: State, behind: int, entry: Entry, form: Form, *, subject: Piece | None
) -> str:
    """Return the gloss of a verb; ``behind`` is the word behind it, ``subject`` what may do it."""
    gloss, plural = entry.gloss, form.plural
    negated = state.negation is not None or form.negated
    head = source.tokens[behind - len(entry.words) + entry.head]
    joined = source.joined.get(head[1], frozenset[str]())
    negated, plural = negated or "not" in joined, plural or "plural" in joined
    if form.passive and form.sort in {"verb", "infinitive", "gerund"}:
        gloss = f"be {english.verb(gloss, 'participle', plural=False)}"
    people = source.glossary.of_people.get(form.lemma) if len(entry.words) == 1 else None
    if people is not None and source.person_ahead(behind):
        gloss = people
    if form.sort in {"infinitive", "gerund", "participle"}:
        return _not_finite(state, entry, form, gloss=gloss, negated=negated)
    # "Підписано угоду" has an object where "подписано соглашение" has a subject
    cases = ("nom", "acc") if form.sort == "passive" else ("nom",)
    first = subject is None and source.subject_ahead(behind, cases)
    if form.sort == "passive":
        if state.auxiliary == "be" and not first:
            return english.verb(gloss, "participle", plural=plural, negated=negated)
        if first:  # "подписано соглашение": "signed agreement"
            return english.verb(entry.other or gloss, "past", plural=True, negated=negated)
        return _was(gloss, plural=plural, negated=negated)
    if gloss == "be":
        return _be(source, state, behind, form, first=first)
    if entry.other and first:
        gloss, plural = entry.other, True  # "состоялась встреча": "held meeting"
    elif subject is not None and _undergoes(source, behind, form, subject):
        return _was(gloss, plural=subject.form is not None and subject.form.plural, negated=negated)
    tense = _tense(form, joined)
    if first and tense == "perfect":
        tense = "past"
    return english.verb(gloss, tense or "base", plural=plural, negated=negated)


def _tense(form: Form, joined: frozenset[str]) -> str:
    """Return the tense of a verb with its auxiliary."""
    if not joined:
        return form.tense
    past = {"past": "pluperfect", "present": "past", "future": "past"}
    now = {"past": "perfect", "present": "present", "future": "future"}
    return (past if "past" in joined else now).get(form.tense, form.tense)


def _not_finite(state: State, entry: Entry, form: Form, *, gloss: str, negated: bool) -> str:
    if form.sort == "infinitive":
        tense = "base" if state.auxiliary == "will" else "infinitive"
        return english.verb(gloss, tense, plural=False, negated=negated)
    if form.sort == "gerund":
        return english.verb(gloss, "ing", plural=False, negated=negated)
    if form.passive:
        return english.verb(gloss, "participle", plural=False, negated=negated)
    if entry.other and form.tense == "past":  # "состоявшаяся встреча": "held meeting"
        return english.verb(entry.other, "participle", plural=False, negated=negated)
    return english.verb(gloss, "ing", plural=False, negated=negated)


def _be(source: Source, state: State, behind: int, form: Form, *, first: bool) -> str:
    ahead, negated = source.sort_ahead(behind), state.negation is not None
    if form.tense == "future" and ahead == "infinitive":
        return "will not" if negated else "will"
    if form.tense == "past" and ahead == "passive" and not negated:
        passive = next(
            n
            for n in range(behind, behind + 3)
            if any(f.sort == "passive" for f in source.forms(n))
        )
        if first or source.subject_ahead(passive + 1):
            return ""  # "была проведена встреча": "held meeting"
    alone = not "".join(source.words[behind : behind + 1]).isalpha()
    if form.tense == "future" and negated and alone:
        return english.verb(
            "take place", "future", plural=False, negated=True
        )  # "встречи не будет"
    return english.verb("be", form.tense or "base", plural=form.plural, negated=negated)


def _undergoes(source: Source, behind: int, form: Form, before: Piece) -> bool:
    """Return whether the noun before a verb is its object, not its subject: "Встречу отложили".

    The verb is plural and has no other object; the noun is no name, which could act.
    """
    noun = before.form
    if noun is None or noun.animate or before.sort != "nouns":
        return False
    if not (form.transitive and form.plural and form.tense == "past"):
        return False
    return (not noun.plural or noun.case == "acc") and not source.object_ahead(behind)


def _was(gloss: str, *, plural: bool, negated: bool) -> str:
    be = english.verb("be", "past", plural=plural, negated=negated)
    return f"{be} {english.verb(gloss, 'participle', plural=plural)}"
