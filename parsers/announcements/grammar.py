"""Verb groups: what is done, and in which tense, mood and voice ("is not expected to be held").

There is no parser behind this: a verb group is a run of auxiliaries, adverbs, negations and one
known verb. That reads news style well, costs microseconds, and can be explained to an analyst.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.records import Kind


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


_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'re", "'m"})
_HAVE = frozenset({"has", "have", "had", "having", "'ve"})
_DO = frozenset({"do", "does", "did"})
_FUTURE = frozenset({"will", "'ll", "shall"})
_POSSIBLE = frozenset({"may", "might", "could", "can"})
_WOULD = frozenset({"would", "'d"})
_MUST = frozenset({"should", "must", "ought"})
_MODALS = _FUTURE | _POSSIBLE | _WOULD | _MUST
_AUXILIARIES = _BE | _HAVE | _DO | _MODALS
_CONTRACTED = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}

# Verbs whose past is their base form.
_SAME = frozenset({"set", "put", "hit", "cut", "quit", "let", "hurt", "spread"})

# Words after which a form such as "talks" is a noun.
_BEFORE_NOUN = frozenset(
    "the a an this that these those his her its their our my your no any some each every another "
    "such further more new recent first second third last next latest previous high-level direct "
    "indirect bilateral trilateral face-to-face peace growing repeated renewed crucial key joint "
    "possible potential immediate permanent temporary lasting humanitarian of for in on at by "
    "with from about over after before during since between 's three four five several two".split()
)  # fmt: skip
# Prepositions among them take a gerund: "after meeting Putin", "by calling for".
_BEFORE_GERUND = frozenset(
    "after before by for of in on and with from about or since without while when".split()
)
# Words that are far more often nouns than verbs, unless no other verb is in the clause.
_NOUNY = frozenset(
    "talk talks call calls visit visits plan plans offer offers strike strikes break breaks end "
    "ends start starts hold support supports vote votes move moves hope hopes signal signals halt "
    "halts pause pauses demand demands claim claims set sets report reports bid bids request "
    "requests host push back table draft drafts review pressure need needs study march attempt "
    "attempts work works help aim aims order orders note notes try focus balance condition test "
    "near broker stage lead head heads plea respect return returns hail rally trip track state "
    "states opening approach delay delays suspect protest protests boycott collapse cancel phone "
    "telephone promise promises leave attack attacks force forces fire fires charge charges deal "
    "deals fears fear cut cuts shell shells step steps play rule name form release views claim "
    "target targets cause causes use mark face faces".split()
)  # fmt: skip


def verb_groups(sentence: Sentence, lexicon: Lexicon, nouns: set[int]) -> list[VerbGroup]:
    """Return the verb groups of a tokenised sentence, in order.

    ``nouns`` are the token indexes known to be nouns (trigger nouns, names).
    """
    groups: list[VerbGroup] = []
    index = 0
    while index < len(sentence.lows):
        group = _with_auxiliary(sentence, index, lexicon, nouns) or _bare(
            sentence, index, lexicon, nouns
        )
        if group:
            groups.append(group)
        index = group.end if group else index + 1
    return groups


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
        passive = tag == "past" and auxiliaries[-1] in _BE
        return VerbGroup(start, index, index + 1, lemma, tense, mood, negated, passive)
    # No verb behind: "is" or "has" is the main verb itself.
    last = auxiliaries[-1]
    if last in _BE or last in _HAVE:
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
            start, index - 1, index, "be" if last in _BE else "have", tense, mood, negated
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
        if low in _AUXILIARIES and index not in nouns:
            auxiliaries.append(low)
        elif low == "going" and auxiliaries and lows[index + 1 : index + 2] == ["to"]:
            auxiliaries.append("will")
        elif low == "to" and _infinitive(lows, index, lexicon, nouns):
            auxiliaries.append(low)
        elif auxiliaries and low in lexicon.grammar["negations"]:
            negated = True
        elif not (auxiliaries and (low in lexicon.grammar["adverbs"] or low.endswith("ly"))):
            break
        index += 1
    negated = negated or (start > 0 and lows[start - 1] in {"not", "never"})
    return auxiliaries, negated, index


def _infinitive(lows: list[str], index: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether "to" at ``index`` opens an infinitive rather than "to Moscow"."""
    at = index + 1
    while at < len(lows) - 1 and (
        lows[at] in lexicon.grammar["adverbs"] or lows[at].endswith("ly")
    ):
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
    if last in _BE or last in _HAVE:
        if known and known[1] in {"past", "ing"}:
            return known
        if known and known[0] in _SAME | {"come", "run", "read", "become"}:
            return known[0], "past"  # the participle is the base form
        if low.endswith(("ed", "en")) and len(low) > 4:
            return low, "past"
        if low.endswith("ing") and last in _BE and len(low) > 5:
            return low, "ing"
        return None
    if known and known[1] == "base":
        return known
    plain = sentence.tokens[index].text[0].islower() or sentence.title_case
    return (low, "base") if last in _MODALS | _DO and low.isalpha() and plain else None


def _tense(auxiliaries: list[str], tag: str) -> tuple[Tense, Mood]:
    """Return tense and mood of a run of auxiliaries before a verb with ``tag``."""
    mood = Mood.PLAIN
    if any(a in _POSSIBLE for a in auxiliaries):
        mood = Mood.POSSIBLE
    elif any(a in _WOULD for a in auxiliaries):
        mood = Mood.WOULD
    elif any(a in _MUST for a in auxiliaries):
        mood = Mood.MUST
    first = auxiliaries[0] if auxiliaries else ""
    if any(a in _FUTURE for a in auxiliaries):
        return Tense.FUTURE, mood
    if mood is not Mood.PLAIN:
        return (Tense.PERFECT if "have" in auxiliaries else Tense.FUTURE), mood
    if first == "to":
        return Tense.INFINITIVE, mood
    if "to" in auxiliaries:  # "is to meet", "has to meet"
        return Tense.FUTURE, mood
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
    if (first in _BE and tag == "ing") or "being" in auxiliaries:
        return Tense.PROGRESSIVE, mood
    if not first:
        return {"past": Tense.PAST, "ing": Tense.GERUND}.get(tag, Tense.PRESENT), mood
    return Tense.PRESENT, mood


