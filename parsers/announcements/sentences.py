"""An article cut into sentences and words, each with its place in the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as record_field

from parsers.records import Article, Basis, Field

# A word; "U.S." and "Sept." keep their stops, "Lavrov's" and "he'll" part with their endings,
# numbers stay whole.
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}(?:-[^\W\d_]+)*|[A-Z]{1,3}-?\d{1,3}\b|\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th)\b|(?:-[^\W\d_]+)+)?|[^\W\d_]+(?:[-'’.](?!(?:s|ll|re|ve|d|m)\b)[^\W\d_]+|-\d+)*"
    r"|['’](?:s|ll|re|ve|d|m)\b|n['’]t\b|\S"
)
# Where a sentence may end: a stop and closing quotes, then space and something that can begin one.
# Some pages glue sentences ("… in Ukraine.The leader …").
_END = re.compile(
    r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-ZÀ-ÖØ-Þ\d])|\n+"
    r"|(?<=[a-z]{3})[.!?](?=(?:[A-Z][a-z]{2,}|He|It|In|On|At|We|As|A|I)\s)"
)
_PARAGRAPH = re.compile(r"[^\n]+")
# "GENEVA, Dec 1 (Agency) - ": capitals, then up to a dash or colon.
_DATELINE = re.compile(r"[A-Z][A-Z'.]{2,}[A-Z './]*\b[^\n]{0,50}?(?:\s[-–—]{1,2}\s|:\s)")
# Abbreviations after which a stop ends nothing, by the usage of news agencies.
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|Prof|St|Jr|Sr|vs|No|Nos|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Co|Corp|Inc|Ltd|U\.S|U\.N|U\.K|E\.U|D\.C|a\.m|p\.m|i\.e|e\.g)\.$"
)  # fmt: skip


# Words that headlines in title case leave small.
_SMALL = frozenset(
    "the and for but nor yet with from over into after amid than that upon via per off out its his "
    "her are was has not who how under about before between through without within as".split()
)


@dataclass(slots=True)
class Token:
    """A word or mark. ``start`` and ``end`` are offsets in the sentence."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in its field a sentence stands."""

    paragraph: int  # 0 for the first
    number: int  # 0 for the first sentence
    depth: float  # 0 for the top of the body .. 1 for its end; 0 in title and lead


@dataclass(slots=True)
class Sentence:
    """A sentence. ``start`` is its offset in the ``field`` of the article."""

    field: Field
    text: str
    start: int
    index: int  # 0 for the first sentence of the article
    place: _Place
    tokens: list[Token] = record_field(default_factory=list)
    lows: list[str] = record_field(default_factory=list)
    _dateline: int = -1  # as told below; -1 where nobody has asked yet

    @property
    def end(self) -> int:
        """Offset in the field of the article."""
        return self.start + len(self.text)

    @property
    def paragraph(self) -> int:
        """0 for the first paragraph of the field."""
        return self.place.paragraph

    @property
    def depth(self) -> float:
        """0 for the top of the article .. 1 for its end."""
        return self.place.depth

    @property
    def on_top(self) -> bool:
        """True for the lead, and for what opens the body."""
        opening = self.place.paragraph < 2 and self.place.number < 5
        return self.field is not Field.BODY or self.place.depth < 0.15 or opening

    @property
    def title_case(self) -> bool:
        """True where capitals say nothing, as in "Hamas Leaves Gaza Talks"."""
        if self.field is not Field.TITLE:
            return False
        words = [t.text for t in self.tokens if t.text.isalpha() and len(t.text) > 2]
        plain = sum(w[0].islower() and w not in _SMALL for w in words)
        return len(words) > 2 and plain == 0 and sum(w[0].isupper() for w in words) > 2

    @property
    def dateline(self) -> int:
        """The token index behind "GENEVA, Dec 1 (Agency) -" where the sentence opens with one."""
        if self._dateline < 0:
            match = _DATELINE.match(self.text) if self.field is not Field.TITLE else None
            self._dateline = sum(t.start < match.end() for t in self.tokens) if match else 0
        return self._dateline

    def tokenise(self) -> None:
        """Fill ``tokens`` and ``lows``; only sentences with a trigger need them."""
        if not self.tokens:
            quoted = _closing(self.text)
            self.tokens = [
                Token(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end())
                for m in _WORD.finditer(self.text)
                if m.start() not in quoted and not _opening(self.text, m.start())
            ]
            self.lows = [t.low for t in self.tokens]
            for at in range(len(self.lows) - 2):
                if self.lows[at : at + 3] == ["as", "well", "as"]:
                    self.lows[at : at + 3] = ["and", "also", "and"]  # it joins, it parts no clause


# One or a few words in single quotes: "a 'lengthy' call", not "the neighbours' truce".
_QUOTED = re.compile(r"(?<![\w.])['‘](?=\w)[^'‘’\n]{0,40}(?<=\w)(['’])(?!\w)")


def _closing(text: str) -> set[int]:
    """Return where single quotation marks close that were opened a few words before."""
    return (
        {match.start(1) for match in _QUOTED.finditer(text)}
        if "'" in text or "‘" in text
        else set()
    )


def _opening(text: str, at: int) -> bool:
    """Return whether an opening quotation mark stands at ``at``; it would part "to “commit"."""
    if text[at] in "“‘«„":
        return True
    spaced = at == 0 or text[at - 1].isspace() or text[at - 1] in "(["
    return text[at] in "\"'`" and spaced


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence of a paragraph."""
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        if "\n" not in match.group() and _ABBREVIATION.search(text[start:stop]):
            continue
        yield from _pieces(text, start, match.end())
        start = match.end()
    if start < len(text):
        yield from _pieces(text, start, len(text))


# The longest sentence of 18,000 that were labelled has 612 characters. What is longer is a list or
# a page without stops, and reading it as one sentence takes time that grows with its cube.
LONGEST = 1_000
# Where such a text is cut, the best first.
_CUTS = ("; ", ", ", " ")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or the pieces of ``LONGEST`` characters at most that it is cut into."""
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        ends = (window.rfind(cut) + len(cut) for cut in _CUTS if cut in window[LONGEST // 2 :])
        stop = start + next(ends, LONGEST)
        yield start, stop
        start = stop
    yield start, end


def sentences(article: Article) -> list[Sentence]:
    """Return the sentences of title, lead and body, in this order.

    A title that was derived from the first sentence is left out: the body says it.
    """
    found: list[Sentence] = []
    fields = [(Field.LEAD, article.lead), (Field.BODY, article.text)]
    if article.title_basis is not Basis.TEXT:
        fields.insert(0, (Field.TITLE, article.title))
    for name, text in fields:
        number = 0
        for paragraph, match in enumerate(_PARAGRAPH.finditer(text)):
            for start, end in split(match.group()):
                raw = match.group()[start:end]
                stripped = raw.strip()
                if stripped:
                    at = match.start() + start + raw.index(stripped)
                    depth = at / len(text) if name is Field.BODY else 0.0
                    place = _Place(paragraph, number, depth)
                    found.append(Sentence(name, stripped, at, len(found), place))
                    number += 1
    return found
