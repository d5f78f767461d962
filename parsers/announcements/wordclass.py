"""Auxiliaries, and the forms that are a noun here and a verb there: "talks", "plan", "ends"."""

from __future__ import annotations

from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Field, Kind

BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'re", "'m"})
HAVE = frozenset({"has", "have", "had", "having", "'ve"})
DO = frozenset({"do", "does", "did"})
FUTURE = frozenset({"will", "'ll", "shall"})
POSSIBLE = frozenset({"may", "might", "could", "can"})
WOULD = frozenset({"would", "'d"})
MUST = frozenset({"should", "must", "ought"})
MODALS = FUTURE | POSSIBLE | WOULD | MUST
AUXILIARIES = BE | HAVE | DO | MODALS

# Words after which a form such as "talks" is a noun.
BEFORE_NOUN = frozenset(
    "the a an this that these those his her its their our my your no any some each every another "
    "such further more new recent first second third last next latest previous high-level direct "
    "indirect bilateral trilateral face-to-face peace growing repeated renewed crucial key joint "
    "possible potential immediate permanent temporary lasting humanitarian of for in on at by "
    "with from behind about over after before during since between 's three four five several "
    "two".split()
)  # fmt: skip
# What may stand between "talks" and its verb beside names: "talks between A and B collapse".
_BETWEEN_TALKS = frozenset(
    {"in", "at", "on", "with", "over", "between", "and", ",", "of", "the", "for"}
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
    "target targets cause causes use mark face faces open opens clash clashes "
    "appeal appeals names name hand hands cap caps rock rocks pick play plays kick breach "
    "breaches nears tender tenders".split()
)  # fmt: skip


# Verbs right behind which such a form is their object.
_TAKERS = frozenset(
    "put puts putting giving making taking give gives make makes take takes hold holds set "
    "sets".split()
)
_LETTING = frozenset({"let", "lets", "saw", "see", "sees", "watch", "make", "makes", "made"})
_OPENING_OBJECTS = frozenset(
    "the a an its his her their no all immediate permanent lasting humanitarian full unconditional "
    "direct urgent".split()
)
_NO_PLURALS = frozenset({"'s", "is", "was", "has"})
_GROUPS = frozenset({"group", "faction", "army", "militia", "junta", "government", "front"})
_PLURALS = frozenset({"taliban", "police", "people", "men", "women", "children"})
# Of these, the ones that are verbs when "to" follows a name: "Burns heads to Cairo".
_BEFORE_TO = frozenset("heads plans moves returns hopes aims threatens promises".split())


def is_noun(  # noqa: C901, PLR0911, PLR0912  # a list of tests, from the surest to the weakest
    sentence: Sentence, index: int, tag: str, lexicon: Lexicon, nouns: set[int]
) -> bool:
    """Return whether a form such as "talks", "plan" or "ends" is a noun here."""
    low = sentence.lows[index]
    previous = sentence.lows[index - 1] if index else ""
    following = sentence.lows[index + 1] if index + 1 < len(sentence.lows) else ""
    if low == "last" and (following in WEEKDAYS or following in MONTHS or following in _SPANS):
        return True  # "which took place last Friday"
    if previous in {"we", "they", "i", "you", "who", "he", "she", "it"}:
        return False
    if low == "back" and previous in lexicon.forms:
        return True  # "talks put back by a week"
    if previous == "that" and tag == "s":
        return False  # "a decree that lengthens the truce"
    takes = low in {"need", "back", "call"} and previous not in lexicon.forms
    if tag == "base" and takes and following in {"a", "an", "the"}:
        return previous in BEFORE_NOUN  # "children of Darfur need a ceasefire"
    if tag == "s" and (following in AUXILIARIES or following in {"which", "whose"}):
        return True  # "dialogue with the Karenni forces was broken off"
    if previous in BEFORE_NOUN or (low == "open" and following == "to"):
        return True  # "sides open to talks"
    if _follows_verb(sentence, index, tag, lexicon, nouns):
        return False
    told = any(at in nouns for at in range(index))
    if low == "end" and told and following in {"in", "without", "with"} and previous not in _NO_END:
        return False  # "talks on Helmand water end in Zabol"
    if tag == "s" and _closes_its_noun(sentence, index, nouns):
        return False
    object_ = tag == "base" and index - 1 in nouns and index > 1
    if object_ and lexicon.forms.get(sentence.lows[index - 2], ("", ""))[1] in {"base", "s"}:
        return True  # "veto US draft"
    if (
        tag == "base"
        and index - 1 in nouns
        and _LETTING & set(sentence.lows[max(0, index - 8) : index])
    ):
        return False  # "let a truce expire"
    if tag == "base":
        if _talks_do(sentence, index, lexicon, nouns):
            return False
        if not _after_plural(sentence, index, nouns):
            return True
    elif index == 0:
        return True
    taking = lexicon.forms.get(previous, ("", ""))[1] in {"s", "past"} and previous not in _NOUNY
    if low in _NOUNY and (previous in _TAKERS or (taking and index - 1 not in nouns)):
        return True  # "put names to", "sells phone credit"
    if low not in _NOUNY or _event_does(sentence, index, lexicon, nouns):
        return False
    named = index - 1 in nouns or sentence.tokens[index - 1].text[0].isupper()
    if tag == "s" and named and low in _BEFORE_TO and following == "to":
        return False  # "delegation heads to Riyadh", "Egypt plans to"
    if named and _object_ahead(sentence, index, nouns):
        return False  # "Tokayev offers Astana", "army breaks Idlib truce"
    return _other_verb(sentence, index, lexicon, nouns)


