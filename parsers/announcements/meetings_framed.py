"""What a meeting is that only frames another event, or that a headline tells without a verb."""

from __future__ import annotations

from parsers.announcements.grammar import Tense
from parsers.announcements.meetings_tense import by_tense
from parsers.announcements.mention import process
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status


# Talks in general: below a headline they frame many things and announce nothing.
_LOOSE = frozenset({"contacts", "consultations", "deliberations", "discussions", "discussion"})


def framed(scene: Scene, reading: Reading) -> Status | None:  # one table
    """Return what a meeting is that only frames another event: "after talks in Moscow"."""
    words, frame = scene.mention.words, reading.framed
    near = scene.lows[max(0, scene.mention.start - 4) : scene.mention.start]
    title = scene.sentence.field is Field.TITLE
    main = next((g for g in scene.groups if g.finite), None)
    ahead = (main is not None and main.tense is Tense.FUTURE and not main.open) or (
        title and main is None and any(g.tense is Tense.INFINITIVE for g in scene.groups[:1])
    )
    told = _there_is(scene, reading)
    if told is not None:
        return told
    met = frame in {"after", "following"} and (_with_partner(scene) or _agreed_there(scene))
    loose = process(scene.mention) or words in _LOOSE
    if loose and not title and not (met and words not in _LOOSE):
        return None
    if title and _named_in_passing(scene, frame, met=met):
        return None
    if frame in {"after", "following", "since", "upon"} or "sidelines" in near or "margins" in near:
        reading.because.append(f'"{frame or "on the sidelines of"}" the {words}')
        return S.HELD if met or not ahead else S.PLANNED
    if frame in {"ahead of", "before"}:
        reading.because.append(f'"{frame}" the {words}')
        return S.PLANNED
    absent = next((g for g in scene.groups if g.lemma == "be" and g.negated and g.finite), None)
    if (
        absent
        and absent.tense is not Tense.PAST
        and scene.lows[absent.end : absent.end + 1]
        in (
            ["at"],
            ["in"],
        )
    ):
        reading.because.append(f'"{scene.shown(absent)}" at the {words}')
        return S.RULED_OUT  # "will not be at the summit"
    if frame in {"in", "during", "amid", "throughout"} or "at" in near:
        reading.because.append(f'"{frame or "at"}" the {words}')
        reading.strength = 0.5
        if ahead or (not title and _to_be_done(scene)):
            return S.PLANNED
        late = frame == "during" or any(
            g.tense in {Tense.PAST, Tense.PERFECT} for g in scene.groups if g.finite
        )
        partner = scene.lows[scene.mention.end : scene.mention.end + 1] == ["with"]
        done = any(g.finite for g in scene.groups) or partner or frame not in {"amid", "during"}
        sitting = words == "session" and scene.lows[scene.mention.start - 1] == "in"
        verbless = not any(g.end <= scene.mention.start for g in scene.groups)
        sitting = sitting or (verbless and frame == "in" and scene.lows[0] != "in")
        if title and (sitting or (not scene.groups and process(scene.mention))):
            return S.UNDER_WAY  # "now in session", "delegations in talks over Kirkuk"
        if title and frame != "amid" and done:
            return S.HELD  # "tells Putin in video call", "blocks statement at Brussels summit"
        return S.HELD if late and not title else S.UNDER_WAY
    return _in_headline(scene, reading) if title else None


def _named_in_passing(scene: Scene, frame: str, *, met: bool) -> bool:
    """Return whether a headline names it without saying that it took place.

    "Ceasefire vital, minister says after Rafah visit", "council votes after six-hour meeting"; not
    "after Torkham meeting".
    """
    words, at = scene.mention.words, scene.mention.start - 1
    if frame and words in {"visit", "trip", "tour"} and frame != "ahead of":
        return True
    placed = scene.sentence.tokens[at].text[0].isupper() and not scene.sentence.title_case
    after = frame in {"after", "following"} and not (met or placed)
    return after and words in {"meeting", "session"}


