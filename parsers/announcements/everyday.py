"""Which capitalised words of a headline are everyday words, and no names."""

from __future__ import annotations

from parsers.announcements.lexicon import Lexicon

# Endings of English words that are seldom those of a surname, for headlines where all is capitals.
_ENDINGS = tuple(
    "ing tion tions ment ments ness ity ies ally ism ful less able ible ed ous ive ance ence "
    "ship ly ers ors ists ians eers".split()
)

# Capitalised words that are no part of a person's name.
NOT_NAMES = frozenset(
    "The A An In On At For And But Of He She They It We I His Her Their Its Our My Your This That "
    "These Those When While After Before As If There Both Earlier Later Also Official Officials "
    "According However Such Many Most Some Last Next Mr Mrs Ms Dr Reuters AFP AP TASS Interfax "
    "Trend Twitter Telegram Facebook X BBC CNN News Agency Press Ministry Minister Let Since So "
    "President Prime Foreign Defense Defence Secretary State General Council Army Forces War "
    "Group With By To From Earlier Who What Why How Where No Not Yes New Old North South East "
    "West Northern Southern Eastern Western Central Middle Gulf Jewish Muslim Christian Arab "
    "Islamic European African Asian Orthodox Sea Street Square Palace House Office Live Updates "
    "Update Breaking Watch Exclusive Analysis Opinion Easter Christmas Ramadan Eid Line Contact "
    "Conference Forum Summit Agreement Agreements Treaty Accord Day Report Community Rights Games "
    "Party Court Bank Times Post Journal University Institute Front Movement Union Road River "
    "Bridge Airport Plan Peace Victory Security Political Human Olympic Nations Committee "
    "Commission Parliament Republic Region Province City Zone Strip Bay Embassy Hotel Center "
    "Centre National Liberation Democratic Popular Special Red Black White Green Blue "
    "Hurricane Typhoon Cyclone Storm Affairs Bureau Assistant Operation First Second "
    "Third Vice Deputy".split()
)  # fmt: skip


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
