"""The words of one language, read once from ``parsers/lexicons/<language>.toml``.

Adding a language is adding a file. Verbs stand there in their base form; this module derives the
inflected forms, so that a cue of several words ("call for") matches "called for" too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.records import STATUSES, Kind, Status

# Characters of a body in which everyday words are reason enough to read it.
SHORT = 600
# Verbs of a sentence that completes the one before: "It will take place …", "joined by …".
_COMPLETING = frozenset({"take", "hold", "join", "attend", "accompany", "come", "arrive", "travel"})
# Verbs that stand in any sentence.
_EMPTY = frozenset({"be", "have", "let"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprtv]$")
_DOUBLED_LATE = frozenset(
    "commit confer defer refer occur compel rebut begin admit submit forget forbid permit omit "
    "expel propel control patrol transfer prefer incur regret equip upset quit outwit".split()
)
# Doubled in British English: "travelled", "signalling".
_BRITISH = re.compile(r"^.*[^aeiou][aeiou]l$")


class Phrases:
    """Finds the longest listed phrase at a place in a list of lower-case words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in set(phrases):
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append(words)
        for options in self._by_first.values():
            options.sort(key=len, reverse=True)

    def at(self, words: Sequence[str], index: int) -> tuple[str, ...] | None:
        """Return the longest phrase that stands at ``index``, or None."""
        for option in self._by_first.get(words[index], ()):
            if tuple(words[index : index + len(option)]) == option:
                return option
        return None

    @property
    def firsts(self) -> frozenset[str]:
        """The words with which the phrases begin."""
        return frozenset(self._by_first)

    def __contains__(self, word: str) -> bool:
        return (word,) in self._by_first.get(word, ())


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of the lexicon: its words (the first is a lemma where it is a verb), what it says."""

    words: tuple[str, ...]
    status: Status
    side: str  # object, subject or noun

    @property
    def text(self) -> str:
        """The cue as the lexicon has it."""
        return " ".join(self.words)


def inflect(lemma: str) -> dict[str, str]:
    """Return form → tag (base, s, past, ing) of a regular English verb."""
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        stem_s, stem_ed, stem_ing = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    elif lemma.endswith(("ee", "ye")):
        stem_s, stem_ed, stem_ing = lemma + "s", lemma + "d", lemma + "ing"
    elif lemma.endswith("ie"):
        stem_s, stem_ed, stem_ing = lemma + "s", lemma + "d", lemma[:-2] + "ying"
    elif lemma.endswith("e"):
        stem_s, stem_ed, stem_ing = lemma + "s", lemma + "d", lemma[:-1] + "ing"
    elif _DOUBLED.match(lemma) or lemma in _DOUBLED_LATE:
        stem_s, stem_ed, stem_ing = lemma + "s", lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    else:
        stem_s = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        stem_ed, stem_ing = lemma + "ed", lemma + "ing"
    also = {lemma + "led": "past", lemma + "ling": "ing"} if _BRITISH.match(lemma) else {}
    return also | {stem_ed: "past", stem_ing: "ing", stem_s: "s", lemma: "base"}


class Lexicon:
    """The lexicon of one language; see the comments of the TOML file for what each part means."""

    def __init__(self, data: dict[str, Any]) -> None:  # noqa: PLR0915  # a field a line
        self.language: str = data["language"]
        fire, meeting = data["triggers"]["ceasefire"], data["triggers"]["meeting"]
        self.ceasefire_nouns = Phrases(fire["nouns"])
        self.ceasefire_deals = Phrases(fire["deals"])
        # Words that say the state of a ceasefire by themselves: "fighting resumes".
        self.ceasefire_told = {
            Status.ENDED: Phrases(fire["resumed"]),
            Status.IN_FORCE: Phrases(fire["calm"]),
        }
        self.figurative = frozenset(fire["figurative"])
        self.quiet, self.fighting = frozenset(fire["quiet"]), frozenset(fire["fighting"])
        self.feared = frozenset(fire["feared"])
        self.ceasefire_acts = tuple(tuple(p.split()) for p in fire["acts"])
        self.ending = {k: frozenset(fire[k]) for k in ("heads", "links", "verbs", "deal_words")}
        # What headlines alone say.
        self.bare = {
            name: frozenset((fire | meeting)[name])
            for name in ("bare_deals", "bare_before", "errands")
        }
        self.anaphors = frozenset(fire["anaphors"])
        self.ending_objects = Phrases(fire["objects"])
        self.meeting_nouns = Phrases(meeting["nouns"])
        self.meeting_weak = frozenset(meeting["weak"])
        self.meeting_verbs = tuple(tuple(p.split()) for p in meeting["verbs"])
        self.meeting_apart = tuple(tuple(p.split()) for p in meeting["apart"])
        self.sent = frozenset(meeting["sent"])
        self.sending = frozenset(meeting["sending"])
        self.recalling = frozenset(meeting["recalling"])
        self.bound = Phrases(meeting["bound"])
        self.noun_starts = self._noun_starts()
        self.travel = frozenset(meeting["travel"])
        self.speech = frozenset(meeting["speech"])
        self.purposes = Phrases(meeting["purposes"])
        self.excluded = {k: frozenset(v) for k, v in data["exclusions"].items()}
        self.markets, self.ordinary, self.not_ceasefire = (
            Phrases(data["exclusions"][k]) for k in ("markets", "ordinary", "not_ceasefire")
        )
        self.soft = self.excluded["soft"]
        self.war = Phrases(data["context"]["war"])
        self.conflict = Phrases(data["context"]["war"] + data["context"]["conflict"])
        self.grammar = {
            k: frozenset(v.split() if isinstance(v, str) else v) for k, v in data["grammar"].items()
        }
        self.saying = frozenset(data["saying"]["verbs"])
        self.background = Phrases(data["background"]["markers"])
        self.background_strong = frozenset(data["background"]["strong"])
        self.general = frozenset(data["background"]["general"])
        self.eras, self.imagined = (Phrases(data["background"][k]) for k in ("eras", "imagined"))
        self.background_anywhere = frozenset(data["background"]["anywhere"])
        offices = [o for office in data["people"]["offices"] for o in _plural(office)]
        self.bands = frozenset(data["people"]["bands"])
        self.offices = Phrases([*offices, *data["people"]["groups"], *self.bands])
        self.groups = frozenset(data["people"]["groups"])
        self.speakers = frozenset(data["people"]["speakers"])
        self.envoys = frozenset(data["people"]["envoys"])
        self.leaders = frozenset(data["people"]["leaders"])
        self.mediators = frozenset(data["people"]["mediators"])
        self.control, self.control_words = (
            {name: tuple(tuple(p.split()) for p in phrases) for name, phrases in data[key].items()}
            for key in ("control", "control_words")
        )
        self.cues: dict[Kind, dict[str, dict[str, list[Cue]]]] = {
            kind: self._cues(data["cues"][kind], kind) for kind in Kind
        }
        self.irregular: dict[str, list[str]] = data["forms"]
        self.forms = self._forms(self.irregular)
        self.done_with_it = frozenset(tuple(phrase.split()) for phrase in fire["done_with_it"])
        able = _COMPLETING | {words[0] for words in self.done_with_it}
        completing = {form for form, (lemma, _) in self.forms.items() if lemma in able}
        self.anaphor_words = self.anaphors | completing
        self.trigger_words = self._trigger_words(fire, meeting)
        self.strong_words = self._strong_words(fire["nouns"] + meeting["nouns"], data)

    def _strong_words(self, names: list[str], data: dict[str, Any]) -> frozenset[str]:
        """Return the trigger words that are not everyday words too."""
        common = frozenset(data["triggers"]["common"])
        plain = {form for form, (lemma, _) in self.forms.items() if lemma in common}
        own = {name for name in names if " " not in name}
        return frozenset((self.trigger_words - common - plain) | (own - common))

    def triggers(self, top: str, rest: str = "") -> bool:
        """Return, cheaply, whether a text can hold an announcement at all.

        ``top`` is its headline and lead, where an everyday word is reason enough ("X heads to Y");
        in ``rest`` it is so near the beginning only.
        """
        opening = f"{top}\n{rest[:SHORT]}".lower()
        return not self.trigger_words.isdisjoint(_WORD.findall(opening)) or self._strong(rest)

    def _strong(self, text: str) -> bool:
        return not self.strong_words.isdisjoint(_WORD.findall(text.lower()))

    def _cues(self, table: dict[str, Any], kind: Kind) -> dict[str, dict[str, list[Cue]]]:
        """Return side → first word → cues, the longest first."""
        sides: dict[str, dict[str, list[Cue]]] = {"object": {}, "subject": {}, "noun": {}}
        for status in STATUSES[kind]:
            for side, phrases in table[status].items():
                for phrase in phrases:
                    cue = Cue(tuple(phrase.split()), status, side)
                    sides[side].setdefault(cue.words[0], []).append(cue)
        for side_cues in sides.values():
            for options in side_cues.values():
                options.sort(key=lambda cue: len(cue.words), reverse=True)
        return sides

    def _forms(self, irregular: dict[str, list[str]]) -> dict[str, tuple[str, str]]:
        """Return inflected form → (lemma, tag) of every verb that the lexicon names."""
        lemmas = set(irregular) | self.saying | self.grammar["verbs"] | self.ending["verbs"]
        lemmas |= self.sending | self.recalling
        lemmas |= {words[0] for words in self.meeting_verbs + self.ceasefire_acts}
        lemmas |= {words[0] for phrases in self.control.values() for words in phrases}
        for kind in Kind:
            for side in ("object", "subject"):
                lemmas |= set(self.cues[kind][side]) - {"not"}  # "not survive": a denied cue
                lemmas |= {cue.words[1] for cue in self.cues[kind][side].get("not", ())}
        forms: dict[str, tuple[str, str]] = {}
        for lemma in sorted(lemmas - {"not"}):
            for form, tag in inflect(lemma).items():
                if tag != "past" or lemma not in irregular:
                    forms[form] = (lemma, tag)
        for lemma, extra in irregular.items():
            for form in extra:
                if form != lemma:
                    forms[form] = (lemma, _tag(form))
        return {f: entry for f, entry in forms.items() if f not in self.grammar["not_verbs"]}

    def _noun_starts(self) -> frozenset[str]:
        """Return the words with which a noun that names an event can begin."""
        told = (self.ceasefire_nouns, self.ceasefire_deals, self.meeting_nouns, self.bound)
        phrases = (*told, *self.ceasefire_told.values())
        return self.ending["heads"] | self.quiet | {w for p in phrases for w in p.firsts}

    def _trigger_words(self, fire: dict[str, Any], meeting: dict[str, Any]) -> frozenset[str]:
        """Return the words without which a sentence can hold no announcement of its own."""
        phrases = fire["nouns"] + fire["deals"] + fire["resumed"] + fire["calm"]
        phrases += meeting["nouns"] + meeting["bound"]
        # The longest word of each: "on the phone" must not make every "on" a trigger.
        small, plain = self.grammar["small"], self.grammar["common"]
        words = {
            max(phrase.split(), key=lambda w: (w not in small, w not in plain, len(w)))
            for phrase in phrases
        }
        words |= set(fire["heads"]) | self.bare["bare_deals"]
        phrases = fire["acts"] + meeting["verbs"] + meeting["apart"]
        # "is" tells nothing: of "be at the table" the table does
        empty = [phrase.split()[1:] for phrase in phrases if phrase.split()[0] in _EMPTY]
        words |= {w for rest in empty for w in rest if not (w in small or w in plain)}
        lemmas = {phrase.split()[0] for phrase in phrases} - _EMPTY | self.ending["verbs"]
        words |= self.sent
        return frozenset(words | {f for f, (lemma, _) in self.forms.items() if lemma in lemmas})


def _tag(form: str) -> str:
    """Return the tag of an irregular form."""
    if form.endswith("ing"):
        return "ing"
    return "s" if form.endswith("s") and form != "was" else "past"


def _plural(office: str) -> tuple[str, ...]:
    """Return an office in the singular and the plural ("minister of foreign affairs" aside)."""
    if office.endswith("man"):
        return office, office[:-3] + "men"
    if office.endswith(("s", ".")) or " of " in office:
        head, of, rest = office.partition(" of ")
        return (office, f"{head}s of {rest}") if of else (office,)
    return office, office + "s"


@cache
def load(language: str) -> Lexicon:
    """Return the lexicon of ``language`` (ISO 639-1)."""
    text = files("parsers.lexicons").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Lexicon(tomllib.loads(text))
