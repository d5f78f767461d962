"""What stands over a verb: "urged them to VERB", "denies having VERBed", "demand that they VERB".

The classes are those of [control] and [control_words] of the lexicon: call, plan, offer, refuse,
fail, threat, try; and cancel: "drops plans to VERB".
"""

from __future__ import annotations

from parsers.announcements.grammar import Tense, VerbGroup
from parsers.announcements.scene import Scene
from parsers.records import Status

# Which wins where one stands over another ("urged them to agree to meet").
_ORDER = ("cancel", "threat", "refuse", "call", "fail", "offer", "try", "plan")
# Behind these a clause is what was said or wanted of it.
_CLAUSE = frozenset({"that", "which", "because", "while", "but", "”"})
_STOPS = frozenset({";", ":", "—", "–", "(", ")"})
# "demand that they cease fire": the base form, whoever does it.
_DEMANDING = frozenset({"demand", "insist", "urge", "request", "recommend", "ask", "want"})
_OFFERING = frozenset({"propose", "suggest"})
# "denied that it had met", "denies agreeing to a truce".
_DENYING = frozenset({"deny", "refute", "dispute"})
# How many words may stand between a denial and the verb that it denies.
_DENIED_REACH = 7
_REPORTS = frozenset(
    "report reports claim claims rumours rumors allegations suggestions suggestion speculation "
    "story stories".split()
)


def control(scene: Scene, group: VerbGroup) -> tuple[str, str]:
    """Return (class, words) of what stands over a verb, or ("", "").

    Controls stack ("urged them to agree to meet"); the one that decides wins.
    """
    if group.finite:
        return _clause_over(scene, group)
    chain: list[tuple[str, str]] = []
    current: VerbGroup | None = group
    while current is not None and len(chain) < 3 and not current.finite:
        name, words, current = _over(scene, current)
        if not name:
            break
        chain.append((name, words))
    if current is not None and chain and current.finite:
        chain.append(_clause_over(scene, current))
    return min((c for c in chain if c[0]), key=lambda c: _ORDER.index(c[0]), default=("", ""))


def _clause_over(scene: Scene, group: VerbGroup) -> tuple[str, str]:
    """Read a finite verb in a clause that is demanded or denied."""
    lows = scene.lows
    for over in reversed([g for g in scene.groups if g.end <= group.start]):
        between = lows[over.end : group.start]
        told = between[1:] if between[:1] == ["as"] else between  # "dismissed as invention a …"
        if {";", ":", "but", "while", "after", "as"} & set(told):
            break
        base = group.tense is Tense.PRESENT and lows[group.verb] == group.lemma
        if over.lemma in _DEMANDING | _OFFERING and "that" in between and base:
            return "offer" if over.lemma in _OFFERING else "call", f"{over.lemma} that"
        if over.lemma == "hope" and group.tense is Tense.FUTURE and not group.negated:
            return "call", "hope that"
        bare = lows[group.start] == "be"  # "urges guns be silenced"
        if over.lemma in _DEMANDING and bare:
            return "call", over.lemma
        if over.lemma in _OFFERING and bare and "that" in between:
            return "offer", over.lemma  # "suggested that the quiet be prolonged"
        reported = bool(_REPORTS & set(between))
        reach = 3 * _DENIED_REACH if reported else _DENIED_REACH
        denied = over.lemma in _DENYING or (reported and over.lemma in {"dismiss", "reject"})
        if denied and not over.negated and len(between) <= reach:
            return "refuse", over.lemma
        if over.finite and over.lemma not in scene.lexicon.saying:
            break
    return "", ""


def _over(scene: Scene, group: VerbGroup) -> tuple[str, str, VerbGroup | None]:
    lows, lexicon = scene.lows, scene.lexicon
    if group.tense is Tense.GERUND and lows[group.start - 1 : group.start] in _CLAUSES:
        return "", "", None  # "returns after meeting the emir", "tanks fired, burying the truce"
    for at in range(group.start - 1, max(-1, group.start - 24), -1):
        low = lows[at]
        if low in _STOPS or low in _CLAUSE:
            break
        over = scene.group_at(at)
        table = lexicon.control_words if over is None else lexicon.control
        if over is None and low in {"plan", "plans"} and _dropped(scene, at):
            return "cancel", f"{low} dropped", None
        none = over is None and lows[at - 1 : at] == ["no"]
        for name, phrases in table.items():
            for words in phrases:
                if _at(scene, words, at, over):
                    negated = over is not None and over.negated
                    if (negated or none) and name in {"plan", "offer"}:
                        return "refuse", "not " + " ".join(words), over
                    if name == "plan" and over is not None and low == "prepared":
                        return "offer", "prepared", over  # "Iran's president prepared to meet"
                    return name, " ".join(words), over
        # "asked the rebels who are fighting for Arauca to stop"
        beside = over is not None and lows[over.start - 1 : over.start] in _WHO
        if over is not None and over.finite and over.lemma != "be" and not beside:
            break  # another act stands between
        if over is not None and over.finite and "on" in lows[at + 1 : at + 2]:
            break  # "the onus is on them to"
    return "", "", None


# Behind these a gerund is a clause of its own: "before travelling to Berlin".
_CLAUSES = ([","], ["after"], ["before"])
_WHO = (["who"], ["which"], ["that"])


def _dropped(scene: Scene, at: int) -> bool:
    """Return whether a verb before "plans" calls them off: "abandoned plans to meet"."""
    over = next((g for g in reversed(scene.groups) if g.end <= at), None)
    if over is None or over.negated or at - over.verb > 4:
        return False
    gone = {Status.CANCELLED, Status.RULED_OUT, Status.ENDED, Status.REJECTED}
    cue = scene.cue_at(over, "object")
    return cue is not None and cue.status in gone


def _at(scene: Scene, words: tuple[str, ...], at: int, group: VerbGroup | None) -> bool:
    """Return whether the control phrase stands at ``at``, as a verb or as plain words."""
    if (
        group is not None
        and group.lemma == "go"
        and {"back", "on"} & set(scene.lows[group.end : group.end + 2])
    ):
        return False  # "had gone back on a pledge to"
    if group is None and scene.lows[at - 1 : at + 1] == ["the", "willing"]:
        return False  # "Coalition of the willing to meet"
    if group is None:
        return tuple(scene.lows[at : at + len(words)]) == words and not scene.in_verb(at)
    if words[0] == "be" and group.passive:
        return (scene.lows[at],) == words[1:]
    return (
        group.lemma == words[0]
        and not group.passive
        and scene.tail(group, words[1:])[: len(words) - 1] == words[1:]
    ) or (
        group.passive
        and (group.lemma,) == words
        and group.lemma in {"urge", "ask", "invite", "tell", "press", "warn", "force"}
    )
