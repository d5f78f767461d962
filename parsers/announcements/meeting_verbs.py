"""Which verbs name a meeting: "met Putin", not "met the deadline"; a journey for talks."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.announcements.cast import Entity
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.records import Field

# How far a verb and its "with", "to" or "together" may stand apart: "spoke on Monday with".
REACH = 8
_PLACES = frozenset({"country", "seat", "region"})
_TRAVELLERS = frozenset({"person", "office", "title", "name", "body"})
_PEOPLE = frozenset({"person", "office", "name"})
_SPEAKERS = frozenset(
    {"person", "office", "country", "organisation", "armed", "name", "people", "seat"}
)


# Behind "meet" these lead to what it is about, not to what is met.
_ABOUT = frozenset({"over", "about", "on", "amid", "as", "after"})


def is_meeting(
    words: tuple[str, ...],
    group: VerbGroup,
    sentence: Sentence,
    lexicon: Lexicon,
    names: list[Entity],
) -> bool:
    """Tell "met Putin" from "met the deadline", and a journey for talks from any other."""
    lows, phrase = sentence.lows, " ".join(words)
    after = group.verb + len(words)
    if phrase in lexicon.travel:
        return _is_journey(group, after, sentence, lexicon, names)
    before = set(lows[max(0, group.start - 1) : group.start])
    joint = {"ceasefire", "monitoring", "joint", "security", "military", "border", "peace", "truce"}
    shared = not joint.isdisjoint(lows[max(0, group.start - 4) : group.start])
    whole = before & {"cabinet", "parliament", "senate", "congress", "court"}
    # "the NATO-Ukraine Council would meet"
    joint_body = any(
        group.start - e.end in {0, 1} and e.sort in {"organisation", "attribute"} for e in names
    )
    if whole or (before & lexicon.excluded["bodies"] and not (shared or joint_body)):
        return False  # "parliament fails to convene", not "joint military commission meets"
    if words[0] == "meet" and before & lexicon.excluded["met_things"]:
        return False  # "unless demands met"
    if words[0] == "meet" and any(
        (e.start == after and e.sort in _PEOPLE)
        or (0 < e.start - after <= 2 and e.sort in {"office", "title"})
        for e in names
    ):
        return True  # "could meet Trump if the demand is dropped", "meets resistance leaders"
    if words[0] == "meet":
        behind = lows[after : after + 4]
        about = next((i for i, low in enumerate(behind) if low in _ABOUT), len(behind))
        return not (group.passive and behind[:1] == ["with"]) and not any(
            w in lexicon.excluded["met_things"] for w in behind[:about]
        )
    if phrase not in lexicon.speech:
        return True
    near = lows[after : after + 5]
    near = near[: near.index(",")] if "," in near else near
    if any(w in lexicon.excluded["audiences"] for w in near):
        return False
    return _is_speech(words, group, _Speech(sentence, names, group, after))


@dataclass(frozen=True, slots=True)
class _Speech:
    """Who is named before and behind a verb of speaking; ``after`` is the token behind it."""

    sentence: Sentence
    names: list[Entity]
    group: VerbGroup
    after: int

    @property
    def title(self) -> bool:
        return self.sentence.field is Field.TITLE

    @property
    def partner(self) -> list[Entity]:
        """Speakers a few words behind it."""
        near = range(self.after, self.after + REACH + 1)
        return [e for e in self.names if e.start in near and e.sort in _SPEAKERS | {"title"}]

    @property
    def before(self) -> list[Entity]:
        """Speakers anywhere before it."""
        before = [e for e in self.names if e.end <= self.group.start]
        return [e for e in before if e.sort in _SPEAKERS or self.title or _heads(e)]

    def close(self, reach: int, sorts: set[str]) -> bool:
        """Return whether a partner of these sorts stands within ``reach`` words."""
        return any(e.sort in sorts and e.start <= self.after + reach for e in self.partner)


def _role(e: Entity) -> str:
    """Return what somebody is, in one word: "negotiators" of "Serbia's chief negotiators"."""
    return (e.party.office or e.party.name).lower().rsplit(maxsplit=1)[-1]


def _heads(e: Entity) -> bool:
    """Return whether it is "the prime minister" or "the envoy", not just any title."""
    return e.sort == "title" and e.party.name.lower().split()[-1] in _SINGLE


_SINGLE = frozenset("minister president envoy premier chancellor king emir pope commander".split())


def _is_speech(words: tuple[str, ...], group: VerbGroup, said: _Speech) -> bool:
    """Return whether two sides speak: the verb alone does not tell."""
    if words == ("join",):  # "European leaders to join the Ukrainian president in Washington"
        return said.title and said.close(1, {"person", "office"})
    if words == ("call",):
        # "called the Saudi king"; not "called for", "called him a liar".
        return said.close(0, {"person", "office"})
    if words[0] in {"host", "receive", "welcome", "see"}:
        return _is_received(words, group, said)
    if words == ("invite",):
        return _is_invited(group, said)
    if words == ("raise", "with"):
        return said.title and bool(said.partner)  # "raises border issue with Wang Yi"
    if words == ("gather",):  # "the remaining four leaders would gather on Thursday"
        ends = {_role(e) for e in said.names if e.end == group.start}
        return bool(ends & (_GUESTS | _BODIES)) and group.finite and not said.title
    if words[0] == "discuss":
        return _discusses(group, said)
    if words == ("negotiate",) and said.before and said.title:
        return group.negated  # "Iran says it won't negotiate under threats"
    if words in {("talk",), ("speak",)}:
        return _speak(words, group, said)
    if words in {("confer",), ("exchange", "views"), ("compare", "notes")} and len(said.before) > 1:
        return True
    before = said.sentence.lows[group.start - 1] if group.start else ""
    pronoun = before in {"", "he", "she", "they", "it", "we", "i"}
    return bool(said.partner) and (bool(said.before) or pronoun)


def _speak(words: tuple[str, ...], group: VerbGroup, said: _Speech) -> bool:
    """Return whether several speak with one another: "Trump, Putin speak", "asked both to talk"."""
    if words == ("talk",) and said.sentence.lows[said.after : said.after + 1] == ["about"]:
        return False  # "urges G20 to talk about peace"
    # "asked Delhi and Islamabad to talk"; "Trump, Putin speak", "teams talking in Djibouti"
    groups = {_role(e) for e in said.names if e.end == group.start}
    several = bool(groups & _GUESTS) and (group.tense is not Tense.PAST or _together(said))
    beside = any(e.end == group.start for e in said.before)
    ready = said.sentence.lows[group.start - 1 : group.start] in _READY
    if ready and said.before and group.tense is Tense.INFINITIVE:
        return said.sentence.lows[said.after : said.after + 1] != ["about"]
    several = several or (
        len(said.before) > 1
        and (group.tense is Tense.INFINITIVE or said.title or (beside and _together(said)))
    )
    return several or (group.tense is Tense.GERUND and said.title and bool(said.before))


_READY = (["ready"], ["willing"], ["prepared"])


def _together(said: _Speech) -> bool:
    """Return whether what follows says that two spoke with one another: "spoke by phone"."""
    behind = said.sentence.lows[said.after : said.after + 3]
    return len(said.before) > 1 and (behind[:1] == ["in"] or behind[:2] in _SPOKEN)


_SPOKEN = (
    ["on", "the"],
    ["over", "a"],
    ["by", "phone"],
    ["for", "the"],
    ["by", "telephone"],
    ["for", "an"],
    ["over", "the"],
)


def _is_received(words: tuple[str, ...], group: VerbGroup, said: _Speech) -> bool:
    """Tell "received the envoy" and "was received by the emir" from "sees Taiwan as"."""
    behind = said.sentence.lows[said.after : said.after + 8]
    if group.tense is Tense.PARTICIPLE and not said.title:
        return False  # "a summit in Washington hosted by"
    if group.passive and words[0] != "see" and "by" in behind:
        return bool(said.partner) and bool(said.before)
    if group.passive or "as" in behind:
        return False
    if words == ("receive",) and "from" in behind:
        return False  # "received a proposal from the mediators"
    guests = [e for e in said.partner if e.sort == "title" and _is_guest(e.party.name.lower())]
    if any(e.start <= said.after + 7 for e in guests):
        return True  # "to host a group of African leaders"
    if group.tense is not Tense.PRESENT and any(
        _heads(e) and e.start <= said.after + 2 for e in said.partner
    ):
        return True  # "is due to see the commander"
    return said.close(3, {"person", "office", *(("name",) if said.title else ())})


def _is_guest(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1] in _GUESTS or name.startswith("heads of")


_GUESTS = frozenset(
    "leaders presidents ministers envoys delegations negotiators mediators chiefs commanders "
    "officers officials counterparts".split()
)

# Who gathers without being named by an office.
_BODIES = frozenset("sides parties teams participants donors heads generals experts".split())


def _is_invited(group: VerbGroup, said: _Speech) -> bool:
    """Tell "invited Putin to Rome" and "was invited to Ankara" from "invited to join Nato"."""
    behind = said.sentence.lows[said.after : said.after + 8]
    if not {"join", "become", "apply"}.isdisjoint(behind):
        return False
    if group.passive:
        bound = not {"to", "for"}.isdisjoint(behind[:2])
        return bound and bool(said.before) and not group.negated
    goes = not {"to", "for"}.isdisjoint(behind[:7])
    heads = any(_heads(e) and e.start <= said.after + 2 for e in said.partner)
    return goes and (heads or said.close(2, {"person", "office", "name"}))


def _discusses(group: VerbGroup, said: _Speech) -> bool:
    """Return whether several discuss it, or one with another."""
    lows = said.sentence.lows
    near = range(said.after, min(len(lows), said.after + 14))
    at = next((i for i in near if lows[i] == "with"), -1)
    partner = any(at < e.start <= at + 5 and e.sort in _SPEAKERS for e in said.names)
    several = [e for e in said.names if e.end <= group.start and e.sort in _PEOPLE]
    offices = [e for e in said.names if e.end == group.start and e.sort in {"office", "title"}]
    if said.title and any(e.party.office.split()[-1].lower() in _GUESTS for e in offices):
        return group.finite or group.tense is Tense.INFINITIVE  # "EU ministers discuss"
    if (
        said.title
        and group.tense is Tense.INFINITIVE
        and any(e.sort == "organisation" and e.end == group.start for e in said.names)
    ):
        return True  # "UN Security Council to discuss Kosovo"
    if said.title and several and "in" in lows[: group.start]:
        return True  # "Blinken in Israel to discuss post-war Gaza"
    return (at > 0 and partner) or ((group.finite or said.title) and len(several) > 1)


def _for_talks(lows: list[str], at: int) -> bool:
    """Return whether "for" leads to a meeting: "for Thursday's three-way talks"."""
    near = lows[at + 1 : at + 6] if lows[at] == "for" else []
    stop = next((i for i, low in enumerate(near) if low in {",", "with", "of", "on", "and"}), 5)
    return any(low in _TALKS for low in near[:stop])


_TALKS = frozenset("talks summit negotiations consultations meeting session round".split())


def _is_journey(
    group: VerbGroup, after: int, sentence: Sentence, lexicon: Lexicon, names: list[Entity]
) -> bool:
    """Return whether someone travels for talks: a purpose, or an official going to a place."""
    lows = sentence.lows
    before = lows[group.start - 1] if group.start else ""
    placed = any(after <= e.start <= after + 3 and e.sort in _PLACES for e in names)
    placed = placed or "capital" in lows[after : after + 3]
    if before in {"it", "they"} and group.negated and placed and group.lemma == "go":
        return True  # "it would not go to Geneva"
    if before in {"it", "this", "which", "that"}:
        return False
    if group.lemma in {"be", "remain", "stay"} and not placed:
        return False  # "work is in hand for a meeting"
    near = range(after, min(len(lows), after + 12))
    stop = next((i for i in near if lows[i] in {";", ":", "that", "which"}), near.stop)
    if any(lexicon.purposes.at(lows, i) for i in range(after, stop)):
        return True
    if not _OTHER_ERRANDS.isdisjoint(lows[after:stop]):
        return False  # "arrives in New York for UN speech"
    if any(_for_talks(lows, i) for i in range(after, stop)):
        return True
    if group.lemma in {"be", "remain", "stay"}:
        return False
    return placed and (_has_traveller(group, sentence, lexicon, names) or before in {"he", "she"})


def _has_traveller(
    group: VerbGroup, sentence: Sentence, lexicon: Lexicon, names: list[Entity]
) -> bool:
    """Return whether an official is the subject: "experts from Congo and Rwanda will gather"."""
    links = lexicon.grammar["adverbs"] | _OF_WHERE | _BOUND
    agreed = group.tense is Tense.INFINITIVE and bool(
        _AGREEING & set(sentence.lows[max(0, group.start - 2) : group.start])
    )  # "Ukraine and Russia agreed to come back to Istanbul"
    able = _TRAVELLERS | ({"country", "armed"} if agreed else set())
    able = able | ({"organisation"} if group.lemma in {"gather", "assemble"} else set())
    links = links | (_AGREEING if agreed else frozenset())
    links = links | (_INTENDING if group.tense is Tense.INFINITIVE else frozenset())
    for e in names:
        if e.sort in able and e.end <= group.start:
            inside = {i for o in names if o.start >= e.end for i in range(o.start, o.end)}
            between = [i for i in range(e.end, group.start) if i not in inside]
            if sentence.lows[e.end : e.end + 2] == ["from", "the"]:
                between = between[3:]  # "a delegation from the north-east would go"
            if all(sentence.lows[i] in links or sentence.lows[i].isdigit() for i in between):
                return True
    return False


_AGREEING = frozenset({"agree", "agreed", "agrees", "have", "has"})
# Over "to travel" these leave who travels before them: "The French president plans to travel".
_INTENDING = frozenset(
    "is are was were plans plan planned intends intend intended hopes hoped wants wanted expected "
    "due set scheduled preparing expects".split()
)
# Between those who travel and the verb: "experts of the two armies", "envoys from A and B".
_OF_WHERE = frozenset("of from and the two both several countries nations states".split())
# For these one travels too, and meets nobody.
_OTHER_ERRANDS = frozenset(
    "speech funeral ceremony inauguration holiday surgery treatment wedding".split()
)
# Where a headline leaves "is" out: "Iran's foreign minister ready to visit Riyadh".
_BOUND = frozenset({"ready", "willing", "prepared", "set", "due", "expected", "poised", "likely"})
