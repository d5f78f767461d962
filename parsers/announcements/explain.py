"""What detection made of each sentence: what fired, what was ruled out, and why."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.announcements.cast import Entity
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.sentences import Sentence
from parsers.records import Announcement, Field, Kind


@dataclass(frozen=True, slots=True)
class Considered:
    """One mention of a ceasefire or meeting, and what became of it.

    ``ruled_out`` says why nothing did; else ``announcement`` is set. ``cues`` are those of status.
    """

    words: str
    kind: Kind
    cues: tuple[str, ...]
    ruled_out: str = ""
    announcement: Announcement | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence. ``start`` and ``end`` are its offsets in the ``field`` of the article."""

    field: Field
    start: int
    end: int
    text: str
    names: tuple[str, ...]  # who and what is named, as "words = what it stands for"
    considered: tuple[Considered, ...] = ()
    idle: tuple[str, ...] = ()  # trigger words that name no event here
    gloss: str = ""  # what the rules read, where that is not ``text``: its words in English

    @property
    def verdict(self) -> str:
        """One of: announcement, ruled out, no event, no trigger."""
        if any(each.announcement for each in self.considered):
            return "announcement"
        if self.considered:
            return "ruled out"
        return "no event" if self.idle else "no trigger"


def explained(
    sentence: Sentence, names: list[Entity], considered: list[Considered], lexicon: Lexicon
) -> Explained:
    """Return what was made of a sentence."""
    told = {word for each in considered for word in each.words.lower().split()}
    idle = [low for low in sentence.lows if low in lexicon.trigger_words and low not in told]
    return Explained(
        field=sentence.field,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        names=tuple(dict.fromkeys(_shown(sentence, e) for e in names)),
        considered=tuple(considered),
        idle=tuple(dict.fromkeys(idle)),
    )


def _shown(sentence: Sentence, entity: Entity) -> str:
    first, last = sentence.tokens[entity.start], sentence.tokens[entity.end - 1]
    words, party = sentence.text[first.start : last.end], entity.party
    known = party.organisation or party.country
    parts = [party.name] if party.name != words else []
    parts += [part for part in (party.office if party.office != words else "", known) if part]
    return f"{words} ({entity.sort}{': ' if parts else ''}{', '.join(parts)})"
