"""The sentence around one mention, and the questions that the decision tables ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.announcements.asides import behind_aside, bracketed, opens_aside
from parsers.announcements.frames import led_by_in
from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.lexicon import Cue, Lexicon
from parsers.announcements.matching import NO_COMPOUND, cue_at
from parsers.announcements.mention import Mention
from parsers.announcements.sentences import Sentence
from parsers.calendars import MONTHS, WEEKDAYS
from parsers.records import Field, Kind, Status

_STOPS = frozenset({";", ":", "—", "–", "(", ")"})
_RELATIVE = frozenset({"that", "which", "who", "whose"})
# What may stand between a noun and the mention that it rules: "call for a", "violations of the".
_LINKS = frozenset(
    "of for to on in over about at with from toward towards against between 's urging calling "
    "demanding seeking is that supporting declaring imposing monitoring securing into".split()
)  # fmt: skip
# In front of a noun these say that it is not there: "without delay", "to prevent violations".
_ABSENT = frozenset(
    {"without", "no", "against", "prevent", "avoid", "avert", "any", "if", "preventing"}
)
_ON = frozenset({"on", "for", "about"})
# "gets six-month extension"
_DURATION = re.compile(r"^[a-z]+-(?:hour|day|week|month|year)$")
# Between a verb and the rest of its cue these count for nothing: "put their names to".
_PASSED_OVER = frozenset(
    {"“", "”", '"', "'", "`", "’", "their", "its", "his", "her", "itself", "themselves"}
)
# What stands before these does not rule what stands behind: "talks a day after the ceasefire".
_BEHIND = frozenset({"after", "since", "following"})
# What stands behind these is no object of the verb before them.
_NOT_ITS_OBJECT = frozenset({"from", "about", "during", "amid", "despite", "because"})
_TIMES = frozenset({"month", "week", "year", "day", "ramadan", "weekend"})
# What is wanted "from" a meeting is not the meeting.
_WANTING = frozenset({"want", "expect", "need", "get", "gain"})
_AT = frozenset({"in", "at", "on", "between", "with", "and", ",", "over", "still", "largely"})


@dataclass(slots=True)
class Reading:
    """What was made of a mention. ``status`` None: the sentence says nothing of it."""

    status: Status | None = None
    because: list[str] = field(default_factory=list)
    verb: VerbGroup | None = None  # the verb that decided
    control: str = ""  # what stands over it: call, plan, offer, refuse, fail, try
    hypothetical: bool = False
    strength: float = 0.5  # 0..1: how direct the cue is
    denied: bool = False  # the noun over it is denied: "no interest in talks"
    framed: str = ""  # "since", "after" …: the mention is the frame of another event


@dataclass(slots=True)
class Scene:
    """One mention in its sentence; all positions are token indexes."""

    sentence: Sentence
    mention: Mention
    groups: list[VerbGroup]
    lexicon: Lexicon
    nouns: set[int]  # tokens that are nouns for sure: triggers and names
    others: set[int]  # tokens of the other trigger nouns
    lows: list[str] = field(init=False)
    cues: dict[str, dict[str, list[Cue]]] = field(init=False)
    passed: frozenset[int] = field(init=False)  # tokens that no clause is made of: brackets

    def __post_init__(self) -> None:
        """Keep what every question needs at hand."""
        self.lows = self.sentence.lows
        self.cues = self.lexicon.cues[self.mention.kind]
        named = {g.start for g in self.groups if g.tense is Tense.GERUND}
        fighting = {at for at in named if self.lows[at] in self.lexicon.fighting}
        attributes = {
            g.start
            for g in self.groups
            if g.tense is Tense.PARTICIPLE
            and g.start
            and self.lows[g.start - 1] in {"the", "a", "an", "on", "over", "about", "of"}
        }  # "a meeting on the stalled elections", "pause in Gaza fighting begins"
        self.passed = bracketed(self.lows) | fighting | attributes

    @property
    def _adverbs(self) -> frozenset[str]:
        return self.lexicon.grammar["adverbs"]

    @property
    def borders(self) -> frozenset[str]:
        """Words that end a clause."""
        return self.lexicon.grammar["boundaries"]

    # -- nouns over the mention ----------------------------------------------------------------
    def nouns_over(self) -> list[tuple[Cue, int, int]]:
        """Return (cue, start, end) of the nouns that rule the mention, right then left."""
        return [*self._right_noun(), *self._left_nouns()]

    def _right_noun(self) -> list[tuple[Cue, int, int]]:
        """Read the compound: "truce talks", "ceasefire monitoring mechanism"."""
        last = None
        for at in range(self.mention.end, min(self.mention.end + 3, len(self.lows))):
            if self.in_verb(at) or self.lows[at] in _STOPS | NO_COMPOUND:
                break
            cue = self._noun_at(at)
            if cue is not None and len(cue[0].words) > 1 and cue[0].words[-1] in _LINKS:
                break  # "in phone call Russia open to grain deal"
            starts = self.lows[at] == "beginning" and self.lows[at + 1 : at + 2] != ["of"]
            last = last if starts else self._noun_at(at) or last
        return [last] if last else []

    def _left_nouns(self) -> list[tuple[Cue, int, int]]:
        """Read "violation of the truce", "calls for a lasting ceasefire"."""
        found: list[tuple[Cue, int, int]] = []
        if self.mention.kind is Kind.MEETING and led_by_in(self):
            return found
        left = self.mention.start
        for at in range(left - 1, max(-1, left - 8), -1):
            low = self.lows[at]
            cue = self._noun_at(at)
            phrase = cue is not None and len(cue[0].words) > 1  # "close to": no verb
            clause = low == "," and at == left - 1  # "Efforts Near Collapse, Ceasefire Needed"
            border = clause or low in _STOPS or (low in self.borders and low != "that")
            border = border or (low in _BEHIND and self.sentence.field is Field.TITLE)
            if (border and not phrase) or (self.finite(at) and not phrase):
                break
            if cue is None and at in self.others:
                break  # "push for a truce in Qatar talks": the push is for the truce
            apart = (
                cue is not None
                and cue[0].status is Status.IN_FORCE
                and not _ON.isdisjoint(self.lows[cue[2] : self.mention.start])
            )  # "the second day of work on a ceasefire"
            if (
                cue
                and not apart
                and (self._rules(cue[2]) or (phrase and self.lows[cue[2] - 1] == "by"))
                and (phrase or not set(self.lows[max(0, at - 2) : at]) & _ABSENT)
            ):
                found.append(cue)
        return found

    def _month_at(self, at: int) -> bool:
        """Return whether it is "March" or "May", not a march."""
        return self.lows[at] in MONTHS and self.sentence.tokens[at].text[0].isupper()

    def _of_a_time(self, at: int) -> bool:
        """Return whether it is the end of a month or a week, not of a truce."""
        behind = self.lows[at + 1 : at + 4]
        return (
            self.lows[at] == "end"
            and behind[:1] == ["of"]
            and not (_TIMES | frozenset(MONTHS)).isdisjoint(behind)
        )

    def _noun_at(self, at: int) -> tuple[Cue, int, int] | None:
        passed = self._month_at(at) or self._of_a_time(at)
        for cue in () if passed else self.cues["noun"].get(self.lows[at], ()):
            end = at + len(cue.words)
            if tuple(self.lows[at:end]) == cue.words and (
                len(cue.words) > 1 or not self.finite(at)
            ):
                return cue, at, end
        return None

    def _rules(self, end: int) -> bool:
        """Return whether the noun that ends at ``end`` takes the mention."""
        if end >= self.mention.start or self.lows[end - 1] in _LINKS:
            return True
        return any(low in _LINKS for low in self.lows[end : min(end + 4, self.mention.start)])

    def absent(self) -> bool:
        """Return whether it is only feared or warded off: "safeguards against violations"."""
        return bool(
            set(self.lows[max(0, self.mention.start - 3) : self.mention.start])
            & {"against", "prevent", "avoid", "avert", "preventing"}
        )

    # -- verbs ---------------------------------------------------------------------------------
    def in_verb(self, at: int) -> bool:
        """Return whether the token is part of a verb group."""
        return any(g.start <= at < g.end for g in self.groups)

    def finite(self, at: int) -> bool:
        """Return whether the token is part of a finite verb group."""
        return any(g.start <= at < g.end and g.finite for g in self.groups)

    def tail(self, group: VerbGroup, keep: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words behind the verb, without adverbs and quotation marks."""
        # "has no intention of", "is not an option": there the group ends with the negation
        start = group.verb + (keep[:1] != (self.lows[group.verb],))
        words = self._dayless(start)[:6]
        passed = self._adverbs | _PASSED_OVER | {"a", "an", "the"}
        skipped = (w in passed or w[0].isdigit() or _DURATION.match(w) is not None for w in words)
        return tuple(w for w, skip in zip(words, skipped, strict=True) if w in keep or not skip)

    def _dayless(self, start: int) -> list[str]:
        """Return the next words without "on Monday": "pulled out on Monday of the talks"."""
        near = self.lows[start : start + 8]
        days = [i for i, low in enumerate(near) if low in WEEKDAYS]
        led = [i - 1 for i in days if i and near[i - 1] == "on"]
        return [low for i, low in enumerate(near) if i not in days and i not in led]

    def cue_at(self, group: VerbGroup, side: str) -> Cue | None:
        """Return the longest cue of ``side`` (object or subject) that the verb group opens."""
        return cue_at(self, group, side)

    def subject_verb(self, after: int) -> VerbGroup | None:
        """Return the verb of which the mention is the subject."""
        commas, pending, resume = 0, None, 0
        after = self._behind_aside(after)
        for at in range(after, len(self.lows)):
            low = self.lows[at]
            if at < resume or at in self.passed or (at == after and low in _PASSED_OVER):
                continue
            if low in _STOPS or low in {"”", '"'} or low in self.borders - _RELATIVE:
                break
            if low in self.lexicon.grammar["framing"] and commas == 0 and not pending:
                break
            commas += low == ","
            if commas > 2 or (low in {"and", "but", "or"} and pending and pending.finite):
                break
            group = next((g for g in self.groups if g.start == at), None)
            if group is None or self.lows[at - 1 : at + 2] == ["days", "to", "come"]:
                continue
            if at and self.lows[at - 1] in _RELATIVE and commas == 0:
                return group  # "a truce that collapsed"
            bare_past = group.tense is Tense.PAST and group.start == group.verb
            headed = self.sentence.field is Field.TITLE and bare_past
            behind = "".join(self.lows[group.end : group.end + 1])
            settled = headed and behind in {"for", "by", "in", "dead", "over", "void", "null"}
            settled = settled or group.passive  # "a truce was announced"
            if group.lemma in self.lexicon.saying and group.finite and not settled:
                resume = self._relative_closes(after, at)
                if resume:
                    continue  # "the truce in X, which Y had declared, was prolonged"
                return pending  # "…, Lavrov said": nobody's ceasefire speaks
            if group.finite and not (self._reduced(group) and pending is None):
                return self.raised(group)
            if pending is None and self._without_is(group, after):
                return group
            pending = pending or group
        return pending

    def _without_is(self, group: VerbGroup, after: int) -> bool:
        """Return whether a headline leaves "is" out: "Truce prolonged by a day"."""
        bare = group.tense in {Tense.PARTICIPLE, Tense.GERUND} and group.start == group.verb
        between = range(after, group.start)
        linked = all(i in self.nouns or self.lows[i] in _AT for i in between)
        return bare and linked and self.sentence.field is Field.TITLE

    def _relative_closes(self, opens: int, at: int) -> int:
        """Return the comma that ends the relative clause of the verb at ``at``, or 0."""
        said = self.lows[opens:at]
        aside = said.count(",") == 1 and not {"which", "who"}.isdisjoint(said)
        inside = aside and "," in self.lows[at:]
        return self.lows.index(",", at) if inside else 0

    def _behind_aside(self, after: int) -> int:
        if self.sentence.field is Field.TITLE:
            return after  # headlines are too terse for asides
        return behind_aside(self.lows, self.groups, self.nouns, after)

    def raised(self, group: VerbGroup) -> VerbGroup:
        """Return "taking root" for "appears to be taking root", in the tense of "appears"."""
        behind = next((g for g in self.groups if g.start == group.end), None)
        raises = group.lemma in {"appear", "seem"} and behind is not None
        if not raises or behind is None or behind.tense is not Tense.INFINITIVE:
            return group
        return replace(behind, tense=group.tense, mood=group.mood, negated=group.negated)

    def _reduced(self, group: VerbGroup) -> bool:
        """Return whether "agreed" in "the truce agreed in May collapsed" is a participle."""
        if group.tense is not Tense.PAST or group.start != group.verb or group.passive:
            return False
        later = next((g for g in self.groups if g.start >= group.end and g.finite), None)
        if later is None:
            return False
        between = self.lows[group.end : later.start]
        borders = self.borders | self.lexicon.grammar["framing"] | {",", "and", "but"}
        return borders.isdisjoint(between)

    def object_verb(self, before: int) -> VerbGroup | None:
        """Return the verb that acts on the mention: the nearest to the left in its clause."""
        commas, attribute, aside = 0, None, before
        for at in range(before - 1, max(-1, before - 16), -1):
            low = self.lows[at]
            if low == "," and at < aside:
                aside = opens_aside(self.lows, self.groups, at)
            if at in self.passed or aside <= at < before - 1:
                continue
            called = low == "as" and self.group_at(at - 1) is not None  # "dismissed as absurd the"
            if (low in _STOPS or low in self.borders) and not called:
                return attribute
            # "to speak about a meeting", "walks away from talks"
            led = at - 2 if self.lows[at - 1] in WEEKDAYS else at  # "withdrew on Tuesday from"
            spoken = self.group_at(led - 1) is not None or self.group_at(led - 2) is not None
            wanted = self.group_at(at - 1)
            spoken = spoken and not (wanted and low == "from" and wanted.lemma in _WANTING)
            if low in _NOT_ITS_OBJECT and at < before - 1 and not spoken:
                return attribute  # "want no surprises from the visit"
            if low in self.lexicon.grammar["framing"] and at < before - 1:
                return attribute
            commas += low == ","
            if commas > 1:
                return attribute
            group = next((g for g in self.groups if g.verb == at), None)
            if group is not None:
                if group.tense is Tense.PARTICIPLE and at == before - 1 and attribute is None:
                    attribute = group  # "scraps planned visit": the verb may stand before it
                    continue
                far = commas and group.finite and before - at > 8
                return attribute if far else group
        return attribute

    def group_at(self, at: int) -> VerbGroup | None:
        """Return the verb group whose main verb stands at ``at``."""
        return next((g for g in self.groups if g.verb == at), None)

    def state(self) -> Cue | None:
        """Return the state behind the mention where a headline leaves "is" out: "truce over"."""
        at = self.mention.end
        reach = min(len(self.lows), at + 9)  # "talks with Ukraine impossible"
        while at < reach and not self._state_at(at):
            if self.lows[at : at + 2] == ["to", "be"]:
                at += 2  # "declared the truce to be over"
                continue
            bound = self.lows[at] in {"to", "for"} and at + 1 not in self.nouns
            bound = bound or self.lows[at] == "before"
            if self.in_verb(at) or bound or self.lows[at] in _STOPS | self.borders:
                return None
            at += 1
        return self._state_at(at) if at < reach and not self.in_verb(at) else None

    def _state_at(self, at: int) -> Cue | None:
        if self.lows[at : at + 2] == ["off", "to"]:
            return None  # "truce off to calm start"
        if (
            self.lows[at] == "over"
            and self.lows[at + 1 : at + 2]
            and (
                self.lows[at + 1]
                not in self.borders | {",", "after", "in", "says", "—", "–", "-", "’", "'"}
            )
        ):
            return None  # "talks over Gaza"
        for cue in self.cues["subject"].get("be", ()):
            rest = cue.words[1:]
            if tuple(self.lows[at : at + len(rest)]) == rest:
                return cue
        return None

    def shown(self, group: VerbGroup, length: int = 1) -> str:
        """Return the words of a verb group as the text has them, ``length`` words from the verb."""
        end = min(len(self.lows), max(group.verb + length, group.end))
        tokens = self.sentence.tokens
        return self.sentence.text[tokens[group.start].start : tokens[end - 1].end]
