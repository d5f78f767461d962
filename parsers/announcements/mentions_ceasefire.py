"""Where a sentence names a ceasefire: "truce", "halt to the hostilities", "stopped fighting"."""

from __future__ import annotations

import re

from parsers.announcements.cast import Entity
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.mention import Mention, longest
from parsers.announcements.sentences import Sentence
from parsers.records import Field, Kind, Status

# "a six-week pause", "a 72-hour halt"
_DURATION = re.compile(r"^[a-z\d]+-(?:hour|day|week|month)$")
# Of the words for a halt, those by which a ceasefire named before is meant again.
_PAUSES = frozenset({"pause", "pauses", "suspension", "lull", "halt", "moratorium"})
_QUIET = frozenset({"calm", "quiet"})
_POINTING = (["the"], ["this"], ["original"], ["second"], ["further"], ["new"], ["their"])


def ceasefire(
    sentence: Sentence, index: int, lexicon: Lexicon, *, told: bool = False
) -> Mention | None:
    """Return the ceasefire that a noun at ``index`` names; ``told``: one was named before."""
    lows = sentence.lows
    words = lexicon.ceasefire_nouns.at(lows, index)
    if words:
        end = index + len(words)
        around = lows[max(0, index - 8) : end + 6]
        verb = words == ("cease", "fire") and (
            lows[index - 1] in lexicon.grammar["verbal"]
            or (lows[index - 1] == "and" and "to" in lows[:index])  # "to step back and cease fire"
        )
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
    pointed = told and lows[index - 1 : index] in _POINTING
    if pointed and lows[index] in _QUIET and sentence.field is Field.BODY:
        return Mention(Kind.CEASEFIRE, index, index + 1, lows[index])  # "The calm was broken"
    timed = timed or (pointed and lows[index] in _PAUSES) or _parts_sides(sentence, index)
    timed = timed or (told and _for_days(lows, index))
    if lows[index] in {"pause", "pauses"} and not verbal and sentence.field is Field.TITLE:
        # "Gaza pause begins", "Turkey declares Syria pause over"
        timed = timed or (index > 0 and sentence.tokens[index - 1].text[0].isupper())
        lemma = lexicon.forms.get(lows[index - 1], ("",))[0] if index else ""
        cues = lexicon.cues[Kind.CEASEFIRE]["object"].get(lemma, ())
        timed = timed or any(len(cue.words) == 1 for cue in cues)  # "fire violates pause"
        timed = timed or lows[index + 1 : index + 2] in (["offered"], ["proposed"], ["agreed"])
    over = lows[index + 1 : index + 2] in (["over"], ["ends"], ["holds"], ["begins"])
    whole = lows[index] in lexicon.ending["heads"] and _object_end(lows, index + 1, lexicon)
    whole = 0 if over else whole  # "Gaza pause over after rocket fire"
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


# Before "pause" these tell what sort it is.
_SORTS = frozenset(
    "easter christmas ramadan eid orthodox mutual humanitarian holiday energy".split()
)


def _parts_sides(sentence: Sentence, index: int) -> bool:
    """Return whether a pause is one of war: "the Easter pause", "the pause between Israel and"."""
    lows, tokens = sentence.lows, sentence.tokens
    if lows[index] not in {"pause", "pauses"} or not index:
        return False
    sides = lows[index + 1 : index + 2] in (["between"], ["with"]) and index + 2 < len(tokens)
    led = lows[index - 1] in {"the", "a", "this", "its", "their"}
    return lows[index - 1] in _SORTS or (sides and led and tokens[index + 2].text[0].isupper())


def _for_days(lows: list[str], index: int) -> bool:
    """Return whether it is a pause by its length: "a pause of seven days"."""
    near = lows[index + 2 : index + 4]
    of = lows[index + 1 : index + 2] == ["of"] and lows[index] in _PAUSES
    return of and not {"hours", "days", "weeks", "months"}.isdisjoint(near)


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
        # "plan to rebuild", "offer for aid"
        other = behind in (["to"], ["for"], ["of"]) and not named
        if lows[at] in lexicon.bare["bare_deals"] and plain and not other:
            found.append(Mention(Kind.CEASEFIRE, at, at + 1, lows[at], deal=True))
    return found


def stops(sentence: Sentence, group: VerbGroup, lexicon: Lexicon) -> Mention | None:
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


def _deal_of(lows: list[str], link: int, lexicon: Lexicon) -> int:
    """Return the deal whose sides stand between: "the agreement of the two Koreas to cease"."""
    for at in range(link - 1, max(-1, link - 8), -1):
        if lows[at] in lexicon.ending["deal_words"] and lows[at + 1] in {"of", "between", "by"}:
            return at
        if lows[at] in {",", ";", "that", "which", "to", "for"} or lows[at] in lexicon.forms:
            break
    return link


_STRUCK = frozenset({"struck", "reached", "signed", "agreed", "made", "sealed", "clinched"})


def act(lows: list[str], group: VerbGroup, lexicon: Lexicon) -> Mention | None:
    """Read "stop the fighting", or "a deal to end the war", which names a deal."""
    words = longest(lexicon.ceasefire_acts, group, lows)
    end = group.verb + len(words) if words else 0
    if group.lemma in lexicon.ending["verbs"]:
        end = end or _object_end(lows, group.verb + 1, lexicon)
    heads = lexicon.ending["heads"] - {"end", "stop", "halt"}
    if not end or not heads.isdisjoint(lows[group.verb + 1 : end]):
        return None  # "ends suspension of attacks" ends a truce
    text = " ".join(lows[group.verb : end])
    if group.tense in {Tense.INFINITIVE, Tense.GERUND}:
        link = group.start - 1 if group.tense is Tense.INFINITIVE else group.start - 2
        done = link > 0 and lows[link] in _STRUCK and lows[link - 1] in lexicon.ending["deal_words"]
        if done and lows[0 if link < 2 else link - 2] not in {"be", "not", "no"}:
            told = Status.AGREED  # "Deal struck to end fighting"
            return Mention(Kind.CEASEFIRE, link - 1, end, text, deal=True, told=told)
        placed = next((i for i in (link - 1, link - 2) if i > 0 and lows[i] in {"in", "at"}), 0)
        if placed and lows[placed - 1] in lexicon.ending["deal_words"]:
            link = placed - 1  # "an agreement in Pretoria to cease hostilities"
        link = _deal_of(lows, link, lexicon)
        verbal = link < 2 or lows[link - 1].endswith("s") or "-" in lows[link - 1]
        offers = lows[link] in {"offer", "plan", "bid", "push"} and not verbal  # "Houthis offer to"
        if link >= 0 and lows[link] in lexicon.ending["deal_words"] and not offers:
            return Mention(Kind.CEASEFIRE, link, end, " ".join(lows[link:end]), deal=True)
    return Mention(Kind.CEASEFIRE, group.start, end, text, group)
