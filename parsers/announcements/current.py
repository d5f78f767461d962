"""Current or background: is the event the article's own news, or an older one that it recalls?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parsers.announcements.grammar import Tense
from parsers.announcements.lexicon import Lexicon
from parsers.announcements.mentions import Mention
from parsers.announcements.sentences import Sentence
from parsers.announcements.status import Reading
from parsers.records import Field, Kind, Status, When

# Days before publication within which an event is still news. A meeting of the week is; a truce
# of last week is not, unless the sentence speaks of it in the present.
FRESH_DAYS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """``current``, the reasons, and how sure (0..1)."""

    current: bool
    because: tuple[str, ...]
    sureness: float


_DONE = {Status.HELD, Status.AGREED, Status.ENDED, Status.VIOLATED, Status.EXTENDED, Status.REJECTED,
         Status.CANCELLED, Status.POSTPONED, Status.IN_FORCE}  # fmt: skip


def judge(  # noqa: C901, PLR0911, PLR0912  # reasons in the order of their weight
    sentence: Sentence,
    mention: Mention,
    reading: Reading,
    when: When,
    published: date | None,
    lexicon: Lexicon,
) -> Verdict:
    """Return whether the announcement is current, with the cue that decided."""
    if reading.hypothetical:
        return Verdict(False, ("hypothetical",), 0.8)
    lows = sentence.lows
    if sentence.field is Field.TITLE:
        marker = _marker(lows, mention, lexicon)
        if marker:
            return Verdict(False, (f'"{marker}" looks back',), 0.6)
        return Verdict(True, ("headline",), 0.85)
    verb = reading.verb
    marker = _marker(lows, mention, lexicon)
    if when.end is not None and published is not None:
        age = (published - when.end).days
        if age < 0 or (age == 0 and reading.status is Status.PLANNED):
            return Verdict(True, (f"dated ahead: {when.text}",), 0.9)
        if age > FRESH_DAYS:
            return Verdict(False, (f"dated {age} days before publication: {when.text}",), 0.9)
        if verb is not None and verb.tense is Tense.PLUPERFECT:
            return Verdict(False, ("past perfect",), 0.7)
        if marker and marker in lexicon.background_strong:
            return Verdict(False, (f'"{marker}" looks back',), 0.7)
        return Verdict(True, (f"dated within {FRESH_DAYS} days: {when.text}",), 0.85)
    if marker and (marker in lexicon.background_strong or reading.status in _DONE):
        return Verdict(False, (f'"{marker}" looks back',), 0.75)
    if reading.framed in {"since", "despite", "under", "until"}:
        return Verdict(False, (f'"{reading.framed}" makes it a frame',), 0.75)
    if verb is not None and verb.tense is Tense.PLUPERFECT:
        return Verdict(False, ("past perfect",), 0.8)
    if (
        mention.kind is Kind.MEETING
        and reading.framed in {"during", "after", "following"}
        and sentence.depth > 0.25
    ):
        return Verdict(False, (f'"{reading.framed}" an undated {mention.words}',), 0.6)
    top = sentence.field is Field.LEAD or sentence.depth < 0.15 or sentence.paragraph < 2
    if top:
        return Verdict(True, ("at the top of the article",), 0.8)
    if (
        reading.status in _DONE
        and verb is not None
        and verb.tense in {Tense.PAST, Tense.PARTICIPLE}
        and sentence.depth > 0.5
    ):
        return Verdict(False, ("past tense, undated, low in the article",), 0.6)
    if reading.status is Status.HELD and sentence.depth > 0.3:
        return Verdict(False, ("undated, below the top of the article",), 0.55)
    return Verdict(True, ("told as of now",), 0.6)


def _marker(lows: list[str], mention: Mention, lexicon: Lexicon) -> str:
    """Return the looking-back word nearest to the mention: inside its noun phrase or its clause."""
    start = mention.verb.start if mention.verb else mention.start
    for at in range(max(0, start - 7), min(len(lows), mention.end + 8)):
        words = lexicon.background.at(lows, at)
        if words is None:
            continue
        text = " ".join(words)
        strong = text in _STRONG_ANYWHERE or words in _tuples(lexicon)
        inside = start - 3 <= at < mention.end
        if strong or inside or text == "since" and at < start:
            return text
    return ""


_STRONG_ANYWHERE = frozenset({"most recently", "anniversary", "years ago", "at the time"})


def _tuples(lexicon: Lexicon) -> set[tuple[str, ...]]:
    return {o for options in lexicon.background_strong._by_first.values() for o in options}  # noqa: SLF001