def _bare(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> VerbGroup | None:
    """Read a verb without auxiliary: past, present, gerund or participle."""
    low = sentence.lows[index]
    form = lexicon.forms.get(low)
    if form is None or index in nouns or low in _AUXILIARIES:
        return None
    lemma, tag = form
    if low in _SAME and tag == "base":
        tag = "past"  # "talks put off"
    previous = sentence.lows[index - 1] if index else ""
    following = sentence.lows[index + 1] if index + 1 < len(sentence.lows) else ""
    tense = {"past": Tense.PAST, "ing": Tense.GERUND}.get(tag, Tense.PRESENT)
    passive = False
    if tag == "past":
        if following == "by":
            tense, passive = Tense.PARTICIPLE, True
        elif (previous in _BEFORE_NOUN or previous.endswith("ly")) and _noun_ahead(
            sentence, index, nouns
        ):
            tense = Tense.PARTICIPLE  # "the planned talks", "a quickly agreed mechanism"
    elif tag == "ing":
        if low == "meeting" and previous not in _BEFORE_GERUND - {
            "of",
            "in",
            "on",
            "for",
            "from",
            "about",
            "with",
        }:
            return None
        if previous in _BEFORE_NOUN - _BEFORE_GERUND:
            return None
    elif _is_noun(sentence, index, tag, lexicon, nouns):
        return None
    negated = previous in {"not", "never", "without"}
    return VerbGroup(index, index, index + 1, lemma, tense, negated=negated, passive=passive)


def _noun_ahead(sentence: Sentence, index: int, nouns: set[int]) -> bool:
    """Return whether a noun, not an object with an article, follows directly."""
    if index + 1 >= len(sentence.lows):
        return False
    following = sentence.lows[index + 1]
    return index + 1 in nouns or (
        following.isalpha() and following not in _BEFORE_NOUN | {"to", "that", "as", "and"}
    )


def _is_noun(sentence: Sentence, index: int, tag: str, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether a form such as "talks", "plan" or "ends" is a noun here."""
    low = sentence.lows[index]
    previous = sentence.lows[index - 1] if index else ""
    if previous in {"we", "they", "i", "you", "who", "he", "she", "it"}:
        return False
    if previous in _BEFORE_NOUN:
        return True
    if tag == "base":
        # A base form is a verb after a plural subject: "leaders call for", "US, Iran hold talks".
        plural = previous.endswith("s") and previous not in {"'s", "is", "was", "has"}
        near = set(sentence.lows[max(0, index - 4) : index - 1])
        capital = sentence.tokens[index - 1].text[0].isupper()
        plain = low not in _NOUNY or index - 1 in nouns or capital
        listed = plain and bool(near & {",", "and"})
        conjoined = previous in {"and", "or"} and not low_noun(low)
        if not (plural or listed or conjoined or _talks_do(sentence, index, lexicon, nouns)):
            return True
    elif index == 0:
        return True
    if low not in _NOUNY or _event_does(sentence, index, lexicon, nouns):
        return False
    return _other_verb(sentence, index, lexicon, nouns)


def _talks_do(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether a plural trigger noun does it: "peace talks in Geneva collapse"."""
    for at in range(index - 1, max(-1, index - 5), -1):
        low = sentence.lows[at]
        if low.endswith("s") and low in lexicon.meeting_nouns and at in nouns:
            return True
        if at not in nouns and low not in {"in", "at", "on", "with", "over", "between"}:
            return False
    return False


def _event_does(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether a trigger noun does it: "as the ceasefire ends and fighting erupts"."""
    if index - 1 not in nouns or not sentence.lows[index - 1].isalpha():
        return False
    before = sentence.lows[index - 1]
    if before not in lexicon.ceasefire_nouns and before not in lexicon.meeting_nouns:
        return False
    lemma, rest = (
        lexicon.forms[sentence.lows[index]][0],
        tuple(sentence.lows[index + 1 : index + 3]),
    )
    options = [c for kind in Kind for c in lexicon.cues[kind]["subject"].get(lemma, ())]
    return any(rest[: len(c.words) - 1] == c.words[1:] for c in options)


def low_noun(low: str) -> bool:
    """Return whether the form is more often a noun than a verb."""
    return low in _NOUNY


def _other_verb(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether the clause around ``index`` has a plainer verb than the form there."""
    lows = sentence.lows
    borders = lexicon.grammar["boundaries"] | {";", ":", "—", "–"}
    begin, end = index, index + 1
    while begin > 0 and lows[begin - 1] not in borders:
        begin -= 1
    while end < len(lows) and lows[end] not in borders:
        end += 1
    for at in range(begin, end):
        form = lexicon.forms.get(lows[at])
        if at == index or at in nouns or form is None:
            continue
        after_to = at > 0 and lows[at - 1] == "to"
        if lows[at] not in _NOUNY and form[1] in {"s", "past"} and not after_to:
            return True
        if lows[at] in _AUXILIARIES or (
            form[1] == "base" and at > 0 and lows[at - 1].endswith("s") and lows[at] not in _NOUNY
        ):
            return True
    return False