def _there_is(scene: Scene, reading: Reading) -> Status | None:
    """Return what "there were talks", "there would be no negotiations" says."""
    verb, start = reading.verb, scene.mention.start
    if verb is None or verb.lemma != "be" or not 0 <= start - verb.end <= _THERE_REACH:
        return None
    if "there" not in scene.lows[max(0, verb.start - 2) : verb.start]:
        return None
    reading.because.append(f'"there {scene.shown(verb)}"')
    return by_tense(scene, reading, verb, None, S.HELD)


_THERE_REACH = 4


def _to_be_done(scene: Scene) -> bool:
    """Return whether what is done there is to come: "are expected to sign it at a summit"."""
    acts = [g for g in scene.groups if g.end <= scene.mention.start and g.finite]
    main = acts[-1] if acts else None
    bound = {"expect", "due", "set", "schedule", "plan"}
    return main is not None and not main.negated and (main.ahead or main.lemma in bound)


# What several do together when they have met: "leaders agree to open crossings after meeting".
_JOINT = frozenset({"agree", "sign", "pledge", "vow", "initial", "undertake"})


def _agreed_there(scene: Scene) -> bool:
    before = [g for g in scene.groups if g.end <= scene.mention.start]
    return any(g.finite and g.lemma in _JOINT and not g.negated for g in before)


def _with_partner(scene: Scene) -> bool:
    """Return whether those who met are named beside it: "talks with", "Pence talks"."""
    lows, mention = scene.lows, scene.mention
    return lows[mention.end : mention.end + 1] in (["with"], ["between"]) or (
        mention.start - 1 in scene.nouns and mention.start - 1 not in scene.others
    )


def _in_headline(scene: Scene, reading: Reading) -> Status | None:
    """Return what a headline says of a meeting in the words it leaves out."""
    words, verb = scene.mention.words, reading.verb
    near = scene.lows[max(0, scene.mention.start - 4) : scene.mention.start]
    lemma = scene.lexicon.forms.get(scene.lows[0], ("", ""))[0]
    if scene.lows[1:2] == [":"]:
        for cue in scene.cues["object"].get(lemma, ()):
            if len(cue.words) == 1 and cue.status in {S.POSTPONED, S.CANCELLED}:
                reading.because.append(f'"{scene.lows[0]}:" before it')
                return cue.status  # "Postponed: ASEAN mission to Myanmar"
    state = scene.state()
    if state and "no" in near and state.status is S.PLANNED:
        reading.because.append(f'"no" {words}')
        return S.RULED_OUT  # "No bilateral with Chinese counterpart foreseen"
    if state:  # "call in the works", "talks with Ukraine impossible"
        reading.because.append(f'"{state.text.removeprefix("be ")}" behind it: {state.status}')
        return state.status
    if "no" in near:
        reading.because.append(f'"no" {words}')
        return S.RULED_OUT
    behind, saying = scene.mention.end, scene.lexicon.saying
    if scene.lows[behind : behind + 1] == [":"] and any(
        g.start > behind and g.finite and g.lemma in saying for g in scene.groups
    ):
        reading.because.append(f'said at the {words}, ":" behind it')
        return S.HELD  # "EU-China summit: Commission chief tells Xi …"
    words_ = {"visit", "trip", "tour"} & set(scene.mention.words.split())
    if words_ and "on" in near and not scene.groups and "in" in scene.lows[: scene.mention.start]:
        reading.because.append(f'"in … on" {words}')
        return S.UNDER_WAY  # "minister in Kyiv on unannounced visit"
    if "for" in near:
        acts = any(g.start < scene.mention.start for g in scene.groups)
        there = not acts and "in" in scene.lows[: scene.mention.start]
        reading.because.append(f'"{"in … " if there else ""}for" {words}')
        return S.UNDER_WAY if there else S.PLANNED
    if not scene.groups and scene.lows[scene.mention.end : scene.mention.end + 1] == ["with"]:
        reading.because.append(f"the {words} with")
        return S.HELD
    if verb is not None and verb.finite and not verb.negated and verb.start >= scene.mention.end:
        reading.because.append(f'the {words} "{scene.shown(verb)}"')
        return S.HELD if not verb.ahead else S.PLANNED
    return None
