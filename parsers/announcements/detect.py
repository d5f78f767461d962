"""The path of an article through detection."""

from __future__ import annotations

from parsers.announcements import current, details, mentions, status
from parsers.announcements.grammar import verb_groups
from parsers.announcements.lexicon import LANGUAGES, Lexicon, load
from parsers.announcements.merge import merge
from parsers.announcements.names import Cast, Entity, entities
from parsers.announcements.sentences import Sentence, sentences
from parsers.records import Announcement, Article, Basis, Field, Kind, PageType, Party, Status


def analysed(article: Article) -> bool:
    """Return whether the language of the article has a lexicon."""
    return article.language in LANGUAGES


def detect(article: Article) -> tuple[Announcement, ...]:
    """Return what the article says of ceasefires and meetings, strongest evidence first.

    An article in a language without a lexicon gives nothing; ``analysed`` tells it apart.
    """
    if not analysed(article):
        return ()
    lexicon = load(article.language)
    title = article.title if article.title_basis is not Basis.TEXT else ""
    if not any(lexicon.trigger_pattern.search(t) for t in (title, article.lead, article.text)):
        return ()
    cast, found = Cast(), []
    all_sentences = sentences(article)
    names_of: dict[int, list[Entity]] = {}
    for sentence in all_sentences:
        sentence.tokenise()
        if sentence.field is not Field.TITLE:
            names_of[sentence.index] = entities(sentence, cast, lexicon)
    heat = _heat(all_sentences, lexicon)
    speaker = ""
    for sentence in all_sentences:
        if lexicon.trigger_pattern.search(sentence.text):
            names = entities(sentence, cast, lexicon)  # again: the whole cast is known now
            found += _in_sentence(sentence, names, article, lexicon, heat)
        del speaker
        speaker = ""
    return merge(found)


def _heat(all_sentences: list[Sentence], lexicon: Lexicon) -> int:
    """Return how many distinct words of war and dispute the article has."""
    seen: set[tuple[str, ...]] = set()
    for sentence in all_sentences:
        for at in range(len(sentence.lows)):
            words = lexicon.conflict.at(sentence.lows, at)
            if words:
                seen.add(words)
    return len(seen)


def _in_sentence(
    sentence: Sentence, names: list[Entity], article: Article, lexicon: Lexicon, heat: int
) -> list[Announcement]:
    nouns = mentions.nouns(sentence, lexicon)
    taken = {at for m in nouns for at in range(m.start, m.end)}
    taken |= {at for e in names for at in range(e.start, e.end) if e.sort != "name"}
    groups = verb_groups(sentence, lexicon, taken)
    acts = mentions.verbs(sentence, groups, lexicon, names)
    published = article.published.day
    found: list[Announcement] = []
    for mention in [*acts, *nouns]:
        reading = status.read(sentence, mention, groups, lexicon, taken)
        if reading.status is None:
            continue
        when = details.when(sentence, mention, reading, published)
        place, country = details.place(sentence, mention, names)
        parties = details.parties(sentence, mention, reading, names, place, lexicon)
        reason = _not_announcement(sentence, mention, parties, lexicon, heat)
        if reason:
            continue
        if when.start and published and reading.status is Status.HELD and when.start > published:
            reading.status = Status.PLANNED
            reading.because.append("dated ahead of publication")
        verdict = current.judge(sentence, mention, reading, when, published, lexicon)
        formal = _formal(reading, parties, lexicon)
        is_current = verdict.current
        announcement = Announcement(
            kind=mention.kind,
            status=reading.status,
            current=is_current,
            evidence=sentence.text,
            field=sentence.field,
            start=sentence.start,
            end=sentence.end,
            confidence=round(reading.strength * verdict.sureness, 2),
            because=(f'"{mention.words}"', *reading.because, *verdict.because),
            parties=parties,
            said_by=details.said_by(sentence, mention, groups, names, lexicon),
            place=place,
            place_country=country,
            when=when,
            form=details.form(sentence, mention),
            formal=formal,
            worth_alert=worth_alert(
                mention.kind, reading.status, is_current, formal, article.page_type
            ),
        )
        found.append(announcement)
    return found


_ALERTING = {
    Kind.CEASEFIRE: {Status.PROPOSED, Status.AGREED, Status.IN_FORCE, Status.EXTENDED, Status.REJECTED,
                     Status.ENDED, Status.VIOLATED},
    Kind.MEETING: {Status.PLANNED, Status.POSTPONED, Status.CANCELLED, Status.RULED_OUT, Status.UNDER_WAY,
                   Status.HELD},
}  # fmt: skip


def worth_alert(kind: Kind, said: Status, is_current: bool, formal: bool, page: PageType) -> bool:
    """Return the default rule of docs/detection.md."""
    if not is_current or page in {PageType.OPINION, PageType.EXPLAINER, PageType.TIMELINE}:
        return False
    return said in _ALERTING[kind] or (
        kind is Kind.MEETING and said is Status.CALLED_FOR and formal
    )


def _formal(reading: status.Reading, parties: tuple[Party, ...], lexicon: Lexicon) -> bool:
    """Return whether a call for a meeting is an invitation or offer by a leader or minister."""
    if reading.status is not Status.CALLED_FOR:
        return False
    words = " ".join(reading.because).lower()
    offered = any(w in words for w in ("invit", "offer", "propos")) or reading.control == "offer"
    return offered and any(p.office.lower() in lexicon.leaders for p in parties)


def _not_announcement(
    sentence: Sentence,
    mention: mentions.Mention,
    parties: tuple[Party, ...],
    lexicon: Lexicon,
    heat: int,
) -> str:
    """Return why a mention is no announcement in our sense, or ""."""
    lows = sentence.lows
    ordinary = sum(lexicon.ordinary.at(lows, at) is not None for at in range(len(lows)))
    hot = sum(lexicon.conflict.at(lows, at) is not None for at in range(len(lows)))
    if mention.kind is Kind.CEASEFIRE:
        if mention.deal and hot == 0 and heat < 3:
            return "a deal with no word of war"
        if ordinary > hot and heat < 3:
            return "ordinary news"
        return ""
    if ordinary > hot:
        return "ordinary news"
    if not parties:
        return "no political party named" if mention.weak or heat < 4 else ""
    if heat < 2 and hot == 0 and sentence.field is not Field.TITLE:
        return "no conflict in the article"
    return ""
