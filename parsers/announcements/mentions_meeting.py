"""Where a sentence names a meeting by a noun: "talks", "summit", "phone call"."""

from __future__ import annotations

from parsers.announcements.lexicon import Lexicon
from parsers.announcements.mention import Mention
from parsers.announcements.sentences import Sentence
from parsers.records import Field, Kind

_TALKS = frozenset({"talks", "negotiations", "dialogue", "consultations"})
# What may follow "bilateral" where it names a meeting: "a bilateral with Modi".
_AFTER_BILATERAL = frozenset({"", "with", "between", "at", "on", "in", ",", ".", "planned"})

# Beside these a round or a session is one of votes.
_VOTING = frozenset({"voted", "votes", "vote", "election", "elections", "runoff", "ballot"})
# Before "visits" and "trips" these make them nouns.
_OWNED = frozenset("his her their its 's the of two three recent planned foreign".split())


def meeting(sentence: Sentence, index: int, lexicon: Lexicon) -> Mention | None:
    """Return the meeting that a noun at ``index`` names, unless it means something else."""
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
    union = lows[index - 2 : index] in (["african", "union"], ["european", "union"])
    other = (
        not union
        and before in excluded["meeting_before"] - excluded["meeting_before_unless_actor"],
        after in excluded["meeting_after"],
        text in {"session", "round"} and bool(_VOTING & set(sentence.lows)),
        text in {"visits", "trips"} and not _are_visits(sentence, index, lexicon),
        text == "ministerial" and bool(after) and after not in lexicon.grammar["boundaries"],
        text in {"face-to-face", "one-on-one"} and after in lexicon.meeting_nouns,
        text == "round" and before in lexicon.forms,  # "drove round"
        text == "mission to" and not (after and sentence.tokens[end].text[0].isupper()),
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


def _are_visits(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Tell "reschedules Lisbon visits because" from "Sisi visits Cairo"."""
    lows, tokens = sentence.lows, sentence.tokens
    if index and lows[index - 1] in _OWNED:
        return True
    behind = tokens[index + 1].text if index + 1 < len(lows) else "."
    if index < 2 or behind[0].isupper() or not tokens[index - 1].text[0].isupper():
        return False
    return lows[index - 2] == "and" or lows[index - 2] in lexicon.forms


_HOLDING = frozenset({"in", "during", "after", "on", "held", "hold", "holds", "holding"})


def _spoken(lows: list[str], index: int) -> bool:
    """Return whether "call" is one that people hold: "during a call", "in tense call with"."""
    named = index > 0 and "-" in lows[index - 1]  # "Putin-Macron call"
    if named or lows[index + 1 : index + 2] == ["with"]:
        return True
    held = not _HOLDING.isdisjoint(lows[max(0, index - 3) : index])
    joins = lows[index - 2 : index - 1] and lows[index - 2] in {"join", "joins", "joined", "unite"}
    within = lows[index - 1 : index] == ["in"] and not joins  # "agree in call to send aid"
    wanted = {"for"} if within else {"for", "to"}
    return held and wanted.isdisjoint(lows[index + 1 : index + 2])


def _are_meeting(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Return whether "are" is left out: "officers from A and B meeting in Luanda"."""
    lows = sentence.lows
    placed = lows[index + 1 : index + 2] in (["in"], ["at"])
    if not placed or not index:
        return False
    if sentence.field is not Field.TITLE:
        if lows[index - 1] == ",":
            return index > 1  # "ministers, meeting in Abuja,"
        # "West African leaders meeting in Abuja agreed to"
        return lows[index - 1].endswith("s") and lows[index - 1][:-1] in lexicon.envoys
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
        and lows[index - 1] in {"after", "before", "by", "while", "without"}
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
    if word.lower() in lexicon.grammar["common"] or word.lower() in lexicon.grammar["everyday"]:
        return False  # "No talks with Pakistan"
    known = word.lower() in lexicon.conflict or word.lower() in lexicon.ceasefire_nouns
    return word[0].isupper() and not known and index == 1
