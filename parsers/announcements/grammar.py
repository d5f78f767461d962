"""Verb groups: what is done, and in which tense, mood and voice ("is not expected to be held").

There is no parser behind this: a verb group is a run of auxiliaries, adverbs, negations and one
known verb. That reads news style well, costs microseconds, and can be explained to an analyst.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.announcements.wordclass import (
    AUXILIARIES,
    BE,
    BEFORE_NOUN,
    DO,
    FUTURE,
    HAVE,
    MODALS,
    MUST,
    POSSIBLE,
    WOULD,
    is_noun,
)
from parsers.records import Field


class Tense(StrEnum):
    """When the act is, as the verb group says it."""

    PAST = "past"
    PRESENT = "present"
    PROGRESSIVE = "progressive"  # is holding
    FUTURE = "future"
    PERFECT = "perfect"  # has held
    PLUPERFECT = "past perfect"  # had held
    INFINITIVE = "infinitive"
    GERUND = "gerund"  # "holding talks, they …"
    PARTICIPLE = "participle"  # "a truce agreed in May", "the planned talks"


class Mood(StrEnum):
    """How sure the act is."""

    PLAIN = "plain"
    POSSIBLE = "possible"  # may, might, could
    WOULD = "would"
    MUST = "must"  # should, must


@dataclass(slots=True)
class VerbGroup:
    """A verb with its auxiliaries; token indexes, ``end`` exclusive. ``verb`` is the main verb."""

    start: int
    verb: int
    end: int
    lemma: str
    tense: Tense
    mood: Mood = Mood.PLAIN
    negated: bool = False
    passive: bool = False

    @property
    def finite(self) -> bool:
        """True where it can be the verb of a main clause."""
        return self.tense not in {Tense.INFINITIVE, Tense.GERUND, Tense.PARTICIPLE}

    @property
    def open(self) -> bool:
        """True where the act is possible, conditional or demanded, not a fact."""
        return self.mood is not Mood.PLAIN

    @property
    def ahead(self) -> bool:
        """True where the act lies ahead."""
        return self.tense is Tense.FUTURE or self.open


_CONTRACTED = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}

# Behind these "by" says how, not by whom: "spoke by hotline".
_NO_PASSIVE = frozenset({"speak", "talk", "meet", "confer", "travel", "fly", "leave", "go"})
# Verbs whose past is their base form.
_SAME = frozenset({"set", "put", "hit", "cut", "quit", "let", "hurt", "spread"})
# First in a headline these are attributes.
_FORESEEN = frozenset({"schedule", "plan", "propose", "expect"})
# Prepositions among them take a gerund: "after meeting Putin", "by calling for".
_BEFORE_GERUND = frozenset(
    "after before by for of in on and with from about or since without while when".split()
)

# Behind these "meeting" is what somebody does.
_BEFORE_MEETING = _BEFORE_GERUND | {"now", "still"}


def verb_groups(sentence: Sentence, lexicon: Lexicon, nouns: set[int]) -> list[VerbGroup]:
    """Return the verb groups of a tokenised sentence, in order.

    ``nouns`` are the token indexes known to be nouns (trigger nouns, names).
    """
    groups: list[VerbGroup] = []
    if not sentence.title_case:
        months = (at for at, t in enumerate(sentence.tokens) if t.text == "May" and at)
        nouns = nouns | set(months)
    index = 0
    while index < len(sentence.lows):
        group = _with_auxiliary(sentence, index, lexicon, nouns) or _bare(
            sentence, index, lexicon, nouns
        )
        if group:
            over = next((g for g in reversed(groups) if g.tense is not Tense.GERUND), None)
            if over and _goes_on(sentence, group, over):
                group = replace(group, tense=over.tense, mood=over.mood)
            groups.append(group)
        index = group.end if group else index + 1
    return groups


def _goes_on(sentence: Sentence, group: VerbGroup, last: VerbGroup) -> bool:
    """Return whether it goes on: "to address Congress, meet Biden", "will fly and have talks"."""
    low = sentence.lows[group.verb]
    base = group.start == group.verb and low == group.lemma
    base = base or (sentence.lows[group.start] == "be" and group.passive)  # "and be received by"
    return (
        group.start > 0
        and sentence.lows[group.start - 1] in {",", "and"}
        and last.tense in {Tense.INFINITIVE, Tense.FUTURE}
        and not last.negated
        and group.tense is Tense.PRESENT
        and base
    )


def _with_auxiliary(
    sentence: Sentence, start: int, lexicon: Lexicon, nouns: set[int]
) -> VerbGroup | None:
    """Read a run that begins with an auxiliary, a modal or "to"."""
    auxiliaries, negated, index = _run(sentence.lows, start, lexicon, nouns)
    if not auxiliaries:
        return None
    main = _main_verb(sentence, index, auxiliaries[-1], lexicon, nouns)
    if main:
        lemma, tag = main
        tense, mood = _tense(auxiliaries, tag)
        passive = tag == "past" and auxiliaries[-1] in BE
        return VerbGroup(start, index, index + 1, lemma, tense, mood, negated, passive)
    # No verb behind: "is" or "has" is the main verb itself.
    last = auxiliaries[-1]
    if last in BE or last in HAVE:
        tag = {
            "is": "s",
            "are": "s",
            "has": "s",
            "being": "ing",
            "having": "ing",
            "be": "base",
            "have": "base",
        }.get(last, "past")
        tense, mood = _tense(auxiliaries[:-1], tag)
        return VerbGroup(
            start, index - 1, index, "be" if last in BE else "have", tense, mood, negated
        )
    return None


def _run(
    lows: list[str], start: int, lexicon: Lexicon, nouns: set[int]
) -> tuple[list[str], bool, int]:
    """Return the auxiliaries at ``start``, whether one is negated, and the index behind them."""
    auxiliaries: list[str] = []
    negated, index = False, start
    while index < len(lows):
        low = lows[index]
        if low.endswith("n't") or low in _CONTRACTED:
            negated = True
            low = _CONTRACTED.get(low, low[:-3])
        clock = low == "am" and lows[index - 1][:1].isdigit()  # "8:30 am"
        if low in AUXILIARIES and index not in nouns and not clock:
            auxiliaries.append(low)
        elif low == "going" and auxiliaries and lows[index + 1 : index + 2] == ["to"]:
            auxiliaries.append("will")
        elif low == "to" and _infinitive(lows, index, lexicon, nouns):
            auxiliaries.append(low)
        elif auxiliaries and low in lexicon.grammar["negations"]:
            negated = True
        elif not (auxiliaries and _is_adverb(low, lexicon)):
            break
        index += 1
    negated = negated or (start > 0 and lows[start - 1] in {"not", "never"})
    negated = negated or (start > 1 and lows[start - 2] == "no" and start - 1 in nouns)
    negated = negated or ("neither" in lows[:start] and "nor" in lows[max(0, start - 6) : start])
    return auxiliaries, negated, index


_VERBS_IN_LY = frozenset("apply reply rely comply supply rally ally imply multiply".split())


def _is_adverb(low: str, lexicon: Lexicon) -> bool:
    """Tell "fully" from "fly" and "rely"."""
    verb = low in lexicon.forms or low in _VERBS_IN_LY
    return low in lexicon.grammar["adverbs"] or (low.endswith("ly") and not verb)


def _infinitive(lows: list[str], index: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether "to" at ``index`` opens an infinitive rather than "to Moscow"."""
    at = index + 1
    while at < len(lows) - 1 and _is_adverb(lows[at], lexicon):
        at += 1
    if at >= len(lows) or at in nouns:
        return False
    form = lexicon.forms.get(lows[at])
    return lows[at] in {"be", "have"} or (form is not None and form[1] == "base")


