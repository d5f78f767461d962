"""Where a sentence names a ceasefire or a meeting, by a noun or by a verb."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.announcements.grammar import VerbGroup
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.names import Entity
from parsers.announcements.sentences import Sentence
from parsers.records import Kind


@dataclass(slots=True)
class Mention:
    """A trigger: token indexes, ``end`` exclusive; ``verb`` is set where a verb names the event."""

    kind: Kind
    start: int
    end: int
    words: str
    verb: VerbGroup | None = None
    deal: bool = False  # a deal that is a ceasefire only in its context
    weak: bool = False  # a visit, a call, a conference: needs officials to count


def nouns(sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """Return the trigger nouns of a tokenised sentence, without those that mean something else."""
    found: list[Mention] = []
    lows, index = sentence.lows, 0
    while index < len(lows):
        mention = _ceasefire(lows, index, lexicon) or _meeting(lows, index, lexicon)
        if mention is None:
            index += 1
            continue
        found.append(mention)
        index = mention.end
    return found


def _ceasefire(lows: list[str], index: int, lexicon: Lexicon) -> Mention | None:
    # "halt to the hostilities", "end to these hostilities": determiners and adjectives are skipped.
    words = lexicon.ceasefire_nouns.at(lows, index)
    if words:
        end = index + len(words)
        around = lows[max(0, index - 4) : end + 6]
        if any(lexicon.not_ceasefire.at(around, at) for at in range(len(around))):
            return None
        return Mention(Kind.CEASEFIRE, index, end, " ".join(words))
    words = lexicon.ceasefire_deals.at(lows, index)
    if words:
        return Mention(Kind.CEASEFIRE, index, index + len(words), " ".join(words), deal=True)
    return None


def _meeting(lows: list[str], index: int, lexicon: Lexicon) -> Mention | None:
    words = lexicon.meeting_nouns.at(lows, index)
    if not words:
        return None
    end, text = index + len(words), " ".join(words)
    before = lows[index - 1] if index else ""
    after = lows[end] if end < len(lows) else ""
    excluded = lexicon.excluded
    if before in excluded["meeting_before"] - excluded["meeting_before_unless_actor"]:
        return None
    if after in excluded["meeting_after"]:
        return None
    if text == "call" and not (
        before in excluded["call_before"] or after in {"with", "between"} or _spoken(lows, index)
    ):
        return None
    return Mention(Kind.MEETING, index, end, text, weak=text in lexicon.meeting_weak)


def _spoken(lows: list[str], index: int) -> bool:
    """Return whether "call" is one that people hold: "during a call", "in tense call with"."""
    return (
        any(w in {"in", "during", "after", "on", "held"} for w in lows[max(0, index - 3) : index])
        and "for" not in lows[index : index + 2]
    )


def verbs(
    sentence: Sentence, groups: list[VerbGroup], lexicon: Lexicon, found: list[Entity]
) -> list[Mention]:
    """Return the verb groups that name a meeting ("met with") or the end of fighting."""
    mentions: list[Mention] = []
    lows = sentence.lows
    for group in groups:
        words = _longest(lexicon.meeting_verbs, group, lows)
        if words and _is_meeting(words, group, sentence, lexicon, found):
            phrase = " ".join(words)
            mentions.append(
                Mention(
                    Kind.MEETING,
                    group.start,
                    group.verb + len(words),
                    phrase,
                    group,
                    weak=phrase in lexicon.travel or phrase in lexicon.speech,
                )
            )
            continue
        words = _longest(lexicon.ceasefire_verbs, group, lows)
        if words:
            mentions.append(
                Mention(
                    Kind.CEASEFIRE, group.start, group.verb + len(words), " ".join(words), group
                )
            )
    return mentions


def _longest(
    phrases: list[tuple[str, ...]], group: VerbGroup, lows: list[str]
) -> tuple[str, ...] | None:
    """Return the longest phrase whose first word is the verb and whose rest follows it."""
    best: tuple[str, ...] | None = None
    for words in phrases:
        rest = words[1:]
        if (
            words[0] == group.lemma
            and tuple(lows[group.verb + 1 : group.verb + 1 + len(rest)]) == rest
        ):
            if best is None or len(words) > len(best):
                best = words
    return best


def _is_meeting(
    words: tuple[str, ...],
    group: VerbGroup,
    sentence: Sentence,
    lexicon: Lexicon,
    found: list[Entity],
) -> bool:
    """Tell "met Putin" from "met the deadline", and a journey for talks from any other."""
    lows, phrase = sentence.lows, " ".join(words)
    after = group.verb + len(words)
    tail = lows[after : after + 5]
    if words[0] == "meet":
        if group.passive and tail[:1] == ["with"]:
            return False
        return not any(w in lexicon.excluded["met_things"] for w in tail[:4])
    if phrase in lexicon.travel:
        purpose = any(
            lexicon.purposes.at(lows, i) for i in range(after, min(len(lows), after + 12))
        )
        place = any(after <= e.start <= after + 3 and e.sort in _PLACES for e in found)
        official = any(e.start < group.start and e.sort in _OFFICIALS for e in found)
        return purpose or (place and official)
    if phrase in lexicon.speech:
        if any(w in lexicon.excluded["audiences"] for w in tail):
            return False
        partner = [e for e in found if after <= e.start <= after + 6 and e.sort in _OFFICIALS]
        subject = [e for e in found if e.end <= group.start and e.sort in _OFFICIALS | {"name"}]
        if words[0] in {"host", "receive", "welcome"}:
            return bool(
                [e for e in partner if e.start <= after + 3 and e.sort in {"person", "office"}]
            )
        if words[0] == "discuss":
            with_at = [i for i in range(after, min(len(lows), after + 14)) if lows[i] == "with"]
            return bool(with_at) and any(
                e.start in range(with_at[0], with_at[0] + 5) and e.sort in _OFFICIALS for e in found
            )
        return bool(partner) and (
            bool(subject) or group.start == 0 or lows[group.start - 1] in {"he", "she", "they"}
        )
    return True


_PLACES = frozenset({"country", "seat", "region"})
_OFFICIALS = frozenset(
    {"person", "office", "title", "organisation", "armed", "country", "people", "name"}
)
