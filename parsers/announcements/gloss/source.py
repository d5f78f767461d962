"""A text of another language as words, and what can be seen ahead of one of them."""

from __future__ import annotations

import re

from parsers.announcements.gloss.glossary import Glossary
from parsers.announcements.gloss.morphology import Form, plain

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-’'][^\W\d_]+)*|\S")
# Behind these a capital says nothing.
_OPENERS = frozenset({".", "!", "?", "…", ":", "«", "“", "—"})
# Words between a verb and the subject that follows it.
_REACH = 6


class Source:
    """The words of a text; ``words`` are as glossaries write them."""

    def __init__(self, text: str, glossary: Glossary) -> None:
        self.text = text
        self.glossary = glossary
        self.tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(text)]
        self.words = [plain(token) for token, _ in self.tokens]
        self.shouts = text.isupper()  # in capitals throughout: they say nothing

    def forms(self, at: int) -> tuple[Form, ...]:
        """Return what the word at ``at`` can be; nothing behind the last."""
        return self.glossary.forms(self.words[at]) if at < len(self.words) else ()

    def end(self, at: int) -> int:
        """Return the offset behind a word."""
        token, start = self.tokens[at]
        return start + len(token)

    def opens(self, at: int) -> bool:
        """Return whether a word opens a sentence, where a capital says nothing."""
        if at == 0:
            return True
        before, start = self.tokens[at - 1]
        return "\n" in self.text[start : self.tokens[at][1]] or before in _OPENERS

    def sort_ahead(self, at: int) -> str:
        """Return whether an infinitive or a "signed" stands within three words from ``at``."""
        for n in range(at, at + 3):
            for form in self.forms(n):
                if form.sort in {"infinitive", "passive"}:
                    return form.sort
        return ""

    def subject_ahead(self, at: int) -> bool:
        """Return whether a noun that can be a subject follows: "состоялась … в Женеве встреча"."""
        end, place = min(len(self.words), at + _REACH), False  # place: "in Geneva" stands between
        while at < end:
            if self.words[at] in self.glossary.before_nouns and not place:
                place = True
            elif self.words[at] in self.glossary.fixed:
                return False  # "и" can be a noun too, by its letter
            else:
                forms = self.forms(at)
                noun = any(f.sort == "noun" for f in forms)
                if noun and not place:
                    return any(f.sort == "noun" and f.case == "nom" for f in forms)
                if not noun and not any(f.sort in {"adjective", "number"} for f in forms):
                    return False
                place = place and not noun
            at += 1
        return False

    def noun_agrees(self, at: int, form: Form) -> bool:
        """Return whether the noun at ``at`` has the case and number of an adjective before it."""
        return any(
            f.sort == "noun" and (f.case, f.plural) == (form.case, form.plural)
            for f in self.forms(at)
        )

    def person_ahead(self, at: int) -> bool:
        """Return whether what a verb acts on is a person: "принял в Кремле министра"."""
        for n in range(at, min(len(self.words), at + _REACH)):
            if not self.words[n][0].isalpha():
                return False
            nouns = [f for f in self.forms(n) if f.sort == "noun" and f.case == "acc"]
            if nouns and self.words[n] not in self.glossary.fixed:
                return any(f.animate for f in nouns)
        return False

    def object_ahead(self, at: int) -> bool:
        """Return whether a word that can be what a verb acts on stands right behind it."""
        if at >= len(self.words) or self.words[at] in self.glossary.fixed:
            return False
        return any(f.case for f in self.forms(at)) or self.tokens[at][0][0].isdigit()
