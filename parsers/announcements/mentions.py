"""Where a sentence names a ceasefire or a meeting, by a noun or by a verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.announcements.cast import Entity
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.meeting_verbs import REACH, is_meeting
from parsers.announcements.sentences import Sentence
from parsers.records import Field, Kind, Status


@dataclass(slots=True)
class Mention:
    """A trigger: token indexes, ``end`` exclusive; ``verb`` is set where a verb names the event."""

    kind: Kind
    start: int
    end: int
    words: str
    verb: VerbGroup | None = None
    deal: bool = False  # a deal that is a ceasefire only where there is a war
    weak: bool = False  # a visit, a call, a conference: needs officials to count
    anaphor: bool = False  # "the proposal", "it": stands for one that was named before
    bound: bool = False  # "due in Vienna"
    told: Status | None = None  # words that by themselves say the state: "fighting resumes"


# "a six-week pause", "a 72-hour halt"
_DURATION = re.compile(r"^[a-z\d]+-(?:hour|day|week|month)$")
# Of the words for a halt, those by which a ceasefire named before is meant again.
_PAUSES = frozenset({"pause", "pauses", "suspension", "lull", "halt", "moratorium"})
# Nouns for talks as a process rather than one meeting; they need a clear cue.
_PROCESS = frozenset({"negotiations", "negotiation", "dialogue", "negotiating table"})


def process(mention: Mention) -> bool:
    """Return whether the mention names talks in general rather than one meeting."""
    return mention.words in _PROCESS


def nouns(sentence: Sentence, lexicon: Lexicon, *, told: bool = False) -> list[Mention]:
    """Return the trigger nouns of a tokenised sentence, without those that mean something else.

    ``told`` says that a ceasefire was named before, so that "the pause" is one.
    """
    found: list[Mention] = []
    index = 0
    while index < len(sentence.lows):
        mention = _ceasefire(sentence, index, lexicon, told=told)
        mention = mention or _meeting(sentence, index, lexicon)
        if mention:
            found.append(mention)
        index = mention.end if mention else index + 1
    return found


def heads(sentence: Sentence, mention: Mention) -> bool:
    """Return whether a mention only says what a headline is about: "Gaza ceasefire: Hamas …"."""
    behind = sentence.lows[mention.end : mention.end + 1]
    return sentence.field is Field.TITLE and behind == [":"]


def bare_deals(sentence: Sentence, names: list[Entity], lexicon: Lexicon) -> list[Mention]:
    """Return the deals of a headline on a war: "Hamas rejects latest offer", "Gaza deal close".

    Only where an armed group or a place in dispute is named, and no word says what else is dealt.
    """
    found: list[Mention] = []
    lows = sentence.lows
    hot = any(e.sort == "armed" or e.disputed for e in names)
    if sentence.field is not Field.TITLE or not hot:
        return found
    for at in range(1, len(lows)):
        named = any(e.end == at for e in names)
        plain = (
            named or lows[at - 1] in lexicon.bare["bare_before"] or lexicon.forms.get(lows[at - 1])
        )
        behind = lows[at + 1 : at + 2]
        other = behind in (["to"], ["for"]) and not named  # "plan to rebuild", "offer for aid"
        if lows[at] in lexicon.bare["bare_deals"] and plain and not other:
            found.append(Mention(Kind.CEASEFIRE, at, at + 1, lows[at], deal=True))
    return found


def anaphors(
    sentence: Sentence, groups: list[VerbGroup], lexicon: Lexicon, kinds: set[Kind]
) -> list[Mention]:
    """Return words that stand for an event of ``kinds`` named shortly before.

    "rejected the mediators' appeal"; "It will take place in Geneva on Tuesday".
    """
    lows, found = sentence.lows, []
    if Kind.CEASEFIRE in kinds:
        for at in range(1, len(lows)):
            definite = set(lows[max(0, at - 4) : at]) & {
                "the",
                "its",
                "their",
                "his",
                "'s",
                "that",
                "this",
            }
            if lows[at] in lexicon.anaphors and definite:
                found.append(Mention(Kind.CEASEFIRE, at, at + 1, lows[at], anaphor=True))
    if Kind.MEETING in kinds:
        for group in groups:
            before = lows[group.start - 1] if group.start else ""
            comes = group.lemma in {"come", "arrive", "travel"} and before in {"they", "he", "she"}
            behind = lows[group.verb + 1 : group.verb + 4]
            attends = group.lemma in {"attend", "accompany"} and not group.passive
            joins = attends or (
                group.lemma == "join" and (behind[:1] == ["by"] or "them" in behind)
            )
            if joins or (comes and group.finite):  # "could be joined by Kerry", "they will come"
                words = sentence.lows[group.verb]
                mention = Mention(Kind.MEETING, group.start, group.end, words, group, anaphor=True)
                found.append(mention)
    if Kind.MEETING in kinds and lows[:1] in (["it"], ["this"], ["they"]) and groups:
        first = groups[0]
        tail = tuple(lows[first.verb + 1 : first.verb + 2])
        if first.start <= 2 and (
            (first.lemma, *tail) == ("take", "place") or (first.lemma == "hold" and first.passive)
        ):
            found.append(Mention(Kind.MEETING, 0, 1, lows[0], anaphor=True))
    return found


def _ceasefire(
    sentence: Sentence, index: int, lexicon: Lexicon, *, told: bool = False
) -> Mention | None:
    lows = sentence.lows
    words = lexicon.ceasefire_nouns.at(lows, index)
    if words:
        end = index + len(words)
        around = lows[max(0, index - 8) : end + 6]
        verb = words == ("cease", "fire") and lows[index - 1] in lexicon.grammar["verbal"]
        if verb or any(lexicon.not_ceasefire.at(around, at) for at in range(len(around))):
            return None
        return Mention(Kind.CEASEFIRE, index, end, " ".join(words))
    words = lexicon.ceasefire_deals.at(lows, index)
    if words:
        return Mention(Kind.CEASEFIRE, index, index + len(words), " ".join(words), deal=True)
    for state, phrases in lexicon.ceasefire_told.items():
        words = phrases.at(lows, index)
        if words:
            end = index + len(words)
            return Mention(Kind.CEASEFIRE, index, end, " ".join(words), told=state)
    verbal = index > 0 and lows[index - 1] in lexicon.grammar["verbal"]
    timed = any(_DURATION.match(low) for low in lows[max(0, index - 3) : index])
    pointed = told and lows[index - 1 : index] in (["the"], ["this"], ["original"])
    timed = timed or (pointed and lows[index] in _PAUSES)
    if lows[index] in {"pause", "pauses"} and not verbal and sentence.field is Field.TITLE:
        # "Gaza pause begins", "Turkey declares Syria pause over"
        timed = timed or (index > 0 and sentence.tokens[index - 1].text[0].isupper())
        lemma = lexicon.forms.get(lows[index - 1], ("",))[0] if index else ""
        cues = lexicon.cues[Kind.CEASEFIRE]["object"].get(lemma, ())
        timed = timed or any(len(cue.words) == 1 for cue in cues)  # "fire violates pause"
    whole = lows[index] in lexicon.ending["heads"] and _object_end(lows, index + 1, lexicon)
    if lows[index + 1 : index + 2] == ["in"] and not whole:
        timed = timed and sentence.tokens[min(index + 2, len(lows) - 1)].text[0].isupper()
    if timed and lows[index] in lexicon.ending["heads"] and not verbal and not whole:
        return Mention(Kind.CEASEFIRE, index, index + 1, lows[index])  # "a six-week pause"
    if lows[index] in lexicon.ending["heads"] and not verbal:
        end = _object_end(lows, index + 1, lexicon)
        linked = any(low in lexicon.ending["links"] for low in lows[index + 1 : index + 3])
        if end and linked and lows[index + 1] in lexicon.ending["links"]:
            return Mention(
                Kind.CEASEFIRE,
                index,
                end,
                " ".join(lows[index:end]),
                deal=lows[end - 1] in {"war", "violence"},
            )
    return None


def _object_end(lows: list[str], start: int, lexicon: Lexicon) -> int:
    """Return the index behind an object of ending ("the continuing hostilities"), or 0."""
    for at in range(start, min(start + 5, len(lows))):
        words = lexicon.ending_objects.at(lows, at)
        if words:
            return at + len(words)
        word = lows[at].isalpha() or "-" in lows[at]
        if not word or lows[at] in {"and", "or", "but", "as", "with"}:
            break
    return 0


_TALKS = frozenset({"talks", "negotiations", "dialogue", "consultations"})
# What may follow "bilateral" where it names a meeting: "a bilateral with Modi".
_AFTER_BILATERAL = frozenset({"", "with", "between", "at", "on", "in", ",", ".", "planned"})


def _meeting(sentence: Sentence, index: int, lexicon: Lexicon) -> Mention | None:
    lows, excluded = sentence.lows, lexicon.excluded
    words = lexicon.meeting_nouns.at(lows, index)
    if not words:
        bound = lexicon.bound.at(lows, index)
        end = index + len(bound or ())
        if bound and index and end < len(lows) and sentence.tokens[end].text[0].isupper():
            return Mention(Kind.MEETING, index, end, " ".join(bound), weak=True, bound=True)
        return None
    end, text = index + len(words), " ".join(words)
    if text in {"round", "rounds", "session"} and lows[end : end + 1] == ["of"]:
        near = range(end + 1, min(end + 6, len(lows)))
        talks = next((at for at in near if lows[at] in _TALKS), -1)
        if talks > 0:  # "second round of Istanbul talks"
            end, text = talks + 1, f"{text} of {lows[talks]}"
    before = lows[index - 1] if index else ""
    after = lows[end] if end < len(lows) else ""
    other = (
        before in excluded["meeting_before"] - excluded["meeting_before_unless_actor"],
        after in excluded["meeting_after"],
        text == "bilateral" and after not in _AFTER_BILATERAL,  # "bilateral relations"
        text in {"visit", "call"} and before in lexicon.grammar["verbal"],  # a verb
        text in {"call", "calls"} and before in lexicon.ceasefire_nouns,  # for a ceasefire
        text in {"call", "calls"}
        and before not in excluded["call_before"]
        and not _spoken(lows, index),
        text == "meeting" and (_verbal(lows, index) or _are_meeting(sentence, index, lexicon)),
        text == "huddle" and index > 0 and after in {"in", "for", "over", "with", "at"},
        text == "talks" and _talks_verb(sentence, index, lexicon),
    )
    if any(other):
        return None
    return Mention(Kind.MEETING, index, end, text, weak=text in lexicon.meeting_weak)


def _spoken(lows: list[str], index: int) -> bool:
    """Return whether "call" is one that people hold: "during a call", "in tense call with"."""
    named = index > 0 and "-" in lows[index - 1]  # "Putin-Macron call"
    if named or lows[index + 1 : index + 2] == ["with"]:
        return True
    held = any(
        w in {"in", "during", "after", "on", "held"} for w in lows[max(0, index - 3) : index]
    )
    joins = lows[index - 2 : index - 1] and lows[index - 2] in {"join", "joins", "joined", "unite"}
    within = lows[index - 1 : index] == ["in"] and not joins  # "agree in call to send aid"
    wanted = {"for"} if within else {"for", "to"}
    return held and wanted.isdisjoint(lows[index + 1 : index + 2])


def _are_meeting(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Return whether a headline leaves "are" out: "officers from A and B meeting in Luanda"."""
    lows = sentence.lows
    placed = lows[index + 1 : index + 2] in (["in"], ["at"])
    if sentence.field is not Field.TITLE or not placed or index < 2:
        return False
    several = lows[index - 1].endswith("s") or {"and", ","} & set(lows[max(0, index - 3) : index])
    noun = lows[index - 1] not in lexicon.forms and lows[index - 1] not in {"'s", "his", "its"}
    return bool(several) and noun and "-" not in lows[index - 1]


