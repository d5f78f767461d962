"""What a text is where its title does not say: news, one writer's view, questions, a list of dates.

News is told without an "I": where one speaks outside quotation marks, again and again, a writer
does. An explainer asks in lines of their own; a timeline opens its paragraphs with dates.
"""

from __future__ import annotations

import re
from datetime import date

from parsers import dates
from parsers.announcements.sentences import Sentence
from parsers.dates import Direction
from parsers.records import Field, PageType

# Pages that state nothing current: a view, an explanation, a look back.
TELLS_NOTHING = frozenset({PageType.OPINION, PageType.EXPLAINER, PageType.TIMELINE})
# The writer's own voice; "I" stands for the figure one too ("Phase I"), so it needs a verb near.
_WRITER = re.compile(
    r"\bI(?:['’](?:m|ve|d|ll)\b| (?:am|was|have|had|do|did|don['’]t|didn['’]t|can|could|will|would|"
    r"should|must|may|might|shall|think|thought|know|knew|saw|see|met|asked|ask|heard|hear|read|"
    r"believe|doubt|suspect|remember|recall|spoke|went|came|found|felt|feel|hope|wonder|say|said|"
    r"never|still|also|once|only|first|counted|watched|wrote|write|suppose|want|wanted|confess|"
    r"admit|fear|worry|live|lived|grew|began|try|tried|keep|kept|left|learned|learnt)\b)"
    r"|\b(?:[Mm]y|me)\b(?! [Gg]od)"
)
# Marks that open and close speech; a straight mark does both.
_MARKS = re.compile(r"[“”„«»\"]")
# Sentences in the writer's voice from which on a text is one's view, and their share of it.
_VOICED, _VOICED_SHARE = 3, 0.15
# Lines that ask, paragraphs that a date opens.
_ASKED = 2
_LISTED, _LISTED_SHARE = 4, 0.4
# Characters of a line within which it can be the question of an explainer, or its date an entry's.
_QUESTION, _ENTRY = 100, 4
# What asks in an explainer; "Will he sign?" may be a reporter's question in an interview.
_ASKING = re.compile(
    r"(?:\d+[.)] )?(?:What|Why|How|Who|Where|When|Which|Is|Are|Has|Have|Can|Could|Will)\b"
)


def genre(every: list[Sentence], published: date | None, language: str) -> PageType:
    """Return what the body shows itself to be; ARTICLE where nothing does."""
    body = [s for s in every if s.field is Field.BODY]
    voiced = _voiced(body)
    if voiced >= max(_VOICED, _VOICED_SHARE * len(body)):
        return PageType.OPINION
    first = [s for s, before in zip(body, [None, *body], strict=False) if _opens(s, before)]
    opening = {s.index for s in first}
    alone = {s.paragraph for s in first} - {s.paragraph for s in body if s.index not in opening}
    asked = sum(
        s.paragraph in alone
        and s.text.endswith("?")
        and len(s.text) <= _QUESTION
        and _ASKING.match(s.text) is not None
        for s in first
    )
    if asked >= _ASKED:
        return PageType.EXPLAINER
    listed = sum(_entry(s, published, language) for s in first)
    return (
        PageType.TIMELINE
        if listed >= max(_LISTED, _LISTED_SHARE * len(first))
        else PageType.ARTICLE
    )


def _opens(sentence: Sentence, before: Sentence | None) -> bool:
    """Return whether a sentence opens a paragraph."""
    return before is None or before.paragraph != sentence.paragraph


def _voiced(body: list[Sentence]) -> int:
    """Return how many sentences have the writer's voice outside quotation marks."""
    found, spoken, paragraph = 0, False, -1
    for sentence in body:
        if sentence.paragraph != paragraph:
            spoken, paragraph = False, sentence.paragraph
        plain, at = [], 0
        for mark in _MARKS.finditer(sentence.text):
            if not spoken:
                plain.append(sentence.text[at : mark.start()])
            spoken = mark.group() in "“„«" or (mark.group() == '"' and not spoken)
            at = mark.end()
        if not spoken:
            plain.append(sentence.text[at:])
        found += any(_WRITER.search(part) for part in plain)
    return found


def _entry(sentence: Sentence, published: date | None, language: str) -> bool:
    """Return whether a day, month or year of the past opens the paragraph, as an entry."""
    for time in dates.find(sentence.text, language):
        if time.start > _ENTRY:
            return False
        behind = sentence.text[time.end : time.end + 3].strip()[:1]
        when = dates.resolve(time, published, Direction.PAST)
        past = published is None or when.end is None or when.end < published
        return past and behind in {":", "-", "–", "—", "."}
    return False
