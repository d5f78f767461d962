"""Where a sentence names a ceasefire or a meeting, by a noun or by a verb."""

from __future__ import annotations

from parsers.announcements.cast import Entity
from parsers.announcements.grammar import VerbGroup
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.meeting_verbs import REACH, is_meeting
from parsers.announcements.mention import Mention, longest
from parsers.announcements.mentions_ceasefire import act, ceasefire, stops
from parsers.announcements.mentions_meeting import meeting
from parsers.announcements.sentences import Sentence
from parsers.calendars import WEEKDAYS
from parsers.records import Field, Kind, Status

# What becomes of a meeting that "it" stands for: "It will not go ahead", "It was called off".
_BEFALLING = frozenset({("take", "place"), ("go", "ahead")})
_DONE_TO_IT = frozenset("hold call cancel postpone suspend delay scrap shelve adjourn".split())


def nouns(sentence: Sentence, lexicon: Lexicon, *, told: bool = False) -> list[Mention]:
    """Return the trigger nouns of a tokenised sentence, without those that mean something else.

    ``told`` says that a ceasefire was named before, so that "the pause" is one.
    """
    found: list[Mention] = []
    index = 0
    while index < len(sentence.lows):
        if sentence.lows[index] not in lexicon.noun_starts:
            index += 1  # most words: what follows is slow
            continue
        mention = ceasefire(sentence, index, lexicon, told=told)
        mention = mention or meeting(sentence, index, lexicon)
        if mention:
            found.append(mention)
        index = mention.end if mention else index + 1
    return found


# What a host does to a guest: "tells visiting US envoy".
_TOLD = frozenset("tell assure warn urge ask brief press host greet remind meet".split())


def presences(sentence: Sentence, names: list[Entity], lexicon: Lexicon) -> list[Mention]:
    """Return the official a headline finds abroad: "US envoy back in Beirut"."""
    lows = sentence.lows
    if sentence.field is not Field.TITLE:
        return []
    for e in names:
        visitor = (
            e.sort in {"office", "person", "title"} and e.start and lows[e.start - 1] == "visiting"
        )
        if visitor and e.start > 1 and lexicon.forms.get(lows[e.start - 2], ("", ""))[0] in _TOLD:
            return [Mention(Kind.MEETING, e.start - 1, e.end, "visiting", told=Status.HELD)]
    left = _left_after(lows, names, lexicon)
    if left is not None:
        return [left]
    for e in names:
        due = lows[e.end : e.end + 1] == ["due"] and e.sort in {"office", "person"}
        behind = lows[e.end + 1 : e.end + 3]
        if due and (behind[:1] == ["on"] or not WEEKDAYS.keys().isdisjoint(behind)):
            return [Mention(Kind.MEETING, e.end, e.end + 1, "due", weak=True, told=Status.PLANNED)]
    for e in names[:2]:
        at = e.end + 1 if lows[e.end : e.end + 1] == ["back"] else e.end
        there = next(
            (f for f in names if f.start == at + 1 and f.sort in {"country", "seat"}), None
        )
        if e.sort not in {"person", "office", "name"} or lows[at : at + 1] != ["in"] or not there:
            continue
        behind = lows[there.end : there.end + 2]
        errand = behind[:1] == ["to"] and behind[1:] and behind[1] in lexicon.bare["errands"]
        official = not lexicon.envoys.isdisjoint(e.party.office.lower().split())
        alone = not behind or behind[0] in {"as", "amid", "for", "on", "|", "-", ",", ":"}
        if errand or (official and alone and e.party.country != there.party.country):
            return [Mention(Kind.MEETING, at, there.end, "in", weak=True, told=Status.UNDER_WAY)]
    return []


# What those who have met take home: "leaves Cairo without a deal".
_OUTCOMES = frozenset("agreement deal accord result results breakthrough signing answer".split())
_LASTED = frozenset({"hour", "hours", "day", "days", "minutes"})


