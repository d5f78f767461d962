"""The end of fighting told by a verb: "Hamas stopped fighting", "hostilities are to cease"."""

from __future__ import annotations

from parsers.announcements.grammar import Mood, Tense, VerbGroup
from parsers.announcements.scene import Reading, Scene
from parsers.records import Field, Status

S = Status
# Behind these, or first of all, a verb in its base form is a command.
_OPENERS = frozenset({"please", "just", "now", ":", "“", "‘", '"', "'"})
_WISHING = frozenset({"want", "need", "seek", "demand", "urge", "ask"})
# Words by which one orders one's own side: "orders his troops to hold fire".
_OWN = frozenset({"his", "her", "its", "their", "all", "troops", "fighters", "forces", "army"})


def own_order(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a side orders its own troops, which is its declaration."""
    over = next((g for g in reversed(scene.groups) if g.end <= verb.start), None)
    if over is None or over.lemma not in {"order", "instruct", "tell", "direct"} or over.passive:
        return False
    between = scene.lows[over.end : verb.start]
    return 0 < len(between) <= 12 and between[0] in _OWN


# Before fighting that stops these say that it is a memory or a condition: "the day the guns …".
_RECALLING = frozenset({"day", "year", "when", "once", "if", "until", "unless"})


def _stopping(scene: Scene, verb: VerbGroup) -> Status | None:
    """Return the status where fighting is what stops: "would stop", "is to end", "has ceased"."""
    if scene.lows[scene.mention.start] in {"war", "wars", "conflict", "invasion"}:
        return None  # "how the war should stop"
    recalled = not _RECALLING.isdisjoint(scene.lows[: scene.mention.start])
    if verb.negated or verb.mood is Mood.POSSIBLE or recalled:
        return None
    if verb.mood is Mood.WOULD:
        return S.PROPOSED
    wished = [g for g in scene.groups if g.end <= scene.mention.start]
    bare = verb.start == verb.verb and verb.tense is Tense.PAST
    if bare and wished and wished[-1].lemma in _WISHING:
        return S.CALLED_FOR  # "wants fighting halted"
    if verb.tense in {Tense.FUTURE, Tense.INFINITIVE}:
        return S.AGREED
    if verb.tense in {Tense.PARTICIPLE, Tense.GERUND}:
        return None
    return S.IN_FORCE


def _turned_down(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether the offer is refused: "turned down an offer by the gangs to stop fighting"."""
    over = next((g for g in reversed(scene.groups) if g.end <= verb.start and g.finite), None)
    offer = over is not None and "offer" in scene.lows[over.end : verb.start]
    cue = scene.cue_at(over, "object") if over is not None and offer else None
    return cue is not None and cue.status is S.REJECTED


def _vetoed(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a text that calls for it is blocked: "blocked a resolution calling on …"."""
    for group in scene.groups:
        between = set(scene.lows[group.end : verb.start])
        if group.lemma in {"block", "veto", "kill", "reject"} and group.finite:
            return bool(between & {"resolution", "draft", "text"}) and not group.negated
    return False


def _announced(scene: Scene, verb: VerbGroup) -> bool:
    """Return whether a side announces that it would, without a condition."""
    over = next((g for g in reversed(scene.groups) if g.end <= verb.start), None)
    said = over is not None and over.lemma in {"announce", "declare", "promise", "pledge"}
    return said and {"if", "unless", "provided"}.isdisjoint(scene.lows)


def of_verb(scene: Scene, reading: Reading, verb: VerbGroup) -> Status | None:
    """Return the status of an end of fighting told by a verb: "Hamas stopped fighting"."""
    before = set(scene.lows[max(0, verb.start - 6) : verb.start])
    title = scene.sentence.field is Field.TITLE
    awaited = "before" in scene.lows[max(0, verb.start - 3) : verb.start]
    if before & {"until", "unless", "if", "when"} or awaited:
        return None
    deal = not scene.lexicon.ending["deal_words"].isdisjoint(
        scene.lows[max(0, verb.start - 9) : verb.start]
    )
    deal = deal or scene.lows[:3] == ["under", "the", "terms"]
    if verb.mood is Mood.WOULD and (
        title or deal or {"if", "provided"} & set(scene.lows[verb.end :])
    ):
        return S.PROPOSED  # "the draft would freeze the front", "would stop fighting if"
    if verb.mood is Mood.WOULD and not verb.negated and _announced(scene, verb):
        return S.AGREED  # "announcing that it would lay its weapons aside"
    if reading.control == "call" and _vetoed(scene, verb):
        return S.REJECTED
    if reading.control == "call" or verb.mood is Mood.MUST:
        return S.AGREED if own_order(scene, verb) else S.CALLED_FOR
    if reading.control in {"refuse", "cancel"} or (verb.negated and verb.tense is Tense.FUTURE):
        return (
            S.REJECTED if verb.lemma != "lay" or title else None
        )  # who will not disarm may keep a truce
    if reading.control == "offer" and _turned_down(scene, verb):
        return S.REJECTED
    if reading.control == "plan":
        return S.AGREED
    if scene.mention.start < verb.start:
        return _stopping(scene, verb)
    return _told(scene, reading, verb)


def _told(scene: Scene, reading: Reading, verb: VerbGroup) -> Status | None:
    """Return what a verb says that nothing stands over."""
    lows, title = scene.lows, scene.sentence.field is Field.TITLE
    base = verb.start == verb.verb and lows[verb.verb] == verb.lemma
    opens = lows[verb.start - 1] in _OPENERS if verb.start else True
    if base and opens and (title or verb.start == verb.verb):
        return S.CALLED_FOR  # "Lay down your arms, bishop tells both camps"
    headed = verb.start > 0 and scene.sentence.tokens[verb.start - 1].text[0].isupper()
    if title and verb.tense is Tense.INFINITIVE and not reading.control and headed:
        return S.AGREED  # a headline's future: "Israel to pause fighting"
    whose = {"who", "which", "that"} & set(lows[max(0, verb.start - 6) : verb.start])
    if whose and verb.tense is Tense.PRESENT and not (title or reading.control):
        return None  # "a ceasefire in which only one side lays down its arms"
    war = lows[scene.mention.end - 1] in {"war", "violence", "bloodshed"}
    if reading.control in {"try", "offer"}:
        return S.PROPOSED if not war or scene.sentence.field is not Field.BODY else None
    if verb.negated or verb.open or not verb.finite or war:
        return None
    if title and verb.ahead and "if" in lows[verb.end :]:
        other = any(at > lows.index("if") for at in scene.others)
        return S.PROPOSED if not other else None  # "will stop firing if Israel does"
    return S.AGREED
