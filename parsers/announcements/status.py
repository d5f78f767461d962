"""What a sentence says of a mention: the cue that governs it, and what mood makes of that.

The steps, each of which leaves a line in ``because``:
1. the noun over the mention ("violation of the truce", "truce talks");
2. the verb of which it is the subject, else the verb that acts on it;
3. tense, mood, negation, and the word that controls an infinitive ("urged … to sign").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.lexicon import Cue, Lexicon
from parsers.announcements.mentions import Mention
from parsers.announcements.sentences import Sentence
from parsers.records import Kind, Status


@dataclass(slots=True)
class Reading:
    """What was made of a mention. ``status`` None: the sentence says nothing of it."""

    status: Status | None
    because: list[str] = field(default_factory=list)
    verb: VerbGroup | None = None  # the verb that decided
    control: str = ""  # call, plan, offer, refuse, fail, try
    hypothetical: bool = False
    strength: float = 0.5  # 0..1: how direct the cue is
    framed: str = ""  # "since", "after" …: the mention is the frame of another event


_HARD = frozenset({";", ":", "—", "–", "(", ")"})


def read(
    sentence: Sentence,
    mention: Mention,
    groups: list[VerbGroup],
    lexicon: Lexicon,
    nouns: set[int],
) -> Reading:
    """Return the status that the sentence gives to the mention."""
    scene = _Scene(sentence, mention, groups, lexicon, nouns)
    if mention.verb is not None:
        return _read_verb(scene, mention.verb)
    return _read_noun(scene)


class _Scene:
    """The sentence around one mention, with the questions that the steps ask."""

    def __init__(
        self,
        sentence: Sentence,
        mention: Mention,
        groups: list[VerbGroup],
        lexicon: Lexicon,
        nouns: set[int],
    ) -> None:
        self.lows = sentence.lows
        self.sentence = sentence
        self.mention = mention
        self.groups = groups
        self.lexicon = lexicon
        self.nouns = nouns
        self.cues = lexicon.cues[mention.kind]

    # -- nouns ------------------------------------------------------------------------------
    def noun_cues(self) -> list[tuple[Cue, int, int]]:
        """Return the nouns over the mention as (cue, start, end), the nearest first."""
        found: list[tuple[Cue, int, int]] = []
        table = self.cues["noun"]
        right = self.mention.end
        for at in range(right, min(right + 3, len(self.lows))):
            if at > right and self.lows[at - 1] in {",", "for", "of", "to", "in", "with"} | _HARD:
                break
            if at > right and any(g.start <= at - 1 < g.end for g in self.groups):
                break
            for cue in table.get(self.lows[at], ()):
                if tuple(self.lows[at : at + len(cue.words)]) == cue.words and not self._verb_at(
                    at
                ):
                    found.append((cue, at, at + len(cue.words)))
                    break
            if found:
                break
        left = self.mention.start
        for at in range(left - 1, max(-1, left - 8), -1):
            low = self.lows[at]
            if low in _HARD or low in self.lexicon.grammar["boundaries"] or self._finite_at(at):
                break
            for cue in table.get(low, ()):
                end = at + len(cue.words)
                if (
                    tuple(self.lows[at:end]) == cue.words
                    and end < left + 1
                    and self._links(at, end)
                ):
                    found.append((cue, at, end))
                    break
        return found

    def _links(self, at: int, end: int) -> bool:
        """Return whether the noun at ``at`` takes the mention: "call for a", "plan to end the"."""
        if end >= self.mention.start:  # "proposed truce": an adjective
            return True
        return self.lows[end] in {
            "of",
            "for",
            "to",
            "on",
            "in",
            "over",
            "about",
            "at",
            "with",
            "from",
            "toward",
            "towards",
            "against",
            "between",
            "urging",
            "calling",
            "demanding",
            "seeking",
            "seeks",
            "'s",
            "imposing",
            "is",
            "that",
            "supporting",
        }

    def _verb_at(self, at: int) -> bool:
        return any(g.start <= at < g.end for g in self.groups)

    def _finite_at(self, at: int) -> bool:
        return any(g.start <= at < g.end and g.finite for g in self.groups)

    # -- verbs ------------------------------------------------------------------------------
    def cue_at(self, group: VerbGroup, side: str) -> Cue | None:
        """Return the longest cue of ``side`` that the verb group opens."""
        options = self.cues[side].get(group.lemma, ())
        for cue in options:
            rest = cue.words[1:]
            tail = [
                w
                for w in self.lows[group.verb + 1 : group.verb + 6]
                if w not in self.lexicon.grammar["adverbs"] or w in rest
            ]
            if not rest or tuple(tail[: len(rest)]) == rest:
                return cue
            # A phrasal verb may part: "call the talks off", "put a plan forward".
            if (
                len(rest) == 1
                and rest[0] in {"off", "out", "forward", "down", "back"}
                and rest[0] in self.lows[group.verb + 1 : self.mention.end + 2]
                and self.mention.start > group.verb
            ):
                return cue
        return None

    def passive_cue(self, group: VerbGroup) -> Cue | None:
        """Return the object cue that a passive turns round: "talks were postponed"."""
        return self.cue_at(group, "object")

    def subject_verb(self, after: int) -> VerbGroup | None:
        """Return the verb of which the mention is the subject."""
        depth = 0
        candidates: list[VerbGroup] = []
        for at in range(after, len(self.lows)):
            low = self.lows[at]
            if low in {";", ":", "”", '"'} or (low in _HARD and at > after):
                break
            if low == ",":
                depth += 1
                if depth > 2:
                    break
            if low in self.lexicon.grammar["boundaries"] and low not in {"which", "that", "who"}:
                break
            if low in {"and", "but", "or"} and candidates:
                break
            group = next((g for g in self.groups if g.start == at), None)
            if group is None:
                continue
            if low_relative(self.lows, at) and depth == 0:
                # "a truce that collapsed": the relative clause is about it.
                return group
            if group.finite:
                candidates.append(group)
                if (
                    group.tense is Tense.PAST
                    and not group.passive
                    and group.start == group.verb
                    and self._reduced(group)
                ):
                    continue
                return group
            if group.tense in {Tense.INFINITIVE} and not candidates:
                return group
            if group.tense is Tense.PARTICIPLE and not candidates:
                candidates.append(group)
        return candidates[0] if candidates else None

    def _reduced(self, group: VerbGroup) -> bool:
        """Return whether "agreed" in "the truce agreed in May collapsed" is a participle."""
        later = [g for g in self.groups if g.start > group.end and g.finite]
        return (
            bool(later)
            and "," not in self.lows[group.end : later[0].start]
            and not any(
                w in self.lexicon.grammar["boundaries"] or w in {"and", "but"}
                for w in self.lows[group.end : later[0].start]
            )
        )

    def object_verb(self, before: int) -> VerbGroup | None:
        """Return the verb that acts on the mention: the nearest to the left in its clause."""
        commas = 0
        for at in range(before - 1, max(-1, before - 16), -1):
            low = self.lows[at]
            if low in {";", ":", "—", "–"} or (
                low in self.lexicon.grammar["boundaries"] and low not in {"so"}
            ):
                return None
            if (
                low in {"after", "since", "following", "before", "despite", "during"}
                and at < before - 1
            ):
                return None
            if low == ",":
                commas += 1
                if commas > 1:
                    return None
            group = next((g for g in self.groups if g.verb == at), None)
            if group is not None:
                if commas and group.finite and before - at > 8:
                    return None
                return group
        return None

    def control(self, group: VerbGroup) -> tuple[str, str]:
        """Return (class, words) of what stands over an infinitive or gerund: "urged … to VERB"."""
        if group.tense not in {Tense.INFINITIVE, Tense.GERUND} and group.tense is not Tense.FUTURE:
            return "", ""
        for at in range(group.start - 1, max(-1, group.start - 16), -1):
            low = self.lows[at]
            if (
                low in {";", ":", "—", "that", "which", "because", "while", "but"}
                or low == ","
                and group.tense is not Tense.INFINITIVE
            ):
                break
            for name, phrases in self.lexicon.control.items():
                for words in phrases:
                    if self._control_at(words, at):
                        return name, " ".join(words)
        return "", ""

    def _control_at(self, words: tuple[str, ...], at: int) -> bool:
        """Return whether the control phrase stands at ``at``, as a verb or as plain words."""
        group = next((g for g in self.groups if g.verb == at), None)
        if group is not None and group.lemma == words[0]:
            rest = words[1:]
            tail = [
                w
                for w in self.lows[at + 1 : at + 5]
                if w not in self.lexicon.grammar["adverbs"] or w in rest
            ]
            return not rest or tuple(tail[: len(rest)]) == rest
        return (
            group is None and tuple(self.lows[at : at + len(words)]) == words and len(words[0]) > 2
        )


def low_relative(lows: list[str], at: int) -> bool:
    """Return whether the verb at ``at`` follows "that", "which" or "who" directly."""
    return at > 0 and lows[at - 1] in {"that", "which", "who"}


# ---------------------------------------------------------------------------------------------
def _read_noun(scene: _Scene) -> Reading:
    mention, lows = scene.mention, scene.lows
    nouns = scene.noun_cues()
    left = min([mention.start] + [start for _, start, _ in nouns])
    right = max([mention.end] + [end for _, _, end in nouns])
    subject = scene.subject_verb(right)
    acting = scene.object_verb(left)
    frame = _frame(lows, left, scene.lexicon)
    reading = Reading(None, framed=frame)
    noun = nouns[0][0] if nouns else None

    verb_cue: Cue | None = None
    verb: VerbGroup | None = None
    subject_first = subject is not None and (
        acting is None or subject.finite and _is_subject(scene, acting, subject)
    )
    if frame and subject is not None and "," in lows[right : subject.start]:
        subject_first = False
    if subject_first and subject is not None and not frame:
        verb_cue, verb = _subject_cue(scene, subject), subject
    if verb_cue is None and acting is not None and not (frame and not _near(acting, left)):
        verb_cue, verb = scene.cue_at(acting, "object"), acting
        if acting.passive and verb_cue:
            verb_cue = None
    if verb_cue is None and subject is not None and not frame:
        verb_cue = _subject_cue(scene, subject)
        verb = subject if verb_cue else verb
    reading.verb = verb
    if noun:
        reading.because.append(f'"{noun.text}" of it: {noun.status}')
        reading.strength = 0.6
    if verb_cue and verb:
        reading.because.append(f'"{_words(scene, verb, verb_cue)}": {verb_cue.status}')
        reading.strength = 0.75 if verb_cue.side == "subject" or _near(verb, left) else 0.65
    if verb is not None:
        name, words = scene.control(verb)
        if name:
            reading.control = name
            reading.because.append(f'"{words}" stands over it: {name}')
    combine = _ceasefire_status if mention.kind is Kind.CEASEFIRE else _meeting_status
    reading.status = combine(scene, reading, noun, verb_cue, verb)
    return reading


def _is_subject(scene: _Scene, acting: VerbGroup, subject: VerbGroup) -> bool:
    """Return whether the mention is the subject of the verb behind it, not the object before."""
    lexicon = scene.lexicon
    between = scene.lows[scene.mention.end : subject.start]
    if (
        "," in between
        or "and" in between
        or any(w in lexicon.grammar["boundaries"] for w in between)
    ):
        return False
    if acting.lemma in lexicon.saying:
        return True
    # "rejected a truce proposed by": a participle is no main verb.
    return (
        not (subject.tense is Tense.PAST and not subject.passive and subject.start == subject.verb)
        or not acting.finite
    )


def _subject_cue(scene: _Scene, group: VerbGroup) -> Cue | None:
    cue = scene.cue_at(group, "subject")
    if group.passive or group.tense is Tense.PARTICIPLE:
        return scene.passive_cue(group) or cue
    if cue is None and group.tense is Tense.PAST and group.start == group.verb:
        # A headline leaves "was" out: "Truce extended", "Talks postponed".
        follows = group.end in scene.nouns
        return None if follows else scene.passive_cue(group)
    if group.lemma == "be" and cue is None:
        nexts = [
            w
            for w in scene.lows[group.end : group.end + 4]
            if w not in scene.lexicon.grammar["adverbs"]
        ]
        for side_cue in scene.cues["subject"].get("be", ()):
            if tuple(nexts[: len(side_cue.words) - 1]) == side_cue.words[1:]:
                return side_cue
    return cue


def _near(group: VerbGroup, left: int) -> bool:
    return left - group.end <= 6


def _frame(lows: list[str], left: int, lexicon: Lexicon) -> str:
    """Return the preposition that makes the mention a frame: "since the truce"."""
    for at in range(left - 1, max(-1, left - 7), -1):
        if lows[at] in lexicon.grammar["framing"]:
            return lows[at]
        if lows[at] in {",", "of", "to", "for", "by", "with", "that", "and"}:
            return ""
        if lows[at] == "of" and at and lows[at - 1] in {"ahead", "wake"}:
            return "ahead of" if lows[at - 1] == "ahead" else "after"
    return ""


def _words(scene: _Scene, group: VerbGroup, cue: Cue) -> str:
    """Return the words of the verb group and the rest of its cue, as the text has them."""
    end = min(len(scene.lows), group.verb + len(cue.words))
    tokens = scene.sentence.tokens
    return scene.sentence.text[tokens[group.start].start : tokens[max(end, group.end) - 1].end]


# -- ceasefires ---------------------------------------------------------------------------------
_OPEN = {Mood.POSSIBLE, Mood.WOULD, Mood.MUST}


def _ceasefire_status(  # noqa: C901, PLR0911, PLR0912  # one decision table, read from top to bottom
    scene: _Scene, reading: Reading, noun: Cue | None, cue: Cue | None, verb: VerbGroup | None
) -> Status | None:
    said = cue.status if cue else None
    over = noun.status if noun else None
    negated = verb is not None and verb.negated
    open_mood = verb is not None and verb.mood in _OPEN
    future = verb is not None and verb.tense is Tense.FUTURE
    refuses = reading.control == "refuse"
    if (
        said is Status.REJECTED
        and cue
        and cue.side == "object"
        and not negated
        and over in {None, Status.PROPOSED, Status.CALLED_FOR}
    ):
        return Status.REJECTED
    if over is Status.CALLED_FOR:
        if (
            negated
            and verb is not None
            and verb.lemma in {"pass", "adopt", "approve", "back", "support"}
        ):
            return Status.REJECTED
        return Status.CALLED_FOR
    if over is Status.PROPOSED:
        if (
            said is Status.AGREED
            and cue
            and cue.words[0]
            in {"accept", "approve", "agree", "endorse", "sign", "okay", "finalise", "greenlight"}
        ):
            if negated or refuses:
                return Status.REJECTED
            if not (future or open_mood or reading.control in {"call", "try", "offer"}):
                return Status.AGREED
        if said is Status.CALLED_FOR and reading.control != "try":
            return Status.PROPOSED
        return Status.PROPOSED
    if over in {Status.VIOLATED, Status.EXTENDED, Status.ENDED, Status.REJECTED, Status.AGREED}:
        if over is Status.EXTENDED and (
            said in {Status.PROPOSED, Status.CALLED_FOR} or future or open_mood
        ):
            return Status.PROPOSED if said is not Status.CALLED_FOR else Status.CALLED_FOR
        if over is Status.ENDED and reading.control in {"call", "try"}:
            return Status.CALLED_FOR
        if over is Status.VIOLATED and said is Status.REJECTED:
            return Status.VIOLATED
        return over
    if said is None:
        return over if over else _bare_ceasefire(scene, reading)
    if reading.control == "call":
        return Status.CALLED_FOR
    if refuses:
        return Status.REJECTED
    if said is Status.AGREED:
        if negated or reading.control == "fail":
            return Status.PROPOSED
        if future or open_mood or reading.control in {"try", "plan", "offer"} or _tried(verb):
            return Status.PROPOSED
        return Status.AGREED
    if said is Status.IN_FORCE:
        if negated:
            return Status.VIOLATED
        if open_mood:
            return Status.PROPOSED
        if (
            future
            or reading.control == "plan"
            or (verb is not None and verb.tense is Tense.INFINITIVE)
        ):
            return Status.AGREED
        return Status.IN_FORCE
    if said is Status.EXTENDED:
        if reading.control == "plan" and verb is not None and verb.tense is Tense.INFINITIVE:
            return Status.EXTENDED
        return (
            Status.PROPOSED
            if negated or open_mood or reading.control in {"try", "offer"} or _tried(verb)
            else Status.EXTENDED
        )
    if said is Status.VIOLATED:
        if open_mood or future:
            reading.hypothetical = True
        return None if negated else Status.VIOLATED
    if said is Status.ENDED:
        if open_mood or (future and cue and cue.side == "object"):
            reading.hypothetical = True
            return None
        return Status.PROPOSED if negated else Status.ENDED
    if said is Status.REJECTED:
        return Status.PROPOSED if negated else Status.REJECTED
    if said is Status.CALLED_FOR:
        return (
            Status.REJECTED
            if negated
            and verb is not None
            and verb.lemma in {"want", "support", "back", "need", "favour", "favor"}
            else Status.CALLED_FOR
        )
    return said


def _tried(verb: VerbGroup | None) -> bool:
    """Return whether the act is only a purpose: "to secure a truce"."""
    return verb is not None and verb.tense is Tense.INFINITIVE


def _bare_ceasefire(scene: _Scene, reading: Reading) -> Status | None:
    """Return what a ceasefire without a cue is: an adjective may still tell."""
    lows, mention = scene.lows, scene.mention
    before = lows[max(0, mention.start - 3) : mention.start]
    if "no" in before[-2:]:
        return Status.PROPOSED if "there" not in lows else Status.REJECTED
    for at in range(mention.start - 1, max(-1, mention.start - 4), -1):
        form = scene.lexicon.forms.get(lows[at])
        if form and form[1] == "past":
            cue = next(
                (c for c in scene.cues["object"].get(form[0], ()) if len(c.words) == 1), None
            )
            if cue:
                reading.because.append(f'"{lows[at]} {mention.words}": {cue.status}')
                reading.strength = 0.5
                return cue.status
    return None


# -- meetings ------------------------------------------------------------------------------------
def _meeting_status(  # noqa: C901, PLR0911, PLR0912  # one decision table, read from top to bottom
    scene: _Scene, reading: Reading, noun: Cue | None, cue: Cue | None, verb: VerbGroup | None
) -> Status | None:
    lows, mention = scene.lows, scene.mention
    said = cue.status if cue else None
    over = noun.status if noun else None
    before = lows[max(0, mention.start - 5) : mention.start]
    no_plans = "no" in before[-2:] or (verb is not None and verb.negated)
    if said is None and _no_plans(lows, mention.start):
        return Status.RULED_OUT
    if over in {Status.POSTPONED, Status.CANCELLED, Status.RULED_OUT}:
        return over
    if reading.control == "refuse":
        return Status.RULED_OUT
    if over is Status.CALLED_FOR and said is Status.RULED_OUT:
        return Status.RULED_OUT
    if over is Status.CALLED_FOR:
        return Status.RULED_OUT if no_plans else Status.CALLED_FOR
    if said in {Status.CANCELLED, Status.POSTPONED}:
        if verb is not None and (verb.mood in _OPEN or verb.negated):
            return Status.PLANNED
        return Status.CALLED_FOR if reading.control == "call" else said
    if said is Status.RULED_OUT:
        return Status.PLANNED if verb is not None and verb.negated else said
    if said is Status.CALLED_FOR:
        return Status.RULED_OUT if no_plans else said
    if said is Status.PLANNED:
        if no_plans:
            return (
                Status.PLANNED if verb is not None and verb.lemma == "confirm" else Status.RULED_OUT
            )
        return Status.CALLED_FOR if reading.control == "call" else said
    if over is Status.PLANNED and said in {None, Status.UNDER_WAY, Status.HELD}:
        return Status.PLANNED
    if said in {Status.UNDER_WAY, Status.HELD} and verb is not None:
        return _by_tense(scene, reading, verb, cue, said)
    if over in {Status.UNDER_WAY, Status.HELD}:
        return over
    return _framed_meeting(scene, reading)


def _no_plans(lows: list[str], start: int) -> bool:
    window = lows[max(0, start - 6) : start]
    return "no" in window and any(
        w in {"plans", "plan", "need", "prospect", "intention"} for w in window
    )


def _by_tense(  # noqa: PLR0911  # one decision table
    scene: _Scene, reading: Reading, verb: VerbGroup, cue: Cue | None, said: Status
) -> Status:
    """Return the status of a meeting that a verb in this tense and mood speaks of."""
    opening = cue is not None and cue.words[0] in {
        "begin",
        "start",
        "open",
        "resume",
        "continue",
        "stall",
        "reconvene",
        "enter",
        "restart",
        "proceed",
        "kick",
        "get",
        "launch",
    }
    if reading.control == "call":
        return Status.CALLED_FOR
    if reading.control == "offer":
        return Status.CALLED_FOR
    if reading.control in {"plan", "try"}:
        return Status.RULED_OUT if verb.negated else Status.PLANNED
    if verb.mood is Mood.MUST:
        return Status.CALLED_FOR
    if verb.negated:
        return Status.RULED_OUT
    if verb.mood is Mood.WOULD or verb.mood is Mood.POSSIBLE or verb.tense is Tense.FUTURE:
        return Status.PLANNED
    if verb.tense is Tense.INFINITIVE:
        return Status.PLANNED
    if verb.tense in {Tense.PRESENT, Tense.PROGRESSIVE}:
        if said is Status.HELD:
            return Status.HELD
        reading.because.append("present tense")
        return Status.UNDER_WAY
    return Status.UNDER_WAY if opening and said is Status.UNDER_WAY else Status.HELD


def _framed_meeting(scene: _Scene, reading: Reading) -> Status | None:
    """Return what a meeting is that only frames another event: "after talks in Moscow"."""
    lows, start = scene.lows, scene.mention.start
    frame = reading.framed
    near = lows[max(0, start - 4) : start]
    if frame in {"after", "following", "since"} or "sidelines" in near or "margins" in near:
        reading.because.append(
            f'"{frame or "on the sidelines of"}" the {scene.mention.words}: held'
        )
        return Status.HELD
    if frame in {"ahead of", "before", "prior to"} or lows[max(0, start - 4) : start][-2:] == [
        "ahead",
        "of",
    ]:
        reading.because.append(f'"{frame or "ahead of"}" the {scene.mention.words}: planned')
        return Status.PLANNED
    if frame in {"during", "amid", "throughout"} or "at" in near or "in" in near:
        reading.because.append(f'"{frame or "at"}" the {scene.mention.words}')
        reading.strength = 0.45
        late = reading.verb is not None and reading.verb.tense in {
            Tense.PAST,
            Tense.PERFECT,
            Tense.PLUPERFECT,
        }
        return Status.HELD if late or frame == "during" else Status.UNDER_WAY
    if "for" in near:
        reading.because.append(f'"for" {scene.mention.words}')
        reading.strength = 0.45
        return Status.PLANNED
    return None


# -- events named by a verb ----------------------------------------------------------------------
def _read_verb(scene: _Scene, verb: VerbGroup) -> Reading:
    reading = Reading(None, verb=verb, strength=0.75)
    name, words = scene.control(verb)
    tokens = scene.sentence.tokens
    shown = scene.sentence.text[tokens[verb.start].start : tokens[scene.mention.end - 1].end]
    reading.because.append(
        f'"{shown}" ({verb.tense}{", negated" if verb.negated else ""}{", " + verb.mood if verb.mood is not Mood.PLAIN else ""})'
    )
    if name:
        reading.control = name
        reading.because.append(f'"{words}" stands over it: {name}')
        over = next(
            (g for g in scene.groups if g.start < verb.start and g.lemma == words.split()[0]), None
        )
        if over is not None and over.negated:
            reading.control = "refuse" if name in {"plan", "offer", "call"} else name
            reading.because.append("negated")
    if scene.mention.kind is Kind.CEASEFIRE:
        reading.status = _verb_ceasefire(reading, verb)
        return reading
    headline_plan = verb.tense is Tense.INFINITIVE and not name
    if reading.control in {"refuse"} or (verb.negated and reading.control != "call"):
        reading.status = Status.RULED_OUT
    elif reading.control == "fail":
        reading.status = Status.RULED_OUT
    elif headline_plan:
        reading.status = Status.PLANNED
        reading.strength = 0.7 if scene.sentence.field == "title" else 0.55
    elif (
        scene.mention.words in scene.lexicon.travel
        and verb.lemma in {"arrive", "fly", "head", "leave", "depart", "come"}
        and reading.control == ""
    ):
        reading.status = (
            Status.PLANNED
            if verb.tense is not Tense.PAST
            or verb.lemma in {"arrive", "head", "fly", "leave", "depart"}
            else Status.HELD
        )
    else:
        said = Status.UNDER_WAY if scene.mention.words in scene.lexicon.travel else Status.HELD
        reading.status = _by_tense(scene, reading, verb, None, said)
        if verb.tense is Tense.PROGRESSIVE and scene.mention.words not in scene.lexicon.travel:
            reading.status = Status.UNDER_WAY
    return reading


def _verb_ceasefire(reading: Reading, verb: VerbGroup) -> Status | None:  # noqa: PLR0911  # a table
    if reading.control == "call" or verb.mood is Mood.MUST:
        return Status.CALLED_FOR
    if reading.control == "refuse" or (verb.negated and verb.tense is Tense.FUTURE):
        return Status.REJECTED
    if reading.control == "plan":
        return Status.AGREED
    if reading.control in {"try", "offer"} or verb.mood in _OPEN:
        return Status.PROPOSED
    if verb.tense is Tense.FUTURE:
        return Status.AGREED
    if (
        verb.tense in {Tense.PAST, Tense.PERFECT, Tense.PRESENT, Tense.PROGRESSIVE}
        and not verb.negated
    ):
        return Status.AGREED if verb.tense is not Tense.PROGRESSIVE else Status.IN_FORCE
    return None