def _left_after(lows: list[str], names: list[Entity], lexicon: Lexicon) -> Mention | None:
    """Return the meeting that officials leave, in a headline: "negotiators leave Cairo without"."""
    for e in names[:3]:
        leaves = lexicon.forms.get(lows[e.end] if e.end < len(lows) else "", ("", ""))[0]
        place = next((f for f in names if f.start == e.end + 1), None)
        if leaves not in {"leave", "depart", "exit"} or place is None:
            continue
        official = e.sort in {"person", "office", "title", "armed", "body"}
        behind = lows[place.end : place.end + 5]
        told = behind[:1] == ["empty-handed"]
        none = behind[:1] == ["without"] or behind[:2] == ["with", "no"]
        told = told or (none and not _OUTCOMES.isdisjoint(behind))
        told = told or (behind[:1] == ["after"] and not _LASTED.isdisjoint(behind[1:4]))
        if official and told and place.sort in {"seat", "region"}:
            return Mention(Kind.MEETING, e.end, place.end, "leave", weak=True, told=Status.HELD)
    return None


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
                "every",
                "all",
            }
            if lows[at] in lexicon.anaphors and definite:
                found.append(Mention(Kind.CEASEFIRE, at, at + 1, lows[at], anaphor=True))
        for group in groups:
            at, apart = group.end, lows[group.end + 1 : group.end + 2]
            ways = {(group.lemma,), (group.lemma, *apart)}
            if lows[at : at + 1] == ["it"] and not ways.isdisjoint(lexicon.done_with_it):
                # "have consented to prolong it until Friday", "turned it down"
                found.append(Mention(Kind.CEASEFIRE, at, at + 1, "it", anaphor=True))
    if Kind.MEETING in kinds:
        for group in groups:
            before = lows[group.start - 1] if group.start else ""
            comes = group.lemma in {"come", "arrive", "travel"} and before in {"they", "he", "she"}
            behind = lows[group.verb + 1 : group.verb + 4]
            attends = group.lemma in {"attend", "accompany"} and not group.passive
            joins = attends or (
                group.lemma == "join" and (behind[:1] in (["by"], ["on"]) or "them" in behind)
            )
            if joins or (comes and group.finite):  # "could be joined by Kerry", "they will come"
                words = sentence.lows[group.verb]
                mention = Mention(Kind.MEETING, group.start, group.end, words, group, anaphor=True)
                found.append(mention)
    if Kind.MEETING in kinds and lows[:1] in (["it"], ["this"], ["they"]) and groups:
        first = groups[0]
        tail = tuple(lows[first.verb + 1 : first.verb + 2])
        done = first.passive and first.lemma in _DONE_TO_IT
        if first.start <= 2 and ((first.lemma, *tail) in _BEFALLING or done):
            found.append(Mention(Kind.MEETING, 0, 1, lows[0], anaphor=True))
    return found


def verbs(
    sentence: Sentence, groups: list[VerbGroup], lexicon: Lexicon, names: list[Entity]
) -> list[Mention]:
    """Return the verb groups that name a meeting ("met with") or the end of fighting."""
    found: list[Mention] = []
    for group in groups:
        lows = sentence.lows
        whole = longest(lexicon.meeting_verbs, group, lows)
        parted = _parted(group, lows, lexicon) if len(whole) < 2 else ()
        ways = (way for way in (parted, whole) if way)
        words = next((w for w in ways if is_meeting(w, group, sentence, lexicon, names)), ())
        if words:
            phrase = " ".join(words)
            weak = phrase in lexicon.travel or phrase in lexicon.speech
            end = group.verb + len(words)
            found.append(Mention(Kind.MEETING, group.start, end, phrase, group, weak=weak))
            continue
        told = act(lows, group, lexicon) or _sent(sentence, group, lexicon)
        told = told or stops(sentence, group, lexicon)
        if told:
            found.append(told)
    return found


# Whom a state recalls from a post in protest.
_POSTED = frozenset({"envoy", "envoys", "diplomats", "officials"})


def _sent(sentence: Sentence, group: VerbGroup, lexicon: Lexicon) -> Mention | None:
    """Read "send a delegation to Cairo", "recall its negotiators from Doha"."""
    lows = sentence.lows
    if group.passive or group.lemma not in lexicon.sending | lexicon.recalling:
        return None
    sends = group.lemma in lexicon.sending
    link = {"to", "for"} if sends else {"from"}
    for at in range(group.verb + 1, min(group.verb + 7, len(lows) - 2)):
        back = lows[at + 1] == "back" and at + 3 < len(lows)
        end = at + 2 + back  # "send its negotiators back to Doha"
        posted = lows[at] in _POSTED and not sends  # "recalls envoy from Lisbon": no talks end
        if lows[at] in lexicon.sent and lows[end - 1] in link and not posted:
            place = sentence.tokens[end].text[0].isupper() or lows[end] in {"talks", "the"}
            if place:
                words = " ".join(lows[group.verb : end])
                return Mention(Kind.MEETING, group.start, end, words, group, weak=True)
    return None


def _parted(group: VerbGroup, lows: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the phrase of a verb that stands apart from its last word."""
    near = lows[group.verb + 1 : group.verb + 1 + REACH]
    stop = next(
        (i for i, low in enumerate(near) if low in {",", ";", ".", "that", "and"}), len(near)
    )
    if near[:1] in (["of"], ["about"]):
        return ()  # "spoke of a meeting between … and an adviser to"
    for words in lexicon.meeting_apart:
        reach = None if words[1] == "together" else stop
        if " ".join(words) in lexicon.travel and "for" in near[:reach]:
            reach = near.index("for")  # "gather for a summit in November"
        if words[0] == group.lemma and words[1] in near[:reach]:
            return words
    return ()
