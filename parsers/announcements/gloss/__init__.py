"""Other languages, read through a glossary: word for word into the English that the rules read.

A language is a glossary in ``parsers/lexicons/<language>.toml`` and a morphology that tells the
forms of its words. The rules, their lexicon, the tables of names and the calendar stay as they
are; what they find is led back to the words of the source. See docs/detection.md, "Languages".
"""

from parsers.announcements.gloss.articles import GlossedArticle, gloss

__all__ = ["GlossedArticle", "gloss"]
