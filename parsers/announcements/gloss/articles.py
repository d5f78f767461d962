"""An article of another language as its gloss, and what is found there led back to its words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.announcements.explain import Explained
from parsers.announcements.gloss.glossary import load
from parsers.announcements.gloss.pieces import Glossed
from parsers.announcements.gloss.reader import read
from parsers.language import READ
from parsers.records import Announcement, Article, Field


@dataclass(frozen=True, slots=True)
class GlossedArticle:
    """An article, its gloss as an article in English, and what each piece stands for."""

    source: Article
    article: Article
    fields: dict[Field, Glossed]

    def announcement(self, found: Announcement) -> Announcement:
        """Return an announcement found in the gloss, with evidence and times of the source."""
        evidence, start, end = self._words(found.field, found.start, found.end)
        when = replace(found.when, text=self._time(found)) if found.when.text else found.when
        trigger, _ = self.fields[found.field].source(found.trigger, found.trigger + 1)
        return replace(found, evidence=evidence, start=start, end=end, trigger=trigger, when=when)

    def explained(self, sentence: Explained) -> Explained:
        """Return what was made of a sentence of the gloss, with the words of the source."""
        text, start, end = self._words(sentence.field, sentence.start, sentence.end)
        considered = tuple(
            replace(each, announcement=self.announcement(each.announcement))
            if each.announcement
            else each
            for each in sentence.considered
        )
        return replace(
            sentence, text=text, start=start, end=end, considered=considered, gloss=sentence.text
        )

    def _time(self, found: Announcement) -> str:
        """Return the words of the source for a time: of its sentence, else where they stand."""
        for field, start in ((found.field, found.start), *((field, 0) for field in Field)):
            at = self.fields[field].text.find(found.when.text, start)
            if at >= 0:
                return self._words(field, at, at + len(found.when.text))[0]
        return ""

    def _words(self, field: Field, start: int, end: int) -> tuple[str, int, int]:
        """Return the words of the source for a stretch of the gloss, with their offsets."""
        first, last = self.fields[field].source(start, end)
        return _text(self.source, field)[first:last], first, last


def gloss(article: Article) -> GlossedArticle:
    """Return the gloss of an article whose language has a glossary."""
    glossary = load(article.language)
    fields = {field: read(_text(article, field), glossary) for field in Field}
    english = replace(
        article,
        title=fields[Field.TITLE].text,
        lead=fields[Field.LEAD].text,
        text=fields[Field.BODY].text,
        language=READ,
    )
    return GlossedArticle(article, english, fields)


def _text(article: Article, field: Field) -> str:
    return {Field.TITLE: article.title, Field.LEAD: article.lead, Field.BODY: article.text}[field]