def _main_verb(
    sentence: Sentence, index: int, last: str, lexicon: Lexicon, nouns: set[int]
) -> tuple[str, str] | None:
    """Return (lemma, tag) of the verb at ``index`` if it fits the auxiliary ``last``."""
    if index >= len(sentence.lows) or index in nouns:
        return None
    low = sentence.lows[index]
    if low in lexicon.grammar["not_verbs"] or not low[0].isalpha():
        return None
    known = lexicon.forms.get(low)
    if last in BE or last in HAVE:
        if known and known[1] in {"past", "ing"}:
            return known
        if known and known[0] in _SAME | {"come", "run", "read", "become"}:
            return known[0], "past"  # the participle is the base form
        if low.endswith(("ed", "en")) and len(low) > 4:
            return low, "past"
        if low.endswith("ing") and last in BE and len(low) > 5:
            return low, "ing"
        return None
    if known and known[1] == "base":
        return known
    plain = sentence.tokens[index].text[0].islower() or sentence.title_case
    return (low, "base") if last in MODALS | DO and low.isalpha() and plain else None


def _tense(  # noqa: C901  # one table of auxiliaries, read from top to bottom
    auxiliaries: list[str], tag: str
) -> tuple[Tense, Mood]:
    """Return tense and mood of a run of auxiliaries before a verb with ``tag``."""
    mood = Mood.PLAIN
    if any(a in POSSIBLE for a in auxiliaries):
        mood = Mood.POSSIBLE
    elif any(a in WOULD for a in auxiliaries):
        mood = Mood.WOULD
    elif any(a in MUST for a in auxiliaries):
        mood = Mood.MUST
    first = auxiliaries[0] if auxiliaries else ""
    if tag == "ing" and first in {"has", "have"} and "been" in auxiliaries:
        return Tense.PROGRESSIVE, mood  # "have been meeting"
    if any(a in FUTURE for a in auxiliaries):
        return Tense.FUTURE, mood
    if mood is not Mood.PLAIN:
        return (Tense.PERFECT if "have" in auxiliaries else Tense.FUTURE), mood
    if first == "to":
        return Tense.INFINITIVE, mood
    if "to" in auxiliaries:  # "is to meet", "has to meet"
        return Tense.FUTURE, mood
    if tag == "ing" and first in {"was", "were"}:
        return Tense.PROGRESSIVE, mood  # "were meeting on Tuesday": under way when it was written
    simple = {
        "had": Tense.PLUPERFECT,
        "has": Tense.PERFECT,
        "have": Tense.PERFECT,
        "having": Tense.PERFECT,
        "'ve": Tense.PERFECT,
        "was": Tense.PAST,
        "were": Tense.PAST,
        "did": Tense.PAST,
        "being": Tense.GERUND,
        "been": Tense.PERFECT,
    }.get(first)
    if simple:
        return simple, mood
    if (first in BE and tag == "ing") or "being" in auxiliaries:
        return Tense.PROGRESSIVE, mood
    if not first:
        return {"past": Tense.PAST, "ing": Tense.GERUND}.get(tag, Tense.PRESENT), mood
    return Tense.PRESENT, mood


