"""Which entry and which form of a word is meant: by the words before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from parsers.announcements.gloss.glossary import Entry
from parsers.announcements.gloss.morphology import Form
from parsers.announcements.gloss.pieces import Piece
from parsers.announcements.gloss.source import Source

# Added to the likelihood of a form by the word alone (0..1).
_ASKED = 1.0  # the case that the preposition before it asks for
_FITS = 0.6  # the case that a noun, a number or a participle before it leads to
_FREE = 0.5  # nominative or accusative where nothing asks for a case
_UNLED = -0.4  # a genitive where nothing leads to it
_AGREES = 0.5  # an adjective right before its noun
_NAME = 1.0  # a name of the table, written with a capital
_PERSON = 0.8  # a name whose nominative is in the table of people
_FIXED = 1.6  # a word that does not inflect, against those that do
_FIRST_VERB = 0.3  # a verb in a sentence that has none yet
# Where the form does not tell, in a place rather than to it, with rather than from somebody.
_USUAL = {"loc": 0.1, "ins": 0.1}


@dataclass(slots=True)
class State:
    """What the words before say of the next one."""

    cases: dict[str, str] = field(default_factory=dict)  # of a preposition: case → gloss
    waiting: Piece | None = None  # that preposition, while its gloss is open
    noun: bool = False  # a noun stands right before
    passive: bool = False  # "signed": who did it may follow
    counted: bool = False  # a number stands right before: "15 days"
    auxiliary: str = ""  # "be" or "will", whose verb is to come
    negation: Piece | None = None  # a "not" whose verb is to come

    def lead(self, case: str) -> str:
        """Return the gloss of the preposition before a word in a case, or of a table."""
        for key in (case, "any", "loc"):
            if key in self.cases:
                return self.cases[key]
        return next(iter(self.cases.values()), "")


def choose(
    source: Source, state: State, at: int, *, verbless: bool
) -> tuple[Entry, Form | None] | None:
    """Return the entry and form that fit best: the longest phrase, then the likeliest form.

    ``verbless``: the sentence has no verb yet.
    """
    best: tuple[float, Entry, Form | None] | None = None
    for entry in source.glossary.entries(source.words, at):
        if best is not None and len(entry.words) < len(best[1].words):
            break
        if not _written_so(source, at, entry):
            continue
        options: list[tuple[float, Form | None]] = [(_FIXED, None)]
        if entry.head >= 0:
            forms = source.forms(at + entry.head)
            behind = not source.glossary.verb_last  # where owners stand
            options = [(_fit(f, forms, entry, state, behind=behind), f) for f in entry.form(forms)]
        for fit, form in options:
            if form is not None and entry.table == "adjectives":
                fit += _AGREES * source.noun_agrees(at + len(entry.words), form)  # noqa: PLW2901
            finite = form is not None and form.sort in {"verb", "passive"}
            if finite and entry.table == "verbs" and verbless:
                fit += _FIRST_VERB  # noqa: PLW2901  # the same fit, weighed further
            if best is None or fit > best[0]:
                best = fit, entry, form
    return best[1:] if best else None


def _written_so(source: Source, at: int, entry: Entry) -> bool:
    """Return whether the capitals of the words are those of the entry.

    Names have one at least; small words have none, but at the head of a sentence.
    """
    tokens = [token for token, _ in source.tokens[at : at + len(entry.words)]]
    if entry.table == "names":
        return any(token[0].isupper() for token in tokens)
    # Capitals throughout are an abbreviation: "БПЛА"
    capitals = [t[0].isupper() and not (t.isupper() and len(t) > 1) for t in tokens]
    small = entry.table in {"words", "verbs", "pronouns"} and entry.gloss == entry.gloss.lower()
    if not small and entry.head >= 0 and entry.table == "adjectives":
        small = all(f.sort == "short" for f in entry.form(source.forms(at + entry.head)))
    if small:
        return source.shouts or not any(capitals[source.opens(at) :])
    return True


def _fit(form: Form, forms: Sequence[Form], entry: Entry, state: State, *, behind: bool) -> float:
    """Return how well a form fits what stands before it; ``behind``: owners follow their noun."""
    cases = {f.case for f in forms if f.lemma == form.lemma and f.sort == form.sort}
    alike = len(cases) > 4  # "США": its form tells no case
    fit = 1 / len(cases) if alike else form.score
    if not form.case or entry.table == "verbs":
        return form.score
    fit += _NAME * (entry.table == "names")
    if state.cases:
        asked = form.case in state.cases or ("any" in state.cases and form.case != "nom")
        return fit + _ASKED * asked + (_USUAL.get(form.case, 0) if alike else 0)
    if state.counted:
        return fit + _FITS * (form.case == "gen" or form.plural)
    if state.noun and behind:
        return fit + _FITS * (form.case == "gen")
    if state.passive:
        return fit + _FITS * (form.case == "ins")
    return fit + _FREE * (form.case in {"nom", "acc"}) + _UNLED * (form.case == "gen" and behind)


def proper(forms: Sequence[Form]) -> bool:
    """Return whether the likeliest form of a word that opens a sentence is a name."""
    best = max(forms, key=lambda f: f.score + 0.4 * (f.case == "nom"), default=None)
    return best is not None and (best.proper or not best.known)


def name_form(
    forms: Sequence[Form], state: State, before: Piece | None, people: Collection[str]
) -> Form | None:
    """Return the form that a name without an entry has, behind the piece ``before``.

    One whose nominative is among ``people`` is likelier.
    """
    joined = before is not None and before.sort in {"name", "names", "offices"}
    beside = before.form if before is not None and joined else None

    def fit(form: Form) -> float:
        agrees = beside is not None and beside.case == form.case
        found = form.score + _AGREES * (agrees + form.proper) + _PERSON * (form.base in people)
        if state.cases:
            return found + _FITS * (form.case in state.cases) + 3 * _USUAL.get(form.case, 0)
        if state.noun and not joined:
            return found + _FITS * (form.case == "gen")
        return found + (0 if state.noun else 0.4 * (form.case == "nom"))

    return max((f for f in forms if f.base), key=fit, default=None)
