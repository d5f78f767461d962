"""A text of another language as words, and what can be seen ahead of one of them."""

from __future__ import annotations

import re
from collections.abc import Collection

from parsers.announcements.gloss.glossary import Glossary
from parsers.announcements.gloss.morphology import TOKEN, Form, plain

# An ending behind a quotation mark is dropped.
_ENDING = re.compile(r"(?<=[»”])-[^\W\d_]{1,3}\b")
# Behind these a capital says nothing.
_OPENERS = frozenset({".", "!", "?", "…", ":", "«", "“", "—"})
# Words between a verb and the subject that follows it.
_REACH = 6


class Source:
    """The words of a text; ``words`` are as glossaries write them."""

    def __init__(self, text: str, glossary: Glossary) -> None:
        self.text = text
        self.glossary = glossary
        bare = _ENDING.sub(lambda m: " " * len(m.group()), text)
        self.tokens = [(m.group(), m.start()) for m in TOKEN.finditer(bare)]
        self.words = [plain(token) for token, _ in self.tokens]
        self.joined: dict[int, frozenset[str]] = {}  # offset of a verb → what its auxiliary says
        self._take_auxiliaries()
        self.shouts = text.isupper()  # in capitals throughout: they say nothing

    def forms(self, at: int) -> tuple[Form, ...]:
        """Return what the word at ``at`` can be; nothing behind the last."""
        if at >= len(self.words):
            return ()
        forms = self.glossary.forms(self.words[at])
        if not self.glossary.auxiliaries:
            return forms
        has = self.tokens[at][1] in self.joined
        return tuple(f for f in forms if f.joined is has or f.sort == "noun")

    def auxiliary(self, at: int) -> frozenset[str] | None:
        """Return what an auxiliary says; None for another word ("ԵՄ" is the European Union)."""
        small = self.tokens[at][0].islower()
        return self.glossary.auxiliaries.get(self.words[at]) if small else None

    def _take_auxiliaries(self) -> None:
        """Take each auxiliary out, and note what it says at the verb that it stands beside."""
        taken = set()
        for at, word in enumerate(self.words):
            says = self.auxiliary(at)
            if says is None or (at and self.glossary.begins(self.words[at - 1], word)):
                continue
            for near in self._beside(at):
                if not self._one_clause(at, near):
                    continue
                start = self.tokens[near][1]
                if start not in self.joined and any(
                    f.joined for f in self.glossary.forms(self.words[near])
                ):
                    self.joined[start] = says
                    taken.add(at)
                    break
        self.tokens = [token for at, token in enumerate(self.tokens) if at not in taken]
        self.words = [word for at, word in enumerate(self.words) if at not in taken]

    def _beside(self, at: int) -> list[int]:
        """Return where the verb of an auxiliary can stand, the likeliest first.

        What can be a noun too comes last: in "հանդիպում է ունեցել" it is not the meeting.
        """
        near = [n for n in (at - 1, at + 1, at + 2, at - 2, at + 3) if 0 <= n < len(self.words)]
        nouns = [
            n for n in near if any(f.sort == "noun" for f in self.glossary.forms(self.words[n]))
        ]
        return [n for n in near if n not in nouns] + nouns

    def _one_clause(self, at: int, near: int) -> bool:
        between = self.words[min(at, near) + 1 : max(at, near)]
        return all(word[0].isalnum() for word in between)

    def end(self, at: int) -> int:
        """Return the offset behind a word."""
        token, start = self.tokens[at]
        return start + len(token)

    def begins_line(self, at: int) -> bool:
        """Return whether a word begins a line behind another: nothing leads over to it."""
        return at > 0 and "\n" in self.text[self.tokens[at - 1][1] : self.tokens[at][1]]

    def opens(self, at: int) -> bool:
        """Return whether a word opens a sentence, where a capital says nothing."""
        if at == 0:
            return True
        before = self.tokens[at - 1][0]
        return self.begins_line(at) or self.glossary.marks.get(before, before) in _OPENERS

    def sort_ahead(self, at: int) -> str:
        """Return whether an infinitive or a "signed" stands within three words from ``at``."""
        for n in range(at, at + 3):
            for form in self.forms(n):
                if form.sort in {"infinitive", "passive"}:
                    return form.sort
        return ""

    def subject_ahead(self, at: int, cases: Collection[str] = ("nom",)) -> bool:
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
                    return any(f.sort == "noun" and f.case in cases for f in forms)
                if not noun and not any(f.sort in {"adjective", "number"} for f in forms):
                    return False
                place = place and not noun
            at += 1
        return False

    def noun_agrees(self, at: int, form: Form) -> bool:
        """Return whether the noun at ``at`` has the case and number of an adjective before it."""
        return any(
            f.sort == "noun" and (not form.case or (f.case, f.plural) == (form.case, form.plural))
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
