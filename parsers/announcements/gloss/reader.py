"""A text of another language, word for word in the English that the rules read.

This is no translation: a word takes its gloss from the glossary, and its form says what stands
before it: a genitive behind a noun "of", a perfective present "will". Each piece of the gloss
knows the characters of the source it stands for.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace

from parsers.announcements.gloss import english
from parsers.announcements.gloss.choice import State, choose, name_form, proper
from parsers.announcements.gloss.glossary import Entry, Glossary
from parsers.announcements.gloss.morphology import Form, plain
from parsers.announcements.gloss.order import (
    REACH,
    nominal_start,
    objects_last,
    owners_first,
    owners_marked,
    participles_last,
    years_last,
)
from parsers.announcements.gloss.pieces import Glossed, Piece, joined
from parsers.announcements.gloss.source import Source
from parsers.announcements.gloss.spelling import spelt
from parsers.announcements.gloss.verbs import verb_gloss
from parsers.calendars import MONTHS

_DAY = re.compile(r"(\d{1,2})\.(0?[1-9]|1[0-2])\.([12]\d{3})")
_QUOTES = frozenset("«»“”\"'(")
_NOUNS = frozenset({"nouns", "offices", "days", "months", "names"})
_TIMES = frozenset({"days", "months"})  # no "of" leads to these


def read(text: str, glossary: Glossary) -> Glossed:
    """Return the gloss of a text."""
    return _Reader(Source(text, glossary)).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.glossary = source.glossary
        self.pieces: list[Piece] = []
        self.state = State()
        self.verbless = True  # the sentence has no verb yet
        self.wish: Piece | None = None  # "чтобы", whose verb is to come

    def read(self) -> Glossed:
        """Return the gloss of the whole text."""
        at = 0
        while at < len(self.source.words):
            at += self._next(at)
        if self.glossary.verb_last:
            years_last(self.pieces)
            owners_marked(self.pieces)
            objects_last(self.pieces)
        else:
            owners_first(self.pieces)
            participles_last(self.pieces)
        return joined(self.pieces, self.source.text)

    def _next(self, at: int) -> int:
        """Gloss what stands at ``at``; return how many words that took."""
        if self.source.opens(at):
            self.verbless, self.wish = True, None
        if self.source.begins_line(at):
            edge = self.source.end(at - 1)
            self.pieces.append(Piece("", edge, edge, "mark"))  # a border that nobody sees
            self.state = State()
        first = self.source.tokens[at][0][0]
        if first.isdigit():
            return self._number(at)
        if not first.isalpha():
            found = self.glossary.entries(self.source.words, at)  # ", что"
            phrase = next((e for e in found if e.table == "words"), None)
            return self._mark(at) if phrase is None else self._fixed(at, phrase)
        copula = self.source.auxiliary(at)
        if copula is not None:
            return self._copula(at, copula)
        choice = choose(self.source, self.state, at, verbless=self.verbless)
        if choice is None:
            return self._unknown(at)
        entry, form = choice
        if entry.table == "prepositions":
            return self._preposition(at, entry)
        if entry.table == "postpositions":
            return self._postposition(at, entry)
        if form is None:
            return self._fixed(at, entry)
        return (self._verb if entry.table == "verbs" else self._nominal)(at, entry, form)

    # ------------------------------------------------------------ what each sort becomes
    def _add(
        self, at: int, size: int, gloss: str, sort: str, *, form: Form | None = None, lead: str = ""
    ) -> Piece:
        token, start = self.source.tokens[at]
        small = gloss[:1].islower()
        if (
            token.isupper()
            and self.source.opens(at)
            and self.source.words[at + 1 : at + 2] == [","]
        ):
            gloss = gloss.upper()  # a dateline
        elif token[0].isupper():
            gloss = gloss[:1].upper() + gloss[1:]
        raised = gloss[:1].isupper() and small
        if lead and token[0].isupper() and self.source.opens(at):
            lead = lead[0].upper() + lead[1:]
            if raised:
                gloss, raised = gloss[:1].lower() + gloss[1:], False  # "In session"
        before = self.pieces[-1] if self.pieces else None
        if lead and before is not None and before.gloss in {"«", "“"}:
            before.gloss, lead = lead + before.gloss, ""
        end, governed = self.source.end(at + size - 1), bool(self.state.cases)
        piece = Piece(lead + gloss, start, end, sort, form, bool(lead), governed, raised)
        self.pieces.append(piece)
        return piece

    def _mark(self, at: int) -> int:
        mark = self.glossary.marks.get(self.source.tokens[at][0], self.source.tokens[at][0])
        self._add(at, 1, mark, "mark")
        if mark not in _QUOTES:
            self.state = State()
        return 1

    def _number(self, at: int) -> int:
        number, behind = self.source.tokens[at][0], self.source.words[at + 1 : at + 3]
        size = 1
        if len(behind) == 2 and behind[0] == "-" and behind[1] in self.glossary.number_endings:
            size = 3  # "5-го"
        elif len(number) == 4 and behind and behind[0] in self.glossary.after_year:
            short = len(behind[0]) == 1 and behind[1:] == ["."]
            size = 3 if short else 2  # "2026 года", "2026 г."
        elif day := _DAY.fullmatch(number):
            month = next(name for name, n in MONTHS.items() if n == int(day[2]))
            if int(day[1]) <= monthrange(int(day[3]), int(day[2]))[1]:
                number = f"{int(day[1])} {month.title()} {day[3]}"
        self._settle("number")
        self._add(at, size, number, "number")
        self.state = State(counted=True)
        return size

    def _settle(self, case: str) -> None:
        """Give the preposition that waits its gloss."""
        waiting = self.state.waiting
        if waiting is not None:
            gloss = self.state.lead(case)
            upper = waiting.gloss[:1].isupper()
            waiting.gloss = gloss[:1].upper() + gloss[1:] if upper else gloss

    def _fixed(self, at: int, entry: Entry) -> int:
        behind = at + len(entry.words)
        named = behind < len(self.source.words) and self.source.tokens[behind][0][0].isupper()
        # "Today, Putin": a capital would make one name of both
        comma = "," if entry.gloss and self.source.opens(at) and named else ""
        piece = self._add(at, len(entry.words), entry.gloss + comma, "words")
        if not self.glossary.wishes.isdisjoint(entry.words):
            self.wish = piece
        if entry.gloss == "not":
            self.state.negation = piece
        elif entry.gloss in english.MODALS:
            self.state = State(auxiliary="will")
        elif entry.gloss and not entry.gloss.endswith("ly"):
            self.state = self._behind(entry)  # an adverb parts nothing: "not officially held"
        return len(entry.words)

    def _behind(self, entry: Entry) -> State:
        """Return the state behind a phrase: as its last word has it, "refuse to take part in"."""
        last = entry.words[-1]
        if len(entry.words) == 1:
            return State()
        if last in self.glossary.before_nouns:
            return State(cases={"any": ""})
        return State(
            noun=any(f.sort == "noun" and f.score > 0.2 for f in self.glossary.forms(last))
        )

    def _preposition(self, at: int, entry: Entry) -> int:
        cases = dict(entry.cases)
        gloss = cases.get("any") or next(iter(cases.values()))
        piece = self._add(at, len(entry.words), gloss, "prepositions")
        self.state = State(cases=cases, waiting=piece)
        return len(entry.words)

    def _postposition(self, at: int, entry: Entry) -> int:
        """Put what stands behind its noun before it: "նախագահի հետ" is "with president"."""
        self._unled()
        first = nominal_start(self.pieces, len(self.pieces))
        piece = self._add(at, len(entry.words), entry.gloss, "prepositions")
        for each in self.pieces[first:-1]:
            each.governed = True
        head = self.pieces[first] if first < len(self.pieces) - 1 else None
        if head is not None and head.raised:
            piece.gloss = piece.gloss[:1].upper() + piece.gloss[1:]
            head.gloss = head.gloss[:1].lower() + head.gloss[1:]
        self.pieces.insert(first, self.pieces.pop())
        self.state = State()
        return len(entry.words)

    def _unled(self) -> None:
        """Take the preposition of its case off a noun that gets another: "հանդիպումից հետո"."""
        last = self.pieces[-1] if self.pieces else None
        if last is None or not last.led:
            return
        case, _, rest = last.gloss.partition(" ")
        if case.lower() in self.glossary.cases.values():
            last.gloss, last.led = rest, False

    def _copula(self, at: int, says: frozenset[str]) -> int:
        tense = "past" if "past" in says else "present"
        gloss = english.verb("be", tense, plural="plural" in says, negated="not" in says)
        before = self.pieces[-1] if self.pieces else None
        self._add(at, 1, gloss, "words")
        participle = before is not None and before.form and before.form.sort == "participle"
        if before is not None and (participle or before.led or before.sort == "adjectives"):
            self.pieces.insert(-1, self.pieces.pop())  # "նախատեսված չէ": "is not planned"
        self.state = State()
        return 1

    def _nominal(self, at: int, entry: Entry, form: Form) -> int:
        """Gloss a noun, name, adjective, numeral or pronoun."""
        state, gloss = self.state, entry.gloss
        counted = "nom" if self.glossary.verb_last else "gen"
        several = form.plural or (state.counted and form.case == counted)
        if several and form.sort == "noun" and entry.table in {"nouns", "offices"}:
            gloss = entry.other or english.plural(entry.gloss)
        if entry.table == "pronouns" and form.case != "nom":
            gloss = english.OBJECTS.get(gloss, gloss)
        if form.sort == "short" and not state.auxiliary:
            negated = state.negation is not None
            gloss = f"{english.verb('be', 'present', plural=form.plural, negated=negated)} {gloss}"
            if state.negation is not None:
                state.negation.gloss = ""
        whole = entry.table == "names" and self.source.tokens[at][0].isupper()
        if whole:
            form = replace(form, case="")  # "ХАМАС": no ending tells its case
        lead = self._lead(form, name=entry.table == "names")
        if entry.table in _TIMES:
            lead = (
                self.glossary.cases.get(entry.table, "") and f"{self.glossary.cases[entry.table]} "
            )
        self._settle(next((k for k in (entry.table, form.sort) if k in state.cases), form.case))
        self._add(at, len(entry.words), gloss, entry.table, form=form, lead=lead)
        if entry.table in _NOUNS:
            leads = len(entry.words) > 1 and entry.words[-1] in self.glossary.before_nouns
            noun = State(noun=entry.table not in _TIMES)
            self.state = self._behind(entry) if leads else noun  # "proposal for"
        elif len(entry.words) > 1:
            self.state = self._behind(entry)  # "ready for"
        elif form.sort == "number":
            self.state = State(cases=state.cases, counted=True)
        elif state.cases:
            self.state = State(cases=state.cases)  # an adjective: the noun is still to come
        elif lead or form.passive or state.negation is not None:
            self.state = State(passive=form.passive)
        return len(entry.words)

    def _lead(self, form: Form, *, name: bool) -> str:
        """Return the English preposition that a case without one stands for."""
        if self.state.cases:
            return ""
        if self.glossary.cases:
            case = self.glossary.cases.get(form.case, "")
            return f"{case} " if case else ""
        open_ = name and not form.case  # "ХАМАС" tells no case
        if self.state.noun and (form.case == "gen" or open_):
            return "of "
        done = self.state.passive or (name and self.state.noun)  # "нарушение перемирия Израилем"
        return "by " if (done and form.case == "ins") or (self.state.passive and open_) else ""

    def _verb(self, at: int, entry: Entry, form: Form) -> int:
        state, size = self.state, len(entry.words)
        form = self._wished(form)
        gloss = verb_gloss(self.source, state, at + size, entry, form, subject=self._subject())
        if state.negation is not None:
            state.negation.gloss = ""
        self._add(at, size, gloss, "verbs", form=form)
        auxiliary = ""
        if entry.gloss == "be" and gloss:
            auxiliary = "will" if gloss in {"will", "will not"} else "be"
        elif entry.gloss.split()[0] in english.MODALS:
            auxiliary = "will"
        if form.sort in {"verb", "passive"}:
            self.verbless = False
        self.state = self._behind(entry)
        self.state.passive = form.passive or form.sort == "passive"
        self.state.auxiliary = auxiliary
        return size

    def _wished(self, form: Form) -> Form:
        """Return the form of a verb behind "чтобы": what is past there is to be."""
        wish = self.wish
        if wish is None or form.sort not in {"verb", "infinitive"}:
            return form
        if form.sort == "infinitive":
            wish.gloss = ""  # "to" comes with the infinitive
        self.wish = None
        return replace(form, sort="infinitive", tense="")

    def _subject(self) -> Piece | None:
        """Return the noun or name before a verb that may be its subject, or its object."""
        for piece in reversed(self.pieces[-REACH:]):
            if piece.sort == "mark" and piece.gloss not in _QUOTES:
                return None
            noun = piece.sort in _NOUNS or piece.sort == "name"
            free = not piece.led and not piece.governed
            if noun and free and piece.form and piece.form.case in {"nom", "acc"}:
                return piece
        return None

    # ------------------------------------------------------------ words without an entry
    def _unknown(self, at: int) -> int:
        """Gloss a word without an entry: a name by its letters, another as it stands."""
        token = self.source.tokens[at][0]
        if "-" in token and (token[0].islower() or self._joint(token)):
            return self._compound(at)
        forms = self.source.forms(at)
        whole = token.isupper() and len(token) > 1
        people = self.glossary.people
        known = self.source.words[at] in people or any(f.base in people for f in forms)
        named = whole or known or proper(forms) or not self.source.opens(at)
        if token[0].islower() or not named:
            # "The" keeps a sentence from beginning with a word that looks like a name.
            opened = f"The {token.lower()}" if token[0].isupper() and len(token) > 1 else token
            self._add(at, 1, opened, "unknown")
            self._behind_unknown(forms)
            return 1
        self._name(at, forms)
        return 1

    def _behind_unknown(self, forms: Sequence[Form]) -> None:
        if any(f.sort in {"verb", "infinitive", "gerund"} for f in forms):
            self.state = State()
            return
        self._settle(next((f.case for f in forms if f.case in self.state.cases), ""))
        if any(f.sort == "noun" for f in forms):
            self.state = State(noun=True)
        elif self.state.cases:
            self.state = State(cases=self.state.cases)

    def _name(self, at: int, forms: Sequence[Form]) -> None:
        token = self.source.tokens[at][0]
        before = self.pieces[-1] if self.pieces else None
        form = name_form(forms, self.state, before, self.glossary.people)
        whole = token.isupper() and len(token) > 1
        as_is = whole or form is None or self.source.words[at] in self.glossary.people
        base = token if form is None or as_is else form.base.title()
        after_name = before is not None and before.sort in {"name", "names", "offices"}
        lead = self._lead(form, name=True) if form and not after_name else ""
        self._settle(form.case if form else "")
        self._add(at, 1, spelt(base, self.glossary), "name", form=form, lead=lead)
        self.state = State(noun=True)

    def _joint(self, token: str) -> bool:
        """Return whether each part of a compound has an entry: "Израильско-сирийские"."""
        parts = [plain(part) for part in token.split("-") if part]
        known = self.glossary.people
        return all(part in known or any(self.glossary.entries([part], 0)) for part in parts)

    def _compound(self, at: int) -> int:
        """Gloss "российско-турецкий" part by part."""
        parts = [
            _Reader(Source(part, self.glossary)).read().text or part
            for part in self.source.tokens[at][0].split("-")
        ]
        self._settle("")
        self._add(at, 1, "-".join(parts), "adjectives")
        return 1
