"""Which capitalised words of a headline are everyday words, and no names."""

from __future__ import annotations

from parsers.announcements.lexicon import Lexicon

# Endings of English words that are seldom those of a surname, for headlines where all is capitals.
_ENDINGS = tuple(
    "ing tion tions ment ments ness ity ies ally ism ful less able ible ed ous ive ance ence "
    "ship ly ers ors ists ians eers".split()
)


def everyday(word: str, lexicon: Lexicon) -> bool:
    """Return whether a capitalised word, given in small letters, is an everyday one and no name."""
    return (
        word in lexicon.grammar["common"]
        or not lexicon.grammar["everyday"].isdisjoint(_singulars(word))
        or word in lexicon.forms
        or (len(word) > 5 and word.endswith(_ENDINGS))
        or word in lexicon.conflict
        or word in lexicon.meeting_nouns
        or word in lexicon.grammar["boundaries"]
        or word in lexicon.grammar["framing"]
        or ("-" in word and not word.startswith(("al-", "el-")))
    )


def _singulars(word: str) -> set[str]:
    """Return the word and what it may be the plural of."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    return forms | {word[:-3] + "y"} if word.endswith("ies") else forms