def _rules_noun(sentence: Sentence, at: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether a verb in the present stands at ``at``: "scraps planned", "sign expanded"."""
    tag = lexicon.forms.get(sentence.lows[at], ("", ""))[1]
    regular = sentence.lows[at + 1].endswith("ed")  # not "Armenian fire broke lull"
    return tag == "s" or (tag == "base" and regular and at not in nouns and at > 0)


def _bare(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> VerbGroup | None:
    """Read a verb without auxiliary: past, present, gerund or participle."""
    low = sentence.lows[index]
    form = lexicon.forms.get(low)
    if form is None or index in nouns or low in AUXILIARIES:
        return None
    lemma, tag = form
    if low in _SAME and tag == "base":
        tag = "past"  # "talks put off"
    previous = sentence.lows[index - 1] if index else ""
    following = sentence.lows[index + 1] if index + 1 < len(sentence.lows) else ""
    tense = {"past": Tense.PAST, "ing": Tense.GERUND}.get(tag, Tense.PRESENT)
    passive = False
    if tag == "past":
        if following == "by" and lemma not in _NO_PASSIVE:
            tense, passive = Tense.PARTICIPLE, True
        elif (previous in BEFORE_NOUN or previous.endswith("ly")) and _noun_ahead(
            sentence, index, nouns
        ):
            tense = Tense.PARTICIPLE  # "the planned talks", "a quickly agreed mechanism"
        elif (
            (index + 1 in nouns or (index == 0 and following in lexicon.fighting))
            and (index == 0 or _rules_noun(sentence, index - 1, lexicon, nouns))
            and (index == 0 or sentence.tokens[index + 1].text[0].islower())
        ):
            tense = Tense.PARTICIPLE  # "Israel scraps planned visit", "Renewed shelling breaches"
        elif index == 0 and lemma in _FORESEEN and sentence.field is Field.TITLE:
            tense = Tense.PARTICIPLE  # "Scheduled Biden-Netanyahu call scrapped"
    elif tag == "ing":
        gerund = _gerund(sentence, index, lexicon, nouns)
        if gerund is None:
            return None
        tense = gerund
    elif is_noun(sentence, index, tag, lexicon, nouns):
        return None
    negated = previous in {"not", "never", "without"}
    return VerbGroup(index, index, index + 1, lemma, tense, negated=negated, passive=passive)


def _gerund(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> Tense | None:
    """Return the tense of a form in -ing; None where it is a noun: "the meeting"."""
    lows = sentence.lows
    previous = lows[index - 1] if index else ""
    placed = lows[index + 1 : index + 2] in (["in"], ["at"]) and previous not in lexicon.forms
    going = placed and (previous.endswith("s") or index - 1 in nouns)
    if previous == "not" and sentence.field is Field.TITLE:
        return Tense.PROGRESSIVE  # "Modi, Sharif not meeting in Astana"
    meeting = lows[index] == "meeting" and not going
    if meeting and previous not in _BEFORE_MEETING:
        return None
    return None if previous in BEFORE_NOUN - _BEFORE_GERUND else Tense.GERUND


def _noun_ahead(sentence: Sentence, index: int, nouns: set[int]) -> bool:
    """Return whether a noun, not an object with an article, follows directly."""
    if index + 1 >= len(sentence.lows):
        return False
    following = sentence.lows[index + 1]
    return index + 1 in nouns or (
        following.isalpha() and following not in BEFORE_NOUN | {"to", "that", "as", "and"}
    )
