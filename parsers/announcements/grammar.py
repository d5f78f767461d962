"""Verb groups: what is done, and in which tense, mood and voice ("is not expected to be held").

There is no parser behind this: a verb group is a run of auxiliaries, adverbs, negations and one
known verb. That reads news style well, costs microseconds, and can be explained to an analyst.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence


class Tense(StrEnum):
    """When the act is, as the verb group says it."""

    PAST = "past"
    PRESENT = "present"
    PROGRESSIVE = "progressive"  # is holding
    FUTURE = "future"
    PERFECT = "perfect"  # has held
    PLUPERFECT = "pluperfect"  # had held
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


_DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your no any some each every another both all "
    "'s such further more new recent first second third last next latest previous high-level direct indirect "
    "bilateral trilateral face-to-face peace growing repeated renewed crucial key joint possible potential "
    "immediate permanent temporary lasting humanitarian of for in on at by with from about over after before "
    "during since between and or".split()
)  # fmt: skip
# Words that are far more often nouns than verbs, unless they follow a subject that can act.
_NOUNY = frozenset(
    "talk talks call calls visit visits plan plans offer offers strike strikes break breaks end ends start starts hold "
    "support supports vote votes move hope hopes signal signals halt pause pauses demand demands claim claims set "
    "report reports bid break request host push press back table draft review pressure need needs study march "
    "attempt work works help aim order orders note post try focus balance condition resolution exit test table "
    "fall near broker order stage lead head plea respect return hail rally rallies trip track state states opening "
    "meeting effort efforts welcome approach delay suspect protest protests boycott boycotts collapse lull cancel plans "
    "phone telephone leave promise clinch failure fly land close receive conference".split()
)  # fmt: skip


def verb_groups(sentence: Sentence, lexicon: Lexicon, nouns: set[int]) -> list[VerbGroup]:
    """Return the verb groups of a tokenised sentence, in order.

    ``nouns`` are the token indexes known to be nouns (trigger nouns, names).
    """
    lows, groups, index = sentence.lows, [], 0
    while index < len(lows):
        group = _auxiliary_group(sentence, index, lexicon, nouns) or _bare_verb(
            sentence, index, lexicon, nouns, groups
        )
        if group:
            groups.append(group)
            index = group.end
        else:
            index += 1
    return groups


def _auxiliary_group(
    sentence: Sentence, start: int, lexicon: Lexicon, nouns: set[int]
) -> VerbGroup | None:
    """Read a run that begins with an auxiliary, a modal or "to"."""
    lows, grammar = sentence.lows, lexicon.grammar
    auxiliaries: list[str] = []
    index, negated = start, False
    while index < len(lows):
        low = lows[index]
        if low in grammar["negations"] or low in {"n't", "cannot"} or low.endswith("n't"):
            negated = True
        if low == "cannot" or low.endswith("n't") and len(low) > 3:
            low = {"won't": "will", "can't": "can", "cannot": "can", "wouldn't": "would"}.get(
                low, low[:-3]
            )
        if low in _AUXILIARIES or low in {"to", "going"} and (low == "to" or auxiliaries):
            if low == "to" and (index + 1 >= len(lows) or not _base_follows(lows, index, lexicon)):
                break
            auxiliaries.append(low)
        elif not (
            auxiliaries
            and (low in grammar["adverbs"] or low in grammar["negations"] or low.endswith("ly"))
        ):
            break
        index += 1
    if not auxiliaries:
        return None
    lemma, tag, verb = "be", "past", index - 1
    if index < len(lows) and index not in nouns:
        low = lows[index]
        known = lexicon.forms.get(low)
        last = auxiliaries[-1]
        if known and (
            known[1] in {"past", "ing"} or last not in _BE or known[1] == "base" == "set"
        ):
            lemma, tag, verb = known[0], known[1], index
        elif low in {"set", "quit", "put", "hit", "come", "run"} and last in _BE | _HAVE:
            lemma, tag, verb = low, "past", index
        elif last in _BE | _HAVE and low.endswith(("ed", "en")) and low.isalpha():
            lemma, tag, verb = low, "past", index
        elif last in _BE and low.endswith("ing") and low.isalpha():
            lemma, tag, verb = low, "ing", index
        elif (
            last in _MODALS | {"to", "do", "does", "did"}
            and low.isalpha()
            and sentence.tokens[index].text[0].islower()
        ):
            lemma, tag, verb = low, "base", index
    if verb != index:
        # No verb behind: "is" or "has" is the main verb itself.
        last = auxiliaries[-1]
        if last in _HAVE and len(auxiliaries) == 1:
            return VerbGroup(
                start,
                index - 1,
                index,
                "have",
                Tense.PAST if last == "had" else Tense.PRESENT,
                negated=negated,
            )
        if last not in _BE:
            return None
        auxiliaries = auxiliaries[:-1]
        tense, mood, _ = _read(
            auxiliaries, "past" if last in {"was", "were", "been"} else "base", last
        )
        return VerbGroup(start, index - 1, index, "be", tense, mood, negated)
    tense, mood, passive = _read(auxiliaries, tag, "")
    return VerbGroup(start, verb, verb + 1, lemma, tense, mood, negated, passive)


_BE = frozenset(
    {"be", "is", "are", "was", "were", "been", "being", "am", "'re", "'m", "get", "gets"}
)
_HAVE = frozenset({"has", "have", "had", "having", "'ve"})
_FUTURE = frozenset({"will", "'ll", "shall"})
_POSSIBLE = frozenset({"may", "might", "could", "can"})
_MUST = frozenset({"should", "must", "ought"})
_MODALS = _FUTURE | _POSSIBLE | _MUST | {"would", "'d"}
_AUXILIARIES = (_BE | _HAVE | _MODALS | {"do", "does", "did"}) - {"get", "gets"}


def _base_follows(lows: list[str], index: int, lexicon: Lexicon) -> bool:
    """Return whether "to" at ``index`` opens an infinitive rather than "to Moscow"."""
    at = index + 1
    while at < len(lows) - 1 and (
        lows[at] in lexicon.grammar["adverbs"] or lows[at].endswith("ly")
    ):
        at += 1
    form = lexicon.forms.get(lows[at])
    if form and form[1] == "base":
        # "to talks": a plural noun is no base form; "to support": it is one.
        return True
    return lows[at] in {"be", "have"} or (
        lows[at].isalpha() and lows[at] not in _DETERMINERS and lows[at] in _OTHER_BASES
    )


# Frequent verbs that are no cue, so that "to ensure a truce" is seen as an infinitive.
_OTHER_BASES = frozenset(
    "allow avoid become bring build change create deliver ease enable ensure establish find follow free get give increase keep kill let "
    "make mark meet monitor open participate protect provide put raise reach release replace resolve return reverse revive salvage save "
    "see show speak stay talk turn use win address defend form handle".split()
)  # fmt: skip


def _read(auxiliaries: list[str], tag: str, copula: str) -> tuple[Tense, Mood, bool]:
    """Return tense, mood and voice of a run of auxiliaries before a verb with ``tag``."""
    aux = [a for a in auxiliaries if a != "going"]
    mood = Mood.PLAIN
    if any(a in _POSSIBLE for a in aux):
        mood = Mood.POSSIBLE
    elif any(a in {"would", "'d"} for a in aux):
        mood = Mood.WOULD
    elif any(a in _MUST for a in aux):
        mood = Mood.MUST
    passive = tag == "past" and not copula and bool(aux) and aux[-1] in _BE
    finite = next((a for a in aux if a != "to"), "")
    if any(a in _FUTURE for a in aux) or "going" in auxiliaries:
        tense = Tense.FUTURE
    elif mood is not Mood.PLAIN:
        tense = Tense.PERFECT if "have" in aux else Tense.FUTURE
    elif aux and aux[0] == "to":
        tense = Tense.INFINITIVE
    elif "to" in aux and finite in _BE:  # "is to meet", "was to meet"
        tense = Tense.FUTURE
    elif finite == "had":
        tense = Tense.PLUPERFECT
    elif finite in {"has", "have", "having", "'ve"}:
        tense = Tense.PERFECT
    elif tag == "ing":
        tense = Tense.PROGRESSIVE if finite not in {"was", "were"} else Tense.PAST
    elif finite in {"was", "were", "did"} or copula in {"was", "were", "been"}:
        tense = Tense.PAST
    elif "being" in aux:
        tense = Tense.PROGRESSIVE
    elif copula == "being" or (finite == "" and copula == ""):
        tense = Tense.GERUND
    else:
        tense = Tense.PRESENT
    return tense, mood, passive


def _bare_verb(
    sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int], before: list[VerbGroup]
) -> VerbGroup | None:
    """Read a verb without auxiliary: past, present, gerund or participle."""
    low = sentence.lows[index]
    form = lexicon.forms.get(low)
    if form is None or index in nouns:
        return None
    lemma, tag = form
    previous = sentence.lows[index - 1] if index else ""
    following = sentence.lows[index + 1] if index + 1 < len(sentence.lows) else ""
    tense = {"past": Tense.PAST, "ing": Tense.GERUND}.get(tag, Tense.PRESENT)
    negated = previous in {"not", "never", "without"}
    if tag == "past":
        attributive = previous in _DETERMINERS or previous.endswith("ly")
        next_noun = index + 1 in nouns or following in {"ceasefire", "talks", "meeting", "truce"}
        if attributive and (next_noun or previous in {"a", "an", "the", "'s", "its", "their"}):
            tense = Tense.PARTICIPLE
        elif following == "by":
            return VerbGroup(index, index, index + 1, lemma, Tense.PARTICIPLE, passive=True)
    elif tag == "ing":
        if low == "meeting" and previous not in {"after", "before", "by", "while", "when", "and"}:
            return None
        if previous in _DETERMINERS - {
            "after",
            "before",
            "by",
            "for",
            "of",
            "in",
            "on",
            "and",
            "with",
            "from",
            "about",
            "or",
            "since",
            "during",
            "at",
        }:
            return None
    elif _is_noun(sentence, index, tag, lexicon, nouns, before):
        return None
    return VerbGroup(index, index, index + 1, lemma, tense, negated=negated)


def _is_noun(
    sentence: Sentence,
    index: int,
    tag: str,
    lexicon: Lexicon,
    nouns: set[int],
    before: list[VerbGroup],
) -> bool:
    """Return whether a form such as "talks" or "plan" is a noun here."""
    low = sentence.lows[index]
    if index == 0:
        return low in _NOUNY or tag == "s"
    previous = sentence.lows[index - 1]
    if previous in _DETERMINERS and previous not in {"and", "or"}:
        return True
    subject = sentence.tokens[index - 1].text
    if tag == "base":
        # A base form is a verb after a plural subject: "leaders call for", "we want".
        if previous in {"we", "they", "i", "you", "who", "and", "to"}:
            return False
        plural = previous.endswith("s") and previous not in {"'s", "is", "was", "has"}
        if low not in _NOUNY:
            return not (plural or index - 1 in nouns or subject[0].isupper() or previous == ",")
        return not plural or index - 1 in nouns and subject[0].islower()
    if low not in _NOUNY:
        return False
    if previous in {"he", "she", "it", "who", "and", ","}:
        return False
    following = sentence.lows[index + 1] if index + 1 < len(sentence.lows) else ""
    if index - 1 in nouns and subject[0].isupper():
        verb_seen = any(group.finite for group in before)
        ends = index + 1 >= len(sentence.lows) or index + 1 in nouns and False
        if low in {"talks", "calls", "visits"}:
            return (
                verb_seen
                or ends
                or following in lexicon.forms
                or following in {"on", "in", "over", ",", ":", "as", "amid"}
            )
        return verb_seen or ends
    return not (
        previous.endswith(
            ("ister", "ent", "chief", "envoy", "leader", "official", "group", "army", "council")
        )
        or subject[0].isupper()
        and low not in {"talks", "calls"}
    )
