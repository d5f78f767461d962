"""A mention: where a sentence names a ceasefire or a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.announcements.grammar import VerbGroup
from parsers.records import Kind, Status


@dataclass(slots=True)
class Mention:
    """A trigger: token indexes, ``end`` exclusive; ``verb`` is set where a verb names the event."""

    kind: Kind
    start: int
    end: int
    words: str
    verb: VerbGroup | None = None
    deal: bool = False  # a deal that is a ceasefire only where there is a war
    weak: bool = False  # a visit, a call, a conference: needs officials to count
    anaphor: bool = False  # "the proposal", "it": stands for one that was named before
    bound: bool = False  # "due in Vienna"
    leads_on: bool = False  # "meet in Paris for talks", "… to discuss": what another one is for
    told: Status | None = None  # words that by themselves say the state: "fighting resumes"


# Nouns for talks as a process rather than one meeting; they need a clear cue.
_PROCESS = frozenset({"negotiations", "negotiation", "dialogue", "negotiating table"})


def process(mention: Mention) -> bool:
    """Return whether the mention names talks in general rather than one meeting."""
    return mention.words in _PROCESS


def longest(
    phrases: tuple[tuple[str, ...], ...], group: VerbGroup, lows: list[str]
) -> tuple[str, ...]:
    """Return the longest phrase whose first word is the verb and whose rest follows it."""
    after = group.verb + 1
    fitting = [
        words
        for words in phrases
        if words[0] == group.lemma and tuple(lows[after : after + len(words) - 1]) == words[1:]
    ]
    return max(fitting, key=len, default=())
