"""What is said of a truce that another word stands for: "it", "the proposal", "the accord"."""

from __future__ import annotations

from parsers.announcements.scene import Reading
from parsers.records import Status

S = Status
# Verbs by which a plan becomes a deal.
ACCEPTING = frozenset(
    {
        "accept",
        "initial",
        "settle",
        "ink",
        "ratify",
        "approve",
        "agree",
        "consent",
        "endorse",
        "sign",
        "okay",
        "finalise",
        "finalize",
        "greenlight",
        "enter",
    }
)
# Verbs that give it more time.
_LONGER = frozenset({"prolong", "extend", "renew", "lengthen", "stretch"})


def again(reading: Reading, over: Status | None, said: Status | None) -> Status | None:
    """Return what is said of "the proposal", "the appeal" named before: only a clear answer."""
    verb = reading.verb
    if over is S.VIOLATED and not (verb and (verb.negated or verb.open)):
        return S.VIOLATED  # "called it a violation of the agreement"
    if verb is None:
        return None
    if verb.lemma in _LONGER and not verb.negated:
        if reading.control == "call":
            return S.CALLED_FOR
        return S.PROPOSED if verb.open or reading.control in {"offer", "try"} else S.EXTENDED
    if said is S.VIOLATED and not (verb.negated or verb.ahead):
        return S.VIOLATED  # "accused the army of having violated the agreement"
    if said is S.AGREED and verb.negated and verb.ahead and verb.lemma in ACCEPTING:
        return S.REJECTED  # "will not accept the text"
    if said not in {S.REJECTED, S.AGREED} or verb.negated or verb.ahead:
        return None
    if reading.control == "refuse":
        return S.REJECTED
    if said is S.AGREED and verb.lemma not in ACCEPTING:
        return None
    return said if verb.finite else None