# Behind "last" these tell when.
_SPANS = frozenset("week weekend month year night summer winter spring autumn fall time".split())
_NO_END = frozenset({"and", "or", ","})
# Of these a headline needs no object: "truce at Azovstal ends, assault resumes".
_INTRANSITIVE = frozenset({"ends", "starts", "holds", "breaks", "opens", "halts"})


def _closes_its_noun(sentence: Sentence, index: int, nouns: set[int]) -> bool:
    """Return whether it closes what a headline says of its noun: "truce at Azovstal ends, …"."""
    lows = sentence.lows
    closes = index + 1 >= len(lows) or lows[index + 1] in {",", ";"}
    if lows[index] not in _INTRANSITIVE or not closes or sentence.field is not Field.TITLE:
        return False
    return any(at in nouns for at in range(max(0, index - 4), index))


def _object_ahead(sentence: Sentence, index: int, nouns: set[int]) -> bool:
    """Return whether an object follows: an article, or a name that does not itself act."""
    at = index + 1
    if at >= len(sentence.lows):
        return False
    if sentence.lows[at] in _OPENING_OBJECTS:
        return True
    if sentence.lows[index].endswith("s") and sentence.lows[at].isalpha():
        named = at in nouns and sentence.tokens[at].text[0].isupper()
        lower = sentence.tokens[min(at + 1, len(sentence.lows) - 1)].text[0].islower()
        if at + 1 in nouns and (lower or named):
            return True  # "RSF ends unilateral truce", "Iran Offers Bahrain Talks"
        if at in nouns and not named:
            return True  # "Bolivia requests talks"
    plural = not sentence.lows[index].endswith("s")  # a base form needs several who act
    capital = sentence.tokens[at].text[0].isupper() and not (sentence.title_case or plural)
    return capital and at in nouns and sentence.lows[index - 1] not in {"'s", "and", ","}


def _after_plural(sentence: Sentence, index: int, nouns: set[int]) -> bool:
    """Return whether a base form can be a verb: "leaders call for", "US, Iran hold talks"."""
    low, previous = sentence.lows[index], sentence.lows[index - 1] if index else ""
    if previous == ":" and low not in _NOUNY:
        return True  # "Guterres: silence the guns"
    if (previous.endswith("s") or previous in _PLURALS) and previous not in _NO_PLURALS:
        return True
    if _plural_of(sentence, index, nouns):
        return True
    near = set(sentence.lows[max(0, index - 4) : index - 1])
    capital = sentence.tokens[index - 1].text[0].isupper()
    plain = low not in _NOUNY or index - 1 in nouns or capital
    listed = plain and bool(near & {",", "and"})
    return listed or (previous in {"and", "or"} and low not in _NOUNY)


def _plural_of(sentence: Sentence, index: int, nouns: set[int]) -> bool:
    """Return whether a plural with a name behind it does it: "rockets from Gaza breach"."""
    at = index - 1
    while at > 0 and (
        at in nouns
        or sentence.tokens[at].text[0].isupper()
        or sentence.lows[at] in {"eastern", "western", "northern", "southern", "central"}
    ):
        at -= 1
    plain = at > 0 and sentence.lows[at] in {"from", "in", "of", "at", "near"} and at < index - 1
    before = sentence.lows[at - 1] if plain else ""
    return (before.endswith("s") or before in _PLURALS) and before not in _NO_PLURALS


def _follows_verb(
    sentence: Sentence, index: int, tag: str, lexicon: Lexicon, nouns: set[int]
) -> bool:
    """Return whether it goes on a list of verbs: "presidents meet in Doha, back ceasefire"."""
    if index < 2 or sentence.lows[index - 1] not in {",", "and"}:
        return False
    return any(
        at not in nouns
        and (low not in _NOUNY or at - 1 in nouns)
        and lexicon.forms.get(low, ("", ""))[1] == tag
        for at, low in enumerate(sentence.lows[1 : index - 1], start=1)
    )


def _talks_do(sentence: Sentence, index: int, lexicon: Lexicon, nouns: set[int]) -> bool:
    """Return whether a plural trigger noun does it: "peace talks in Geneva collapse".

    Or two groups: "junta and Kachin group hold talks".
    """
    lows = sentence.lows
    if lows[index - 1] in _GROUPS and "and" in lows[max(0, index - 4) : index - 1]:
        return True
    for at in range(index - 1, max(-1, index - 11), -1):
        low = sentence.lows[at]
        group = low in lexicon.groups or low[:-1] in lexicon.envoys
        if low.endswith("s") and ((low in lexicon.meeting_nouns and at in nouns) or group):
            return at < index - 1 or low in lexicon.meeting_nouns
        plain = at not in nouns and not sentence.tokens[at].text[0].isupper()
        if plain and low not in _BETWEEN_TALKS:
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
        after_to = at > 0 and lows[at - 1] in {"to", "and", ","}  # "backs truce and warns of"
        if lows[at] not in _NOUNY and form[1] in {"s", "past"} and not after_to:
            return True
        if lows[at] in AUXILIARIES or (
            form[1] == "base" and at > 0 and lows[at - 1].endswith("s") and lows[at] not in _NOUNY
        ):
            return True
    return False