def _verbal(lows: list[str], index: int) -> bool:
    """Return whether "meeting" is a verb: "is meeting Putin", "after meeting with"."""
    if index and lows[index - 1] == "near":
        return True
    if index and lows[index - 1] in {"is", "are", "was", "were", "be", "been", "not"}:
        return index + 1 < len(lows) and lows[index + 1] not in {"of", "between", ".", ","}
    return (
        bool(index)
        and lows[index - 1] in {"after", "before", "by", "while"}
        and lows[index + 1 : index + 2] not in (["of"], ["in"], ["between"])
    )


def _talks_verb(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Return whether "talks" is the verb of a headline: "Putin talks to Macron"."""
    if not index or sentence.lows[index + 1 : index + 2] not in (["to"], ["with"], ["by"]):
        return False
    acts = lexicon.forms.get("".join(sentence.lows[index + 2 : index + 3]))
    if sentence.lows[index + 1] == "to" and acts is not None and acts[1] == "base":
        return False  # "Sudan talks to resume"
    word = sentence.tokens[index - 1].text
    known = word.lower() in lexicon.conflict or word.lower() in lexicon.ceasefire_nouns
    return word[0].isupper() and not known and index == 1


def verbs(
    sentence: Sentence, groups: list[VerbGroup], lexicon: Lexicon, names: list[Entity]
) -> list[Mention]:
    """Return the verb groups that name a meeting ("met with") or the end of fighting."""
    found: list[Mention] = []
    for group in groups:
        lows = sentence.lows
        words = _longest(lexicon.meeting_verbs, group, lows)
        if len(words) < 2:
            words = _parted(group, lows, lexicon) or words
        if words and is_meeting(words, group, sentence, lexicon, names):
            phrase = " ".join(words)
            weak = phrase in lexicon.travel or phrase in lexicon.speech
            end = group.verb + len(words)
            found.append(Mention(Kind.MEETING, group.start, end, phrase, group, weak=weak))
            continue
        act = _act(lows, group, lexicon) or _sent(sentence, group, lexicon)
        act = act or _stops(sentence, group, lexicon)
        if act:
            found.append(act)
    return found


def _sent(sentence: Sentence, group: VerbGroup, lexicon: Lexicon) -> Mention | None:
    """Read "send a delegation to Cairo", "recall its negotiators from Doha"."""
    lows = sentence.lows
    if group.passive or group.lemma not in lexicon.sending | lexicon.recalling:
        return None
    link = {"to", "for"} if group.lemma in lexicon.sending else {"from"}
    for at in range(group.verb + 1, min(group.verb + 7, len(lows) - 2)):
        if lows[at] in lexicon.sent and lows[at + 1] in link:
            place = sentence.tokens[at + 2].text[0].isupper() or lows[at + 2] in {"talks", "the"}
            if place:
                words = " ".join(lows[group.verb : at + 2])
                return Mention(Kind.MEETING, group.start, at + 2, words, group, weak=True)
    return None


def _stops(sentence: Sentence, group: VerbGroup, lexicon: Lexicon) -> Mention | None:
    """Read "fighting would stop", "hostilities are to cease", "guns must fall silent"."""
    lows = sentence.lows
    silent = group.lemma in {"fall", "go"} and lows[group.verb + 1 : group.verb + 2] == ["silent"]
    silent = silent or (group.lemma == "silence" and group.passive)
    if not silent and (group.lemma not in lexicon.ending["verbs"] or group.lemma == "suspend"):
        silent = group.lemma == "suspend" and group.passive
        if not silent:
            return None
    end = group.end + 1 if group.lemma in {"fall", "go"} else group.end
    behind = set(lows[end : end + 2])
    taken = group.lemma in lexicon.ending["verbs"] and not group.passive
    if taken and (behind & _TAKEN or _object_end(lows, end, lexicon)):
        return None  # "the shelling stopped the talks"
    for at in range(group.start - 1, max(-1, group.start - 9), -1):
        words = any(
            len(lexicon.ending_objects.at(lows, at - back) or ()) == back + 1 for back in (1, 0)
        )
        if words and _plain_object(lows, at):
            return Mention(Kind.CEASEFIRE, at, end, f"{lows[at]} {lows[group.verb]}", group)
        if lows[at] in {",", ";", ":", "that", "which", "who", "and", "after", "as", "when"}:
            return None
    return None


# Behind an ending verb these begin its object.
_TAKEN = frozenset({"the", "a", "an", "all", "its", "their", "his", "any"})


def _plain_object(lows: list[str], at: int) -> bool:
    """Return whether what stops is fighting itself, not "the ban on attacks"."""
    return lows[at - 1 : at] not in (["of"], ["on"], ["for"], ["by"], ["after"], ["from"]) or (
        lows[at - 2 : at] == ["exchange", "of"]
    )


def _act(lows: list[str], group: VerbGroup, lexicon: Lexicon) -> Mention | None:
    """Read "stop the fighting", or "a deal to end the war", which names a deal."""
    words = _longest(lexicon.ceasefire_acts, group, lows)
    end = group.verb + len(words) if words else 0
    if group.lemma in lexicon.ending["verbs"]:
        end = end or _object_end(lows, group.verb + 1, lexicon)
    if not end:
        return None
    text = " ".join(lows[group.verb : end])
    if group.tense in {Tense.INFINITIVE, Tense.GERUND}:
        link = group.start - 1 if group.tense is Tense.INFINITIVE else group.start - 2
        placed = next((i for i in (link - 1, link - 2) if i > 0 and lows[i] in {"in", "at"}), 0)
        if placed and lows[placed - 1] in lexicon.ending["deal_words"]:
            link = placed - 1  # "an agreement in Pretoria to cease hostilities"
        verbal = link < 2 or lows[link - 1].endswith("s") or "-" in lows[link - 1]
        offers = lows[link] in {"offer", "plan", "bid", "push"} and not verbal  # "Houthis offer to"
        if link >= 0 and lows[link] in lexicon.ending["deal_words"] and not offers:
            return Mention(Kind.CEASEFIRE, link, end, " ".join(lows[link:end]), deal=True)
    return Mention(Kind.CEASEFIRE, group.start, end, text, group)


def _longest(
    phrases: tuple[tuple[str, ...], ...], group: VerbGroup, lows: list[str]
) -> tuple[str, ...]:
    """Return the longest phrase whose first word is the verb and whose rest follows it."""
    after = group.verb + 1
    fitting = [
        words
        for words in phrases
        if words[0] == group.lemma and tuple(lows[after : after + len(words) - 1]) == words[1:]
    ]
    return max(fitting, key=len, default=())


def _parted(group: VerbGroup, lows: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the phrase of a verb that stands apart from its last word."""
    near = lows[group.verb + 1 : group.verb + 1 + REACH]
    stop = next(
        (i for i, low in enumerate(near) if low in {",", ";", ".", "that", "and"}), len(near)
    )
    for words in lexicon.meeting_apart:
        if words[0] == group.lemma and words[1] in near[: stop if words[1] != "together" else None]:
            return words
    return ()
